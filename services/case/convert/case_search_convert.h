// Searches for cases between the contract and the domain.
#pragma once

#include "amparo/cases/v1/case_service.pb.h"
#include "services/case/domain/case_search.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a request of an office's cases looks for; notes violations, those of CheckCaseSearch among them.
CaseSearch CaseSearchFrom(const v1::ListCasesRequest& request, const std::string& office, Violations& violations);

// The filters of the plain list of cases (store/tables.h), for a search of which IsPlain is true.
std::vector<Value> PlainFilters(const CaseSearch& search);

}  // namespace amparo::cases
