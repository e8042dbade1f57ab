// Sends records as they are (ImportService.ImportRecords), in calls of bounded size that may each be made again.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "amparo/cases/v1/import.grpc.pb.h"
#include "services/cli/connection.h"

namespace amparo::cli {

class RecordSender {
 public:
  // Told what became of each record, in the order in which they were added.
  using Take = std::function<void(const cases::v1::ImportRecordsRequest&, const cases::v1::RecordImportResult&)>;

  // `doing` is what calls that must be made again are told as (Retry).
  RecordSender(Connection& connection, std::string doing, Take take)
      : stub_(connection.ChannelTo(Service::kCase)), doing_(std::move(doing)), take_(std::move(take)) {}

  // Sends it with those before it, once there are enough for a call.
  void Add(cases::v1::ImportRecordsRequest request);

  // Sends what is left.
  void Send();

 private:
  absl::Status SendOnce(cases::v1::ImportRecordsResponse& response);

  cases::v1::ImportService::Stub stub_;
  const std::string doing_;
  const Take take_;
  std::vector<cases::v1::ImportRecordsRequest> batch_;
  std::size_t bytes_ = 0;
};

// Why a record was rejected: "the case is not there [RESOURCE_NOT_FOUND]".
std::string WhyRejected(const cases::v1::RecordImportResult& result);

}  // namespace amparo::cli
