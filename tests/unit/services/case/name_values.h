// Whom the tests of names look for.
#pragma once

#include <string>

#include "services/case/domain/person.h"

namespace amparo::cases {

inline Profile Called(const std::string& name) {
  Profile profile;
  profile.full_name = name;
  return profile;
}

}  // namespace amparo::cases
