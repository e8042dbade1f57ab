// `amparo`: the client that people and batch jobs use.
#include <exception>

#include "services/cli/context.h"
#include "services/cli/failure.h"

namespace {

constexpr char kFooter[] = R"(Examples:
  amparo highlights --month 2014-11
  amparo report convictions --by office,year --from 2008-01-01 --to 2014-12-11
  amparo case list --office cebu --stage disposed
  amparo case timeline phnom-penh/PNH-2013-001
  amparo hearing list --office la-paz --state adjourned --format csv
  amparo feed tail --from now --follow --format json

Exit codes: 0 done, 1 failed, 2 bad command line, 3 not found, 4 refused by a rule, 5 unavailable or too late, 6 not allowed,
7 some rows of an import rejected.)";

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Amparo: the casework of organisations that protect people from trafficking, slavery and sexual violence.",
      "amparo");
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(kFooter);
  amparo::cli::Context context(app);
  amparo::cli::AddCaseCommands(app, context);
  amparo::cli::AddOfficeCommands(app, context);
  amparo::cli::AddHearingCommands(app, context);
  amparo::cli::AddImportCommand(app, context);
  amparo::cli::AddFeedCommands(app, context);
  amparo::cli::AddReportCommands(app, context);
  amparo::cli::AddHighlightsCommand(app, context);
  amparo::cli::AddStatusCommands(app, context);
  try {
    app.parse(argc, argv);
    return amparo::cli::kOk;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? amparo::cli::kOk : amparo::cli::kUsage;
  } catch (const amparo::cli::Failure& failure) {
    std::cerr << "amparo: " << failure.what() << "\n";
    return failure.code();
  } catch (const std::exception& error) {
    std::cerr << "amparo: " << error.what() << "\n";
    return amparo::cli::kFailed;
  }
}
