#include "services/scheduling/domain/names.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/base/strings.h"

namespace amparo::scheduling {
namespace {

constexpr std::string_view kOffices = "offices";
constexpr std::string_view kParties = "/parties/";

std::string_view Segment(Collection collection) {
  switch (collection) {
    case Collection::kCases:
      return "cases";
    case Collection::kCourts:
      return "courts";
    case Collection::kTravelTimes:
      return "travelTimes";
    case Collection::kHearings:
      return "hearings";
  }
  return "";
}

bool IsOfficeId(std::string_view id) {
  return id.size() >= 2 && id.size() <= 40 && absl::ascii_islower(id.front()) &&
         std::all_of(id.begin(), id.end(),
                     [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; });
}

}  // namespace

std::string BuildName(Collection collection, const Key& key) {
  return StrCat(kOffices, "/", key.office, "/", Segment(collection), "/", key.id.ToString());
}

std::optional<Key> ParseName(Collection collection, std::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(name), '/');
  if (parts.size() != 4 || parts[0] != kOffices || !IsOfficeId(parts[1]) || parts[2] != Segment(collection)) {
    return std::nullopt;
  }
  const std::optional<Uuid> id = Uuid::ParseId(parts[3]);
  if (!id) return std::nullopt;
  return Key{parts[1], *id};
}

std::string OfficeName(std::string_view office) {
  return StrCat(kOffices, "/", office);
}

std::optional<std::string> ParseOfficeName(std::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(name), '/');
  if (parts.size() != 2 || parts[0] != kOffices || !IsOfficeId(parts[1])) return std::nullopt;
  return parts[1];
}

std::optional<PartyKey> ParsePartyName(std::string_view name) {
  const std::size_t parties = name.find(kParties);
  if (parties == std::string_view::npos) return std::nullopt;
  const std::optional<Key> case_key = ParseName(Collection::kCases, name.substr(0, parties));
  const std::optional<Uuid> id = Uuid::ParseId(name.substr(parties + kParties.size()));
  if (!case_key || !id) return std::nullopt;
  return PartyKey{*case_key, *id};
}

}  // namespace amparo::scheduling
