#include "services/case/store/pg_work.h"

#include <map>
#include <memory>
#include <pqxx/pqxx>
#include <utility>

#include "amparo/cases/v1/case.pb.h"
#include "common/base/civil.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/feed/append.h"
#include "common/idempotency/run_act.h"
#include "common/pg/array_text.h"
#include "services/case/convert/record_convert.h"
#include "services/case/store/acts.h"
#include "services/case/store/sealing.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

void AddKey(const RecordKey& key, Texts& arguments) {
  const Table& table = TableOf(key.kind);
  if (table.has_id()) arguments.emplace_back(key.id.ToString());
  if (table.in_case()) arguments.emplace_back(key.case_id.ToString());
}

class PgWork final : public Work {
 public:
  PgWork(pg::Transaction& transaction, const WorkKeys& keys, const ActStamp& stamp, RecordKey& written)
      : transaction_(transaction), keys_(keys), stamp_(stamp), written_(written) {}

  absl::StatusOr<std::optional<Record>> Find(const RecordKey& key) override {
    Texts arguments = {key.office};
    AddKey(key, arguments);
    // The case that stands for it first, as in acts of one statement: those who act on that one lock this one next.
    if (key.kind == Kind::kCase && !survivors_.contains(key.id)) Execute(transaction_, kWorkLockSurvivor, arguments);
    const pqxx::result rows = Execute(transaction_, WorkStatementsOf(key.kind).find, arguments);
    if (rows.empty()) return std::nullopt;
    AMPARO_ASSIGN_OR_RETURN(Record record, RecordInRow(rows[0], key.kind));
    if (TableOf(key.kind).rules_read_secret) {
      AMPARO_ASSIGN_OR_RETURN(record.secret, Open(key, record));
    }
    if (key.kind == Kind::kCase) AMPARO_RETURN_IF_ERROR(LockSurvivor(key, record));
    return record;
  }

  absl::StatusOr<std::vector<Record>> List(const ListQuery& given) override {
    ListQuery query = given;
    query.filters.resize(TableOf(query.kind).filters.size());
    Texts arguments = {query.office};
    if (TableOf(query.kind).in_case() && !query.all_cases) arguments.emplace_back(query.case_id.ToString());
    for (const Value& filter : query.filters) {
      if (filter.index() != 0) arguments.push_back(TextOf(filter));
    }
    if (query.after) {
      arguments.emplace_back(pg::TimeText(query.after->order_time));
      arguments.emplace_back(query.after->id.ToString());
    }
    arguments.emplace_back(std::to_string(query.limit));
    std::vector<Record> records;
    for (const pqxx::row& row : Execute(transaction_, WorkListOf(query), arguments)) {
      AMPARO_ASSIGN_OR_RETURN(records.emplace_back(), RecordInRow(row, query.kind));
    }
    return records;
  }

  absl::Status Write(Change change) override {
    written_ = change.key;
    AMPARO_RETURN_IF_ERROR(Guard(change));
    std::optional<feed::NewDataKey> data_key;
    if (change.secret) {
      AMPARO_ASSIGN_OR_RETURN(const std::optional<StoredKey> stored, FindKey(SubjectOf(change)));
      // Another record under the same id has the key: what is erased with one must not take the other along.
      if (IsNewSubject(change) && stored && stored->wrapped) {
        return errors::AlreadyExists(KindWord(change.key.kind), NameOf(change.key));
      }
      AMPARO_ASSIGN_OR_RETURN(data_key, SealInto(*keys_.envelope, stored, change));
      if (data_key) made_[data_key->subject] = {data_key->wrapped, data_key->wrapping_key_id};
    }
    if (change.terms) IndexInto(*keys_.index, change);
    const WorkStatements& statements = WorkStatementsOf(change.key.kind);
    Texts arguments = {change.key.office, std::to_string(change.version), pg::TimeText(change.time),
                       BytesText(change.body)};
    AddKey(change.key, arguments);
    for (const Value& column : change.columns) arguments.push_back(TextOf(column));
    if (Execute(transaction_, change.version == 1 ? statements.insert : statements.update, arguments).empty()) {
      return Changed(change);
    }
    acts_.push_back(ActOf(*keys_.index, stamp_, change, std::move(change.body), std::move(data_key)));
    // The request is answered once, with what the whole work answers.
    acts_.back().request.id.reset();
    acts_.back().response.reset();
    return absl::OkStatus();
  }

