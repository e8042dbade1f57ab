// The articles of the countries' laws that people are charged under. The same table stands in the database for those
// who read it there; a test keeps the two equal. An article that was worded anew has an entry for each time it was in
// force.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"

namespace amparo::cases {

// One article as it read for a time.
struct LawArticle {
  // ISO 3166-1 alpha-2.
  std::string_view country;
  // Known by: unique in its country for any one day.
  std::string_view code;
  std::string_view citation;
  std::string_view title;
  // ICCS.
  std::string_view crime_type;
  // "YYYY-MM-DD": the first day it was in force so, and the last (empty = it still is).
  std::string_view valid_from;
  std::string_view valid_to;

  // True when it was in force on a day.
  bool InForce(absl::CivilDay day) const;
};

// Every entry, by country, code and first day.
std::span<const LawArticle> LawArticles();

// The entry that a citation means in a country: one in force on `day`, or else, since offences are charged after the
// law has changed, the last that the citation fits. Null when it is not in the table. Blanks, stops, commas and
// capitals do not matter, nor whether the usual words are shortened.
const LawArticle* FindLawArticle(std::string_view country, std::string_view citation, absl::CivilDay day);

// The entry of this code in force on `day`, or else the last; null when there is none.
const LawArticle* LawArticleOf(std::string_view country, std::string_view code, absl::CivilDay day);

}  // namespace amparo::cases
