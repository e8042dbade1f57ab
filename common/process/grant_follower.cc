#include "common/process/grant_follower.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/grant.pb.h"
#include "common/base/identity_names.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::process {
namespace {

constexpr char kKind[] = "grant";
// How long a thread that must end may take to notice it while it waits for a connection.
constexpr absl::Duration kConnectStep = absl::Milliseconds(100);
// By how much the clocks of two machines may differ over the life of a stream.
constexpr absl::Duration kMostApart = absl::Milliseconds(50);
// The longest that a stream which began late is read; the machine is slow, not the connection new.
constexpr absl::Duration kLongestLateLife = absl::Seconds(5);

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

absl::Status Malformed(const feed::v1::Event& event, std::string_view what) {
  return absl::DataLossError(StrCat("the feed has a grant that is none: ", event.name(), " ", what));
}

// What is not well understood must not let anybody in.
absl::Status Check(const feed::v1::Event& event, const cases::v1::Grant& record) {
  if (event.name().empty() || event.version() < 1) return Malformed(event, "has no name or version");
  if (!record.principal().starts_with(kPeoplePrefix)) return Malformed(event, "is not of a person");
  if (event.office().empty() || event.office() == "*") return Malformed(event, "is not of one office");
  if (record.role() == options::v1::ROLE_UNSPECIFIED || record.role() == options::v1::ROLE_SERVICE) {
    return Malformed(event, "gives what no person can be");
  }
  if (!record.has_start_time() && !record.has_create_time()) return Malformed(event, "has no start");
  return absl::OkStatus();
}

absl::StatusOr<access::Grant> ToGrant(const feed::v1::Event& event) {
  cases::v1::Grant record;
  if (event.kind() != kKind || !event.resource().UnpackTo(&record)) return Malformed(event, "is something else");
  AMPARO_RETURN_IF_ERROR(Check(event, record));
  access::Grant grant;
  grant.name = event.name();
  grant.version = event.version();
  grant.principal = record.principal();
  grant.office = event.office();
  grant.role = record.role();
  grant.start = ToTime(record.has_start_time() ? record.start_time() : record.create_time());
  grant.end = record.has_end_time() ? ToTime(record.end_time()) : absl::InfiniteFuture();
  grant.revoked = record.has_revoke_time();
  return grant;
}

template <typename Answer>
absl::StatusOr<std::vector<access::Grant>> ToGrants(const Answer& answer) {
  std::vector<access::Grant> grants;
  for (const feed::v1::Event& event : answer.events()) {
    AMPARO_ASSIGN_OR_RETURN(access::Grant grant, ToGrant(event));
    grants.push_back(std::move(grant));
  }
  return grants;
}

google::protobuf::Duration ToProto(absl::Duration duration) {
  google::protobuf::Duration proto;
  proto.set_seconds(absl::ToInt64Seconds(duration));
  proto.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration - absl::Seconds(proto.seconds()))));
  return proto;
}

}  // namespace

GrantFollower::GrantFollower(GrantFollowerOptions options, std::shared_ptr<grpc::Channel> channel,
                             access::GrantBoard& board)
    : options_(std::move(options)),
      board_(board),
      streams_(std::move(channel), options_.service),
      problems_(options_.on_problem),
      thread_(&GrantFollower::Loop, this) {}

GrantFollower::~GrantFollower() {
  if (registry_ != nullptr) registry_->RemoveCallbacks(this);
  Stop();
  thread_.join();
}

void GrantFollower::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  streams_.Stop();
  changed_.notify_all();
}

void GrantFollower::ExportMetrics(obs::Registry& registry) {
  registry_ = &registry;
  registry.AddGaugeCallback(
      "amparo_grants", "Grants of people held that are not revoked.", {},
      [this] { return static_cast<double>(board_.size()); }, this);
  registry.AddGaugeCallback(
      "amparo_grants_stale_seconds", "How long the grants of people have not been known to be fresh; 0 while they are.",
      {}, [this] { return absl::ToDoubleSeconds(board_.Stale()); }, this);
}

void GrantFollower::Loop() {
  absl::Duration backoff = options_.first_backoff;
  while (!stopping()) {
    const int64_t taken_before = taken_;
    const absl::Status ended = FollowOnce();
    if (taken_ != taken_before) backoff = options_.first_backoff;
    if (ended.ok()) continue;
    if (!stopping()) problems_.Met(ended);
    Pause(backoff);
    backoff = std::min(backoff * 2, options_.last_backoff);
  }
}

absl::Status GrantFollower::FollowOnce() {
  // A call that waits for a connection comes late to the other end.
  AMPARO_RETURN_IF_ERROR(Connect());
  if (token_.empty()) AMPARO_RETURN_IF_ERROR(Load());
  return Watch();
}

