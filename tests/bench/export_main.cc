// How fast an office leaves the case service: reads ExportOffice to its end and prints records and seconds; or copies
// the same records out of the database. Started by tests/bench/transfer.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <stdexcept>

#include "absl/time/clock.h"
#include "amparo/cases/v1/export.pb.h"
#include "common/config/config.h"
#include "common/rpc/read_ahead.h"
#include "tests/bench/contest.h"
#include "tests/bench/copy_floor.h"

namespace {

namespace bench = amparo::bench;
namespace v1 = amparo::cases::v1;

struct Options {
  std::string tls_config, server, copy_config, office;
  bool full = false;
};

// How many records the service sent.
int64_t ReadExport(const Options& options) {
  v1::ExportOfficeRequest request;
  request.set_name("offices/" + options.office);
  if (options.full) request.set_view(amparo::types::v1::VIEW_FULL);
  grpc::ClientContext context;
  amparo::rpc::ReadAhead answers(grpc::CreateChannel(options.server, bench::CredentialsOf(options.tls_config)),
                                 "/amparo.cases.v1.ExportService/ExportOffice", &context, request);
  // The messages are parsed as any client would.
  v1::ExportOfficeResponse response;
  int64_t records = 0;
  while (answers.Read(response)) records += response.records_size();
  if (const absl::Status status = answers.Finish(); !status.ok()) throw std::runtime_error(status.ToString());
  return records;
}

// How many rows the database sent.
int64_t CopyRows(const Options& options) {
  const auto config = amparo::config::Load(options.copy_config);
  if (!config.ok()) throw std::runtime_error(config.status().ToString());
  return bench::CopyExported(config->database().write_conninfo(), options.office);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Reads an export of an office to its end, or copies its rows.");
  auto* tls = app.add_option("--tls", options.tls_config, "The client's configuration");
  auto* server = app.add_option("--server", options.server, "host:port of the case service")->needs(tls);
  app.add_option("--copy", options.copy_config,
                 "Instead: the case service's configuration, whose database is copied from")
      ->excludes(server);
  app.add_option("--office", options.office, "The office's id")->required();
  app.add_flag("--full", options.full, "Opened and audited")->needs(server);
  CLI11_PARSE(app, argc, argv);
  try {
    const absl::Time begin = absl::Now();
    const int64_t records = options.copy_config.empty() ? ReadExport(options) : CopyRows(options);
    std::cout << records << " " << absl::ToDoubleSeconds(absl::Now() - begin) << "\n";
  } catch (const std::exception& error) {
    std::cerr << "bench: " << error.what() << "\n";
    return 1;
  }
}
