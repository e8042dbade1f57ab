#include "services/cli/program.h"

#include <exception>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "common/base/text.h"
#include "services/cli/context.h"
#include "services/cli/failure.h"
#include "services/cli/field_names.h"

namespace amparo::cli {
namespace {

constexpr char kFooter[] = R"(Examples:
  amparo highlights --month 2014-11
  amparo report convictions --by office,year --from 2008-01-01 --to 2014-12-11
  amparo case list --office cebu --stage disposed --text girls
  amparo case timeline phnom-penh/PNH-2013-001
  amparo hearing list --office la-paz --state adjourned --format csv
  amparo task list --office la-paz --role paralegal --state done
  amparo feed tail --from now --follow --format json
  amparo audit verify --office cebu
  amparo operation list phnom-penh/PNH-2013-001
  amparo network show phnom-penh/PNH-2013-001 --depth 3
  amparo --config .amparo/config/front-desk.textproto case list --office cebu

More of each: amparo COMMAND --help.

Exit codes: 0 done, 1 failed, 2 bad command line or configuration, 3 not found, 4 refused by a rule, 5 unavailable or
too late, 6 not allowed, 7 some rows of an import rejected, 8 the audit trail is not whole.)";

// What holds for the options of every command.
void MakeStrict(CLI::App& app) {
  // An empty value is a variable that a script has not set: ignored, a filter would let everything through.
  const CLI::Validator not_empty([](std::string& value) { return value.empty() ? "must not be empty" : ""; }, "");
  for (CLI::Option* option : app.get_options([](const CLI::Option*) { return true; })) {
    if (option->get_items_expected_max() == 0) continue;
    // One value each time it is given, so that it does not swallow the argument that follows.
    if (!option->get_positional()) option->allow_extra_args(false);
    option->check(not_empty);
  }
  for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) MakeStrict(*command);
}

// Protobuf cannot carry any other text.
void RequireUtf8(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    if (!CountCodePoints(argv[i])) throw Failure(kUsage, StrCat("argument ", i, " is not UTF-8 text"));
  }
}

// What went wrong, in words of the command line.
std::string Told(const Failure& failure, const CLI::App& app) {
  const CLI::App& command = CommandOf(app);
  // Whoever gives a request as JSON gives its fields.
  return command.get_name() == "call" ? failure.what() : CalledByOptions(failure.what(), command);
}

// An answer that was cut off, by a full disk for instance, is no answer.
void RequireWritten(std::ostream& out) {
  if (!out.flush()) throw Failure(kFailed, "the output cannot be written");
}

}  // namespace

void AddCommands(CLI::App& app, Context& context) {
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(kFooter);
  for (const auto add :
       {AddCaseCommands,    AddChargeCommands, AddDocumentCommands,  AddOfficeCommands,    AddHearingCommands,
        AddImportCommand,   AddFeedCommands,   AddReportCommands,    AddHighlightsCommand, AddAuditCommands,
        AddStatusCommands,  AddCallCommand,    AddAftercareCommands, AddOperationCommands, AddPersonCommands,
        AddNetworkCommands, AddTaskCommands,   AddNoteCommands,      AddHolidayCommands,   AddQueryCommands,
        AddExportCommand,   AddGrantCommands}) {
    add(app, context);
  }
  MakeStrict(app);
}

int Run(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  CLI::App app(
      "Amparo: the casework of organisations that protect people from trafficking, slavery and sexual violence.",
      "amparo");
  Context context(app, out, err);
  AddCommands(app, context);
  try {
    RequireUtf8(argc, argv);
    app.parse(argc, argv);
    RequireWritten(out);
    return kOk;
  } catch (const CLI::RequiredError& error) {
    // What is missing is often there, only misspelt.
    const std::vector<std::string> unknown = app.remaining(true);
    if (!unknown.empty()) err << "Unknown: " << absl::StrJoin(unknown, " ") << "\n";
    app.exit(error, out, err);
    return kUsage;
  } catch (const CLI::ParseError& error) {
    return app.exit(error, out, err) == 0 ? kOk : kUsage;
  } catch (const Failure& failure) {
    out.flush();
    err << "amparo: " << Told(failure, app) << "\n";
    return failure.code();
  } catch (const std::exception& error) {
    err << "amparo: " << error.what() << "\n";
    return kFailed;
  }
}

}  // namespace amparo::cli
