// How identities are named: the SAN URI of a workload's certificate, and what the subject of a person's tokens makes.
#pragma once

#include <string_view>

namespace amparo {

// What every identity begins with; the name of the workload follows.
inline constexpr std::string_view kIdentityPrefix = "spiffe://amparo/";

// What the identity of a person begins with; the subject of their tokens follows. No workload's does.
inline constexpr std::string_view kPeoplePrefix = "spiffe://amparo/people/";

}  // namespace amparo
