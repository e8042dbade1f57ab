// Hears NOTIFY on a connection of its own. A notification is only a hint: users poll as well.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/pg/counters.h"
#include "common/pg/wakeup.h"

namespace amparo::pg {

class Session;

struct ListenerOptions {
  std::string conninfo = {};  // libpq connection string, straight to the server (no pooler between)
  std::string application_name = "amparo-listener";
  std::vector<std::string> channels = {};
  absl::Duration connect_timeout = absl::Seconds(5);
  std::function<void(const absl::Status&)> on_connect_error = {};  // told of each failed attempt, for the log
};

// Listens until destroyed and again after every loss of the connection.
class Listener {
 public:
  // `on_notify(channel)` is called on the listener's thread for each notification, and once for every channel after
  // each (re)connect, because what was sent meanwhile was missed. It must be short and must not throw.
  Listener(ListenerOptions options, std::function<void(std::string_view channel)> on_notify);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  const Counters& counters() const { return counters_; }

 private:
  void Loop();
  // Runs one statement: within a bound, and not longer than this listens.
  absl::Status Run(Session& session, const std::string& sql) const;
  absl::Status Listen(Session& session) const;
  // Listens on one connection until it is lost or the listener stops.
  void ListenOn(Session& session);

  const ListenerOptions options_;
  const std::function<void(std::string_view)> on_notify_;
  Counters counters_;
  Wakeup stop_;
  std::stop_source cancelled_;  // fired with stop_, for what waits by Limits
  std::thread thread_;
};

}  // namespace amparo::pg
