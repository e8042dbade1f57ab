// How alike names are, once those who may have them are found.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/case/domain/person.h"

namespace amparo::cases {

// How alike two words are, in hundredths: 100 the same, 90 the same sound, else by the pieces they share (Dice).
int WordLikeness(std::string_view a, std::string_view b);

// How well a person's names answer a name that is looked for, in hundredths: of the name that answers best, each word
// wanted is compared with the word most like it that is left; a name that has more words than were wanted loses a
// little.
int NameLikeness(const std::vector<std::string>& wanted, const Profile& profile);

}  // namespace amparo::cases
