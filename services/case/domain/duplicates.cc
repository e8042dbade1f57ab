#include "services/case/domain/duplicates.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "common/base/fold.h"
#include "common/base/strings.h"
#include "services/case/domain/name_likeness.h"
#include "services/case/domain/name_terms.h"

namespace amparo::cases {
namespace {

// More names than anybody's duplicates are looked for by, and more years of birth than make a block sharper.
constexpr std::size_t kMostNamesOfBlocks = 6;
constexpr std::size_t kMostYearsOfBlocks = 3;

constexpr int kSameWords = 100;
constexpr int kSameSounds = 90;
constexpr int kSimilar = 70;

// The years that somebody may have been born in; empty when they say too little.
std::vector<int> BirthYearsOf(const Profile& profile) {
  std::vector<int> years;
  if (!profile.birth) return years;
  const BirthDays days = DaysOf(*profile.birth);
  for (auto year = days.first.year(); year <= days.last.year(); ++year) years.push_back(static_cast<int>(year));
  if (years.size() > kMostYearsOfBlocks) years.clear();
  return years;
}

// Collects blocks, each once.
class Blocks {
 public:
  void Add(Probe block) {
    std::set<std::string> terms(block.begin(), block.end());
    if (blocks_.size() < kMostBlocks && seen_.insert(std::move(terms)).second) blocks_.push_back(std::move(block));
  }

  std::vector<Probe> Take() && { return std::move(blocks_); }

 private:
  std::vector<Probe> blocks_;
  std::set<std::set<std::string>> seen_;
};

// The blocks of a name, with the year of birth if there is one. Without it, a word or a sound alone is none, nor are
// two pieces of a word.
NameProbes BlocksOfName(const std::string& name, std::optional<int> year) {
  NameProbes blocks = ProbesFor(name, year);
  if (year) return blocks;
  blocks.one_word.clear();
  const std::vector<std::string> words = NameWords(name);
  // A word that is said twice is one word.
  if (std::set<std::string>(words.begin(), words.end()).size() > 1) return blocks;
  for (std::vector<Probe>* const some : {&blocks.same, &blocks.alike}) {
    std::erase_if(*some, [](const Probe& block) { return block.size() <= 2; });
  }
  return blocks;
}

bool HaveCommon(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&b](const std::string& one) { return std::find(b.begin(), b.end(), one) != b.end(); });
}

std::optional<DuplicateReason> CompareBirths(const std::optional<Birth>& a, const std::optional<Birth>& b) {
  if (!a || !b) return std::nullopt;
  if (a->exact() && b->exact() && a->year == b->year && a->month == b->month && a->day == b->day) {
    return DuplicateReason::kSameBirthDate;
  }
  const BirthDays of_a = DaysOf(*a);
  const BirthDays of_b = DaysOf(*b);
  const bool overlap = of_a.first <= of_b.last && of_b.first <= of_a.last;
  // Day and month are written in either order.
  const bool swapped = a->exact() && b->exact() && a->year == b->year && a->month == b->day && a->day == b->month;
  return overlap || swapped ? DuplicateReason::kBirthDateFits : DuplicateReason::kDifferentBirthDate;
}

std::vector<std::string> FoldedAddresses(const Profile& profile) {
  std::vector<std::string> folded;
  for (const PersonAddress& one : profile.addresses) {
    std::string words;
    for (const std::string& word : FoldWords(one.text)) StrAppend(&words, words.empty() ? "" : " ", word);
    if (!words.empty()) folded.push_back(std::move(words));
  }
  return folded;
}

bool HaveCommonGuardian(const std::vector<Guardianship>& a, const std::vector<Guardianship>& b) {
  return std::any_of(a.begin(), a.end(), [&b](const Guardianship& one) {
    return std::any_of(b.begin(), b.end(),
                       [&one](const Guardianship& other) { return one.guardian == other.guardian; });
  });
}

bool DifferBySex(Sex a, Sex b) {
  return a != Sex::kUnspecified && b != Sex::kUnspecified && a != b;
}

// How well one of the names answers one of the others.
int BestLikeness(const std::vector<ComparedName>& wanted, const std::vector<ComparedName>& names) {
  int best = 0;
  for (const ComparedName& one : wanted) best = std::max(best, NameLikeness(one, names));
  return best;
}

}  // namespace

