#include "services/cli/record_sender.h"

#include <utility>

#include "common/base/strings.h"
#include "services/cli/transfer_retry.h"

namespace amparo::cli {
namespace {

// What is sent in one call, and held until that is answered.
constexpr std::size_t kRecordsOfCall = 500;
constexpr std::size_t kBytesOfCall = std::size_t{8} << 20;
constexpr absl::Duration kRecordsCallTime = absl::Minutes(10);

}  // namespace

void RecordSender::Add(cases::v1::ImportRecordsRequest request) {
  bytes_ += request.ByteSizeLong();
  batch_.push_back(std::move(request));
  if (batch_.size() >= kRecordsOfCall || bytes_ >= kBytesOfCall) Send();
}

void RecordSender::Send() {
  if (batch_.empty()) return;
  cases::v1::ImportRecordsResponse response;
  Retry(doing_, [&] { return SendOnce(response); });
  for (std::size_t i = 0; i < batch_.size(); ++i) take_(batch_[i], response.results(static_cast<int>(i)));
  batch_.clear();
  bytes_ = 0;
}

absl::Status RecordSender::SendOnce(cases::v1::ImportRecordsResponse& response) {
  response.Clear();
  const auto context = Connection::Context(kRecordsCallTime);
  const auto writer = stub_.ImportRecords(context.get(), &response);
  for (const cases::v1::ImportRecordsRequest& request : batch_) {
    if (!writer->Write(request)) break;
  }
  writer->WritesDone();
  const absl::Status status = errors::FromGrpc(writer->Finish());
  if (status.ok() && static_cast<std::size_t>(response.results_size()) != batch_.size()) {
    return absl::UnavailableError("not every record was answered");
  }
  return status;
}

std::string WhyRejected(const cases::v1::RecordImportResult& result) {
  return StrCat(result.message(), " [", result.reason(), "]");
}

}  // namespace amparo::cli
