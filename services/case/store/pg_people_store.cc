#include "services/case/store/pg_people_store.h"

#include <algorithm>
#include <functional>
#include <map>
#include <pqxx/pqxx>
#include <set>
#include <utility>

#include "common/audit/audit.h"
#include "common/base/status_macros.h"
#include "common/pg/array_text.h"
#include "services/case/store/acts.h"
#include "services/case/store/alike_search.h"
#include "services/case/store/people_blocks.h"
#include "services/case/store/people_statements.h"
#include "services/case/store/sealing.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

// Of the records that a probe for who is only like the name finds, at most this part of all: so that the first of them
// leaves room for the others.
constexpr int32_t kPartOfOneProbe = 4;

// What a search asks for in turn.
struct Rounds {
  // Who has all the words: as many as are wanted are enough, so that nobody whose name is only like it takes the place
  // of one of them.
  PeopleBlocks same;
  PeopleBlocks alike;
  PeopleBlocks one_word;
};

Rounds RoundsOf(const crypto::BlindIndex& index, const NameSearch& search) {
  const auto round = [&](const std::vector<Probe>& probes, BlockBounds bounds) {
    return PeopleBlocks(index, search.office, probes, bounds);
  };
  const auto most = static_cast<int32_t>(search.most);
  const BlockBounds part = UpTo(std::max(1, most / kPartOfOneProbe));
  const int32_t enough = std::clamp(static_cast<int32_t>(search.enough), part.enough, most);
  return {.same = round(search.probes.same, {.most = std::min(kTimesEnough * enough, most), .enough = enough}),
          .alike = round(search.probes.alike, part),
          .one_word = round(search.probes.one_word, part)};
}

// A person in a row of kPeopleOpen, opened.
absl::StatusOr<Revealed> OpenedPerson(const crypto::Envelope& envelope, const std::string& office, Record record,
                                      const pqxx::row& row) {
  StoredKey stored;
  if (!row[8].is_null()) stored.wrapped = BytesIn(row[8]);
  stored.wrapping_key_id = row[9].c_str();
  const RecordKey key = KeyOf(PersonName{office, record.id});
  const std::optional<std::string> sealed = SealedIn(TableOf(key.kind), record.body);
  Revealed revealed{std::move(record), std::nullopt};
  if (sealed) {
    AMPARO_ASSIGN_OR_RETURN(revealed.secret, OpenSealed(envelope, key, revealed.record.subject, stored, *sealed));
  }
  return revealed;
}

// The people in rows of kPeopleOpen.
absl::StatusOr<std::vector<Revealed>> OpenedPeople(const crypto::Envelope& envelope, const std::string& office,
                                                   const pqxx::result& rows) {
  std::vector<Revealed> people;
  for (const pqxx::row& row : rows) {
    AMPARO_ASSIGN_OR_RETURN(Record record, RecordInRow(row, Kind::kPerson));
    AMPARO_ASSIGN_OR_RETURN(people.emplace_back(), OpenedPerson(envelope, office, std::move(record), row));
  }
  return people;
}

// One search inside its transaction: who comes into question.
class PeopleSearch {
 public:
  PeopleSearch(pg::Transaction& transaction, const NameSearch& search) : transaction_(transaction), search_(search) {}

  void Run(const Rounds& rounds) {
    Ask(rounds.same);
    if (ids_.size() >= search_.enough) {
      incomplete_ = true;
      return;
    }
    Ask(rounds.alike);
    // Hundreds share a word with anybody: they are of use to who would find nobody else.
    if (ids_.empty()) Ask(rounds.one_word);
  }

  // Those found, the sharpest probe's first.
  const std::vector<Uuid>& ids() const { return ids_; }
  bool incomplete() const { return incomplete_; }

 private:
  void Ask(const PeopleBlocks& round) {
    Take(round.Ask(transaction_, kHitsOfOne * static_cast<int32_t>(search_.most)));
  }

  void Take(const BlockHits& hits) {
    incomplete_ = incomplete_ || hits.incomplete;
    for (const BlockHit& hit : hits.people) {
      if (seen_.contains(hit.id)) continue;
      if (ids_.size() == search_.most) {
        incomplete_ = true;
        return;
      }
      seen_.insert(hit.id);
      ids_.push_back(hit.id);
    }
  }

  // In so many blocks somebody may be before hits are left unread.
  static constexpr int32_t kHitsOfOne = 3;

