#include "services/case/domain/case_search.h"

#include <algorithm>
#include <set>

#include "common/base/fold.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

// The days from `<field>_from` to `<field>_to`.
void CheckDays(const std::optional<absl::CivilDay>& from, const std::optional<absl::CivilDay>& to,
               std::string_view field, Violations& violations) {
  violations.Require(!from || !to || *from <= *to, StrCat(field, "_to"), StrCat("must not be before ", field, "_from"));
}

// Ordered, each once.
std::vector<std::string> Distinct(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace

bool IsPlain(const CaseSearch& search) {
  const bool days = search.reported_from || search.reported_to || search.moved_from || search.moved_to ||
                    search.judged_from || search.judged_to;
  const bool words = !search.words.empty() || !search.narrative_words.empty();
  const bool number = !search.case_number.empty() && !search.with_merged;
  const bool staff = !search.lead.empty() || !search.assignee.empty();
  return search.stages.size() <= 1 && !days && !words && !number && !staff && search.flags.empty();
}

std::vector<std::string> CaseWords(std::string_view title, std::string_view case_number) {
  return Distinct(FoldWords(StrCat(title, " ", case_number)));
}

std::vector<std::string> InOffice(std::string_view office, std::vector<std::string> words) {
  for (std::string& word : words) word = StrCat(office, " ", word);
  return words;
}

std::vector<std::string> NarrativeWords(const CaseNarrative& narrative) {
  std::set<std::string> kept;
  for (std::string& word : FoldWords(StrCat(narrative.narrative, " ", narrative.reporter))) {
    if (kept.size() >= kMostNarrativeWords) break;
    if (CodePointsOf(word).size() >= kShortestNarrativeWord) kept.insert(std::move(word));
  }
  return {kept.begin(), kept.end()};
}

std::vector<std::string> NarrativeTerms(const std::vector<std::string>& words) {
  std::vector<std::string> terms;
  for (const std::string& word : words) terms.push_back("n:" + word);
  return terms;
}

void CheckCaseSearch(const CaseSearch& search, Violations& violations) {
  const std::string& code = search.crime_type;
  const bool digits = code.size() <= 8 && code.find_first_not_of("0123456789") == std::string::npos;
  violations.Require(digits, "crime_type", "must be the beginning of an ICCS code: at most 8 digits");
  violations.RequireText(search.case_number, {0, 40}, "case_number");
  violations.RequireText(search.lead, {0, 200}, "lead");
  violations.RequireText(search.assignee, {0, 200}, "assignee");
  CheckDays(search.reported_from, search.reported_to, "report", violations);
  CheckDays(search.moved_from, search.moved_to, "moved", violations);
  CheckDays(search.judged_from, search.judged_to, "verdict", violations);
  violations.Require(search.words.size() <= kMostSearchWords, "text", "must have at most 10 words");
  violations.Require(search.narrative_words.size() <= kMostSearchWords, "narrative_text", "must have at most 10 words");
}

}  // namespace amparo::cases
