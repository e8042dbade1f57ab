// What every command has: the options that all share, the connection, and where to print.
#pragma once

#include <CLI/CLI.hpp>

#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "services/cli/connection.h"
#include "services/cli/table.h"

namespace amparo::cli {

// The most items that a list has.
struct Limit {
  // As a table, which people read. Programs, which read JSON and CSV, get all: they see no note of what was cut off.
  int in_table = 50;
  // What --limit says instead; 0 = all.
  std::optional<int> given;
};

// Made before the commands; it outlives them.
class Context {
 public:
  // Adds --config, --token-file, --timeout, --reason and --format to the program. Answers go to `out`, notes beside
  // them to `err`.
  Context(CLI::App& app, std::ostream& out, std::ostream& err);

  // Connects when first asked.
  Connection& connection();

  Format format() const { return format_; }
  std::ostream& out() { return out_; }
  std::ostream& err() { return err_; }

  // Prints the table in the format asked for.
  void Print(const Table& table) { table.Print(out(), format_); }

  // Prints one resource: all its fields as JSON, or the table's row.
  void PrintResource(const google::protobuf::Message& message, const Table& table);

  // How many items a list may have in the format asked for; 0 = all.
  int Most(const Limit& limit) const { return limit.given.value_or(format_ == Format::kTable ? limit.in_table : 0); }

  // Prints a list that was cut at `limit` if there is `more` of it, which is then said on stderr.
  void PrintList(const Table& table, const Limit& limit, bool more);

 private:
  std::ostream& out_;
  std::ostream& err_;
  std::string config_path_;
  std::string token_file_;
  double timeout_seconds_ = 30;
  std::string reason_;
  Format format_ = Format::kTable;
  std::unique_ptr<Connection> connection_;
};

// Adds an option whose value is one of `choices`, in any case.
template <typename Value>
CLI::Option* AddChoice(CLI::App& app, const std::string& name, const std::map<std::string, Value>& choices,
                       Value& value, const std::string& description) {
  std::string names;
  for (const auto& [choice, ignored] : choices) names += (names.empty() ? "" : "|") + choice;
  return app
      .add_option_function<std::string>(
          name, [&value, choices](const std::string& given) { value = choices.at(given); }, description)
      ->transform(CLI::Validator(
          [choices, names](std::string& given) {
            given = CLI::detail::to_lower(given);
            return choices.contains(given) ? std::string() : "\"" + given + "\" is none of " + names;
          },
          ""))
      ->option_text(names);
}

// Adds --limit to a list.
void AddLimit(CLI::App& list, Limit& limit);

// Adds --request-id to an act.
void AddRequestId(CLI::App& act, std::string& request_id);

// Each adds its commands to the program; `context` must outlive `app`.
void AddCaseCommands(CLI::App& app, Context& context);
void AddChargeCommands(CLI::App& app, Context& context);
void AddCaseListCommand(CLI::App& cases, Context& context);
void AddTimelineCommand(CLI::App& cases, Context& context);
void AddLifecycleCommands(CLI::App& cases, Context& context);
void AddCaseDuplicateCommands(CLI::App& cases, Context& context);
void AddTaskCommands(CLI::App& app, Context& context);
void AddTemplateCommands(CLI::App& tasks, Context& context);
void AddNoteCommands(CLI::App& app, Context& context);
void AddOfficeCommands(CLI::App& app, Context& context);
void AddHolidayCommands(CLI::App& app, Context& context);
void AddDocumentCommands(CLI::App& app, Context& context);
void AddOperationCommands(CLI::App& app, Context& context);
void AddCompartmentCommands(CLI::App& operations, Context& context);
void AddHearingCommands(CLI::App& app, Context& context);
void AddHearingActs(CLI::App& hearings, Context& context);
void AddImportCommand(CLI::App& app, Context& context);
void AddImportFaultCommands(CLI::App& import, Context& context);
void AddExportCommand(CLI::App& app, Context& context);
void AddFeedCommands(CLI::App& app, Context& context);
void AddReportCommands(CLI::App& app, Context& context);
void AddHighlightsCommand(CLI::App& app, Context& context);
void AddAuditCommands(CLI::App& app, Context& context);
void AddStatusCommands(CLI::App& app, Context& context);
void AddCallCommand(CLI::App& app, Context& context);
void AddAftercareCommands(CLI::App& app, Context& context);
void AddCareCommands(CLI::App& aftercare, Context& context);
void AddPlanCommands(CLI::App& aftercare, Context& context);
void AddReferralCommands(CLI::App& aftercare, Context& context);
void AddPersonCommands(CLI::App& app, Context& context);
void AddDuplicateCommands(CLI::App& persons, Context& context);
void AddNetworkCommands(CLI::App& app, Context& context);
void AddNetworkEntryCommands(CLI::App& network, Context& context);
void AddNetworkChangeCommands(CLI::App& network, Context& context);
void AddQueryCommands(CLI::App& app, Context& context);
void AddGrantCommands(CLI::App& app, Context& context);

}  // namespace amparo::cli
