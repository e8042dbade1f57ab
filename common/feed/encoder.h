// Events in protobuf's wire format, written straight from database rows: payloads are copied once and never parsed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

namespace amparo::feed {

// When a message is full: far from the 4 MiB that receivers take by default.
inline constexpr size_t kBytesPerMessage = 1 << 20;

// A kind of resource that a service publishes.
struct Kind {
  // As in the outbox: "case".
  std::string name;
  // The full name of its message: "amparo.cases.v1.Case".
  std::string message;
  // Every resource of the kind as (office text, name text, version bigint, change_time timestamptz, body bytea), as the
  // service's role with its search_path sees it: "SELECT office, 'offices/' || office || '/cases/' || id, version,
  // update_time, body FROM cases".
  std::string export_sql;
};

// One event, as views.
struct EventView {
  int64_t seq = 0;
  std::string_view office = {};
  std::string_view name = {};
  std::string_view kind = {};
  int64_t version = 0;
  absl::Time change_time = {};
  std::string_view payload = {};
};

// Which events somebody is told of; none = all of them. It lives on its own, and is asked on any thread.
using Passes = std::function<bool(const EventView&)>;

// The type URLs of payloads, by kind.
class TypeUrls {
 public:
  explicit TypeUrls(const std::vector<Kind>& kinds);

  // "type.googleapis.com/amparo.cases.v1.Case"; empty for an unknown kind.
  std::string_view Find(std::string_view kind) const;

 private:
  absl::flat_hash_map<std::string, std::string> urls_;
};

// A WatchResponse or ExportResponse under construction: `events` and `token` have the same numbers in both, the rest is
// a WatchResponse's only.
class ResponseEncoder {
 public:
  // Appends the event with its payload under `type_url`.
  void AddEvent(const EventView& event, std::string_view type_url);

  // Takes the message with its token (empty = none), head (0 = none) and `elapsed` (never negative), and begins anew.
  std::string Finish(std::string_view token, int64_t head_seq, bool caught_up = false,
                     std::optional<absl::Duration> elapsed = std::nullopt);

  // Events and bytes so far.
  int events() const { return events_; }
  size_t bytes() const { return buffer_.size(); }

 private:
  std::string buffer_;
  int events_ = 0;
};

}  // namespace amparo::feed
