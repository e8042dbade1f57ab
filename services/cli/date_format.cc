#include "services/cli/date_format.h"

#include <algorithm>
#include <array>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/civil.h"
#include "common/base/strings.h"

namespace amparo::cli {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool IsLetter(char c) {
  return c == 'y' || c == 'm' || c == 'd';
}

// Takes a number of `least` to `most` digits from the front.
std::optional<int> TakeNumber(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t digits = 0;
  int number = 0;
  while (digits < most && digits < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[digits]))) {
    number = 10 * number + (text[digits++] - '0');
  }
  if (digits < least) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

std::optional<int> TakeMonthName(std::string_view& text) {
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (!absl::StartsWithIgnoreCase(ToAbsl(text), ToAbsl(kMonths[i]))) continue;
    text.remove_prefix(kMonths[i].size());
    return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<DateFormat::Piece> DateFormat::PieceOf(std::string_view letters) {
  static const std::map<std::string_view, Piece> kPieces = {
      {"yyyy", {Part::kYear, 4, 4}}, {"mm", {Part::kMonth, 2, 2}}, {"m", {Part::kMonth, 1, 2}},
      {"mmm", {Part::kMonthName}},   {"dd", {Part::kDay, 2, 2}},   {"d", {Part::kDay, 1, 2}},
  };
  const auto found = kPieces.find(letters);
  if (found == kPieces.end()) return std::nullopt;
  return found->second;
}

std::optional<DateFormat> DateFormat::Parse(std::string_view pattern) {
  DateFormat format;
  format.pattern_ = std::string(pattern);
  int years = 0, months = 0, days = 0;
  while (!pattern.empty()) {
    if (!IsLetter(pattern.front())) {
      format.pieces_.push_back({.literal = pattern.front()});
      pattern.remove_prefix(1);
      continue;
    }
    const std::size_t length = std::min(pattern.find_first_not_of(pattern.front()), pattern.size());
    const std::optional<Piece> piece = PieceOf(pattern.substr(0, length));
    if (!piece) return std::nullopt;
    years += piece->part == Part::kYear;
    months += piece->part == Part::kMonth || piece->part == Part::kMonthName;
    days += piece->part == Part::kDay;
    format.pieces_.push_back(*piece);
    pattern.remove_prefix(length);
  }
  if (years != 1 || months != 1 || days != 1) return std::nullopt;
  return format;
}

std::optional<absl::CivilDay> DateFormat::Read(std::string_view text) const {
  int year = 0, month = 0, day = 0;
  for (const Piece& piece : pieces_) {
    if (piece.part == Part::kLiteral) {
      if (text.empty() || text.front() != piece.literal) return std::nullopt;
      text.remove_prefix(1);
      continue;
    }
    const std::optional<int> number =
        piece.part == Part::kMonthName ? TakeMonthName(text) : TakeNumber(text, piece.least, piece.most);
    if (!number) return std::nullopt;
    (piece.part == Part::kYear ? year : piece.part == Part::kDay ? day : month) = *number;
  }
  if (!text.empty()) return std::nullopt;
  return MakeDate(year, month, day);
}

}  // namespace amparo::cli
