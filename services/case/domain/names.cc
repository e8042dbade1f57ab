#include "services/case/domain/names.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr std::string_view kOffices = "offices/";
constexpr std::string_view kCases = "/cases/";

bool InCase(Kind kind) {
  return kind == Kind::kParty || kind == Kind::kOperation || kind == Kind::kCharge;
}

// Takes "<prefix>{text up to the next slash}" from the front of `rest`; false when `prefix` does not lead it.
bool TakeSegment(std::string_view& rest, std::string_view prefix, std::string_view& segment) {
  if (!rest.starts_with(prefix)) return false;
  rest.remove_prefix(prefix.size());
  segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return true;
}

// Takes "/<collection>/{uuid}" in its one form from the front of `rest`.
bool TakeId(std::string_view& rest, std::string_view collection, Uuid& id) {
  std::string_view segment;
  if (rest.empty() || rest.front() != '/') return false;
  rest.remove_prefix(1);
  if (!rest.starts_with(collection)) return false;
  rest.remove_prefix(collection.size());
  if (!TakeSegment(rest, "/", segment)) return false;
  const bool upper_case = std::any_of(segment.begin(), segment.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const auto parsed = Uuid::Parse(segment);
  if (upper_case || !parsed) return false;
  id = *parsed;
  return true;
}

}  // namespace

std::string_view KindWord(Kind kind) {
  switch (kind) {
    case Kind::kOffice:
      return "office";
    case Kind::kCase:
      return "case";
    case Kind::kParty:
      return "party";
    case Kind::kOperation:
      return "operation";
    case Kind::kCharge:
      return "charge";
    case Kind::kVenue:
      return "venue";
    case Kind::kLink:
      return "link";
  }
  AMPARO_CHECK(false, "every kind has a word");
}

std::string_view KindCollection(Kind kind) {
  switch (kind) {
    case Kind::kOffice:
      return "offices";
    case Kind::kCase:
      return "cases";
    case Kind::kParty:
      return "parties";
    case Kind::kOperation:
      return "operations";
    case Kind::kCharge:
      return "charges";
    case Kind::kVenue:
      return "venues";
    case Kind::kLink:
      return "links";
  }
  AMPARO_CHECK(false, "every kind has a collection");
}

bool IsOfficeId(std::string_view id) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return id.size() >= 2 && id.size() <= 40 && id.front() >= 'a' && id.front() <= 'z' &&
         std::all_of(id.begin(), id.end(), allowed);
}

namespace names_internal {

bool Split(std::string_view name, Kind kind, std::string& office, Uuid& first, Uuid& second) {
  std::string_view segment;
  if (!TakeSegment(name, kOffices, segment) || !IsOfficeId(segment)) return false;
  office.assign(segment);
  if (kind == Kind::kOffice) return name.empty();
  if (!InCase(kind)) return TakeId(name, KindCollection(kind), first) && name.empty();
  return TakeId(name, KindCollection(Kind::kCase), first) && TakeId(name, KindCollection(kind), second) && name.empty();
}

std::string Join(Kind kind, std::string_view office, const Uuid& first, const Uuid& second) {
  if (kind == Kind::kOffice) return StrCat(kOffices, office);
  if (!InCase(kind)) return StrCat(kOffices, office, "/", KindCollection(kind), "/", first.ToString());
  return StrCat(kOffices, office, kCases, first.ToString(), "/", KindCollection(kind), "/", second.ToString());
}

}  // namespace names_internal
}  // namespace amparo::cases
