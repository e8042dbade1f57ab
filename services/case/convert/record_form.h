// What a record that comes from elsewhere must be before anything is read from it: the contract lets any number of an
// enum through, any date and any text.
#pragma once

#include "google/protobuf/message.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Notes every value in `message`, at whichever depth, that is none of its type: numbers of enums without a name, days
// that do not exist (of births a year alone will do), times out of bounds, texts that are no UTF-8 or hold U+0000.
// Paths are those inside the message: "events[1].date".
void CheckRecordForm(const google::protobuf::Message& message, Violations& violations);

}  // namespace amparo::cases
