// The terms of two words, made alike for records (name_terms.cc) and for searches (name_probes.cc); nobody else needs
// them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace amparo::cases {

// Adds the words that are not among `words` yet: none stands beside itself.
void AddNewWords(std::vector<std::string> more, std::vector<std::string>& words);

// The term for two words in whatever order, and that for their sounds.
std::string WordPair(const std::string& a, const std::string& b);
std::string SoundPair(const std::string& a, const std::string& b);

// How long the ends are by which a word of so many code points is looked for: no longer than its half, so that one
// wrong letter spoils one of them at most.
std::size_t EndLength(std::size_t length);

// The terms for both ends, of `size` code points, of a word beside another one. None of a word that is shorter.
std::vector<std::string> EndTerms(const std::string& beside, const std::vector<std::string>& points, std::size_t size);

}  // namespace amparo::cases