  pg::Transaction& transaction_;
  const NameSearch& search_;
  std::vector<Uuid> ids_;
  std::set<Uuid> seen_;
  bool incomplete_ = false;
};

// The people of these ids, in their order.
absl::StatusOr<std::vector<Revealed>> OpenInOrder(pg::Transaction& transaction, const crypto::Envelope& envelope,
                                                  const std::string& office, const std::vector<Uuid>& ids) {
  if (ids.empty()) return std::vector<Revealed>();
  std::map<Uuid, std::size_t> place;
  for (const Uuid& id : ids) place.emplace(id, place.size());
  AMPARO_ASSIGN_OR_RETURN(
      std::vector<Revealed> people,
      OpenedPeople(envelope, office, Execute(transaction, kPeopleOpen, {office, pg::ArrayOf(ids)})));
  std::sort(people.begin(), people.end(),
            [&place](const Revealed& a, const Revealed& b) { return place.at(a.record.id) < place.at(b.record.id); });
  return people;
}

}  // namespace

Task<absl::StatusOr<Candidates>> PgPeopleStore::Find(NameSearch search, Limits limits) {
  Rounds rounds = RoundsOf(*parts_.index, search);
  // The job may outlive this coroutine when its caller goes away.
  std::function<absl::StatusOr<Candidates>(pg::Transaction&)> job =
      [envelope = parts_.envelope, search = std::move(search),
       rounds = std::move(rounds)](pg::Transaction& transaction) -> absl::StatusOr<Candidates> {
    PeopleSearch people(transaction, search);
    people.Run(rounds);
    Candidates found;
    found.incomplete = people.incomplete();
    AMPARO_ASSIGN_OR_RETURN(found.people, OpenInOrder(transaction, *envelope, search.office, people.ids()));
    return found;
  };
  absl::StatusOr<Candidates> found =
      co_await parts_.workers->Run<Candidates>(kPeopleInBlocks.name, std::move(job), std::move(limits));
  co_return found;
}

Task<absl::StatusOr<Candidates>> PgPeopleStore::FindAlike(AlikeSearch search, Limits limits) {
  PeopleBlocks blocks(*parts_.index, search.office, search.blocks, UpTo(kMostPerBlock));
  std::function<absl::StatusOr<Candidates>(pg::Transaction&)> job =
      [envelope = parts_.envelope, search = std::move(search),
       blocks = std::move(blocks)](pg::Transaction& transaction) {
        const OpenRows open = [&](const pqxx::result& rows) { return OpenedPeople(*envelope, search.office, rows); };
        return FindAlikeIn(transaction, search, blocks, open);
      };
  absl::StatusOr<Candidates> found =
      co_await parts_.workers->Run<Candidates>(kPeopleInBlocks.name, std::move(job), std::move(limits));
  co_return found;
}

Task<absl::Status> PgPeopleStore::RecordRead(std::string office, std::vector<Record> people, RevealStamp stamp,
                                             Limits limits) {
  if (people.empty()) co_return absl::OkStatus();
  const absl::Time now = parts_.clock->Now();
  audit::ReadRecord read = ReadOf(office, now, std::move(stamp));
  for (const Record& person : people) {
    const PersonName name{office, person.id};
    read.items.push_back(audit::Item{Uuid::V7(now), ToString(name), person.version});
  }
  const absl::Status audited = co_await audit::RecordRead(*parts_.writer, std::move(read), std::move(limits));
  co_return audited;
}

Task<absl::StatusOr<std::vector<PersonName>>> PgPeopleStore::NotIndexed(PersonName after, int32_t most, Limits limits) {
  Texts arguments = {after.office, after.id.ToString(), parts_.index->current_id(), std::to_string(most)};
  std::function<absl::StatusOr<std::vector<PersonName>>(pg::Transaction&)> job =
      [arguments = std::move(arguments)](pg::Transaction& transaction) -> absl::StatusOr<std::vector<PersonName>> {
    std::vector<PersonName> names;
    for (const pqxx::row& row : Execute(transaction, kPeopleNotIndexed, arguments)) {
      names.push_back({row[0].c_str(), IdIn(row[1])});
    }
    return names;
  };
  absl::StatusOr<std::vector<PersonName>> names =
      co_await parts_.workers->Run<std::vector<PersonName>>(kPeopleNotIndexed.name, std::move(job), std::move(limits));
  co_return names;
}

}  // namespace amparo::cases
