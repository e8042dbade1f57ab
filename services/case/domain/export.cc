#include "services/case/domain/export.h"

#include <algorithm>
#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr std::array kExported = {Kind::kOffice,     Kind::kCase,     Kind::kPerson,       Kind::kDistinction,
                                  Kind::kParty,      Kind::kVenue,    Kind::kOrganization, Kind::kAsset,
                                  Kind::kLink,       Kind::kCharge,   Kind::kAppeal,       Kind::kAftercare,
                                  Kind::kAssessment, Kind::kCarePlan, Kind::kGoal,         Kind::kServiceDelivery,
                                  Kind::kReferral,   Kind::kDocument, Kind::kDocumentCopy, Kind::kCaseLink,
                                  Kind::kTask,       Kind::kNote,     Kind::kFlag,         Kind::kOperation};

constexpr std::array kLeftBehind = {Kind::kBreakGlass, Kind::kImportFault, Kind::kContent, Kind::kSavedQuery,
                                    Kind::kGrant};

// The version of how places are written.
constexpr std::string_view kPlaceFormat = "1";
constexpr std::size_t kPlaceParts = 6;

}  // namespace

std::span<const Kind> ExportedKinds() {
  return kExported;
}

std::span<const Kind> LeftBehindKinds() {
  return kLeftBehind;
}

std::optional<Kind> ExportedKind(std::string_view word) {
  const auto found =
      std::find_if(kExported.begin(), kExported.end(), [word](Kind kind) { return KindWord(kind) == word; });
  if (found == kExported.end()) return std::nullopt;
  return *found;
}

std::string EncodeExportPlace(const ExportPlace& place, std::string_view arguments) {
  const std::string text = StrCat(kPlaceFormat, "\n", Uuid::FromKey(arguments).ToString(), "\n", place.feed_token, "\n",
                                  KindWord(place.kind), "\n", place.after.ToString(), "\n", place.page);
  return absl::WebSafeBase64Escape(text);
}

std::optional<ExportPlace> DecodeExportPlace(std::string_view token, std::string_view arguments) {
  std::string text;
  if (!absl::WebSafeBase64Unescape(ToAbsl(token), &text)) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(text, '\n');
  if (parts.size() != kPlaceParts || parts[0] != kPlaceFormat || parts[1] != Uuid::FromKey(arguments).ToString()) {
    return std::nullopt;
  }
  const std::optional<Kind> kind = ExportedKind(parts[3]);
  const std::optional<Uuid> after = Uuid::Parse(parts[4]);
  if (!kind || !after) return std::nullopt;
  ExportPlace place{.feed_token = parts[2], .kind = *kind, .after = *after, .page = parts[5]};
  // The same place has one token only.
  if (EncodeExportPlace(place, arguments) != token) return std::nullopt;
  return place;
}

}  // namespace amparo::cases
