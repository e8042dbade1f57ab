#include "common/audit/head_line.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"

namespace amparo::audit {
namespace {

constexpr std::string_view kHead = "head";
constexpr std::string_view kSealed = "sealed";
constexpr std::string_view kMissing = "missing";
// Time, key and signature, behind what the line says.
constexpr size_t kTailFields = 3;
// What a line has besides its chain's name: words, numbers, hash, time, key and signature.
constexpr size_t kBesidesNames = 512;

bool HasControls(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); });
}

std::string Says(const HeadLine& line) {
  if (const Head* head = std::get_if<Head>(&line)) {
    return StrCat(kHead, "\t", head->chain.office, "\t", head->chain.compartment, "\t", head->number, "\t",
                  absl::BytesToHexString(head->hash));
  }
  if (const SealedTo* sealed = std::get_if<SealedTo>(&line)) return StrCat(kSealed, "\t", sealed->seq);
  const NumberRange& missing = std::get<NumberRange>(line);
  return StrCat(kMissing, "\t", missing.first, "\t", missing.last);
}

std::optional<int64_t> NumberIn(absl::string_view text) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number)) return std::nullopt;
  return number;
}

std::optional<HeadLine> Parse(const std::vector<absl::string_view>& fields) {
  const size_t own = fields.size() - kTailFields;
  if (fields[0] == ToAbsl(kHead) && own == 5) {
    const std::optional<int64_t> number = NumberIn(fields[3]);
    if (!number) return std::nullopt;
    return Head{{std::string(fields[1]), std::string(fields[2])}, *number, absl::HexStringToBytes(fields[4])};
  }
  if (fields[0] == ToAbsl(kSealed) && own == 2) {
    const std::optional<int64_t> seq = NumberIn(fields[1]);
    if (seq) return SealedTo{*seq};
  }
  if (fields[0] == ToAbsl(kMissing) && own == 3) {
    const std::optional<int64_t> first = NumberIn(fields[1]), last = NumberIn(fields[2]);
    if (first && last) return NumberRange{*first, *last};
  }
  return std::nullopt;
}

}  // namespace

bool CanBeWritten(const ChainName& chain) {
  const bool fits = chain.office.size() + chain.compartment.size() <= kLongestLine - kBesidesNames;
  return fits && !HasControls(chain.office) && !HasControls(chain.compartment);
}

absl::StatusOr<std::string> FormatLine(const HeadLine& line, absl::Time now, const crypto::SigningKey& key) {
  if (const Head* head = std::get_if<Head>(&line)) {
    if (!CanBeWritten(head->chain)) {
      return absl::InvalidArgumentError("the name of a chain holds control characters, or is too long");
    }
  }
  const std::string time = absl::FormatTime("%E4Y-%m-%dT%H:%M:%E6SZ", now, absl::UTCTimeZone());
  const std::string text = StrCat(Says(line), "\t", time, "\t", key.verifying().id());
  AMPARO_ASSIGN_OR_RETURN(const std::string signature, key.Sign(text));
  return StrCat(text, "\t", absl::Base64Escape(signature), "\n");
}

std::optional<HeadLine> ReadLine(std::string_view line, std::span<const crypto::VerifyingKey> keys) {
  const std::vector<absl::string_view> fields = absl::StrSplit(ToAbsl(line), '\t');
  if (fields.size() <= kTailFields) return std::nullopt;
  std::string signature;
  // Base64 has several texts for the same bytes: only ours is taken.
  if (!absl::Base64Unescape(fields.back(), &signature) || absl::Base64Escape(signature) != fields.back()) {
    return std::nullopt;
  }
  const std::string_view text = line.substr(0, line.rfind('\t'));
  const std::string_view id = FromAbsl(fields[fields.size() - 2]);
  const bool signed_by_us = std::any_of(keys.begin(), keys.end(), [&](const crypto::VerifyingKey& key) {
    return key.id() == id && key.Verifies(text, signature);
  });
  if (!signed_by_us) return std::nullopt;
  return Parse(fields);
}

}  // namespace amparo::audit
