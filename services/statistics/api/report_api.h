// amparo.statistics.v1.ReportService: every answer is counted from the facts in memory when it is asked for.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "amparo/statistics/v1/report.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/statistics/api/report_pool.h"
#include "services/statistics/domain/fact_board.h"
#include "services/statistics/measures/report.h"

namespace amparo::statistics {

// Where the follower of one feed stands.
struct FeedPosition {
  std::string feed;
  int64_t applied_seq = 0;
  int64_t head_seq = 0;
  absl::Duration lag;  // 0 = up to date; infinite when it never was.
  bool connected = false;
  // How old what memory holds of the feed is at most; infinite while it is not whole, or not known of when it is.
  absl::Duration age = absl::InfiniteDuration();
};

// What the service is made of; pointers must outlive it.
struct ReportApiOptions {
  const FactBoard* board = nullptr;
  ReportPool* pool = nullptr;
  std::function<std::vector<FeedPosition>()> feeds;
  int max_rows = 10000;
};

class ReportApi {
 public:
  // What a report counts in and groups by.
  struct Question {
    ReportFilter filter;
    std::vector<Dimension> group_by;
    // Of reports that can be asked for as of a day.
    std::optional<absl::CivilDay> as_of = std::nullopt;
  };

  explicit ReportApi(ReportApiOptions options) : options_(std::move(options)) {}

  // The RPCs, for the server.
  rpc::ServiceBinding Binding();

  rpc::Task<absl::StatusOr<v1::QueryConvictionsResponse>> QueryConvictions(rpc::CallContext& context,
                                                                           v1::QueryConvictionsRequest request);
  rpc::Task<absl::StatusOr<v1::QueryAdjournmentsResponse>> QueryAdjournments(rpc::CallContext& context,
                                                                             v1::QueryAdjournmentsRequest request);
  rpc::Task<absl::StatusOr<v1::QueryTimeToVerdictResponse>> QueryTimeToVerdict(rpc::CallContext& context,
                                                                               v1::QueryTimeToVerdictRequest request);
  rpc::Task<absl::StatusOr<v1::GetHighlightsResponse>> GetHighlights(rpc::CallContext& context,
                                                                     v1::GetHighlightsRequest request);
  rpc::Task<absl::StatusOr<v1::GetStatusResponse>> GetStatus(rpc::CallContext& context, v1::GetStatusRequest request);

 private:
  // The moment that the facts are of: all that had happened by then is in memory. UNAVAILABLE FACTS_LOADING while they
  // are not whole.
  absl::StatusOr<absl::Time> SnapshotTime(absl::Time now) const;

  // Counts on the pool, in one look at the facts, and refuses what would be too much to answer.
  template <typename Response>
  rpc::Task<absl::StatusOr<Response>> Answer(rpc::CallContext& context, Question question,
                                             Response (*count)(const Facts&, const Question&, absl::Time));

  const ReportApiOptions options_;
};

}  // namespace amparo::statistics
