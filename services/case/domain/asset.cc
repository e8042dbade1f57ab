#include "services/case/domain/asset.h"

#include "absl/strings/ascii.h"
#include "common/base/fold.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr std::size_t kLeastPhoneDigits = 6;
constexpr std::size_t kMostPhoneDigits = 9;

std::string PhoneTerm(std::string_view number) {
  std::string digits;
  for (const char c : number) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) digits += c;
  }
  if (digits.size() < kLeastPhoneDigits) return "";
  if (digits.size() > kMostPhoneDigits) digits.erase(0, digits.size() - kMostPhoneDigits);
  return digits;
}

// Letters and digits, folded.
std::string PlainTerm(std::string_view text) {
  std::string joined;
  for (const std::string& word : FoldWords(text)) joined += word;
  return joined;
}

// Dots and dashes tell accounts apart.
std::string AccountTerm(std::string_view text) {
  std::string account;
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (!absl::ascii_isspace(letter)) account += absl::ascii_tolower(letter);
  }
  return account;
}

// Kinds have spaces of their own: a plate is not found by an account of the same letters.
std::string TermIn(AssetKind kind, std::string_view identifier) {
  switch (kind) {
    case AssetKind::kUnspecified:
      return "";
    case AssetKind::kPhone:
      return PhoneTerm(identifier);
    case AssetKind::kVehicle:
    case AssetKind::kBankAccount:
      return PlainTerm(identifier);
    case AssetKind::kOnlineAccount:
      return AccountTerm(identifier);
  }
  return "";
}

}  // namespace

std::optional<std::string> AssetTerm(AssetKind kind, std::string_view identifier) {
  const std::string term = TermIn(kind, identifier);
  if (term.empty()) return std::nullopt;
  return StrCat("asset:", static_cast<int>(kind), ":", term);
}

void CheckIdentifier(AssetKind kind, std::string_view identifier, Violations& violations) {
  violations.Require(kind != AssetKind::kUnspecified, "kind", "must be given");
  violations.RequireText(identifier, {.min = 1, .max = 100}, "identifier");
  if (kind == AssetKind::kUnspecified) return;
  violations.Require(
      AssetTerm(kind, identifier).has_value(), "identifier",
      kind == AssetKind::kPhone ? "must have at least 6 digits" : "must have at least one letter or digit");
}

void CheckAsset(const Asset& value, std::string_view identifier, Violations& violations) {
  CheckIdentifier(value.kind, identifier, violations);
  CheckDescription(value, violations);
}

void CheckDescription(const Asset& value, Violations& violations) {
  violations.RequireText(value.pseudonym, {.min = 1, .max = 100}, "pseudonym");
}

}  // namespace amparo::cases
