#include "common/pg/listener.h"

#include <libpq-fe.h>

#include <memory>
#include <utility>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/pg/outage.h"
#include "common/pg/session.h"

namespace amparo::pg {
namespace {

constexpr absl::Duration kIdleWait = absl::Seconds(30);
constexpr absl::Duration kAnswerTimeout = absl::Seconds(10);

std::string QuotedIdentifier(std::string_view name) {
  return StrCat("\"", absl::StrReplaceAll(ToAbsl(name), {{"\"", "\"\""}}), "\"");
}

}  // namespace

Listener::Listener(ListenerOptions options, std::function<void(std::string_view)> on_notify)
    : options_(std::move(options)), on_notify_(std::move(on_notify)), thread_([this] { Loop(); }) {}

Listener::~Listener() {
  stop_.Set();
  cancelled_.request_stop();
  thread_.join();
}

absl::Status Listener::Run(Session& session, const std::string& sql) const {
  return session.Run(sql, Params(), {absl::Now() + kAnswerTimeout, cancelled_.get_token()}).status();
}

absl::Status Listener::Listen(Session& session) const {
  for (const std::string& channel : options_.channels) {
    AMPARO_RETURN_IF_ERROR(Run(session, StrCat("LISTEN ", QuotedIdentifier(channel))));
  }
  return absl::OkStatus();
}

void Listener::Loop() {
  Outage outage(absl::ZeroDuration());
  while (!stop_.IsSet()) {
    absl::StatusOr<std::unique_ptr<Session>> session = Session::Connect({.conninfo = options_.conninfo,
                                                                         .application_name = options_.application_name,
                                                                         .connect_timeout = options_.connect_timeout},
                                                                        &stop_);
    absl::Status status = session.status();
    if (status.ok()) status = Listen(**session);
    if (status.ok()) {
      ++counters_.connects;
      ++counters_.connections;
      outage.End();
      ListenOn(**session);
      --counters_.connections;
    } else if (!stop_.IsSet()) {
      ++counters_.connect_errors;
      if (options_.on_connect_error) options_.on_connect_error(status);
    }
    stop_.WaitFor(outage.NextPause());
  }
}

void Listener::ListenOn(Session& session) {
  for (const std::string& channel : options_.channels) on_notify_(channel);
  for (;;) {
    const std::unique_ptr<PGnotify, decltype(&PQfreemem)> heard(PQnotifies(session.raw()), &PQfreemem);
    if (heard) {
      on_notify_(heard->relname);
      continue;
    }
    const WaitResult wait = stop_.WaitForSocket(session.socket(), false, kIdleWait);
    if (wait == WaitResult::kWoken) return;
    if (wait == WaitResult::kReady && !session.IsAlive()) return;
    // A connection that died without a word is only noticed when something is sent.
    if (wait == WaitResult::kTimeout && !Run(session, "SELECT 1").ok()) return;
  }
}

}  // namespace amparo::pg
