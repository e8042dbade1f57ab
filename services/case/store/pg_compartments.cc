// The part of the store that opens operations and keeps the receipts of who was shown what of them.
#include <map>
#include <utility>

#include "common/audit/audit.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "services/case/store/acts.h"
#include "services/case/store/compartment_statements.h"
#include "services/case/store/pg_store.h"
#include "services/case/store/statements.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

// As for what never was: what is not to be seen must look the same.
absl::Status NoOperation(const OperationName& name) {
  return errors::NotFound(KindWord(Kind::kOperation), ToString(name));
}

audit::Item ItemOf(const Shown& shown, absl::Time now) {
  const std::string name = ToString(shown.operation);
  return {.id = Uuid::V7(now),
          .name = name + shown.part,
          .version = shown.version,
          .plan_version = shown.plan_version,
          .compartment = name};
}

ReadReceipt ReceiptIn(const pg::Row& row) {
  ReadReceipt receipt;
  receipt.order = row.Int64(0);
  receipt.time = row.Time(1);
  receipt.reader = std::string(row.Text(2));
  receipt.method = std::string(row.Text(3));
  receipt.version = row.Int64(4);
  receipt.plan_version = row.Int64(5);
  receipt.fields = row.TextArray(6);
  receipt.reason = std::string(row.Text(7));
  return receipt;
}

}  // namespace

Task<absl::Status> PgStore::OpenInto(RecordKey key, Record* record, Limits limits) {
  const std::optional<std::string> sealed = SealedIn(TableOf(key.kind), record->body);
  if (!sealed) co_return absl::OkStatus();
  AMPARO_CO_ASSIGN_OR_RETURN(const std::optional<StoredKey> stored,
                             co_await FindKey(key.office, record->subject, std::move(limits)));
  if (!stored) co_return absl::OkStatus();
  AMPARO_CO_ASSIGN_OR_RETURN(record->secret, OpenSealed(*parts_.envelope, key, record->subject, *stored, *sealed));
  co_return absl::OkStatus();
}

Task<absl::StatusOr<Record>> PgStore::Open(OperationName name, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(std::optional<Record> record, co_await Find(parts_.decides, KeyOf(name), limits));
  if (!record) co_return NoOperation(name);
  AMPARO_CO_RETURN_IF_ERROR(co_await OpenInto(KeyOf(name), &*record, limits));
  co_return *std::move(record);
}

Task<absl::StatusOr<Record>> PgStore::OpenAt(OperationName name, absl::Time at, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(Record record, co_await FindAt(parts_.decides, KeyOf(name), at, limits));
  record.subject = name.id;
  AMPARO_CO_RETURN_IF_ERROR(co_await OpenInto(KeyOf(name), &record, limits));
  co_return record;
}

Task<absl::StatusOr<Record>> PgStore::OpenVersion(OperationName name, int64_t version, Limits limits) {
  pg::Params params;
  params.Text(name.office).Text(ToString(name)).Int64(version);
  const absl::StatusOr<pg::Rows> rows = co_await parts_.decides->Run(kRecordOfVersion, std::move(params), limits);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return NoOperation(name);
  const pg::Row row = rows->front();
  Record record;
  record.id = name.id;
  record.subject = name.id;
  record.version = row.Int64(0);
  record.update_time = row.Time(1);
  record.body = std::string(row.Bytes(2));
  AMPARO_CO_RETURN_IF_ERROR(co_await OpenInto(KeyOf(name), &record, limits));
  co_return record;
}

Task<absl::StatusOr<std::vector<Listed>>> PgStore::OpenList(ListQuery query, Limits limits) {
  const Kind kind = query.kind;
  const std::string office = query.office;
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Listed> listed, co_await ListBy(parts_.decides, std::move(query), limits));
  std::vector<Record*> records;
  for (Listed& one : listed) records.push_back(&one.record);
  AMPARO_CO_RETURN_IF_ERROR(
      co_await OpenEach(parts_.decides, parts_.envelope, office, kind, std::move(records), limits));
  co_return listed;
}

Task<absl::Status> PgStore::LeaveReceipts(ReceiptStamp stamp, std::vector<Shown> shown, Limits limits) {
  // Rows of one statement have the same fields.
  std::map<std::vector<std::string>, std::vector<audit::Item>> by_fields;
  for (Shown& one : shown) {
    std::vector<audit::Item>& items = by_fields[one.fields];
    items.push_back(ItemOf(one, stamp.time));
  }
  for (auto& [fields, items] : by_fields) {
    audit::ReadRecord read = ReadOf(stamp, fields);
    read.items = std::move(items);
    const absl::Status left = co_await audit::RecordRead(*parts_.writer, std::move(read), limits);
    if (!left.ok()) co_return left;
  }
  co_return absl::OkStatus();
}

Task<absl::StatusOr<std::vector<ReadReceipt>>> PgStore::Receipts(OperationName name, int64_t after, absl::Time as_of,
                                                                 int32_t limit, Limits limits) {
  pg::Params params;
  params.Text(name.office).Text(ToString(name)).Int64(after).Time(as_of).Int64(limit);
  const absl::StatusOr<pg::Rows> rows =
      co_await parts_.decides->Run(kReadReceipts, std::move(params), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  std::vector<ReadReceipt> receipts;
  for (const pg::Row row : *rows) receipts.push_back(ReceiptIn(row));
  co_return receipts;
}

Task<absl::StatusOr<bool>> PgStore::BrokeGlass(OperationName name, std::string principal, absl::Time now,
                                               Limits limits) {
  pg::Params params;
  params.Text(name.office).UuidValue(name.id).Text(principal).Time(now);
  const absl::StatusOr<pg::Rows> rows = co_await parts_.decides->Run(kBrokeGlass, std::move(params), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  co_return !rows->empty();
}

}  // namespace amparo::cases
