#include "services/case/api/import_faults.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "services/case/api/acts.h"
#include "services/case/api/support.h"
#include "services/case/convert/import_fault_convert.h"

namespace amparo::cases {
namespace {

// The longest row that is kept: with it an event of the feed still fits into a message.
constexpr std::size_t kMostOfRow = std::size_t{2} << 20;

// More open faults than a group of rows has.
constexpr int32_t kMostOpenFaults = 100000;

// What two calls with the same rows at the same time come to.
constexpr int kMostSettles = 3;

// What is to be written for a group of rows.
struct Settlement {
  // The first version of each fault.
  std::vector<Change> faults;
  // The cases that rows became, by the rows' keys.
  std::map<std::string, CaseName> cases;
  std::string office;
  std::string importer;
  absl::Time now;
};

v1::ImportFaultContent ContentOf(const v1::ImportCasesRequest& row) {
  v1::ImportFaultContent content;
  if (row.has_unreadable()) content.set_text(row.unreadable().text());
  if (row.has_bundle()) *content.mutable_bundle() = row.bundle();
  return content;
}

Change FaultChange(const Store& store, const RejectedRow& rejected, const std::string& office,
                   const std::string& importer, absl::Time now) {
  const v1::ImportCasesRequest& row = *rejected.row;
  v1::ImportFault message;
  *message.mutable_content() = ContentOf(row);
  const std::string content = message.content().SerializeAsString();
  ImportFault fault;
  fault.source = row.source();
  fault.row = row.row();
  fault.state = ImportFaultState::kOpen;
  fault.reason = errors::Reason(rejected.why);
  fault.violations = rejected.violations;
  if (fault.violations.empty()) fault.violations.push_back({"", std::string(FromAbsl(rejected.why.message()))});
  fault.violations.resize(std::min(fault.violations.size(), kMostToldViolations));
  fault.content_omitted = content.size() > kMostOfRow;
  fault.importer = importer;
  fault.importer_only = row.bundle().operations_size() > 0 || row.unreadable().tells_of_operation();
  // Names are told in the clear, and outlive the content: no row can be tried against one.
  const std::string known_by = absl::BytesToHexString(ToAbsl(store.Fingerprint(content)));
  fault.name = {office,
                ImportFaultId(office, ImportRowKey(fault.source, fault.row), known_by, fault.reason, fault.violations)};
  if (fault.content_omitted) message.clear_content();
  return NewResource<v1::ImportFault>(fault, now, SecretOf(message));
}

absl::Status ResolveEntered(Work& work, const Settlement& asked) {
  ListQuery query;
  query.kind = Kind::kImportFault;
  query.office = asked.office;
  query.limit = kMostOpenFaults;
  query.filters.resize(4);
  std::vector<std::string> keys;
  for (const auto& [key, the_case] : asked.cases) keys.push_back(key);
  query.filters[3] = std::move(keys);
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> open, work.List(query));
  for (const Record& record : open) {
    AMPARO_ASSIGN_OR_RETURN(v1::ImportFault message, MessageIn<v1::ImportFault>(record));
    ImportFault fault = ImportFaultFromStored(message);
    const auto entered = asked.cases.find(ImportRowKey(fault.source, fault.row));
    if (entered == asked.cases.end()) continue;
    fault = ResolvedByEntry(std::move(fault), asked.importer, entered->second);
    AMPARO_RETURN_IF_ERROR(work.Write(ChangeTo(fault, record.version + 1, asked.now, std::move(message))));
    AMPARO_RETURN_IF_ERROR(work.EraseKey(record.id, asked.now));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Settle(Work& work, const Settlement& asked) {
  // What is entered resolves the faults of earlier rows, never one beside it: two rows under one label stay two.
  if (!asked.cases.empty()) AMPARO_RETURN_IF_ERROR(ResolveEntered(work, asked));
  for (const Change& fault : asked.faults) {
    AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> known, work.Find(fault.key));
    if (!known) AMPARO_RETURN_IF_ERROR(work.Write(fault));
  }
  return std::string();
}

}  // namespace

void CheckRowLabels(const v1::ImportCasesRequest& row, Violations& violations) {
  violations.RequireText(row.row(), kImportLabel, "row");
  violations.RequireText(row.source(), kImportLabel, "source");
}

Task<absl::StatusOr<std::vector<std::string>>> SettleRows(Store* store, rpc::CallContext* context, std::string office,
                                                          std::vector<RejectedRow> rejected,
                                                          std::vector<const v1::ImportCasesRequest*> entered) {
  Settlement asked;
  asked.office = office;
  asked.importer = context->caller().identity();
  asked.now = context->clock().Now();
  std::vector<std::string> names;
  for (const RejectedRow& one : rejected) {
    Violations labels;
    CheckRowLabels(*one.row, labels);
    names.emplace_back();
    if (!labels.empty()) continue;
    asked.faults.push_back(FaultChange(*store, one, office, asked.importer, asked.now));
    names.back() = NameOf(asked.faults.back().key);
  }
  for (const v1::ImportCasesRequest* row : entered) {
    const std::optional<CaseName> name = ParseName<CaseName>(row->bundle().case_().name());
    // A row that has no name of its own is never known again.
    if (name && !row->row().empty()) asked.cases.emplace(ImportRowKey(row->source(), row->row()), *name);
  }
  if (asked.faults.empty() && asked.cases.empty()) co_return names;
  WorkBody body = [asked = std::move(asked)](Work& work) { return Settle(work, asked); };
  const ActStamp stamp = StampOf(*context, office, /*request_id=*/"", v1::ImportCasesRequest());
  absl::StatusOr<std::string> settled = std::string();
  for (int settle = 0; settle < kMostSettles; ++settle) {
    settled = co_await store->RunWork(stamp, body, context->limits());
    if (!absl::IsAlreadyExists(settled.status()) && !absl::IsAborted(settled.status())) break;
  }
  AMPARO_CO_RETURN_IF_ERROR(settled.status());
  co_return names;
}

}  // namespace amparo::cases