absl::Status GrantFollower::Connect() {
  const Moment give_up = BootClock::now() + absl::ToChronoNanoseconds(options_.silence);
  while (!streams_.Connect(kConnectStep)) {
    if (stopping()) return errors::Cancelled();
    if (BootClock::now() >= give_up) {
      return errors::Unavailable("GRANTS_UNREACHABLE", "the service that keeps the grants cannot be reached");
    }
  }
  return absl::OkStatus();
}

absl::Status GrantFollower::Load() {
  feed::v1::ExportRequest request;
  request.add_kinds(kKind);
  std::vector<access::Grant> grants;
  std::string token;
  const auto take = [&](const std::shared_ptr<const feed::v1::ExportResponse>& part) -> absl::Status {
    AMPARO_ASSIGN_OR_RETURN(std::vector<access::Grant> more, ToGrants(*part));
    grants.insert(grants.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    token = part->token();
    return absl::OkStatus();
  };
  AMPARO_RETURN_IF_ERROR(streams_.Read<feed::v1::ExportResponse>("Export", request, options_.export_silence, take));
  if (token.empty()) return errors::Unavailable("EXPORT_INCOMPLETE", "the export ended without its token");
  board_.Replace(std::move(grants));
  token_ = std::move(token);
  ++taken_;
  return absl::OkStatus();
}

absl::Status GrantFollower::Watch() {
  feed::v1::WatchRequest request;
  request.set_start_token(token_);
  request.add_kinds(kKind);
  *request.mutable_heartbeat() = ToProto(options_.heartbeat);
  // Before the call is made: what it is told of is never older than this and what the answer says has passed since.
  const Moment sent = BootClock::now();
  std::optional<Moment> renew_at;
  bool renews = false;
  const auto take = [&](const std::shared_ptr<const feed::v1::WatchResponse>& answer) -> absl::Status {
    Moment as_of;
    AMPARO_RETURN_IF_ERROR(TakeAnswer(*answer, sent, as_of));
    const Moment now = BootClock::now();
    if (!renew_at) renew_at = now + absl::ToChronoNanoseconds(LifeOfStream(absl::FromChrono(now - as_of)));
    renews = now >= *renew_at;
    return renews ? errors::Cancelled() : absl::OkStatus();
  };
  const absl::Status ended = streams_.Read<feed::v1::WatchResponse>("Watch", request, options_.silence, take);
  if (renews) return absl::OkStatus();
  if (absl::IsOutOfRange(ended)) {
    // What is held may be of a history that has been undone.
    board_.Forget();
    token_.clear();
  }
  return ended.ok() ? errors::Unavailable("FEED_ENDED", "the feed of grants ended") : ended;
}

absl::Status GrantFollower::TakeAnswer(const feed::v1::WatchResponse& answer, Moment sent, Moment& as_of) {
  AMPARO_ASSIGN_OR_RETURN(std::vector<access::Grant> grants, ToGrants(answer));
  if (answer.token().empty()) return absl::DataLossError("the feed of grants gives no token");
  // First what has changed, then that this was all.
  if (!grants.empty()) board_.Apply(std::move(grants));
  token_ = answer.token();
  const absl::Duration said = absl::Seconds(answer.elapsed().seconds()) + absl::Nanoseconds(answer.elapsed().nanos());
  // Nobody knows what will be. Clocks go apart a little while a stream is read; more than that is a clock to doubt.
  const absl::Duration most = absl::FromChrono(BootClock::now() - sent);
  if (said < absl::ZeroDuration() || said > most + kMostApart) {
    return absl::DataLossError("the feed of grants tells of a time that has not come");
  }
  as_of = sent + absl::ToChronoNanoseconds(std::min(said, most));
  if (answer.caught_up()) board_.Prove(as_of + absl::ToChronoNanoseconds(options_.lease));
  ++taken_;
  problems_.Over();
  return absl::OkStatus();
}

absl::Duration GrantFollower::LifeOfStream(absl::Duration age) {
  if (age <= options_.late) {
    late_life_ = absl::ZeroDuration();
    return options_.renewal;
  }
  // The first one that is late ends at once; a machine on which each is late is not kept busy with new ones.
  const absl::Duration life = late_life_;
  late_life_ = std::clamp(late_life_ * 2, options_.first_backoff, kLongestLateLife);
  return life;
}

void GrantFollower::Pause(absl::Duration pause) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, absl::ToChronoMilliseconds(pause), [this] { return stopping_; });
}

bool GrantFollower::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

}  // namespace amparo::process
