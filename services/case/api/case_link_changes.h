// Linking cases, in one transaction that has locked every case it rests on.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/case/domain/case_link.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Enters a link; answers it. NOT_FOUND for a case of the office that is not there; ALREADY_EXISTS; FAILED_PRECONDITION
// CASE_LINK_LOOP, TOO_MANY_LINKS.
absl::StatusOr<std::string> LinkCases(Work& work, const CaseLink& link, absl::Time now);

}  // namespace amparo::cases
