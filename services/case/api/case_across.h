// Lists and counts of cases: what those of one office and those over all offices share.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/case_service.pb.h"
#include "services/case/domain/case_search.h"

namespace amparo::cases {

// How far cases are counted.
inline constexpr int64_t kMostCounted = 10000;

// What a request to count looks for. INVALID_ARGUMENT.
absl::StatusOr<CaseSearch> SearchToCount(const v1::ListCasesRequest& request, const std::string& office);

// The answer for a count that went on to kMostCounted + 1 at most.
v1::CountCasesResponse Counted(int64_t counted);

}  // namespace amparo::cases
