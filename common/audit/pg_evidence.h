// What verification is judged by, from the database and the file of heads.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "common/audit/head_book.h"
#include "common/audit/verify.h"
#include "common/pg/workers.h"

namespace amparo::audit {

// One verification's view of an office.
struct EvidenceScope {
  std::string office;
  // Rows from before it that are in no chain are told of.
  absl::Time grace_end;
  // The file of heads is read up to here: whole lines.
  int64_t heads_end = 0;
};

// Reads within one transaction; throws as libpqxx does.
class PgEvidence final : public Evidence {
 public:
  // `transaction` and `book` must outlive it.
  PgEvidence(pg::Transaction& transaction, const HeadBook& book, EvidenceScope scope)
      : transaction_(transaction), book_(book), scope_(std::move(scope)) {}

  absl::StatusOr<std::optional<std::string>> NextCompartment(std::optional<std::string> after) override;
  absl::StatusOr<std::vector<SealedEntry>> Links(const std::string& compartment, int64_t after) override;
  absl::StatusOr<HeadsPiece> HeadLines(int64_t from) override;
  absl::StatusOr<std::vector<std::optional<std::string>>> HashesAt(const std::vector<Head>& heads) override;
  absl::StatusOr<TrailPiece> Trail(const std::string& from) override;

 private:
  pg::Transaction& transaction_;
  const HeadBook& book_;
  const EvidenceScope scope_;
};

}  // namespace amparo::audit
