// What searching for cases asks of the database, in the words of the domain.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/case_duplicates.h"
#include "services/case/domain/case_search.h"
#include "services/case/domain/list_across.h"
#include "services/case/domain/names.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Whose duplicates are looked for.
struct CaseAlikeSearch {
  // The case; it stands for itself.
  Case subject;
  // Those that were merged into it.
  std::vector<Uuid> members;
};

// The cases that come into question.
struct CaseCandidates {
  // What the people of the matter are in it.
  std::vector<CaseRole> roles;
  // Each once; with one that was merged the one that stands for it.
  std::vector<Record> cases;
  // What each has in common with the subject, by the case that stands for it.
  std::map<Uuid, CaseTies> ties;
  // There were more than could be looked at.
  bool incomplete = false;
};

// Finds cases by whatever they are found by. Safe to call from any thread.
class CaseFinder {
 public:
  virtual ~CaseFinder() = default;

  // A page of those that pass, in the order of lists (time of entry, id).
  virtual Task<absl::StatusOr<std::vector<Listed>>> Find(CaseSearch search, std::optional<ListQuery::After> after,
                                                         int32_t limit, Limits limits) = 0;

  // A page of those of several offices that pass, merged; the search's own office does not matter.
  virtual Task<absl::StatusOr<std::vector<ListedAcross>>> FindAcross(CaseSearch search,
                                                                     std::vector<std::string> offices,
                                                                     std::optional<PlaceAcross> after, int32_t limit,
                                                                     Limits limits) = 0;

  // How many pass; it counts to `most`.
  virtual Task<absl::StatusOr<int64_t>> Count(CaseSearch search, int64_t most, Limits limits) = 0;

  // Those that may be of the same matter (domain/case_duplicates.h), at most kMostCasesAlike besides the ones that
  // stand for them. Neither the case's own are among them nor those that it was distinguished from.
  virtual Task<absl::StatusOr<CaseCandidates>> FindAlike(CaseAlikeSearch search, Limits limits) = 0;

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
