#include "services/case/store/alike_search.h"

#include <pqxx/pqxx>
#include <set>

#include "common/base/status_macros.h"
#include "common/pg/array_text.h"
#include "services/case/store/people_statements.h"

namespace amparo::cases {
namespace {

// More hits than this are not looked at, whoever they are of: most people are in several blocks.
constexpr int32_t kMostHits = 3 * kMostAlike;

// Who is no duplicate: the person's own records, and those that stand for people who were judged to be others.
std::set<Uuid> ApartFrom(pg::Transaction& transaction, const AlikeSearch& search) {
  std::set<Uuid> apart(search.own.begin(), search.own.end());
  if (apart.empty()) return apart;
  for (const pqxx::row& row : Execute(transaction, kPeopleApart, {search.office, pg::ArrayOf(search.own)})) {
    apart.insert(IdIn(row[0]));
  }
  return apart;
}

}  // namespace

absl::StatusOr<Candidates> FindAlikeIn(pg::Transaction& transaction, const AlikeSearch& search,
                                       const PeopleBlocks& blocks, const OpenRows& open) {
  const std::set<Uuid> apart = ApartFrom(transaction, search);
  const BlockHits hits = blocks.Ask(transaction, kMostHits);
  Candidates found;
  found.incomplete = hits.incomplete;
  std::set<Uuid> wanted;
  int records = 0;
  for (const BlockHit& hit : hits.people) {
    const Uuid survivor = hit.survivor.value_or(hit.id);
    if (apart.contains(survivor)) continue;
    if (records == kMostAlike) {
      found.incomplete = found.incomplete || !wanted.contains(hit.id);
      continue;
    }
    if (wanted.insert(hit.id).second) ++records;
    wanted.insert(survivor);
  }
  if (wanted.empty()) return found;
  AMPARO_ASSIGN_OR_RETURN(found.people, open(Execute(transaction, kPeopleOpen, {search.office, pg::ArrayOf(wanted)})));
  return found;
}

}  // namespace amparo::cases
