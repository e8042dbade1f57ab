// What a search for somebody by name asks for: probes of the terms that people are found by.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amparo::cases {

// Terms (name_terms.h) that a record must have, all of them, to be a candidate.
using Probe = std::vector<std::string>;

// The probes for a name, the sharpest first.
struct NameProbes {
  // Who has all of its words.
  std::vector<Probe> same;
  // Who has the same sounds; who has one word misspelt; of three words or more, who has all but one.
  //
  // A misspelt word is found by either of its halves beside the sound of another word: one letter mistyped, left out or
  // too much leaves one half whole (G. Navarro, A guided tour to approximate string matching, 2001: partitioning into
  // exact searching). A name of one word has no other: it is found by its sound, and by the parts of its pieces.
  std::vector<Probe> alike;
  // Of two words, who has one.
  std::vector<Probe> one_word;
};

// With `birth_year`, each probe asks for it too. No probe for a name without words.
NameProbes ProbesFor(std::string_view name, std::optional<int> birth_year);

}  // namespace amparo::cases
