// The messages that records of each kind hold.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/case/domain/names.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// "amparo.cases.v1.Case" for cases, "...ServiceDelivery" for service deliveries.
std::string MessageNameOf(Kind kind);

// The message in a record of whichever kind, with the plaintext of its sealed field in place of the ciphertext when the
// record was opened. INTERNAL when it is malformed.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> OpenedMessage(Kind kind, const Record& record);

// The name of the field that a kind's records have sealed; "" for none.
std::string SealedPathOf(Kind kind);

}  // namespace amparo::cases
