// What every process that speaks gRPC sets before it does.
#pragma once

namespace amparo::rpc {

// Turns off abseil's detection of mutex cycles, which Debian's build leaves on and gRPC pays for at every lock (about
// 5% of a call); and sends protobuf's complaints about malformed messages to the log instead of stderr. Server::Start
// and MakeChannel call it; again is harmless.
void PrepareProcess();

}  // namespace amparo::rpc
