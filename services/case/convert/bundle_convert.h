// Whole cases (imports) between the contract and the domain.
#pragma once

#include <string>

#include "amparo/cases/v1/import.pb.h"
#include "services/case/domain/bundle.h"

namespace amparo::cases {

// What a caller gives of a whole case of `office`. Every record must have its name, of this office and case; what
// cannot be read is a violation with its path inside the bundle ("parties[0].name"). Without the case's own name
// nothing else is read.
Bundle BundleFrom(const v1::CaseBundle& request, const std::string& office, Violations& violations);

}  // namespace amparo::cases
