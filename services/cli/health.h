// The standard health check (grpc.health.v1) from the client side.
#pragma once

#include <string>

#include "services/cli/connection.h"

namespace amparo::cli {

// What HealthOf answers for a service that is ready.
inline constexpr char kServing[] = "serving";

// kServing, "not serving", or why the service could not be asked.
std::string HealthOf(Connection& connection, const std::string& address);

}  // namespace amparo::cli