std::vector<Probe> BlocksOf(const Profile& profile) {
  Blocks blocks;
  for (std::string& contact : ContactTermsOf(profile)) blocks.Add(Probe(1, std::move(contact)));
  std::vector<std::string> names = NamesOf(profile);
  if (names.size() > kMostNamesOfBlocks) names.resize(kMostNamesOfBlocks);
  const std::vector<int> years = BirthYearsOf(profile);
  std::vector<NameProbes> of_names;
  for (const std::string& name : names) {
    for (const int year : years) of_names.push_back(BlocksOfName(name, year));
    of_names.push_back(BlocksOfName(name, std::nullopt));
  }
  for (auto NameProbes::*const sharpness : {&NameProbes::same, &NameProbes::alike, &NameProbes::one_word}) {
    for (NameProbes& of_name : of_names) {
      for (Probe& block : of_name.*sharpness) blocks.Add(std::move(block));
    }
  }
  return std::move(blocks).Take();
}

int PointsOf(DuplicateReason reason) {
  switch (reason) {
    case DuplicateReason::kSameName:
      return 60;
    case DuplicateReason::kNameSoundsAlike:
      return 50;
    case DuplicateReason::kSimilarName:
      return 35;
    case DuplicateReason::kDifferentName:
      return -30;
    case DuplicateReason::kSameBirthDate:
      return 35;
    case DuplicateReason::kBirthDateFits:
      return 15;
    case DuplicateReason::kDifferentBirthDate:
      return -60;
    case DuplicateReason::kSameContact:
      return 40;
    case DuplicateReason::kSameAddress:
      return 15;
    case DuplicateReason::kSameGuardian:
      return 15;
    case DuplicateReason::kDifferentSex:
      return -40;
    case DuplicateReason::kUnspecified:
      break;
  }
  return 0;
}

ComparedPerson::ComparedPerson(const Person& person, const Profile& profile)
    : names_(ComparedNamesOf(profile)),
      birth_(profile.birth),
      contacts_(ContactTermsOf(profile)),
      addresses_(FoldedAddresses(profile)),
      guardians_(person.guardians),
      sex_(person.sex) {}

DuplicateScore ComparedPerson::ScoreWith(const ComparedPerson& other) const {
  DuplicateScore result;
  const auto add = [&result](std::optional<DuplicateReason> reason) {
    if (reason) result.reasons.push_back(*reason);
  };
  const auto add_if = [&add](bool holds, DuplicateReason reason) {
    if (holds) add(reason);
  };
  add(CompareNames(other));
  add(CompareBirths(birth_, other.birth_));
  add_if(HaveCommon(contacts_, other.contacts_), DuplicateReason::kSameContact);
  add_if(HaveCommon(addresses_, other.addresses_), DuplicateReason::kSameAddress);
  add_if(HaveCommonGuardian(guardians_, other.guardians_), DuplicateReason::kSameGuardian);
  add_if(DifferBySex(sex_, other.sex_), DuplicateReason::kDifferentSex);
  int sum = 0;
  for (const DuplicateReason reason : result.reasons) sum += PointsOf(reason);
  result.score = std::clamp(sum, 0, 100);
  std::stable_sort(result.reasons.begin(), result.reasons.end(), [](DuplicateReason one, DuplicateReason another) {
    return std::abs(PointsOf(one)) > std::abs(PointsOf(another));
  });
  return result;
}

std::optional<DuplicateReason> ComparedPerson::CompareNames(const ComparedPerson& other) const {
  if (names_.empty() || other.names_.empty()) return std::nullopt;
  // Looked at from both sides: who has more names than the other loses a little.
  const int likeness = std::max(BestLikeness(names_, other.names_), BestLikeness(other.names_, names_));
  if (likeness >= kSameWords) return DuplicateReason::kSameName;
  if (likeness >= kSameSounds) return DuplicateReason::kNameSoundsAlike;
  return likeness >= kSimilar ? DuplicateReason::kSimilarName : DuplicateReason::kDifferentName;
}

}  // namespace amparo::cases
