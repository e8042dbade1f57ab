#include "tests/integration/common/process/fake_grant_feed.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <optional>
#include <utility>

#include "common/base/check.h"
#include "common/base/identity_names.h"
#include "common/base/strings.h"

namespace amparo::testing {
namespace {

using SteadyClock = std::chrono::steady_clock;

// How soon a stream notices what it is not told of.
constexpr std::chrono::milliseconds kLook(2);

}  // namespace

cases::v1::Grant GrantTo(const std::string& subject, options::v1::Role role) {
  cases::v1::Grant grant;
  grant.set_principal(StrCat(kPeoplePrefix, subject));
  grant.set_role(role);
  grant.mutable_create_time()->set_seconds(1'400'000'000);
  return grant;
}

FakeGrantFeed::FakeGrantFeed() {
  Start();
}

FakeGrantFeed::~FakeGrantFeed() {
  Stop();
}

std::shared_ptr<grpc::Channel> FakeGrantFeed::Channel() const {
  return grpc::CreateChannel(StrCat("127.0.0.1:", port_), grpc::InsecureChannelCredentials());
}

feed::v1::Event FakeGrantFeed::EventOf(const std::string& id, const cases::v1::Grant& grant,
                                       const std::string& office) {
  feed::v1::Event event;
  event.set_kind("grant");
  event.set_office(office);
  event.set_name(StrCat("offices/", office, "/grants/", id));
  event.mutable_resource()->PackFrom(grant);
  int64_t version = 1;
  const std::lock_guard lock(mutex_);
  for (const feed::v1::Event& before : log_) version += before.name() == event.name() ? 1 : 0;
  event.set_version(version);
  return event;
}

void FakeGrantFeed::Happen(feed::v1::Event event) {
  const std::lock_guard lock(mutex_);
  event.set_seq(static_cast<int64_t>(log_.size()) + 1);
  log_.push_back(std::move(event));
  changed_.notify_all();
}

void FakeGrantFeed::NewEpoch() {
  const std::lock_guard lock(mutex_);
  ++epoch_;
  log_.clear();
  changed_.notify_all();
}

void FakeGrantFeed::SetDelay(absl::Duration delay, int answers) {
  const std::lock_guard lock(mutex_);
  delay_ = delay;
  delayed_ = answers;
}

void FakeGrantFeed::SetAhead(absl::Duration ahead) {
  const std::lock_guard lock(mutex_);
  ahead_ = ahead;
}

void FakeGrantFeed::SetSilent(bool silent) {
  const std::lock_guard lock(mutex_);
  silent_ = silent;
  changed_.notify_all();
}

void FakeGrantFeed::SetRefusal(grpc::Status refusal) {
  const std::lock_guard lock(mutex_);
  refusal_ = std::move(refusal);
}

void FakeGrantFeed::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (server_) server_->Shutdown(std::chrono::system_clock::now());
  server_.reset();
}

void FakeGrantFeed::Start() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = false;
  }
  grpc::ServerBuilder builder;
  builder.AddListeningPort(StrCat("127.0.0.1:", port_), grpc::InsecureServerCredentials(), &port_);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
  AMPARO_CHECK(server_ != nullptr, "the test's feed can be started");
}

int FakeGrantFeed::exports() const {
  const std::lock_guard lock(mutex_);
  return exports_;
}

int FakeGrantFeed::watches() const {
  const std::lock_guard lock(mutex_);
  return watches_;
}

int FakeGrantFeed::answers() const {
  const std::lock_guard lock(mutex_);
  return answers_;
}

std::string FakeGrantFeed::Token(std::size_t seq) const {
  return StrCat(epoch_, "/", seq);
}

feed::v1::WatchResponse FakeGrantFeed::Answer(std::size_t& seq) const {
  feed::v1::WatchResponse answer;
  for (; seq < log_.size(); ++seq) *answer.add_events() = log_[seq];
  answer.set_token(Token(seq));
  answer.set_head_seq(static_cast<int64_t>(seq));
  answer.set_caught_up(true);
  return answer;
}

grpc::Status FakeGrantFeed::Watch(grpc::ServerContext* context, const feed::v1::WatchRequest* request,
                                  grpc::ServerWriter<feed::v1::WatchResponse>* writer) {
  const auto arrived = SteadyClock::now();
  const auto heartbeat =
      std::chrono::seconds(request->heartbeat().seconds()) + std::chrono::nanoseconds(request->heartbeat().nanos());
  std::unique_lock lock(mutex_);
  ++watches_;
  if (!refusal_.ok()) return refusal_;
  const std::string& token = request->start_token();
  const int epoch = std::stoi(token);
  std::size_t seq = std::stoul(token.substr(token.find('/') + 1));
  std::optional<SteadyClock::time_point> spoke;
  while (!context->IsCancelled() && !stopping_) {
    if (epoch != epoch_) return {grpc::StatusCode::OUT_OF_RANGE, "another history"};
    const auto now = SteadyClock::now();
    if (silent_ || (seq == log_.size() && spoke && now - *spoke < heartbeat)) {
      changed_.wait_for(lock, kLook);
      continue;
    }
    feed::v1::WatchResponse answer = Answer(seq);
    const absl::Duration elapsed = absl::FromChrono(now - arrived) + ahead_;
    answer.mutable_elapsed()->set_seconds(absl::ToInt64Seconds(elapsed));
    answer.mutable_elapsed()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(elapsed % absl::Seconds(1))));
    if (delayed_ > 0) {
      --delayed_;
      const auto until = now + absl::ToChronoNanoseconds(delay_);
      while (SteadyClock::now() < until && !context->IsCancelled() && !stopping_) changed_.wait_for(lock, kLook);
    }
    lock.unlock();
    const bool written = writer->Write(answer);
    lock.lock();
    if (written) ++answers_;
    spoke = SteadyClock::now();
  }
  return {grpc::StatusCode::UNAVAILABLE, "the test's feed goes away"};
}

grpc::Status FakeGrantFeed::Export(grpc::ServerContext* /*context*/, const feed::v1::ExportRequest* request,
                                   grpc::ServerWriter<feed::v1::ExportResponse>* writer) {
  feed::v1::ExportResponse answer;
  {
    const std::lock_guard lock(mutex_);
    ++exports_;
    if (!refusal_.ok()) return refusal_;
    if (request->kinds_size() != 1 || request->kinds(0) != "grant") {
      return {grpc::StatusCode::INVALID_ARGUMENT, "only grants are followed"};
    }
    std::map<std::string, const feed::v1::Event*> last;
    for (const feed::v1::Event& event : log_) last[event.name()] = &event;
    for (const auto& [name, event] : last) {
      *answer.add_events() = *event;
      answer.mutable_events(answer.events_size() - 1)->set_seq(0);
    }
    answer.set_token(Token(log_.size()));
  }
  // What an export says while it waits for its turn.
  writer->Write(feed::v1::ExportResponse());
  writer->Write(answer);
  return grpc::Status::OK;
}

}  // namespace amparo::testing
