// How the rules of the calendar answer: with what is to be, or with what is wrong.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"

namespace amparo::scheduling {

// Something wrong with what the caller gave: a field's path inside the resource or the request, and what it must be.
struct Violation {
  std::string field;
  std::string rule;

  friend bool operator==(const Violation&, const Violation&) = default;
};

// Everything that is wrong, so that the caller is told all at once.
class Violations {
 public:
  // Notes `rule` for `field` unless `holds`; answers `holds`.
  bool Require(bool holds, std::string_view field, std::string_view rule);

  // Notes the message of a status of common/base ("must be ...") unless it is OK.
  void Note(std::string_view field, const absl::Status& status);

  // Notes what `others` says of fields that nothing was noted of yet: of each field the caller is told the first rule
  // it breaks.
  void AddOthers(const Violations& others);

  bool empty() const { return list_.empty(); }
  const std::vector<Violation>& list() const { return list_; }

 private:
  std::vector<Violation> list_;
};

// The act does not fit the state of things: the rule's name (UPPER_SNAKE_CASE) and the rule in words.
struct BrokenRule {
  std::string rule;
  std::string description;

  friend bool operator==(const BrokenRule&, const BrokenRule&) = default;
};

// What is to be, or why not.
template <typename T>
using Decision = std::variant<T, Violations, BrokenRule>;

}  // namespace amparo::scheduling
