#include "services/case/store/pg_store.h"

#include "absl/container/flat_hash_map.h"
#include "common/audit/audit.h"
#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/errors/errors.h"
#include "common/feed/act.h"
#include "services/case/store/acts.h"
#include "services/case/store/pg_work.h"
#include "services/case/store/statements.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

// Of KindStatements::read and of kRecordAt.
constexpr int kBodyNow = 1;
constexpr int kBodyThen = 2;
// Of all other reads.
constexpr int kOrderColumn = 5;
constexpr int kSubjectColumn = 6;
constexpr int kMergedColumn = 7;

Record RecordIn(const pg::Row& row, Kind kind) {
  Record record;
  record.id = row.OptionalUuid(0).value_or(Uuid());
  record.version = row.Int64(1);
  record.create_time = row.Time(2);
  record.update_time = row.Time(3);
  record.body = std::string(row.Bytes(4));
  record.subject = row.OptionalUuid(kSubjectColumn).value_or(record.id);
  if (kind == Kind::kCase || kind == Kind::kPerson) record.merged_into = row.OptionalUuid(kMergedColumn);
  if (kind != Kind::kCase) return record;
  record.charges = {row.Int32(8), row.Int32(9), row.OptionalDate(10)};
  if (record.merged_into) record.survivor_stage = static_cast<Stage>(row.Int32(11));
  return record;
}

pg::Params KeyParams(const RecordKey& key) {
  const Table& table = TableOf(key.kind);
  pg::Params params;
  params.Text(key.office);
  if (table.has_id()) params.UuidValue(key.id);
  if (table.in_case()) params.UuidValue(key.case_id);
  return params;
}

// The parameters of kRecordAt.
pg::Params MomentParams(const RecordKey& key, absl::Time at) {
  pg::Params params;
  params.Text(key.office).Text(NameOf(key)).Time(at);
  return params;
}

absl::Status Missing(const RecordKey& key) {
  return errors::NotFound(KindWord(key.kind), NameOf(key));
}

const pg::Statement& StatementFor(const Change& change) {
  const KindStatements& statements = StatementsOf(change.key.kind);
  if (change.version == 1) return change.guard ? statements.insert_guarded : statements.insert;
  return change.guard ? statements.update_guarded : statements.update;
}

// The store's own parameters, from feed::kFirstStoreParam on, in the order that store/statements.cc numbers them.
void AddOwnParams(const Change& change, pg::Params& params) {
  const Table& table = TableOf(change.key.kind);
  AMPARO_CHECK(change.columns.size() == table.columns.size(), "a change brings every column of its table");
  if (table.has_id()) params.UuidValue(change.key.id);
  if (table.in_case()) params.UuidValue(change.key.case_id);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    AddValue(table.columns[i].type, change.columns[i], params);
  }
  if (table.kind == Kind::kCase && change.version > 1) params.Bool(change.needs_verdicts);
  if (!change.guard) return;
  std::vector<int32_t> stages;
  for (const Stage stage : change.guard->stages) stages.push_back(static_cast<int32_t>(stage));
  params.UuidValue(change.guard->merged_into.value_or(change.guard->case_id)).Int32Array(stages);
  params.Int32(change.guard->charges_delta).Int32(change.guard->without_verdict_delta);
  params.Date(change.guard->charge_date).UuidValue(change.guard->case_id);
}

// Says in the guard of a change which case stands for its own, as the act found it.
void GuardSurvivor(const std::vector<RecordKey>& reads, const Found& found, Change& change) {
  if (!change.guard) return;
  for (std::size_t i = 0; i < reads.size(); ++i) {
    const bool own = reads[i].kind == Kind::kCase && reads[i].id == change.guard->case_id;
    if (own && found[i]) change.guard->merged_into = found[i]->merged_into;
  }
}

}  // namespace

