// A closed-loop load: so many calls are in flight at all times, each answer starts the next call.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/tally.h"

namespace amparo::bench {

// What one workload sends: the method and, call by call, the serialized request.
struct Workload {
  std::string method;
  std::function<grpc::ByteBuffer()> next_request;
};

// What came of one run.
struct Outcome {
  // As the client saw it: without what the server alone can tell.
  Tally tally;
  // The message of a call that failed.
  std::string first_failure;
};

// Keeps `in_flight` calls going for `length` over the channels in turn. Calls go out from the threads of gRPC;
// `next_request` is called on many of them at once.
Outcome RunLoad(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const Workload& workload, int in_flight,
                std::chrono::duration<double> length);

}  // namespace amparo::bench
