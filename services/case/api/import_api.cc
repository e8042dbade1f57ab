#include "services/case/api/import_api.h"

#include <optional>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "services/case/api/import_faults.h"
#include "services/case/api/support.h"

namespace amparo::cases {
namespace {

// What became of a row.
struct RowOutcome {
  absl::StatusOr<ImportEffect> effect = ImportEffect::kUnchanged;
  std::vector<Violation> violations;
};

// Rows that were rejected, and rows that are in.
struct Sorted {
  std::vector<RejectedRow> rejected;
  std::vector<const v1::ImportCasesRequest*> entered;
};

Sorted SortRows(const ImportGroup& group, const std::vector<RowOutcome>& outcomes) {
  Sorted sorted;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const v1::ImportCasesRequest& row = group.all()[i];
    if (outcomes[i].effect.ok()) {
      sorted.entered.push_back(&row);
    } else {
      sorted.rejected.push_back({&row, outcomes[i].effect.status(), outcomes[i].violations});
    }
  }
  return sorted;
}

void ReportRows(const ImportGroup& group, const std::vector<RowOutcome>& outcomes,
                const std::vector<std::string>& faults, ImportReport& report) {
  auto fault = faults.begin();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const absl::StatusOr<ImportEffect>& effect = outcomes[i].effect;
    report.Add(group.all()[i], effect, effect.ok() ? std::string() : *fault++);
  }
}

}  // namespace

rpc::ServiceBinding ImportApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.ImportService");
  binding.ClientStream<&ImportApi::ImportCases>("ImportCases", this)
      .ClientStream<&ImportApi::ImportRecords>("ImportRecords", this);
  return binding;
}

template <typename Request, typename Report>
Task<absl::Status> ImportApi::EnterAll(rpc::CallContext* context, rpc::ClientStream<Request>* stream, const char* field,
                                       Report* report) {
  EntryGroup<Request> group;
  std::size_t together = 1;
  while (true) {
    std::optional<Request> next = co_await stream->Read();
    if (!next) break;
    const bool too_many = report->full(group.all().size());
    if (too_many || !group.Suits(*next)) {
      AMPARO_CO_RETURN_IF_ERROR(co_await Enter(context, &group, report));
      group = EntryGroup<Request>();
    }
    if (too_many) {
      co_return errors::InvalidField(field, "must be one of at most 10000 in a call; those before were entered");
    }
    group.Add(*std::move(next));
    if (!group.Full(together)) continue;
    AMPARO_CO_RETURN_IF_ERROR(co_await Enter(context, &group, report));
    group = EntryGroup<Request>();
    together = TogetherAfter(together);
  }
  AMPARO_CO_RETURN_IF_ERROR(stream->status());
  co_return co_await Enter(context, &group, report);
}

Task<absl::StatusOr<v1::ImportCasesResponse>> ImportApi::ImportCases(rpc::CallContext& context,
                                                                     rpc::ClientStream<v1::ImportCasesRequest>& rows) {
  ImportReport report;
  AMPARO_CO_RETURN_IF_ERROR(co_await EnterAll(&context, &rows, "row", &report));
  co_return report.Take();
}

Task<absl::StatusOr<v1::ImportRecordsResponse>> ImportApi::ImportRecords(
    rpc::CallContext& context, rpc::ClientStream<v1::ImportRecordsRequest>& records) {
  RecordReport report;
  AMPARO_CO_RETURN_IF_ERROR(co_await EnterAll(&context, &records, "record", &report));
  co_return report.Take();
}

Task<absl::StatusOr<std::shared_ptr<const OfficeFacts>>> ImportApi::OfficeOf(rpc::CallContext* context,
                                                                             std::string parent) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName name, RequireName<OfficeName>(*context, parent, "parent"));
  co_return co_await offices_->Find(name.office, context->limits());
}

Task<absl::Status> ImportApi::Enter(rpc::CallContext* context, const ImportGroup* group, ImportReport* report) {
  if (group->empty()) co_return absl::OkStatus();
  std::vector<RowOutcome> outcomes(group->all().size());
  const auto office = co_await OfficeOf(context, group->all().front().parent());
  if (!office.ok()) {
    if (EndsTheCall(office.status())) co_return office.status();
    for (RowOutcome& outcome : outcomes) outcome.effect = office.status();
    // There is nowhere to keep them.
    ReportRows(*group, outcomes, std::vector<std::string>(outcomes.size()), *report);
    co_return absl::OkStatus();
  }
  std::vector<WholeCase> wholes;
  std::vector<RowOutcome*> checked;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    absl::StatusOr<WholeCase> whole = CheckedRow(*context, group->all()[i], **office, outcomes[i].violations);
    if (whole.ok()) {
      wholes.push_back(*std::move(whole));
      checked.push_back(&outcomes[i]);
    } else {
      outcomes[i].effect = whole.status();
    }
  }
  AMPARO_CO_ASSIGN_OR_RETURN(const ImportEffects effects,
                             co_await store_->Import(std::move(wholes), context->limits()));
  for (std::size_t i = 0; i < checked.size(); ++i) checked[i]->effect = effects[i];
  Sorted sorted = SortRows(*group, outcomes);
  AMPARO_CO_ASSIGN_OR_RETURN(
      const std::vector<std::string> faults,
      co_await SettleRows(records_, context, (*office)->id, std::move(sorted.rejected), std::move(sorted.entered)));
  ReportRows(*group, outcomes, faults, *report);
  co_return absl::OkStatus();
}

}  // namespace amparo::cases
