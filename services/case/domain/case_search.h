// What cases are found by: typed filters, the words of title and number, and the words of narratives.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/case/domain/case.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// The most words of a narrative that it is found by, and the most that are looked for at once.
inline constexpr std::size_t kMostNarrativeWords = 3000;
inline constexpr std::size_t kMostSearchWords = 10;
// The shortest word of a narrative that is looked at, in characters.
inline constexpr std::size_t kShortestNarrativeWord = 3;

// Cases of an office that pass every filter; what is empty or absent does not filter.
struct CaseSearch {
  std::string office = {};
  std::vector<Stage> stages = {};
  // The beginning of an ICCS code.
  std::string crime_type = {};
  std::string case_number = {};
  // A principal.
  std::string lead = {};
  // The day of the report, both included.
  std::optional<absl::CivilDay> reported_from = std::nullopt;
  std::optional<absl::CivilDay> reported_to = std::nullopt;
  // The day of the last move, both included.
  std::optional<absl::CivilDay> moved_from = std::nullopt;
  std::optional<absl::CivilDay> moved_to = std::nullopt;
  // With a verdict that stands, given on one of these days, both included.
  std::optional<absl::CivilDay> judged_from = std::nullopt;
  std::optional<absl::CivilDay> judged_to = std::nullopt;
  // With an open task of this principal.
  std::string assignee = {};
  // With an open flag of one of these kinds.
  std::vector<FlagKind> flags = {};
  // All of these among the words of title and number.
  std::vector<std::string> words = {};
  // All of these among the words of the narrative.
  std::vector<std::string> narrative_words = {};
  // Also cases that were merged into others. If not, what a number or words of a title find of a merged case is the one
  // that stands for it.
  bool with_merged = false;
};

// True for a search that the plain list of cases answers as well (store/tables.h): at most one stage, a crime, and,
// with merged cases, a number.
bool IsPlain(const CaseSearch& search);

// The words of a case's title and number, folded (common/base/fold.h), each once, in order.
std::vector<std::string> CaseWords(std::string_view title, std::string_view case_number);

// Words as the index of an office keeps them: each behind the office and a blank.
std::vector<std::string> InOffice(std::string_view office, std::vector<std::string> words);

// The words of a narrative and of the word on its reporter, folded, each once, in order; the first kMostNarrativeWords
// of three letters and more.
std::vector<std::string> NarrativeWords(const CaseNarrative& narrative);

// The terms that a narrative is found by: kept only as keyed tokens.
std::vector<std::string> NarrativeTerms(const std::vector<std::string>& words);

// Notes what is wrong with a search: codes, lengths, days out of order, too many words.
void CheckCaseSearch(const CaseSearch& search, Violations& violations);

}  // namespace amparo::cases
