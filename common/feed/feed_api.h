// The FeedService of an owning service: Watch streams changes as they are committed, Export streams a snapshot of
// everything. The same class serves "amparo.cases.v1.FeedService" and "amparo.scheduling.v1.FeedService": their
// messages are shared.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "amparo/feed/v1/feed.pb.h"
#include "common/access/access.h"
#include "common/base/boot_clock.h"
#include "common/feed/bell.h"
#include "common/feed/encoder.h"
#include "common/feed/exporter.h"
#include "common/feed/problem_teller.h"
#include "common/feed/reader.h"
#include "common/pg/listener.h"
#include "common/pg/reader.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "common/rpc/streams.h"

namespace amparo::feed {

// The channel that groups of acts are announced on: pg::WriterOptions::notify_channel of a service whose schema is
// `schema`.
std::string NotifyChannel(std::string_view schema);

struct FeedApiOptions {
  // Full name of the service to serve: "amparo.cases.v1.FeedService".
  std::string service;
  // The schema, for NotifyChannel: "cases".
  std::string schema;
  // What is published, in the order of exports: what others refer to comes first.
  std::vector<Kind> kinds;
  // Those of them that only other services are told of (ROLE_SERVICE): even that there is one is not for everybody who
  // follows. For everyone else they are passed over.
  std::vector<std::string> service_kinds = {};
  // What of the rest a caller is told of, where that depends on the record; none = all of it. What is passed over is
  // passed over in silence.
  std::function<Passes(const access::Caller&)> passes_for = {};
  // libpq connection strings to LISTEN on and to take snapshots from (as the service's role).
  std::string listen_conninfo;
  std::string export_conninfo;
  // How often streams look when no notification came.
  absl::Duration poll_interval = absl::Seconds(1);
  // How long a quiet stream stays silent before it gets an empty answer, unless it asked for another time; exports that
  // wait too.
  absl::Duration heartbeat = absl::Seconds(5);
  // Exports that run at once, a thread and a connection each while they do; and how many more may wait. As many again
  // for other services (ROLE_SERVICE), which must not wait for others: a service that was restarted may need an export
  // before it can serve.
  int export_threads = 2;
  size_t export_queue = 16;
  // An export whose caller takes nothing for so long is ended. A follower may need as long for one batch, or for
  // emptying its tables before the first.
  absl::Duration export_stall = absl::Minutes(2);
  // Told why notifications cannot be heard, once for each reason: streams then hear of changes each `poll_interval`
  // only. Empty = nobody.
  std::function<void(const absl::Status&)> on_problem = {};
};

// Implements both RPCs. A caller gets what belongs to the offices it may see.
class FeedApi {
 public:
  // Other services (ROLE_SERVICE) are read for by `service_reader`, everybody else by `reader`, so that a service does
  // not wait for others who catch up. Both must outlive this, and this the server.
  FeedApi(FeedApiOptions options, pg::Reader& reader, pg::Reader& service_reader);
  ~FeedApi();
  FeedApi(const FeedApi&) = delete;
  FeedApi& operator=(const FeedApi&) = delete;

  // Both RPCs, to be given to the server.
  rpc::ServiceBinding Binding();

  // Streams the changes after `start_token`, then as they happen, and says each `heartbeat` that nothing did; each
  // answer is made of what was committed `elapsed` after the call came. Ends with UNAVAILABLE SHUTTING_DOWN when the
  // server goes away (the last answer has the token to resume from), OUT_OF_RANGE TOKEN_EXPIRED or
  // TOKEN_OF_OTHER_EPOCH; INVALID_ARGUMENT for a token that is none, an unknown kind or a heartbeat out of range;
  // NOT_FOUND for an office the caller may not see; PERMISSION_DENIED for a kind that only services are told of.
  rpc::Task<absl::Status> Watch(rpc::CallContext& context, v1::WatchRequest request,
                                rpc::ServerStream<v1::WatchResponse>& out);

  // Streams every resource as of one moment, then the token to watch from; answers without either only say that it is
  // still waiting or at work. RESOURCE_EXHAUSTED EXPORTS_BUSY when too many of the caller's kind, services or others,
  // are waiting; UNAVAILABLE EXPORT_STALLED to a caller that read nothing for too long, SHUTTING_DOWN when the server
  // goes away.
  rpc::Task<absl::Status> Export(rpc::CallContext& context, v1::ExportRequest request,
                                 rpc::ServerStream<v1::ExportResponse>& out);

  // Looks for changes now, without waiting for a notification.
  void Ring() { bell_.Ring(); }

  // What wakes the streams, for other streams of the same service; none of them may be waiting when this ends.
  Bell& bell() { return bell_; }

 private:
  using Moment = BootClock::time_point;

  // What a stream tells, from where on, and how long it may be silent.
  struct Subscription {
    Token from;
    Filter filter;
    Moment arrived;
    absl::Duration heartbeat;
  };

  // How long the stream that `request` asks for stays silent.
  absl::StatusOr<absl::Duration> HeartbeatOf(const v1::WatchRequest& request) const;
  absl::StatusOr<Filter> MakeFilter(rpc::CallContext& context,
                                    const google::protobuf::RepeatedPtrField<std::string>& kinds,
                                    const std::string& office) const;
  // Takes out of the filter what the caller is not told of.
  absl::Status PassOver(const rpc::CallContext& context, Filter& filter) const;
  // What the caller is told of among what passes the filter.
  Passes PassesFor(const rpc::CallContext& context) const;
  // What the caller's streams are read by.
  Reader& ReaderFor(const rpc::CallContext& context);
  rpc::Task<absl::Status> Stream(rpc::CallContext& context, Subscription asked,
                                 rpc::ServerStream<v1::WatchResponse>& out);
  // An answer, and how many changes it tells of.
  struct Answer {
    std::string message;
    int events = 0;
  };
  // The answer for the changes of `batch`, which was read `elapsed` after the call came, from row `next` on, as far as
  // they pass, moving `next` past them and `at` to the position covered.
  Answer Encode(const Batch& batch, absl::Duration elapsed, const Passes& passes, int& next, Token& at) const;

  const FeedApiOptions options_;
  const TypeUrls type_urls_;
  Reader reader_;
  Reader service_reader_;  // for other services
  Bell bell_;
  ProblemTeller problems_;  // of the listener's thread
  pg::Listener listener_;
  Exporter exporter_;
  Exporter service_exporter_;  // for other services
};

}  // namespace amparo::feed
