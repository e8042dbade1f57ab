// What searching for cases asks of the database, in the words of the domain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/case_search.h"
#include "services/case/domain/names.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Finds cases by whatever they are found by. Safe to call from any thread.
class CaseFinder {
 public:
  virtual ~CaseFinder() = default;

  // A page of those that pass, in the order of lists (time of entry, id).
  virtual Task<absl::StatusOr<std::vector<Listed>>> Find(CaseSearch search, std::optional<ListQuery::After> after,
                                                         int32_t limit, Limits limits) = 0;

  // How many pass; it counts to `most`.
  virtual Task<absl::StatusOr<int64_t>> Count(CaseSearch search, int64_t most, Limits limits) = 0;

  // Audits that the narratives of these cases were read; committed when it answers OK, and only then may be told which
  // they are.
  virtual Task<absl::Status> RecordRead(std::string office, std::vector<Listed> cases, RevealStamp stamp,
                                        Limits limits) = 0;

  // Cases of any office that are not found by all there is, or whose tokens were made under a former key, in the order
  // of their names after `after`; at most `most`.
  virtual Task<absl::StatusOr<std::vector<CaseName>>> NotIndexed(CaseName after, int32_t most, Limits limits) = 0;

  // Writes what the case is found by beside its body: no change of the record, neither version nor event. `version` is
  // that which `value` and `terms` were read from; false when it has another by now.
  virtual Task<absl::StatusOr<bool>> Index(Case value, std::vector<std::string> terms, int64_t version,
                                           Limits limits) = 0;
};

}  // namespace amparo::cases
