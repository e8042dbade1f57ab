#include "services/cli/context.h"

#include "services/cli/values.h"

namespace amparo::cli {

Context::Context(CLI::App& app) {
  app.add_option("--config", config_path_, "Client configuration; default: .amparo/config/cli.textproto here or above");
  app.add_option("--timeout", timeout_seconds_, "Seconds to wait for an answer")
      ->check(CLI::Range(0.001, 86400.0))
      ->capture_default_str();
  app.add_option("--format", format_, "How to print: table, json or csv")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Format>{{"table", Format::kTable}, {"json", Format::kJson}, {"csv", Format::kCsv}},
          CLI::ignore_case))
      ->type_name("table|json|csv")
      ->option_text("table|json|csv");
}

Connection& Context::connection() {
  if (!connection_) {
    connection_ = std::make_unique<Connection>(config_path_, absl::Seconds(timeout_seconds_));
  }
  return *connection_;
}

void Context::PrintResource(const google::protobuf::Message& message, const Table& table) {
  if (format_ == Format::kJson) {
    out() << JsonOf(message).dump(2) << "\n";
  } else {
    Print(table);
  }
}

}  // namespace amparo::cli
