// The RPCs that the contract knows, found by what people write.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "services/cli/connection.h"

namespace amparo::cli {

// An RPC and the service process that answers it.
struct Method {
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  Service service = Service::kCase;

  // What it is called by, as short as is clear: "PartyService/GetParty"; "scheduling.FeedService/Watch" where two
  // packages have a service of that name.
  std::string ShortName() const;
};

// Every RPC, in the order of services and of their definition.
std::vector<Method> AllMethods();

// The RPC of that name: short, with its package's middle part, or in full ("amparo.cases.v1.PartyService/GetParty"). A
// Failure that names what comes near for any other.
Method FindMethod(const std::string& name);

}  // namespace amparo::cli
