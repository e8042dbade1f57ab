// Cases in lists: the filters that commands take, and how cases are printed.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "amparo/cases/v1/case_service.pb.h"
#include "services/cli/table.h"

namespace amparo::cli {

// What a list of cases is narrowed down by, as it is written on a command line.
struct CaseFilters {
  std::vector<std::string> stages;
  std::vector<std::string> flags;
  std::string crime_type, number, lead, assignee, text, narrative_text;
  std::string reported_from, reported_to, moved_from, moved_to, verdict_from, verdict_to;
};

// Adds --stage, --flag, --crime-type, --number, --lead, --assignee, --from, --to, --moved-from, --moved-to,
// --verdict-from, --verdict-to and --text.
void AddCaseFilters(CLI::App& command, CaseFilters& filters);

// The request of an office's cases; a Failure for what is none of its choices.
cases::v1::ListCasesRequest CasesRequest(const std::string& office, const CaseFilters& filters);

// A case in a line, with these columns too.
Table CaseTable(const std::vector<std::string>& further = {});
Json CaseRow(const cases::v1::Case& record);

}  // namespace amparo::cli
