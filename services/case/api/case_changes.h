// What each mutation of CaseService makes of a case: pure, from request and record to the Change to be written.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "amparo/cases/v1/case_service.pb.h"
#include "common/errors/errors.h"
#include "services/case/api/acts.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/case.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// CreateCase: INVALID_ARGUMENT for what is wrong with the request.
absl::StatusOr<Change> NewCase(const v1::CreateCaseRequest& request, const OfficeName& parent,
                               const OfficeFacts& office, absl::Time now);

// What a case is found by of its narrative (Change::terms).
std::vector<std::string> TermsOfNarrative(const v1::Case& value);

// UpdateCase. INVALID_ARGUMENT; FAILED_PRECONDITION for a closed or declined case.
absl::StatusOr<Change> UpdatedCase(const Update<v1::Case>& update, const Record& record, absl::CivilDay today);

// An act as its request asks for it; notes violations. A request without a day means `today`.
CaseActInput ActInput(const v1::CaseActRequest& request, CaseAct act, absl::CivilDay today,
                      errors::FieldViolations& violations);

// A case moved by an act. FAILED_PRECONDITION naming the rule.
absl::StatusOr<Change> MovedCase(const CaseActInput& input, const Record& record, absl::Time now);

}  // namespace amparo::cases