  absl::StatusOr<std::optional<std::string>> Open(const RecordKey& key, const Record& record) override {
    const std::optional<std::string> sealed = SealedIn(TableOf(key.kind), record.body);
    if (!sealed) return std::optional<std::string>();
    AMPARO_ASSIGN_OR_RETURN(const std::optional<StoredKey> stored, FindKey(record.subject));
    if (!stored) return std::optional<std::string>();
    return OpenSealed(*keys_.envelope, key, record.subject, *stored, *sealed);
  }

  absl::Status AddCounts(const RecordKey& key, int64_t charges, int64_t without_verdict) override {
    const Texts arguments = {key.office, key.id.ToString(), std::to_string(charges), std::to_string(without_verdict),
                             std::nullopt};
    Execute(transaction_, kWorkCount, arguments);
    return absl::OkStatus();
  }

  absl::Status Index(const RecordKey& key, const std::vector<std::string>& terms) override {
    written_ = key;
    Execute(transaction_, key.kind == Kind::kAsset ? kWorkIndexAsset : kWorkIndexPerson,
            {key.office, key.id.ToString(), pg::ArrayOf(keys_.index->Tokens(key.office, terms)),
             keys_.index->current_id()});
    return absl::OkStatus();
  }

  absl::Status ForgetImported(const RecordKey& key) override {
    Execute(transaction_, kWorkForgetImported,
            {key.office, std::string(KindWord(key.kind)), key.id.ToString(), key.case_id.ToString()});
    return absl::OkStatus();
  }

  absl::Status EraseKey(const Uuid& subject, absl::Time now) override {
    Execute(transaction_, kWorkEraseDataKey, {stamp_.office, subject.ToString(), pg::TimeText(now)});
    made_[subject] = StoredKey();
    return absl::OkStatus();
  }

  absl::Status EraseBefore(const RecordKey& key, absl::Time now) override {
    AMPARO_ASSIGN_OR_RETURN(const std::optional<StoredKey> stored, FindKey(key.id));
    if (stored && stored->wrapped) return errors::AlreadyExists(KindWord(key.kind), NameOf(key));
    return EraseKey(key.id, now);
  }

  absl::Status HoldMembers() override {
    Execute(transaction_, kWorkHoldMembers, {stamp_.office});
    return absl::OkStatus();
  }

  absl::Status KeepMember(const RecordKey& survivor, const RecordKey& member) override {
    Execute(transaction_, kWorkKeepMember,
            {member.office, member.id.ToString(), std::string(KindWord(member.kind)), survivor.id.ToString()});
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<Uuid>> SurvivorsNaming(const RecordKey& key) override {
    std::vector<Uuid> survivors;
    const Texts arguments = {key.office, key.id.ToString(), std::string(KindWord(key.kind))};
    for (const pqxx::row& row : Execute(transaction_, kWorkSurvivorsNaming, arguments)) {
      survivors.push_back(IdIn(row[0]));
    }
    return survivors;
  }

  // Tells the feed what was written, and keeps `response` as the answer to the request, also of a work that found
  // nothing to write: repeated, it might find something.
  void Finish(const std::string& response) {
    if (acts_.empty()) {
      KeepAnswer(response);
      return;
    }
    acts_.front().request.id = stamp_.request_id;
    acts_.front().response = response;
    feed::Append(transaction_, acts_);
  }

 private:
  void KeepAnswer(const std::string& response) {
    if (!stamp_.request_id) return;
    const idempotency::Request request = RequestOf(*keys_.index, stamp_);
    const Texts arguments = {
        request.office,     request.caller, request.id->ToString(), request.method, BytesText(request.fingerprint),
        BytesText(response)};
    Execute(transaction_, idempotency::kKeepAnswer, arguments);
  }

  static absl::Status Changed(const Change& change) {
    return errors::Aborted("RECORD_CHANGED", StrCat("somebody changed ", NameOf(change.key), " meanwhile; try again"));
  }

  absl::Status Guard(const Change& change) {
    if (!change.guard) return absl::OkStatus();
    const CaseGuard& guard = *change.guard;
    AMPARO_ASSIGN_OR_RETURN(const Uuid survivor, SurvivorOf({change.key.office, guard.case_id}));
    const std::string charges = std::to_string(guard.charges_delta);
    const std::string without_verdict = std::to_string(guard.without_verdict_delta);
    std::optional<std::string> date;
    if (guard.charge_date) date = FormatDate(*guard.charge_date);
    if (survivor != guard.case_id) {
      const Texts own = {change.key.office, guard.case_id.ToString(), charges, without_verdict, date};
      if (Execute(transaction_, kWorkCount, own).empty()) return Changed(change);
      date.reset();
    }
    const Texts arguments = {change.key.office, survivor.ToString(), pg::ArrayOf(guard.stages),
                             charges,           without_verdict,     date};
    return Execute(transaction_, kWorkGuard, arguments).empty() ? Changed(change) : absl::OkStatus();
  }

  // Locks the case that stands for the one in `record`, if it was merged: its stage then stays what it is.
  absl::Status LockSurvivor(const RecordKey& key, Record& record) {
    survivors_[key.id] = record.merged_into.value_or(key.id);
    if (!record.merged_into) return absl::OkStatus();
    const pqxx::result rows =
        Execute(transaction_, WorkStatementsOf(Kind::kCase).find, {key.office, record.merged_into->ToString()});
    if (rows.empty()) return absl::InternalError("a case was merged into one that is not there");
    AMPARO_ASSIGN_OR_RETURN(const Record survivor, RecordInRow(rows[0], Kind::kCase));
    AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(survivor));
    record.survivor_stage = static_cast<Stage>(message.stage());
    return absl::OkStatus();
  }

