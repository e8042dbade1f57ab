#include "services/case/convert/case_search_convert.h"

#include <algorithm>

#include "common/base/fold.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

// Notes a stage that is asked for; named twice it is asked for once, and no case is found twice.
void AddStage(Stage stage, std::vector<Stage>& stages) {
  if (std::find(stages.begin(), stages.end(), stage) == stages.end()) stages.push_back(stage);
}

// The words of a text that is looked for, those of some length; notes what is wrong with it.
std::vector<std::string> WantedWords(const std::string& text, std::size_t shortest, std::string_view field,
                                     Violations& violations) {
  violations.RequireText(text, {0, 200}, field);
  std::vector<std::string> words;
  for (std::string& word : FoldWords(text)) {
    if (CodePointsOf(word).size() >= shortest) words.push_back(std::move(word));
  }
  violations.Require(text.empty() || !words.empty(), field, "must have a word that can be looked for");
  return words;
}

}  // namespace

CaseSearch CaseSearchFrom(const v1::ListCasesRequest& request, const std::string& office, Violations& violations) {
  CaseSearch search;
  search.office = office;
  for (const int stage : request.stages()) {
    const bool known = v1::CaseStage_IsValid(stage) && stage != v1::CASE_STAGE_UNSPECIFIED;
    if (violations.Require(known, "stages", "must be stages of a case")) {
      AddStage(static_cast<Stage>(stage), search.stages);
    }
  }
  search.crime_type = request.crime_type();
  search.case_number = request.case_number();
  search.lead = request.lead();
  search.reported_from = OptionalDay(request.has_report_from(), request.report_from(), "report_from", violations);
  search.reported_to = OptionalDay(request.has_report_to(), request.report_to(), "report_to", violations);
  search.moved_from = OptionalDay(request.has_moved_from(), request.moved_from(), "moved_from", violations);
  search.moved_to = OptionalDay(request.has_moved_to(), request.moved_to(), "moved_to", violations);
  search.judged_from = OptionalDay(request.has_verdict_from(), request.verdict_from(), "verdict_from", violations);
  search.judged_to = OptionalDay(request.has_verdict_to(), request.verdict_to(), "verdict_to", violations);
  search.assignee = request.assignee();
  for (const int kind : request.flags()) {
    const bool known = v1::FlagKind_IsValid(kind) && kind != v1::FLAG_KIND_UNSPECIFIED;
    if (violations.Require(known, "flags", "must be kinds of a flag")) {
      search.flags.push_back(static_cast<FlagKind>(kind));
    }
  }
  search.with_merged = request.show_merged();
  search.words = WantedWords(request.text(), 1, "text", violations);
  search.narrative_words = WantedWords(request.narrative_text(), kShortestNarrativeWord, "narrative_text", violations);
  CheckCaseSearch(search, violations);
  return search;
}

std::vector<Value> PlainFilters(const CaseSearch& search) {
  std::vector<Value> filters(4);
  if (!search.stages.empty()) filters[0] = std::vector<int64_t>(1, static_cast<int64_t>(search.stages.front()));
  if (!search.crime_type.empty()) filters[1] = search.crime_type;
  if (!search.case_number.empty()) filters[2] = search.case_number;
  if (!search.with_merged) filters[3] = true;
  return filters;
}

}  // namespace amparo::cases
