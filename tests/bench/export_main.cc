// How fast an office leaves the case service: reads ExportOffice to its end and prints records and seconds. Started by
// tests/bench/transfer.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "absl/time/clock.h"
#include "amparo/cases/v1/export.grpc.pb.h"
#include "amparo/config/v1/cli.pb.h"
#include "common/config/config.h"
#include "common/rpc/tls.h"

namespace {

namespace v1 = amparo::cases::v1;

int RunBenchExport(const std::string& tls_config, const std::string& address, const v1::ExportOfficeRequest& request) {
  amparo::config::v1::CliConfig config;
  if (const auto status = amparo::config::ParseFile(tls_config, config); !status.ok()) {
    std::cerr << status << "\n";
    return 1;
  }
  const auto credentials = amparo::rpc::ChannelCredentials(config.tls());
  if (!credentials.ok()) {
    std::cerr << credentials.status() << "\n";
    return 1;
  }
  v1::ExportService::Stub stub(grpc::CreateChannel(address, *credentials));
  grpc::ClientContext context;
  const absl::Time begin = absl::Now();
  const auto reader = stub.ExportOffice(&context, request);
  // The messages are parsed as any client would.
  v1::ExportOfficeResponse response;
  int64_t records = 0;
  while (reader->Read(&response)) records += response.records_size();
  if (const grpc::Status status = reader->Finish(); !status.ok()) {
    std::cerr << status.error_message() << "\n";
    return 1;
  }
  std::cout << records << " " << absl::ToDoubleSeconds(absl::Now() - begin) << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Reads an export of an office to its end.");
  std::string tls_config, address, office;
  bool full = false;
  app.add_option("--tls", tls_config, "The client's configuration")->required();
  app.add_option("--server", address, "host:port of the case service")->required();
  app.add_option("--office", office, "The office's id")->required();
  app.add_flag("--full", full, "Opened and audited");
  CLI11_PARSE(app, argc, argv);
  v1::ExportOfficeRequest request;
  request.set_name("offices/" + office);
  if (full) request.set_view(amparo::types::v1::VIEW_FULL);
  return RunBenchExport(tls_config, address, request);
}
