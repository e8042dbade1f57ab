#include "services/cli/context.h"

#include "common/base/strings.h"
#include "services/cli/values.h"

namespace amparo::cli {

Context::Context(CLI::App& app, std::ostream& out, std::ostream& err) : out_(out), err_(err) {
  app.add_option("--config", config_path_,
                 "Client configuration; default: $AMPARO_HOME/config/cli.textproto, else .amparo/config/cli.textproto "
                 "here or above, else in the program's own folder or above that");
  app.add_option(
      "--token-file", token_file_,
      "Ask as the person whose token this file holds; default: $AMPARO_TOKEN_FILE, else the token_file of the "
      "configuration, else as the owner of its certificate");
  app.add_option("--timeout", timeout_seconds_, "Seconds to wait for an answer")
      ->check(CLI::Range(0.001, 86400.0))
      ->capture_default_str();
  app.add_option("--reason", reason_,
                 "Why you ask: kept in the audit trail with every read of what identifies people. Commands that have "
                 "a --reason of their own take it for what they do");
  AddChoice<Format>(app, "--format", {{"table", Format::kTable}, {"json", Format::kJson}, {"csv", Format::kCsv}},
                    format_, "How to print; default: table");
}

Connection& Context::connection() {
  if (!connection_) {
    connection_ = std::make_unique<Connection>(config_path_, absl::Seconds(timeout_seconds_), reason_, token_file_);
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

void Context::PrintList(const Table& table, const Limit& limit, bool more) {
  Print(table);
  if (more) {
    out().flush();
    err() << "amparo: these are the first " << Most(limit) << " only; --limit 0 lists all\n";
  }
}

void AddLimit(CLI::App& list, Limit& limit) {
  list.add_option_function<int>(
          "--limit", [&limit](int given) { limit.given = given; },
          StrCat("At most so many; 0 = all; default: ", limit.in_table, " as a table, all as json or csv"))
      ->check(CLI::NonNegativeNumber);
}

void AddRequestId(CLI::App& act, std::string& request_id) {
  act.add_option("--request-id", request_id, "A UUID: the same again gives the first answer");
}

}  // namespace amparo::cli