Task<absl::StatusOr<std::optional<Record>>> PgStore::Find(pg::Reader* reader, RecordKey key, Limits limits) {
  const pg::Statement& statement = StatementsOf(key.kind).get;
  absl::StatusOr<pg::Rows> rows = co_await reader->Run(statement, KeyParams(key), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return std::optional<Record>();
  co_return std::optional<Record>(RecordIn(rows->front(), key.kind));
}

Task<absl::StatusOr<Record>> PgStore::FindAt(pg::Reader* reader, RecordKey key, absl::Time at, Limits limits) {
  absl::StatusOr<pg::Rows> rows = co_await reader->Run(kRecordAt, MomentParams(key, at), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return Missing(key);
  const pg::Row row = rows->front();
  Record record;
  record.id = key.id;
  record.version = row.Int64(0);
  record.update_time = row.Time(1);
  record.body = std::string(row.Bytes(2));
  co_return record;
}

Task<absl::StatusOr<Record>> PgStore::Need(pg::Reader* reader, RecordKey key, Limits limits) {
  const pg::Statement& statement = StatementsOf(key.kind).get;
  absl::StatusOr<pg::Rows> rows = co_await reader->Run(statement, KeyParams(key), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return Missing(key);
  co_return RecordIn(rows->front(), key.kind);
}

Task<absl::StatusOr<Record>> PgStore::Get(RecordKey key, std::optional<absl::Time> at, Limits limits) {
  if (at) return FindAt(parts_.reads, std::move(key), *at, std::move(limits));
  return Need(parts_.reads, std::move(key), std::move(limits));
}

Task<absl::StatusOr<VersionedBody>> PgStore::Read(RecordKey key, std::optional<absl::Time> at, Freshness freshness,
                                                  Limits limits) {
  pg::Reader* const reader = freshness == Freshness::kLatest ? parts_.decides : parts_.reads;
  const pg::Statement& statement = at ? kRecordAt : StatementsOf(key.kind).read;
  pg::Params params = at ? MomentParams(key, *at) : KeyParams(key);
  absl::StatusOr<pg::Rows> rows = co_await reader->Run(statement, std::move(params), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return Missing(key);
  const pg::Row row = rows->front();
  co_return VersionedBody{row.Int64(0), std::string(row.Bytes(at ? kBodyThen : kBodyNow))};
}

Task<absl::StatusOr<Record>> PgStore::GetLatest(RecordKey key, Limits limits) {
  return Need(parts_.decides, std::move(key), std::move(limits));
}

Task<absl::StatusOr<std::vector<Record>>> PgStore::BatchGet(Kind kind, std::string office, std::vector<Uuid> ids,
                                                            Limits limits) {
  pg::Params params;
  params.Text(office).UuidArray(ids);
  absl::StatusOr<pg::Rows> rows =
      co_await parts_.reads->Run(StatementsOf(kind).batch_get, std::move(params), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  absl::flat_hash_map<Uuid, Record> found;
  for (const pg::Row row : *rows) {
    Record record = RecordIn(row, kind);
    found.emplace(record.id, std::move(record));
  }
  std::vector<Record> records;
  for (const Uuid& id : ids) {
    const auto at = found.find(id);
    if (at == found.end()) co_return Missing(RecordKey{kind, office, Uuid(), id});
    records.push_back(at->second);
  }
  co_return records;
}

Task<absl::StatusOr<std::vector<Listed>>> PgStore::List(ListQuery query, Limits limits) {
  return ListBy(parts_.reads, std::move(query), std::move(limits));
}

Task<absl::StatusOr<std::vector<Listed>>> PgStore::ListBy(pg::Reader* reader, ListQuery query, Limits limits) {
  const Table& table = TableOf(query.kind);
  query.filters.resize(table.filters.size());
  pg::Params params;
  params.Text(query.office);
  if (table.in_case() && !query.all_cases) params.UuidValue(query.case_id);
  for (std::size_t i = 0; i < table.filters.size(); ++i) {
    if (query.filters[i].index() != 0) AddValue(table.filters[i].type, query.filters[i], params);
  }
  if (query.after) params.Time(query.after->order_time).UuidValue(query.after->id);
  params.Int64(query.limit);
  absl::StatusOr<pg::Rows> rows =
      co_await reader->Run(StatementsOf(query.kind).ListOf(query), std::move(params), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  std::vector<Listed> listed;
  for (const pg::Row row : *rows) listed.push_back({RecordIn(row, query.kind), row.Time(kOrderColumn)});
  co_return listed;
}

Task<absl::StatusOr<std::vector<Record>>> PgStore::ListOffices(std::string after,
                                                               std::optional<std::vector<std::string>> visible,
                                                               int32_t limit, Limits limits) {
  pg::Params params;
  params.Text(after).Bool(visible.has_value());
  params.TextArray(visible.value_or(std::vector<std::string>())).Int64(limit);
  absl::StatusOr<pg::Rows> rows = co_await parts_.reads->Run(kListOffices, std::move(params), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  std::vector<Record> records;
  for (const pg::Row row : *rows) records.push_back(RecordIn(row, Kind::kOffice));
  co_return records;
}

Task<absl::StatusOr<std::optional<StoredKey>>> PgStore::FindKey(std::string office, Uuid subject, Limits limits) {
  pg::Params params;
  params.Text(office).UuidValue(subject);
  absl::StatusOr<pg::Rows> rows = co_await parts_.decides->Run(kFindDataKey, std::move(params), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return std::optional<StoredKey>();
  co_return std::optional<StoredKey>(StoredKeyIn(rows->front(), 0));
}

Task<absl::StatusOr<Revealed>> PgStore::Reveal(RecordKey key, std::optional<absl::Time> at, RevealStamp stamp,
                                               Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(std::optional<Record> record, co_await Find(parts_.decides, key, limits));
  if (!record) co_return Missing(key);
  const Uuid subject = record->subject;
  if (at) {
    AMPARO_CO_ASSIGN_OR_RETURN(record, co_await FindAt(parts_.decides, key, *at, limits));
  }
  AMPARO_CO_ASSIGN_OR_RETURN(const std::optional<StoredKey> data_key, co_await FindKey(key.office, subject, limits));

  const absl::Time now = parts_.clock->Now();
  audit::ReadRecord read = ReadOf(key.office, now, std::move(stamp));
  read.items.push_back(audit::Item{Uuid::V7(now), NameOf(key), record->version});
  const absl::Status audited = co_await audit::RecordRead(*parts_.writer, std::move(read), limits);
  if (!audited.ok()) co_return audited;

  Revealed revealed{*std::move(record), std::nullopt};
  const std::optional<std::string> sealed = SealedIn(TableOf(key.kind), revealed.record.body);
  if (!sealed || !data_key) co_return revealed;
  AMPARO_CO_ASSIGN_OR_RETURN(revealed.secret, OpenSealed(*parts_.envelope, key, subject, *data_key, *sealed));
  co_return revealed;
}

Task<absl::StatusOr<std::optional<feed::NewDataKey>>> PgStore::SealSecret(Change* change, int attempts, Limits limits) {
  const Uuid subject = SubjectOf(*change);
  const bool is_new = IsNewSubject(*change);
  std::optional<StoredKey> stored;
  if (!is_new || attempts > 1) {
    AMPARO_CO_ASSIGN_OR_RETURN(stored, co_await FindKey(change->key.office, subject, std::move(limits)));
  }
  if (is_new && stored) co_return errors::AlreadyExists(KindWord(change->key.kind), NameOf(change->key));
  co_return SealInto(*parts_.envelope, stored, *change);
}

Task<absl::StatusOr<idempotency::Attempt>> PgStore::Prepare(const ActPlan* plan, Progress* progress, Limits limits) {
  ++progress->attempts;
  Found found;
  for (const RecordKey& wanted : plan->reads) {
    AMPARO_CO_ASSIGN_OR_RETURN(std::optional<Record> record, co_await Find(parts_.decides, wanted, limits));
    if (record && TableOf(wanted.kind).rules_read_secret) {
      AMPARO_CO_RETURN_IF_ERROR(co_await OpenInto(wanted, &*record, limits));
    }
    found.push_back(std::move(record));
  }
  AMPARO_CO_ASSIGN_OR_RETURN(Change change, plan->decide(found));
  progress->key = change.key;
  GuardSurvivor(plan->reads, found, change);
  std::optional<feed::NewDataKey> data_key;
  if (change.secret) {
    AMPARO_CO_ASSIGN_OR_RETURN(data_key, co_await SealSecret(&change, progress->attempts, limits));
  }
  if (change.terms) IndexInto(*parts_.index, change);
  idempotency::Attempt attempt;
  attempt.statement = StatementFor(change);
  attempt.response = change.response;
  if (plan->reads.empty()) attempt.refused = errors::AlreadyExists(KindWord(change.key.kind), NameOf(change.key));
  attempt.params =
      feed::ActParams(ActOf(*parts_.index, plan->stamp, change, std::move(change.body), std::move(data_key)));
  AddOwnParams(change, attempt.params);
  co_return attempt;
}

Task<absl::StatusOr<std::string>> PgStore::Run(ActPlan plan, Limits limits) {
  Progress progress;
  progress.key.office = plan.stamp.office;
  idempotency::Request request = RequestOf(*parts_.index, plan.stamp);
  idempotency::Database database{*parts_.decides, *parts_.writer};
  idempotency::Prepare prepare = [this, &plan, &progress, &limits] { return Prepare(&plan, &progress, limits); };
  absl::StatusOr<std::string> response =
      co_await idempotency::RunActBytes(database, std::move(request), limits, std::move(prepare));
  if (!response.ok()) co_return Explain(response.status(), progress.key);
  co_return response;
}

Task<absl::StatusOr<std::string>> PgStore::RunWork(ActStamp stamp, WorkBody body, Limits limits) {
  return RunWorkJob(*parts_.workers, {parts_.envelope, parts_.index}, std::move(stamp), nullptr, std::move(body),
                    std::move(limits));
}

std::string PgStore::Fingerprint(std::string_view text) const {
  return parts_.index->Fingerprints(text).front();
}

}  // namespace amparo::cases
