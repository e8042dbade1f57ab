// How dates are written in a file: "dd/mm/yyyy", "yyyy-mm-dd", "d mmm yyyy".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"

namespace amparo::cli {

class DateFormat {
 public:
  // Made of yyyy (four digits), mm and dd (two), m and d (one or two), mmm (Jan to Dec, in any case), each part of a
  // date once, and of any other characters, which stand for themselves. Years of two digits have no meaning that can be
  // relied on. Anything else is nullopt.
  static std::optional<DateFormat> Parse(std::string_view pattern);

  // The date that exists and is written just so; nullopt for anything else.
  std::optional<absl::CivilDay> Read(std::string_view text) const;

  const std::string& pattern() const { return pattern_; }

 private:
  enum class Part { kYear, kMonth, kMonthName, kDay, kLiteral };
  struct Piece {
    Part part = Part::kLiteral;
    // Of numbers, in digits.
    std::size_t least = 0;
    std::size_t most = 0;
    char literal = 0;
  };

  static std::optional<Piece> PieceOf(std::string_view letters);

  std::string pattern_;
  std::vector<Piece> pieces_;
};

}  // namespace amparo::cli
