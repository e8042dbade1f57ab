// The floor: a gRPC callback server that answers what it was asked, over the same mutual TLS, without our call wrapper.
//   bench-echo SERVICE_CONFIG HOST:PORT
#include <grpcpp/grpcpp.h>

#include <iostream>

#include "bench_echo.grpc.pb.h"
#include "common/config/config.h"
#include "common/rpc/process.h"
#include "common/rpc/tls.h"

namespace {

class EchoServer final : public amparo::bench::v1::EchoService::CallbackService {
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const amparo::cases::v1::Case* request,
                                 amparo::cases::v1::Case* response) override {
    *response = *request;
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bench-echo SERVICE_CONFIG HOST:PORT\n";
    return 2;
  }
  amparo::rpc::PrepareProcess();  // as the services do, so that like is compared with like
  const auto config = amparo::config::Load(argv[1]);
  const auto credentials = config.ok() ? amparo::rpc::ServerCredentials(config->tls()) : config.status();
  if (!credentials.ok()) {
    std::cerr << credentials.status() << "\n";
    return 1;
  }
  EchoServer service;
  const auto server =
      grpc::ServerBuilder().AddListeningPort(argv[2], *credentials).RegisterService(&service).BuildAndStart();
  if (!server) {
    std::cerr << "cannot listen on " << argv[2] << "\n";
    return 1;
  }
  server->Wait();
}
