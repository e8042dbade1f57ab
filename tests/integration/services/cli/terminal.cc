#include "tests/integration/services/cli/terminal.h"

#include <stdlib.h>

#include <fstream>
#include <sstream>

#include "common/base/check.h"
#include "google/protobuf/text_format.h"
#include "services/cli/program.h"

namespace amparo::testing {

config::v1::CliConfig ConfigFor(const RpcServer& server, std::string_view caller, cli::Service service) {
  const auto address_of = [&server, service](cli::Service other) {
    // Nobody listens on port 1.
    return other == service ? server.address() : "127.0.0.1:1";
  };
  config::v1::CliConfig config;
  config.set_case_address(address_of(cli::Service::kCase));
  config.set_scheduling_address(address_of(cli::Service::kScheduling));
  config.set_statistics_address(address_of(cli::Service::kStatistics));
  *config.mutable_tls() = server.authority().Issue(caller);
  return config;
}

Terminal::Terminal(const config::v1::CliConfig& config) {
  std::string pattern = (std::filesystem::temp_directory_path() / "amparo-cli-XXXXXX").string();
  AMPARO_CHECK(mkdtemp(pattern.data()) != nullptr, "a test may make a folder");
  folder_ = pattern;
  std::string text;
  AMPARO_CHECK(google::protobuf::TextFormat::PrintToString(config, &text), "a configuration can be printed");
  Write("cli.textproto", text);
}

Terminal::~Terminal() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string Terminal::Write(const std::string& name, const std::string& content) const {
  const std::filesystem::path path = folder_ / name;
  std::ofstream(path, std::ios::binary) << content;
  return path.string();
}

int Terminal::RunTo(std::ostream& out, std::ostream& err, const std::vector<std::string>& arguments) const {
  const std::string config = config_path();
  std::vector<const char*> argv{"amparo", "--config", config.c_str()};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  return cli::Run(static_cast<int>(argv.size()), argv.data(), out, err);
}

Outcome Terminal::Run(const std::vector<std::string>& arguments) const {
  std::ostringstream out;
  std::ostringstream err;
  const int code = RunTo(out, err, arguments);
  return {code, out.str(), err.str()};
}

}  // namespace amparo::testing
