// Whether two records are of one person: which records come into question, and what speaks for and against it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/case/domain/name_likeness.h"
#include "services/case/domain/name_probes.h"
#include "services/case/domain/person.h"

namespace amparo::cases {

// The most blocks that are looked into for one person, the most records that are taken out of each, and the most that
// are opened in all. They bound what a search costs, whatever the number of people.
inline constexpr std::size_t kMostBlocks = 48;
inline constexpr int kMostPerBlock = 15;
inline constexpr int kMostAlike = 50;

// The blocks that somebody's duplicates are looked for in: each a few terms that a record must have all of, the
// sharpest first (I. P. Fellegi and A. B. Sunter, A theory for record linkage, 1969: only pairs that agree in a block
// are compared). A telephone number or an address of mail is a block by itself; words, sounds and pieces of names come
// at least two together, or with a year of birth: of one word alone there may be more people than can be looked at.
std::vector<Probe> BlocksOf(const Profile& profile);

// What speaks for two records being of one person, or against it. The numbers are those of the proto.
enum class DuplicateReason {
  kUnspecified = 0,
  kSameName = 1,
  kNameSoundsAlike = 2,
  kSimilarName = 3,
  kDifferentName = 4,
  kSameBirthDate = 5,
  kBirthDateFits = 6,
  kDifferentBirthDate = 7,
  kSameContact = 8,
  kSameAddress = 9,
  kSameGuardian = 10,
  kDifferentSex = 11,
};

// What a reason weighs, in points; negative for what counts against. A name alone makes a candidate (50 points), a
// number that a family shares does not make one of its members another, and nothing makes one of somebody who was born
// on another day.
int PointsOf(DuplicateReason reason);

// How much speaks for it, and what.
struct DuplicateScore {
  // The sum of the points, from 0 to 100.
  int score = 0;
  // The weightiest first, whichever way.
  std::vector<DuplicateReason> reasons;
};

// A record as it is compared: what is needed of it, made once.
class ComparedPerson {
 public:
  ComparedPerson(const Person& person, const Profile& profile);

  // What speaks for the two being one person; the same whichever is asked.
  DuplicateScore ScoreWith(const ComparedPerson& other) const;

 private:
  std::optional<DuplicateReason> CompareNames(const ComparedPerson& other) const;

  std::vector<ComparedName> names_;
  std::optional<Birth> birth_;
  // As terms, and folded.
  std::vector<std::string> contacts_;
  std::vector<std::string> addresses_;
  std::vector<Guardianship> guardians_;
  Sex sex_;
};

}  // namespace amparo::cases
