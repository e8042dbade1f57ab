#include "services/case/store/pg_content_store.h"

#include <optional>
#include <pqxx/pqxx>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/errors.h"
#include "common/feed/blocking.h"
#include "common/pg/array_text.h"
#include "services/case/store/acts.h"
#include "services/case/store/content_statements.h"
#include "services/case/store/pg_open_content.h"
#include "services/case/store/pg_work.h"
#include "services/case/store/sealing.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

// Pieces removed in one transaction: few enough that nobody waits for them.
constexpr int64_t kRemovedAtOnce = 256;

absl::Status Unknown(const ContentName& name) {
  return errors::NotFound(KindWord(Kind::kContent), ToString(name));
}

// The facts of a row of kContentOpen.
ContentFacts FactsIn(const pg::Row& row, const ContentName& name) {
  ContentFacts facts;
  facts.name = name;
  facts.document = {name.office, name.case_id, row.Uuid(0)};
  facts.spec = {row.Int64(1), std::string(row.Bytes(2)), std::string(row.Text(3))};
  facts.committed = row.Int64(4);
  facts.attached = row.Bool(5);
  facts.expire_time = row.Time(6);
  return facts;
}

// Runs one statement of the maintenance; answers how many rows it touched.
absl::StatusOr<int64_t> RunAlone(pg::Workers& workers, const pg::Statement& statement, Texts arguments, Limits limits) {
  const auto touched = std::make_shared<int64_t>(0);
  std::function<absl::Status(pg::Transaction&)> body =
      [touched, statement, arguments = std::move(arguments)](pg::Transaction& transaction) {
        *touched = static_cast<int64_t>(Execute(transaction, statement, arguments).affected_rows());
        return absl::OkStatus();
      };
  AMPARO_RETURN_IF_ERROR(feed::RunBlocking(workers, statement.name, std::move(body), std::move(limits)));
  return *touched;
}

}  // namespace

Task<absl::StatusOr<idempotency::Attempt>> PgContentStore::PrepareBegin(const Beginning* beginning, Limits limits) {
  const ContentFacts& content = beginning->content;
  const ContentName& name = content.name;
  pg::Params keys;
  keys.Text(name.office).UuidValue(content.document.id).UuidValue(name.case_id);
  const absl::StatusOr<pg::Rows> rows = co_await parts_.decides->Run(kContentSubject, std::move(keys), limits);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return errors::NotFound(KindWord(Kind::kDocument), ToString(content.document));
  const pg::Row row = rows->front();
  const Uuid subject = row.OptionalUuid(0).value_or(name.id);
  const bool has_key = row.Bool(1);
  if (has_key && row.IsNull(2)) {
    co_return errors::FailedPrecondition("DATA_KEY_ERASED", ToString(content.document),
                                         "what identifies this subject was erased and cannot be entered again");
  }
  const idempotency::Request& request = beginning->request;
  idempotency::Attempt attempt;
  attempt.statement = kContentBegin;
  attempt.response = beginning->response;
  attempt.refused = errors::FailedPrecondition("TOO_MANY_UPLOADS", ToString(content.document),
                                               "the document has too many uploads that are not finished");
  pg::Params& params = attempt.params;
  params.Text(name.office).UuidValue(name.id).UuidValue(name.case_id).UuidValue(content.document.id);
  params.UuidValue(subject).Time(beginning->now).UuidValue(request.id).Text(request.caller).Text(request.method);
  params.Bytes(request.fingerprint).Bytes(beginning->response).Int64(content.spec.size).Bytes(content.spec.sha256);
  params.Text(content.spec.media_type).Time(content.expire_time);
  if (has_key) {
    params.UuidValue(std::nullopt).Bytes(std::nullopt).Text(std::nullopt);
  } else {
    AMPARO_CO_ASSIGN_OR_RETURN(const crypto::DataKey key, parts_.envelope->NewDataKey(kSchema, name.office, subject));
    params.UuidValue(subject).Bytes(key.wrapped).Text(key.wrapping_key_id);
  }
  params.Int64(kMostUploads);
  co_return attempt;
}

Task<absl::StatusOr<std::string>> PgContentStore::Begin(ActStamp stamp, ContentFacts content, absl::Time now,
                                                        std::string response, Limits limits) {
  idempotency::Request request = RequestOf(*parts_.index, stamp);
  const Beginning beginning{request, std::move(content), now, std::move(response)};
  idempotency::Database database{*parts_.decides, *parts_.writer};
  idempotency::Prepare prepare = [this, &beginning, &limits] { return PrepareBegin(&beginning, limits); };
  absl::StatusOr<std::string> answer =
      co_await idempotency::RunActBytes(database, std::move(request), limits, std::move(prepare));
  co_return answer;
}

Task<absl::StatusOr<std::shared_ptr<OpenContent>>> PgContentStore::Open(ContentName name, Limits limits) {
  pg::Params params;
  params.Text(name.office).UuidValue(name.id).UuidValue(name.case_id);
  const absl::StatusOr<pg::Rows> rows =
      co_await parts_.decides->Run(kContentOpen, std::move(params), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return Unknown(name);
  const pg::Row row = rows->front();
  auto content = std::make_shared<KeyedContent>();
  content->facts = FactsIn(row, name);
  if (const auto wrapped = row.OptionalBytes(8)) {
    AMPARO_CO_ASSIGN_OR_RETURN(content->key,
                               parts_.envelope->Unwrap(kSchema, name.office, row.Uuid(7), *wrapped, row.Text(9)));
  }
  std::shared_ptr<OpenContent> open =
      std::make_shared<PgOpenContent>(std::move(content), parts_.workers, parts_.writer);
  co_return open;
}

Task<absl::StatusOr<std::string>> PgContentStore::Attach(ActStamp stamp, ContentName name, WorkBody body,
                                                         Limits limits) {
  WorkPrelude attach = [name](pg::Transaction& transaction) {
    const Texts arguments = {name.office, name.id.ToString(), name.case_id.ToString()};
    if (!Execute(transaction, kContentAttach, arguments).empty()) return absl::OkStatus();
    const absl::Status status = ProgressOf(transaction, name).status();
    return status.ok() ? Unknown(name) : status;
  };
  WorkKeys keys{.envelope = parts_.envelope, .index = parts_.index};
  absl::StatusOr<std::string> answer = co_await RunWorkJob(*parts_.workers, std::move(keys), std::move(stamp),
                                                           std::move(attach), std::move(body), std::move(limits));
  co_return answer;
}

absl::StatusOr<int64_t> RemoveExpiredUploads(pg::Workers& workers, absl::Time now, Limits limits) {
  AMPARO_RETURN_IF_ERROR(RunAlone(workers, kUploadsGiveUp, {pg::TimeText(now)}, limits).status());
  int64_t removed = 0;
  int64_t at_once = 0;
  do {
    AMPARO_ASSIGN_OR_RETURN(at_once, RunAlone(workers, kChunksRemove, {std::to_string(kRemovedAtOnce)}, limits));
    removed += at_once;
  } while (at_once == kRemovedAtOnce);
  AMPARO_RETURN_IF_ERROR(RunAlone(workers, kContentsRemove, {}, limits).status());
  return removed;
}

}  // namespace amparo::cases
