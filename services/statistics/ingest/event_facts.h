// From the events of the feeds to facts: takes what measures need and leaves everything that could identify a person
// behind.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/feed/v1/feed.pb.h"
#include "services/statistics/domain/fact.h"

namespace amparo::statistics {

// The kinds taken from the feed of the case service and from that of the scheduling service.
const std::vector<std::string>& CaseKinds();
const std::vector<std::string>& SchedulingKinds();

// The fact an event tells of; nullopt for a kind that no measure needs. INVALID_ARGUMENT, naming the event's resource,
// when it cannot be read: a feed this service does not understand must stop it, not make its figures wrong.
absl::StatusOr<std::optional<Fact>> FactFromEvent(const feed::v1::Event& event);

// The facts that some events tell of, in their order.
absl::StatusOr<std::vector<Fact>> FactsFromEvents(const google::protobuf::RepeatedPtrField<feed::v1::Event>& events);

}  // namespace amparo::statistics
