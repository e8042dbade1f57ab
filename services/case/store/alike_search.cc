#include "services/case/store/alike_search.h"

#include <pqxx/pqxx>
#include <set>

#include "common/base/status_macros.h"
#include "common/pg/array_text.h"
#include "services/case/store/people_statements.h"

namespace amparo::cases {
namespace {

std::string IdArray(const std::set<Uuid>& ids) {
  pg::ArrayText array;
  for (const Uuid& id : ids) array.Text(id.ToString());
  return array.Finish();
}

Uuid IdInField(const pqxx::field& field) {
  return Uuid::Parse(field.c_str()).value_or(Uuid());
}

// Who is no duplicate: the person's own records, and those that stand for people who were judged to be others.
std::set<Uuid> ApartFrom(pg::Transaction& transaction, const AlikeQuery& query) {
  std::set<Uuid> apart = query.own;
  if (apart.empty()) return apart;
  for (const pqxx::row& row : Execute(transaction, kPeopleApart, {query.office, IdArray(query.own)})) {
    apart.insert(IdInField(row[0]));
  }
  return apart;
}

}  // namespace

AlikeQuery AlikeQueryOf(const crypto::BlindIndex& index, const AlikeSearch& search) {
  pg::ArrayText blocks;
  for (const Probe& block : search.blocks) {
    for (const std::vector<int64_t>& tokens : index.TokensOfAllKeys(search.office, block)) {
      pg::ArrayText array;
      for (const int64_t token : tokens) array.Int64(token);
      blocks.Text(array.Finish());
    }
  }
  return {search.office, blocks.Finish(), {search.own.begin(), search.own.end()}};
}

absl::StatusOr<Candidates> FindAlikeIn(pg::Transaction& transaction, const AlikeQuery& query, const OpenRows& open) {
  Candidates found;
  const std::set<Uuid> apart = ApartFrom(transaction, query);
  std::set<Uuid> wanted;
  std::size_t records = 0;
  int64_t block = 0;
  int in_block = 0;
  const pqxx::result hits =
      Execute(transaction, kPeopleInBlocks, {query.office, query.blocks, std::to_string(kMostPerBlock)});
  for (const pqxx::row& row : hits) {
    const Uuid id = IdInField(row[1]);
    const Uuid survivor = row[2].is_null() ? id : IdInField(row[2]);
    const auto number = row[0].as<int64_t>();
    in_block = number == block ? in_block + 1 : 1;
    block = number;
    if (in_block == kMostPerBlock) found.incomplete = true;
    if (apart.contains(survivor)) continue;
    if (records == static_cast<std::size_t>(kMostAlike)) {
      found.incomplete = found.incomplete || !wanted.contains(id);
      continue;
    }
    if (wanted.insert(id).second) ++records;
    wanted.insert(survivor);
  }
  if (wanted.empty()) return found;
  AMPARO_ASSIGN_OR_RETURN(found.people, open(Execute(transaction, kPeopleOpen, {query.office, IdArray(wanted)})));
  return found;
}

}  // namespace amparo::cases
