// Whether two cases are of one matter, the same report told twice: what speaks for and against it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "services/case/domain/case.h"
#include "services/case/domain/party.h"

namespace amparo::cases {

// What bounds a search, whatever the number of cases: the cases that are compared in all, those of each person, venue
// or asset; the roles and the venues and assets that the case itself is looked for by; how many days before and after
// its report, how many cases on each side come into question, how many of those are looked at, and how many with a word
// of its title are taken. Beyond a week a day speaks for nothing: of an office that 15,000 reports a year reach, those
// of related crimes that are looked at are of that week.
inline constexpr int kMostCasesAlike = 200;
inline constexpr int kMostCasesPerTie = 40;
inline constexpr int kMostRolesOfMatter = 200;
inline constexpr int kMostMarksOfMatter = 50;
inline constexpr int kDaysOfReports = 30;
inline constexpr int kMostReportsNear = 500;
inline constexpr int kMostReportsLookedAt = 150;
inline constexpr int kMostReportsTaken = 50;

// The digits of an ICCS code that stand for one kind of crime: codes that begin with the same ones are related.
inline constexpr std::size_t kDigitsOfCrime = 4;

// What speaks for two cases being of one matter, or against it. The numbers are those of the proto.
enum class CaseDuplicateReason {
  kUnspecified = 0,
  kSharedSurvivor = 1,
  kSharedAccused = 2,
  kSharedPerson = 3,
  kSeveralShared = 4,
  kSameTitle = 5,
  kSimilarTitle = 6,
  kSameReportDay = 7,
  kCloseReportDays = 8,
  kDistantReportDays = 9,
  kSameCrimeType = 10,
  kRelatedCrimeType = 11,
  kDifferentCrimeType = 12,
  kSharedAsset = 13,
  kSharedVenue = 14,
};

// What a reason weighs, in points; negative for what counts against. A survivor and the crime make a candidate (50
// points); so do a title and a day. Somebody who is accused again and again makes none alone.
int PointsOf(CaseDuplicateReason reason);

// How much speaks for it, and what.
struct CaseDuplicateScore {
  // The sum of the points, from 0 to 100.
  int score = 0;
  // The weightiest first, whichever way.
  std::vector<CaseDuplicateReason> reasons;
};

// What somebody is in a case: the record that stands for them.
struct CaseRole {
  Uuid person = {};
  PartyRole role = PartyRole::kUnspecified;
};

// What a case has in common with the one whose duplicates are looked for: those of its roles whose people are in both,
// and whether they are linked with the same assets and venues.
struct CaseTies {
  std::vector<CaseRole> roles = {};
  bool asset = false;
  bool venue = false;
};

// The words of a title that cases are compared by: of three letters and more, folded, each once, in order.
std::vector<std::string> TitleWords(std::string_view title);

// Compares two cases; `roles` are those of `a`, `ties` what `b` has in common with it.
CaseDuplicateScore CompareCases(const Case& a, const std::vector<CaseRole>& roles, const Case& b, const CaseTies& ties);

}  // namespace amparo::cases
