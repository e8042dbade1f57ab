// What every command has: the options that all share, the connection, and where to print.
#pragma once

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

#include "services/cli/connection.h"
#include "services/cli/table.h"

namespace amparo::cli {

// Made by main before the commands; it outlives them.
class Context {
 public:
  // Adds --config, --timeout and --format to the program.
  explicit Context(CLI::App& app);

  // Connects when first asked.
  Connection& connection();

  Format format() const { return format_; }
  std::ostream& out() { return std::cout; }

  // Prints the table in the format asked for.
  void Print(const Table& table) { table.Print(out(), format_); }

  // Prints one resource: all its fields as JSON, or the table's row.
  void PrintResource(const google::protobuf::Message& message, const Table& table);

 private:
  std::string config_path_;
  double timeout_seconds_ = 30;
  Format format_ = Format::kTable;
  std::unique_ptr<Connection> connection_;
};

// Each adds its commands to the program; `context` must outlive `app`.
void AddCaseCommands(CLI::App& app, Context& context);
void AddTimelineCommand(CLI::App& cases, Context& context);
void AddOfficeCommands(CLI::App& app, Context& context);
void AddHearingCommands(CLI::App& app, Context& context);
void AddImportCommand(CLI::App& app, Context& context);
void AddFeedCommands(CLI::App& app, Context& context);
void AddReportCommands(CLI::App& app, Context& context);
void AddHighlightsCommand(CLI::App& app, Context& context);
void AddStatusCommands(CLI::App& app, Context& context);

}  // namespace amparo::cli
