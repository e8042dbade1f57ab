#include "services/case/store/people_blocks.h"

#include <algorithm>
#include <pqxx/pqxx>
#include <utility>

#include "services/case/domain/name_terms.h"
#include "services/case/store/people_statements.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

Probe InSample(const Probe& probe) {
  Probe in_sample;
  for (const std::string& term : probe) in_sample.push_back(SampleTerm(term));
  return in_sample;
}

}  // namespace

BlockBounds UpTo(int32_t most) {
  return {.most = most, .enough = std::max(1, most / kTimesEnough)};
}

PeopleBlocks::PeopleBlocks(const crypto::BlindIndex& index, std::string office, const std::vector<Probe>& probes,
                           BlockBounds bounds)
    : office_(std::move(office)), bounds_(bounds) {
  for (const Probe& probe : probes) {
    const std::vector<std::vector<int64_t>> tokens = index.TokensOfAllKeys(office_, probe);
    const std::vector<std::vector<int64_t>> in_sample = index.TokensOfAllKeys(office_, InSample(probe));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      tokens_.Text(pg::ArrayOf(tokens[i]));
      sample_.Text(pg::ArrayOf(in_sample[i]));
    }
    blocks_ += tokens.size();
  }
}

BlockHits PeopleBlocks::Ask(pg::Transaction& transaction, int32_t most_in_all) const {
  BlockHits hits;
  if (blocks_ == 0) return hits;
  const pqxx::result rows = Execute(transaction, kPeopleInBlocks,
                                    {office_, tokens_.Finish(), sample_.Finish(), std::to_string(bounds_.most),
                                     std::to_string(bounds_.enough), std::to_string(most_in_all)});
  hits.incomplete = static_cast<int32_t>(rows.size()) == most_in_all;
  std::vector<int32_t> found(blocks_);
  for (const pqxx::row& row : rows) {
    const auto block = row[0].as<std::size_t>() - 1;
    if (++found[block] == bounds_.most || row[3].as<bool>()) hits.incomplete = true;
    BlockHit& hit = hits.people.emplace_back();
    hit.id = IdIn(row[1]);
    if (!row[2].is_null()) hit.survivor = IdIn(row[2]);
  }
  return hits;
}

}  // namespace amparo::cases
