#include "common/feed/feed_api.h"

#include <algorithm>
#include <chrono>
#include <stop_token>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::feed {
namespace {

constexpr int kMostKinds = 20;
constexpr absl::Duration kLeastHeartbeat = absl::Milliseconds(100);
constexpr absl::Duration kMostHeartbeat = absl::Seconds(5);

EventView View(const pg::Row& row) {
  return {.seq = row.Int64(kSeq),
          .office = row.Text(kOffice),
          .name = row.Text(kName),
          .kind = row.Text(kKind),
          .version = row.Int64(kVersion),
          .change_time = row.Time(kChangeTime),
          .payload = row.Bytes(kPayload)};
}

ExporterOptions ExportsOf(const FeedApiOptions& options) {
  return {.conninfo = options.export_conninfo,
          .kinds = options.kinds,
          .threads = options.export_threads,
          .queue_bound = options.export_queue,
          .heartbeat = options.heartbeat,
          .stall = options.export_stall};
}

}  // namespace

std::string NotifyChannel(std::string_view schema) {
  return StrCat("amparo_feed_", schema);
}

FeedApi::FeedApi(FeedApiOptions options, pg::Reader& reader, pg::Reader& service_reader)
    : options_(std::move(options)),
      type_urls_(options_.kinds),
      reader_(reader),
      service_reader_(service_reader),
      bell_(options_.poll_interval),
      problems_(options_.on_problem),
      listener_({.conninfo = options_.listen_conninfo,
                 .channels = {NotifyChannel(options_.schema)},
                 .on_connect_error = [this](const absl::Status& problem) { problems_.Met(problem); }},
                [this](std::string_view) {
                  problems_.Over();
                  bell_.Ring();
                }),
      exporter_(ExportsOf(options_)),
      service_exporter_(ExportsOf(options_)) {}

FeedApi::~FeedApi() = default;

rpc::ServiceBinding FeedApi::Binding() {
  rpc::ServiceBinding binding(options_.service);
  binding.ServerStream<&FeedApi::Watch>("Watch", this).ServerStream<&FeedApi::Export>("Export", this);
  return binding;
}

absl::StatusOr<absl::Duration> FeedApi::HeartbeatOf(const v1::WatchRequest& request) const {
  if (!request.has_heartbeat()) return options_.heartbeat;
  const google::protobuf::Duration& asked = request.heartbeat();
  const absl::Duration heartbeat = absl::Seconds(asked.seconds()) + absl::Nanoseconds(asked.nanos());
  if (asked.nanos() < 0 || heartbeat < kLeastHeartbeat || heartbeat > kMostHeartbeat) {
    return errors::InvalidField("heartbeat", "must be from 100 ms to 5 s");
  }
  return heartbeat;
}

absl::StatusOr<Filter> FeedApi::MakeFilter(rpc::CallContext& context,
                                           const google::protobuf::RepeatedPtrField<std::string>& kinds,
                                           const std::string& office) const {
  errors::FieldViolations violations;
  violations.Require(kinds.size() <= kMostKinds, "kinds", "must be at most 20");
  for (const std::string& kind : kinds) {
    violations.Require(!type_urls_.Find(kind).empty(), "kinds", "must be kinds that this service publishes");
  }
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  Filter filter{{kinds.begin(), kinds.end()}, {}};
  AMPARO_RETURN_IF_ERROR(PassOver(context, filter));
  if (!office.empty()) {
    AMPARO_RETURN_IF_ERROR(context.RequireOffice(office, "office", StrCat("offices/", office)));
    filter.offices.push_back(office);
  } else if (!context.caller().sees_all_offices()) {
    filter.offices = context.caller().offices();
    // No office at all must not become "no filter".
    if (filter.offices.empty()) return errors::PermissionDenied("the caller sees no office");
  }
  return filter;
}

absl::Status FeedApi::PassOver(const rpc::CallContext& context, Filter& filter) const {
  const std::vector<std::string>& hidden = options_.service_kinds;
  if (hidden.empty() || context.caller().is_service()) return absl::OkStatus();
  const auto is_hidden = [&hidden](const std::string& kind) {
    return std::find(hidden.begin(), hidden.end(), kind) != hidden.end();
  };
  if (std::any_of(filter.kinds.begin(), filter.kinds.end(), is_hidden)) {
    return errors::PermissionDenied("only other services are told of this kind");
  }
  if (!filter.kinds.empty()) return absl::OkStatus();
  // All kinds, which an empty filter stands for, are then all the others.
  for (const Kind& kind : options_.kinds) {
    if (!is_hidden(kind.name)) filter.kinds.push_back(kind.name);
  }
  return absl::OkStatus();
}

Passes FeedApi::PassesFor(const rpc::CallContext& context) const {
  return options_.passes_for ? options_.passes_for(context.caller()) : Passes();
}

Reader& FeedApi::ReaderFor(const rpc::CallContext& context) {
  return context.caller().is_service() ? service_reader_ : reader_;
}

