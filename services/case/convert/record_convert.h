// Between records (bytes and versions) and the messages they hold, the same for every kind of resource.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/case/convert/values.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Sets the times of a resource that was just made or changed: `create` only when it is new.
template <typename Message>
void StampTimes(std::optional<absl::Time> create, absl::Time update, Message& message) {
  if (create) SetTimestamp(*create, message.mutable_create_time());
  SetTimestamp(update, message.mutable_update_time());
}

// The message in a record's body, as it was kept. INTERNAL when it is none.
template <typename Message>
absl::StatusOr<Message> MessageIn(const Record& record) {
  absl::StatusOr<Message> message(absl::in_place);
  if (!message->ParseFromString(record.body)) return absl::InternalError("a stored resource is malformed");
  return message;
}

}  // namespace amparo::cases
