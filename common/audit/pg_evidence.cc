#include "common/audit/pg_evidence.h"

#include "common/audit/chain_sql.h"
#include "common/base/status_macros.h"

namespace amparo::audit {
namespace {

constexpr int64_t kLinksAtOnce = 1000;
constexpr int64_t kRowsAtOnce = 2000;

}  // namespace

absl::StatusOr<std::optional<std::string>> PgEvidence::NextCompartment(std::optional<std::string> after) {
  return FindCompartment(transaction_, scope_.office, after);
}

absl::StatusOr<std::vector<SealedEntry>> PgEvidence::Links(const std::string& compartment, int64_t after) {
  return ReadLinks(transaction_, {scope_.office, compartment}, after, kLinksAtOnce);
}

absl::StatusOr<HeadsPiece> PgEvidence::HeadLines(int64_t from) {
  AMPARO_ASSIGN_OR_RETURN(const LinesPiece read, ReadLines(book_.path(), from, scope_.heads_end));
  HeadsPiece piece{{}, read.next};
  for (const std::string& line : read.lines) piece.lines.push_back(ReadLine(line, book_.keys()));
  return piece;
}

absl::StatusOr<std::vector<std::optional<std::string>>> PgEvidence::HashesAt(const std::vector<Head>& heads) {
  if (heads.empty()) return std::vector<std::optional<std::string>>();
  return FindHashes(transaction_, scope_.office, heads);
}

absl::StatusOr<TrailPiece> PgEvidence::Trail(const std::string& from) {
  return FindLoose(transaction_, scope_.office, from, scope_.grace_end, kRowsAtOnce);
}

}  // namespace amparo::audit
