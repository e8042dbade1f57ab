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
std::set<Uuid> ApartFrom(pg::Transaction& transaction, const AlikeQuery& query) {
  std::set<Uuid> apart = query.own;
  if (apart.empty()) return apart;
  for (const pqxx::row& row : Execute(transaction, kPeopleApart, {query.office, pg::ArrayOf(query.own)})) {
    apart.insert(IdIn(row[0]));
  }
  return apart;
}

}  // namespace

AlikeQuery AlikeQueryOf(const crypto::BlindIndex& index, const AlikeSearch& search) {
  AlikeQuery query;
  query.office = search.office;
  query.own = {search.own.begin(), search.own.end()};
  for (const Probe& block : search.blocks) query.blocks.Add(index, search.office, block, kMostPerBlock);
  return query;
}

absl::StatusOr<Candidates> FindAlikeIn(pg::Transaction& transaction, const AlikeQuery& query, const OpenRows& open) {
  const std::set<Uuid> apart = ApartFrom(transaction, query);
  const BlockHits hits = query.blocks.Ask(transaction, query.office, kMostHits);
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
  AMPARO_ASSIGN_OR_RETURN(found.people, open(Execute(transaction, kPeopleOpen, {query.office, pg::ArrayOf(wanted)})));
  return found;
}

}  // namespace amparo::cases
