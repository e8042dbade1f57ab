// Implements domain/case_finder.h over PostgreSQL.
#pragma once

#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/crypto/blind_index.h"
#include "common/pg/workers.h"
#include "common/pg/writer.h"
#include "services/case/domain/case_finder.h"

namespace amparo::cases {

// What it works with; all of it must outlive the finder.
struct PgCaseFinderParts {
  // Searches may be slow: they never stand before anybody's read.
  pg::Workers* workers = nullptr;
  // For audit rows.
  pg::Writer* writer = nullptr;
  const crypto::BlindIndex* index = nullptr;
  const Clock* clock = nullptr;
};

class PgCaseFinder final : public CaseFinder {
 public:
  explicit PgCaseFinder(PgCaseFinderParts parts) : parts_(parts) {}

  Task<absl::StatusOr<std::vector<Listed>>> Find(CaseSearch search, std::optional<ListQuery::After> after,
                                                 int32_t limit, Limits limits) override;
  Task<absl::StatusOr<std::vector<ListedAcross>>> FindAcross(CaseSearch search, std::vector<std::string> offices,
                                                             std::optional<PlaceAcross> after, int32_t limit,
                                                             Limits limits) override;
  Task<absl::StatusOr<int64_t>> Count(CaseSearch search, int64_t most, Limits limits) override;
  Task<absl::StatusOr<CaseCandidates>> FindAlike(CaseAlikeSearch search, Limits limits) override;
  Task<absl::Status> RecordRead(std::string office, std::vector<Listed> cases, RevealStamp stamp,
                                Limits limits) override;
  Task<absl::StatusOr<std::vector<CaseName>>> NotIndexed(CaseName after, int32_t most, Limits limits) override;
  Task<absl::StatusOr<bool>> Index(Case value, std::vector<std::string> terms, int64_t version, Limits limits) override;

 private:
  const PgCaseFinderParts parts_;
};

}  // namespace amparo::cases
