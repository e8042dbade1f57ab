#include "services/case/store/pg_export_store.h"

#include <algorithm>
#include <utility>

#include "common/audit/audit.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/feed/token.h"
#include "services/case/store/acts.h"
#include "services/case/store/export_statements.h"
#include "services/case/store/feed_kinds.h"
#include "services/case/store/sealing.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

// The kind and id at the end of a name that the database made.
std::function<std::string(const feed::Token&, std::string_view, std::string_view)> TokenOfLast(
    std::function<std::string(Kind, const Uuid&)> token_of) {
  return [token_of = std::move(token_of)](const feed::Token&, std::string_view word, std::string_view name) {
    const Uuid id = Uuid::Parse(name.substr(name.rfind('/') + 1)).value_or(Uuid());
    return token_of(ExportedKind(word).value_or(Kind::kOffice), id);
  };
}

class PgSealedExport final : public SealedExport {
 public:
  explicit PgSealedExport(std::shared_ptr<feed::ExportRun> run) : run_(std::move(run)) {}
  // The copying thread must not wait for nobody.
  ~PgSealedExport() override { run_->Abandon(); }

  Task<absl::StatusOr<std::optional<std::string>>> Next() override {
    absl::StatusOr<std::optional<std::string>> message = co_await run_->Next();
    co_return message;
  }

 private:
  const std::shared_ptr<feed::ExportRun> run_;
};

ExportedRecord ExportedIn(const pg::Row& row, Kind kind, const std::string& office) {
  ExportedRecord exported;
  exported.key.kind = kind;
  exported.key.office = office;
  exported.key.id = row.OptionalUuid(0).value_or(Uuid());
  exported.key.case_id = row.OptionalUuid(5).value_or(Uuid());
  Record& record = exported.record;
  record.id = exported.key.id;
  record.version = row.Int64(1);
  record.create_time = row.Time(2);
  record.update_time = row.Time(3);
  record.body = std::string(row.Bytes(4));
  record.subject = row.OptionalUuid(6).value_or(record.id);
  return exported;
}

}  // namespace

PgExportStore::PgExportStore(PgExportParts parts)
    : parts_(std::move(parts)), exporter_({.conninfo = parts_.conninfo, .kinds = PublishedKinds()}) {}

Task<absl::StatusOr<std::string>> PgExportStore::FeedToken(Limits limits) {
  feed::Reader reader(*parts_.decides);
  AMPARO_CO_ASSIGN_OR_RETURN(const feed::Token head, co_await reader.Head(std::move(limits)));
  co_return feed::EncodeToken(head);
}

absl::StatusOr<std::unique_ptr<SealedExport>> PgExportStore::CopySealed(
    ExportScope scope, std::vector<Kind> kinds, ExportPlace place,
    std::function<std::string(Kind, const Uuid&)> token_of, Limits limits) {
  feed::ExportPlan plan;
  plan.token_of = TokenOfLast(std::move(token_of));
  for (const Kind kind : kinds) {
    const Uuid after = kind == place.kind ? place.after : Uuid();
    plan.parts.push_back({std::string(KindWord(kind)), ExportCopySql(kind, scope.office, after, scope.readable_notes)});
  }
  AMPARO_ASSIGN_OR_RETURN(std::shared_ptr<feed::ExportRun> run, exporter_.Start(std::move(plan), std::move(limits)));
  return std::make_unique<PgSealedExport>(std::move(run));
}

Task<absl::StatusOr<std::vector<ExportedRecord>>> PgExportStore::ReadPage(ExportScope scope, Kind kind, Uuid after,
                                                                          int32_t limit, Limits limits) {
  pg::Params params;
  params.Text(scope.office).UuidValue(after).Int64(limit);
  if (kind == Kind::kNote) params.TextArray(scope.readable_notes);
  const absl::StatusOr<pg::Rows> rows = co_await parts_.decides->Run(ExportPage(kind), std::move(params), limits);
  if (!rows.ok()) co_return rows.status();
  std::vector<ExportedRecord> records;
  for (const pg::Row row : *rows) records.push_back(ExportedIn(row, kind, scope.office));
  if (TableOf(kind).sealed_field != 0) {
    std::vector<Record*> sealed;
    for (ExportedRecord& one : records) sealed.push_back(&one.record);
    AMPARO_CO_RETURN_IF_ERROR(
        co_await OpenEach(parts_.decides, parts_.envelope, scope.office, kind, std::move(sealed), limits));
  }
  co_return records;
}

Task<absl::Status> PgExportStore::AuditReads(ReceiptStamp stamp, std::vector<std::string> fields,
                                             std::vector<const ExportedRecord*> records, Limits limits) {
  audit::ReadRecord read = ReadOf(stamp, std::move(fields));
  for (const ExportedRecord* one : records) {
    read.items.push_back({.id = Uuid::V7(stamp.time), .name = NameOf(one->key), .version = one->record.version});
  }
  co_return co_await audit::RecordRead(*parts_.writer, std::move(read), std::move(limits));
}

}  // namespace amparo::cases
