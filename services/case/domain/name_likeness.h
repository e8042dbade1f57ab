// How alike names are, once those who may have them are found.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/case/domain/person.h"

namespace amparo::cases {

// A name as it is compared: what is needed of its words, made once.
class ComparedName {
 public:
  // Of the words of a name (NameWords).
  explicit ComparedName(const std::vector<std::string>& words);

  // How well this name answers the one that is wanted, in hundredths: each word wanted is compared with the word most
  // like it that is left; a name that has more words than were wanted loses a little.
  int LikenessTo(const ComparedName& wanted) const;

 private:
  // A piece of a word (GramsOf): hundreds of words are compared for one search, and texts would have to be made for
  // each. A code point is packed as its bytes in UTF-8.
  using Gram = std::array<uint32_t, 3>;
  struct Word {
    std::string text;
    std::string sound;
    std::vector<Gram> grams;
  };
  static std::vector<Gram> GramsIn(std::string_view word);
  // How alike two words are, in hundredths: 100 the same, 90 the same sound, else by the pieces they share (Dice).
  static int LikenessOf(const Word& a, const Word& b);

  std::vector<Word> words_;
};

// All names of a person.
std::vector<ComparedName> ComparedNamesOf(const Profile& profile);

// How well the best of these names answers the one that is wanted.
int NameLikeness(const ComparedName& wanted, const std::vector<ComparedName>& names);

}  // namespace amparo::cases
