// How ImportService.ImportRecords enters a group of records.
#include <memory>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "services/case/api/import_api.h"
#include "services/case/api/support.h"

namespace amparo::cases {

Task<absl::StatusOr<EntryFrame>> ImportApi::FrameFor(rpc::CallContext* context, std::string parent) {
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const OfficeFacts> office,
                             co_await OfficeOf(context, std::move(parent)));
  EntryFrame frame;
  frame.office = office->id;
  frame.country = office->country_code;
  frame.now = context->clock().Now();
  frame.today = office->Today(frame.now);
  frame.importer = context->caller().identity();
  AMPARO_CO_ASSIGN_OR_RETURN(frame.catalogue, co_await catalogue_.Current(frame.now, context->limits()));
  co_return frame;
}

Task<absl::Status> ImportApi::Enter(rpc::CallContext* context, const RecordGroup* group, RecordReport* report) {
  if (group->empty()) co_return absl::OkStatus();
  const std::vector<v1::ImportRecordsRequest>& records = group->all();
  ImportEffects effects(records.size(), ImportEffect::kUnchanged);
  const absl::StatusOr<EntryFrame> frame = co_await FrameFor(context, records.front().parent());
  if (!frame.ok()) {
    if (EndsTheCall(frame.status())) co_return frame.status();
    for (const v1::ImportRecordsRequest& record : records) report->Add(record, frame.status());
    co_return absl::OkStatus();
  }
  std::vector<WholeRecord> whole;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < records.size(); ++i) {
    absl::StatusOr<WholeRecord> read = ReadRecord(context->method(), *frame, records[i].record());
    if (read.ok()) {
      whole.push_back(*std::move(read));
      places.push_back(i);
    } else {
      effects[i] = read.status();
    }
  }
  if (!whole.empty()) {
    const ActStamp stamp = StampOf(*context, frame->office, /*request_id=*/"", v1::ImportRecordsRequest());
    AMPARO_CO_ASSIGN_OR_RETURN(const ImportEffects entered,
                               co_await store_->ImportRecords(stamp, std::move(whole), frame->now, context->limits()));
    for (std::size_t i = 0; i < places.size(); ++i) effects[places[i]] = entered[i];
  }
  for (std::size_t i = 0; i < records.size(); ++i) report->Add(records[i], effects[i]);
  co_return absl::OkStatus();
}

}  // namespace amparo::cases
