// A closed-loop load: so many calls are in flight at all times, each answer starts the next call.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace amparo::bench {

// What one workload sends: the method and, call by call, the serialized request.
struct Workload {
  std::string method;
  std::function<grpc::ByteBuffer()> next_request;
};

// What came of one run.
struct Outcome {
  int64_t answered = 0;
  int64_t failed = 0;
  std::string first_failure;
  double seconds = 0;
  // Latencies of answered calls in microseconds.
  double p50 = 0;
  double p99 = 0;

  double PerSecond() const { return static_cast<double>(answered) / seconds; }
};

// Keeps `in_flight` calls going for `length` over the channels in turn. Calls go out from the threads of gRPC;
// `next_request` is called on many of them at once.
Outcome RunLoad(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const Workload& workload, int in_flight,
                std::chrono::duration<double> length);

}  // namespace amparo::bench
