// The writes of the store: what is decided, as the statement that makes it so.
#pragma once

#include "common/idempotency/request.h"
#include "common/idempotency/run_act.h"
#include "services/scheduling/domain/store.h"

namespace amparo::scheduling {

// The mutation as the idempotency table knows it.
idempotency::Request RequestOf(const ActStamp& stamp);

// Enters a new record.
idempotency::Attempt InsertAttempt(const ActStamp& stamp, const Court& court);
idempotency::Attempt InsertAttempt(const ActStamp& stamp, const TravelTime& travel_time);
idempotency::Attempt InsertAttempt(const ActStamp& stamp, const Hearing& hearing);

// Changes the hearing whose version is one less than `hearing`'s.
idempotency::Attempt UpdateAttempt(const ActStamp& stamp, const Hearing& hearing);

// The same, with the hearing that goes on, if there is one.
idempotency::Attempt AdjournAttempt(const ActStamp& stamp, const Adjourned& adjourned);

}  // namespace amparo::scheduling
