#include "services/case/store/pg_people_store.h"

#include <algorithm>
#include <functional>
#include <pqxx/pqxx>
#include <set>
#include <utility>

#include "common/audit/audit.h"
#include "common/base/status_macros.h"
#include "common/pg/array_text.h"
#include "services/case/store/alike_search.h"
#include "services/case/store/people_statements.h"
#include "services/case/store/sealing.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

// Of the records that a probe which leaves something open finds, at most this part of all: so that the first of them
// leaves room for the others.
constexpr int32_t kPartOfOneProbe = 4;
// The probes that ask for everything that is wanted come first: all words, all sounds.
constexpr std::size_t kWholeProbes = 2;

// One probe under one key of the index.
struct TokenProbe {
  std::string tokens;
  int32_t most = 0;
};

std::vector<TokenProbe> TokenProbesOf(const crypto::BlindIndex& index, const std::string& office,
                                      const std::vector<Probe>& probes, int32_t most) {
  std::vector<TokenProbe> all;
  for (std::size_t i = 0; i < probes.size(); ++i) {
    for (const std::vector<int64_t>& tokens : index.TokensOfAllKeys(office, probes[i])) {
      pg::ArrayText array;
      for (const int64_t token : tokens) array.Int64(token);
      all.push_back({array.Finish(), i < kWholeProbes ? most : std::max(1, most / kPartOfOneProbe)});
    }
  }
  return all;
}

// A person in a row of kPeopleFind, opened.
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

// One search inside its transaction.
class PeopleSearch {
 public:
  PeopleSearch(pg::Transaction& transaction, const crypto::Envelope& envelope, const std::string& office, int32_t most)
      : transaction_(transaction), envelope_(envelope), office_(office), most_(most) {}

  absl::StatusOr<Candidates> Run(const std::vector<TokenProbe>& probes) {
    for (const TokenProbe& probe : probes) {
      if (Full()) {
        found_.incomplete = true;
        break;
      }
      AMPARO_RETURN_IF_ERROR(Add(probe));
    }
    return std::move(found_);
  }

 private:
  bool Full() const { return static_cast<int32_t>(found_.people.size()) >= most_; }

  absl::Status Add(const TokenProbe& probe) {
    // Not prepared: see kPeopleFind.
    const pqxx::result rows = transaction_.exec_params(std::string(kPeopleFind.sql), office_, probe.tokens, probe.most);
    if (static_cast<int32_t>(rows.size()) == probe.most) found_.incomplete = true;
    for (const pqxx::row& row : rows) {
      if (Full()) return absl::OkStatus();
      AMPARO_ASSIGN_OR_RETURN(Record record, RecordInRow(row, Kind::kPerson));
      if (!seen_.insert(record.id).second) continue;
      AMPARO_ASSIGN_OR_RETURN(found_.people.emplace_back(), OpenedPerson(envelope_, office_, std::move(record), row));
    }
    return absl::OkStatus();
  }

  pg::Transaction& transaction_;
  const crypto::Envelope& envelope_;
  const std::string& office_;
  const int32_t most_;
  Candidates found_;
  std::set<Uuid> seen_;
};

}  // namespace

Task<absl::StatusOr<Candidates>> PgPeopleStore::Find(std::string office, std::vector<Probe> probes, int32_t most,
                                                     Limits limits) {
  std::vector<TokenProbe> tokens = TokenProbesOf(*parts_.index, office, probes, most);
  // The job may outlive this coroutine when its caller goes away.
  std::function<absl::StatusOr<Candidates>(pg::Transaction&)> job =
      [envelope = parts_.envelope, office, tokens = std::move(tokens), most](pg::Transaction& transaction) {
        return PeopleSearch(transaction, *envelope, office, most).Run(tokens);
      };
  absl::StatusOr<Candidates> found =
      co_await parts_.workers->Run<Candidates>(kPeopleFind.name, std::move(job), std::move(limits));
  co_return found;
}

Task<absl::StatusOr<Candidates>> PgPeopleStore::FindAlike(AlikeSearch search, Limits limits) {
  AlikeQuery query = AlikeQueryOf(*parts_.index, search);
  std::function<absl::StatusOr<Candidates>(pg::Transaction&)> job =
      [envelope = parts_.envelope, query = std::move(query)](pg::Transaction& transaction) {
        const OpenRows open = [&](const pqxx::result& rows) -> absl::StatusOr<std::vector<Revealed>> {
          std::vector<Revealed> people;
          for (const pqxx::row& row : rows) {
            AMPARO_ASSIGN_OR_RETURN(Record record, RecordInRow(row, Kind::kPerson));
            AMPARO_ASSIGN_OR_RETURN(people.emplace_back(),
                                    OpenedPerson(*envelope, query.office, std::move(record), row));
          }
          return people;
        };
        return FindAlikeIn(transaction, query, open);
      };
  absl::StatusOr<Candidates> found =
      co_await parts_.workers->Run<Candidates>(kPeopleInBlocks.name, std::move(job), std::move(limits));
  co_return found;
}

Task<absl::Status> PgPeopleStore::RecordRead(std::string office, std::vector<Record> people, RevealStamp stamp,
                                             Limits limits) {
  if (people.empty()) co_return absl::OkStatus();
  const absl::Time now = parts_.clock->Now();
  audit::ReadRecord read;
  read.office = office;
  read.time = now;
  read.caller = std::move(stamp.caller);
  read.method = std::move(stamp.method);
  read.trace_id = std::move(stamp.trace_id);
  read.reason = std::move(stamp.reason);
  read.fields = std::move(stamp.fields);
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
      names.push_back({row[0].c_str(), Uuid::Parse(row[1].c_str()).value_or(Uuid())});
    }
    return names;
  };
  absl::StatusOr<std::vector<PersonName>> names =
      co_await parts_.workers->Run<std::vector<PersonName>>(kPeopleNotIndexed.name, std::move(job), std::move(limits));
  co_return names;
}

}  // namespace amparo::cases
