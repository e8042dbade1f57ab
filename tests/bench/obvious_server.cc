// What anyone would write: a synchronous gRPC server over a pool of eight connections. It answers GetCase and
// CreateCase on the tables of the case service, and does less for a call than that does: no access rules, no metrics,
// no log, no validation.
//   bench-obvious SERVICE_CONFIG HOST:PORT
#include <absl/strings/str_split.h>
#include <absl/time/clock.h>
#include <grpcpp/grpcpp.h>
#include <openssl/evp.h>

#include <iostream>

#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "common/base/uuid.h"
#include "common/config/config.h"
#include "common/rpc/process.h"
#include "common/rpc/tls.h"
#include "tests/bench/obvious_store.h"

namespace {

using amparo::cases::v1::Case;

constexpr int kPoolSize = 8;

std::string Digest(const std::string& bytes) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(), nullptr);
  digest.resize(size);
  return digest;
}

class ObviousServer final : public amparo::cases::v1::CaseService::Service {
 public:
  explicit ObviousServer(const std::string& conninfo) : store_(conninfo, kPoolSize) {}

 private:
  grpc::Status GetCase(grpc::ServerContext*, const amparo::cases::v1::GetCaseRequest* request, Case* response) override
      try {
    const std::vector<std::string> parts = absl::StrSplit(request->name(), '/');
    if (parts.size() != 4) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "name"};
    }
    auto found = store_.Get(parts[1], parts[3]);
    if (!found) {
      return {grpc::StatusCode::NOT_FOUND, request->name()};
    }
    *response = *std::move(found);
    return grpc::Status::OK;
  } catch (const std::exception& error) {
    return {grpc::StatusCode::INTERNAL, error.what()};
  }

  grpc::Status CreateCase(grpc::ServerContext*, const amparo::cases::v1::CreateCaseRequest* request,
                          Case* response) override try {
    const std::string office = request->parent().substr(request->parent().find('/') + 1);
    const std::string id = amparo::Uuid::V7(absl::Now()).ToString();
    *response = request->case_();
    response->set_name(request->parent() + "/cases/" + id);
    response->set_case_number(id);
    response->set_stage(amparo::cases::v1::CASE_STAGE_REPORTED);
    if (!store_.Create(office, id, *response, request->request_id(), Digest(request->SerializeAsString()))) {
      return {grpc::StatusCode::ALREADY_EXISTS, request->request_id()};
    }
    return grpc::Status::OK;
  } catch (const std::exception& error) {
    return {grpc::StatusCode::INTERNAL, error.what()};
  }

  amparo::bench::ObviousStore store_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bench-obvious SERVICE_CONFIG HOST:PORT\n";
    return 2;
  }
  amparo::rpc::PrepareProcess();  // as the services do, so that like is compared with like
  const auto config = amparo::config::Load(argv[1]);
  const auto credentials = config.ok() ? amparo::rpc::ServerCredentials(config->tls()) : config.status();
  if (!credentials.ok()) {
    std::cerr << credentials.status() << "\n";
    return 1;
  }
  ObviousServer service(config->database().write_conninfo() + " options=-csearch_path=cases");
  const auto server =
      grpc::ServerBuilder().AddListeningPort(argv[2], *credentials).RegisterService(&service).BuildAndStart();
  if (!server) {
    std::cerr << "cannot listen on " << argv[2] << "\n";
    return 1;
  }
  server->Wait();
}
