// Streams that are followed: reading them, and ending in order when somebody interrupts.
#pragma once

#include <grpcpp/grpcpp.h>
#include <signal.h>

#include <array>
#include <atomic>
#include <ostream>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "common/errors/grpc_status.h"

namespace amparo::cli {

// Reads until `take` answers false of a response, then cancels the call, or until the stream ends. How that ended; OK
// when it was `take`.
template <class Response, class Take>
absl::Status ReadWhile(grpc::ClientContext& call, grpc::ClientReader<Response>& reader, Take take) {
  Response response;
  bool wanted = true;
  while (reader.Read(&response)) {
    if (!wanted) continue;
    wanted = take(response);
    if (!wanted) call.TryCancel();
  }
  const grpc::Status ended = reader.Finish();
  return wanted ? errors::FromGrpc(ended) : absl::OkStatus();
}

// What a command is while it reads a stream. However that ends, the command says where to go on.
class Following {
 public:
  // With `until_interrupted`, the first SIGINT or SIGTERM cancels the call instead of ending the process, and the same
  // again ends it; one that is ignored stays so. At most one such lives at a time. `call` must outlive it.
  Following(grpc::ClientContext& call, bool until_interrupted);
  ~Following();
  Following(const Following&) = delete;
  Following& operator=(const Following&) = delete;

  // Says on `err` that `token` is where to go on, unless none has come. Then throws the Failure that fits `ended`
  // unless that is OK, or the call was interrupted, which is how following ends.
  void End(std::ostream& err, const std::string& token, const absl::Status& ended, const std::string& doing) const;

 private:
  // What the signals did before.
  std::array<struct sigaction, 2> before_ = {};
  std::atomic<bool> over_ = false;
  std::atomic<bool> interrupted_ = false;
  std::thread waiting_;
};

}  // namespace amparo::cli
