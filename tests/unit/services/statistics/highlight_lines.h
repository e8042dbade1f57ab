// Finding highlights and reading what is in them, for their tests: November 2014, published on 11 December.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/statistics/measures/highlights.h"
#include "tests/unit/services/statistics/world.h"

namespace amparo::statistics {

inline const absl::CivilMonth kMonth(2014, 11);
inline const absl::CivilDay kPress(2014, 12, 11);

inline std::vector<Highlight> Find(const World& world, std::string office = "harbour", absl::CivilDay as_of = kPress) {
  HighlightsQuery query;
  query.office = std::move(office);
  query.month = kMonth;
  query.as_of = as_of;
  return FindHighlights(world.facts, query);
}

inline std::vector<Highlight> OfKind(const std::vector<Highlight>& lines, const std::string& kind) {
  std::vector<Highlight> found;
  for (const Highlight& line : lines) {
    if (line.kind == kind) found.push_back(line);
  }
  return found;
}

inline int64_t Count(const Highlight& line, const std::string& name) {
  for (const Figure& figure : line.figures) {
    if (figure.name == name) return std::get<int64_t>(figure.value);
  }
  ADD_FAILURE() << "no figure " << name << " in: " << line.text;
  return -1;
}

template <typename T>
T Value(const Highlight& line, const std::string& name) {
  for (const Figure& figure : line.figures) {
    if (figure.name == name) return std::get<T>(figure.value);
  }
  ADD_FAILURE() << "no figure " << name << " in: " << line.text;
  return T{};
}

// A guilty verdict with imprisonment.
inline ChargeSpec Sentenced(absl::CivilDay day, int least, int most) {
  ChargeSpec spec = Guilty(day);
  spec.sentence = Years(day, least, most);
  return spec;
}

}  // namespace amparo::statistics
