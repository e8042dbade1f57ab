// Streams that people have open, and what ends them: every streaming RPC of a service, in either direction, opened by
// somebody who may, ends when their grant is revoked, when their token expires or its key is withdrawn, and when the
// service cannot tell any more what is granted.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/testing/fake_clock.h"
#include "common/testing/people.h"
#include "common/testing/rpc_server.h"
#include "google/protobuf/descriptor.h"

namespace amparo::testing {

// The streaming RPCs of the contract's package.
std::vector<const google::protobuf::MethodDescriptor*> StreamsOf(std::string_view package);

// A service whose streams are opened.
struct StreamWorld {
  RpcServer& server;
  // Those of the server.
  TestPeople& people;
  // What its tokens and grants are dated by; it is moved on.
  FakeClock& clock;
  // The contract's package, and the office that the requests are about.
  std::string_view package;
  std::string_view office;
  // A workload that may call every stream that goes on for ever: what ends people's does not end its own.
  std::string_view workload;
  // The first request of a stream, serialized, for things that are there.
  std::function<std::string(const google::protobuf::MethodDescriptor&)> request_of;
};

// Opens all streams by people, once for each of the things that end them, and ends them.
void ExpectStreamsToEnd(StreamWorld world);

}  // namespace amparo::testing