rpc::Task<absl::Status> FeedApi::Watch(rpc::CallContext& context, v1::WatchRequest request,
                                       rpc::ServerStream<v1::WatchResponse>& out) {
  const Moment arrived = BootClock::now();
  if (request.from_now() && !request.start_token().empty()) {
    co_return errors::InvalidField("start_token", "must be empty when from_now is set");
  }
  AMPARO_CO_ASSIGN_OR_RETURN(Token from, DecodeToken(request.start_token()));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::Duration heartbeat, HeartbeatOf(request));
  AMPARO_CO_ASSIGN_OR_RETURN(Filter filter, MakeFilter(context, request.kinds(), request.office()));
  // A stream that waits must notice that the server goes away.
  std::stop_callback on_shutdown(context.shutting_down(), [this] { bell_.Ring(); });
  if (request.from_now()) {
    AMPARO_CO_ASSIGN_OR_RETURN(from, co_await ReaderFor(context).Head(context.limits()));
  }
  Subscription asked{from, std::move(filter), arrived, heartbeat};
  const absl::Status ended = co_await Stream(context, std::move(asked), out);
  co_return ended;
}

rpc::Task<absl::Status> FeedApi::Stream(rpc::CallContext& context, Subscription asked,
                                        rpc::ServerStream<v1::WatchResponse>& out) {
  const Passes passes = PassesFor(context);
  Reader& reader = ReaderFor(context);
  const auto silence = absl::ToChronoNanoseconds(asked.heartbeat);
  auto spoke = std::chrono::steady_clock::now();
  Token from = asked.from;
  Token said = from;  // the position the follower was told last
  int64_t head = 0;
  absl::Duration elapsed;
  bool told = false;  // the follower knows that it has caught up
  while (!context.shutting_down().stop_requested()) {
    const uint64_t rung = bell_.rung();
    // What is committed by now is in the answer.
    elapsed = absl::FromChrono(BootClock::now() - asked.arrived);
    AMPARO_CO_ASSIGN_OR_RETURN(const Batch batch, co_await reader.Read(from, asked.filter, context.limits()));
    head = batch.head;
    told = told && batch.caught_up();
    // A long way through what the filter passes over is silence too.
    const bool heartbeat = (batch.caught_up() && !told) || std::chrono::steady_clock::now() - spoke >= silence;
    int next = 0;
    while (next < batch.events || (heartbeat && batch.events == 0)) {
      Answer answer = Encode(batch, elapsed, passes, next, from);
      // That something was passed over is not told.
      if (answer.events == 0 && !heartbeat) continue;
      const absl::Status sent = co_await out.WriteBytes(std::move(answer.message));
      AMPARO_CO_RETURN_IF_ERROR(sent);
      spoke = std::chrono::steady_clock::now();
      said = from;
      if (batch.events == 0) break;
    }
    from = batch.covered;
    told = batch.caught_up();
    if (!batch.caught_up()) continue;
    // It speaks again when its silence is over, of what is committed then.
    const absl::StatusOr<std::monostate> rang = co_await bell_.Wait(rung, context.limits(), spoke + silence);
    AMPARO_CO_RETURN_IF_ERROR(rang.status());
  }
  // What the filter passed over need not be looked at again.
  if (from != said) {
    (void)co_await out.WriteBytes(ResponseEncoder().Finish(EncodeToken(from), head, /*caught_up=*/false, elapsed));
  }
  co_return errors::ShuttingDown();
}

FeedApi::Answer FeedApi::Encode(const Batch& batch, absl::Duration elapsed, const Passes& passes, int& next,
                                Token& at) const {
  ResponseEncoder encoder;
  for (; next < batch.events; ++next) {
    const EventView event = View(batch.rows[next]);
    if (!passes || passes(event)) {
      // A full answer still covers what it need not tell of: when nothing else follows, it is the last.
      if (encoder.bytes() >= kBytesPerMessage) break;
      encoder.AddEvent(event, type_urls_.Find(event.kind));
    }
    at = {batch.covered.epoch, event.seq};
  }
  if (next == batch.events) at = batch.covered;
  const int events = encoder.events();
  return {encoder.Finish(EncodeToken(at), batch.head, next == batch.events && batch.caught_up(), elapsed), events};
}

rpc::Task<absl::Status> FeedApi::Export(rpc::CallContext& context, v1::ExportRequest request,
                                        rpc::ServerStream<v1::ExportResponse>& out) {
  AMPARO_CO_ASSIGN_OR_RETURN(Filter filter, MakeFilter(context, request.kinds(), request.office()));
  Exporter& exporter = context.caller().is_service() ? service_exporter_ : exporter_;
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<ExportRun> run,
                             exporter.Start(std::move(filter), PassesFor(context), context.limits()));
  // However this ends, the copying thread must not wait for it.
  struct AbandonAtEnd {
    ExportRun& run;
    ~AbandonAtEnd() { run.Abandon(); }
  } abandon_at_end{*run};
  // One that waits is told at once that the server goes away. The handler may end inside End.
  const std::stop_callback on_shutdown(context.shutting_down(), [run] { run->End(errors::ShuttingDown()); });
  while (!context.shutting_down().stop_requested()) {
    AMPARO_CO_ASSIGN_OR_RETURN(std::optional<std::string> message, co_await run->Next());
    if (!message) co_return absl::OkStatus();
    const absl::Status sent = co_await out.WriteBytes(*std::move(message));
    AMPARO_CO_RETURN_IF_ERROR(sent);
  }
  co_return errors::ShuttingDown();
}

}  // namespace amparo::feed
