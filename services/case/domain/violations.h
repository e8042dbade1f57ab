// What is wrong with a record, field by field: rules collect everything they find, so that a caller is told all of it
// at once. And what its state forbids.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/strings.h"
#include "common/base/text.h"

namespace amparo::cases {

// A field (its path from the record, such as "parties[2].pseudonym") and the rule it breaks.
struct Violation {
  std::string field;
  std::string rule;

  friend bool operator==(const Violation&, const Violation&) = default;
};

// Collects violations below one path.
class Violations {
 public:
  // Paths begin with `prefix`, such as "case." or "bundle.charges[3].".
  explicit Violations(std::string prefix = "") : prefix_(std::move(prefix)) {}

  // How many are told at most: enough to see what is wrong with a record full of errors.
  static constexpr std::size_t kMost = 100;

  // Notes that `field` breaks `rule`. Of each field the first broken rule is told: what follows is mostly its echo, as
  // when a date that could not be read is also too early.
  void Add(std::string_view field, std::string_view rule) { Note({StrCat(prefix_, field), std::string(rule)}); }

  // Notes the violation unless `holds`; answers `holds`.
  bool Require(bool holds, std::string_view field, std::string_view rule) {
    if (!holds) Add(field, rule);
    return holds;
  }

  // Notes what is wrong with a text: its length in characters, its encoding, U+0000.
  void RequireText(std::string_view text, TextBounds bounds, std::string_view field) {
    const absl::Status status = ValidateText(text, bounds);
    if (!status.ok()) Add(field, FromAbsl(status.message()));
  }

  // Takes over what was found elsewhere, its paths as they are.
  void Append(std::vector<Violation> others) {
    for (Violation& other : others) Note(std::move(other));
  }

  bool empty() const { return found_.empty(); }
  const std::vector<Violation>& found() const { return found_; }
  std::vector<Violation> Take() && { return std::move(found_); }

 private:
  void Note(Violation violation) {
    if (found_.size() >= kMost) return;
    for (const Violation& one : found_) {
      if (one.field == violation.field) return;
    }
    found_.push_back(std::move(violation));
  }

  std::string prefix_;
  std::vector<Violation> found_;
};

}  // namespace amparo::cases