  // The case that stands for `name`, mostly itself; both are locked.
  absl::StatusOr<Uuid> SurvivorOf(const CaseName& name) {
    if (const auto at = survivors_.find(name.id); at != survivors_.end()) return at->second;
    AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> record, Find(KeyOf(name)));
    return record && record->merged_into ? *record->merged_into : name.id;
  }

  // The data key of a subject, those of this work among them.
  absl::StatusOr<std::optional<StoredKey>> FindKey(const Uuid& subject) {
    if (const auto at = made_.find(subject); at != made_.end()) return at->second;
    const pqxx::result rows = Execute(transaction_, kWorkFindDataKey, {stamp_.office, subject.ToString()});
    if (rows.empty()) return std::nullopt;
    StoredKey stored;
    if (!rows[0][0].is_null()) stored.wrapped = BytesIn(rows[0][0]);
    stored.wrapping_key_id = rows[0][1].c_str();
    return stored;
  }

  pg::Transaction& transaction_;
  const WorkKeys& keys_;
  const ActStamp& stamp_;
  RecordKey& written_;
  std::vector<feed::Act> acts_;
  std::map<Uuid, StoredKey> made_;
  // By the id of a case that was found: the one that stands for it.
  std::map<Uuid, Uuid> survivors_;
};

}  // namespace

absl::StatusOr<std::string> RunPgWork(pg::Transaction& transaction, const WorkKeys& keys, const ActStamp& stamp,
                                      const WorkBody& body, RecordKey& written) {
  PgWork work(transaction, keys, stamp, written);
  AMPARO_ASSIGN_OR_RETURN(std::string response, body(work));
  work.Finish(response);
  return response;
}

Task<absl::StatusOr<std::string>> RunWorkJob(pg::Workers& workers, WorkKeys keys, ActStamp stamp, WorkPrelude prelude,
                                             WorkBody body, Limits limits) {
  idempotency::Request request = RequestOf(*keys.index, stamp);
  // The job may outlive this coroutine when its caller goes away.
  auto written = std::make_shared<RecordKey>();
  idempotency::Job job = [=](pg::Transaction& transaction) -> absl::StatusOr<std::string> {
    if (prelude) AMPARO_RETURN_IF_ERROR(prelude(transaction));
    return RunPgWork(transaction, keys, stamp, body, *written);
  };
  absl::StatusOr<std::string> response =
      co_await idempotency::RunJobBytes(workers, "case_work", std::move(request), std::move(limits), std::move(job));
  if (!response.ok()) co_return Explain(response.status(), *written);
  co_return response;
}

}  // namespace amparo::cases
