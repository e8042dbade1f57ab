// Between records (bytes and versions) and the messages they hold, the same for every kind of resource.
#pragma once

#include <algorithm>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/case/convert/values.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Dates `version` of a resource, made or changed at `now`, over `message`, which has the version before it; answers the
// moment it is dated by. Acts are dated when they are asked for and may take effect in another order: no version is
// dated before the one that it replaces, or it would be told of moments at which the other stood.
template <typename Message>
absl::Time StampTimes(int64_t version, absl::Time now, Message& message) {
  if (version == 1) {
    SetTimestamp(now, message.mutable_create_time());
  } else {
    now = std::max(now, TimeFrom(message.update_time()));
  }
  SetTimestamp(now, message.mutable_update_time());
  return now;
}

// The message in a record's body, as it was kept. INTERNAL when it is none.
template <typename Message>
absl::StatusOr<Message> MessageIn(const Record& record) {
  absl::StatusOr<Message> message(absl::in_place);
  if (!message->ParseFromString(record.body)) return absl::InternalError("a stored resource is malformed");
  return message;
}

}  // namespace amparo::cases
