// What every process that speaks gRPC sets before it does.
#pragma once

namespace amparo::rpc {

// Turns off abseil's detection of mutex cycles, which Debian's build leaves on and gRPC pays for at every lock (about
// 5% of a call); has freed memory kept for the calls to come, instead of being given back to the kernel and faulted in
// again page by page whenever the number of calls in flight goes down and up; and sends protobuf's complaints about
// malformed messages to the log instead of stderr. Server::Start and MakeChannel call it; again is harmless.
void PrepareProcess();

}  // namespace amparo::rpc
