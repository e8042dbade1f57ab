// What the service publishes on its change feed.
#pragma once

#include <string>
#include <vector>

#include "common/feed/encoder.h"

namespace amparo::cases {

// Every kind, in the order of exports: what others refer to comes first.
std::vector<feed::Kind> PublishedKinds();

// Those of compartments, which only other services are told of.
std::vector<std::string> CompartmentKinds();

}  // namespace amparo::cases
