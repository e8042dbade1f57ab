#include "services/case/domain/names.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "common/base/check.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr std::string_view kOffices = "offices/";
constexpr std::string_view kCases = "/cases/";

// What a kind is called.
struct KindNames {
  Kind kind;
  std::string_view word;
  std::string_view collection;
  Parent parent;
};

// In the order of Kind.
constexpr std::array kKinds = std::to_array<KindNames>({
    {Kind::kOffice, "office", "offices", Parent::kNone},
    {Kind::kCase, "case", "cases", Parent::kOffice},
    {Kind::kParty, "party", "parties", Parent::kCase},
    {Kind::kOperation, "operation", "operations", Parent::kCase},
    {Kind::kCharge, "charge", "charges", Parent::kCase},
    {Kind::kVenue, "venue", "venues", Parent::kOffice},
    {Kind::kLink, "link", "links", Parent::kOffice},
    {Kind::kAftercare, "aftercare", "aftercares", Parent::kCase},
    {Kind::kAssessment, "assessment", "assessments", Parent::kCase},
    {Kind::kCarePlan, "care_plan", "carePlans", Parent::kCase},
    {Kind::kGoal, "goal", "goals", Parent::kCase},
    {Kind::kServiceDelivery, "service_delivery", "serviceDeliveries", Parent::kCase},
    {Kind::kReferral, "referral", "referrals", Parent::kCase},
    {Kind::kAppeal, "appeal", "appeals", Parent::kCase},
    {Kind::kDocument, "document", "documents", Parent::kCase},
    {Kind::kDocumentCopy, "document_copy", "copies", Parent::kCase},
    {Kind::kContent, "content", "contents", Parent::kCase},
    {Kind::kPerson, "person", "persons", Parent::kOffice},
    {Kind::kCaseLink, "case_link", "links", Parent::kCase},
    {Kind::kTask, "task", "tasks", Parent::kCase},
    {Kind::kNote, "note", "notes", Parent::kCase},
    {Kind::kFlag, "flag", "flags", Parent::kCase},
    {Kind::kBreakGlass, "break_glass", "breakGlasses", Parent::kCase},
    {Kind::kDistinction, "distinction", "distinctions", Parent::kOffice},
    {Kind::kOrganization, "organization", "organizations", Parent::kOffice},
    {Kind::kAsset, "asset", "assets", Parent::kOffice},
    {Kind::kSavedQuery, "saved_query", "savedQueries", Parent::kOffice},
    {Kind::kImportFault, "import_fault", "importFaults", Parent::kOffice},
    {Kind::kGrant, "grant", "grants", Parent::kOffice},
});

constexpr bool InOrder() {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i].kind != static_cast<Kind>(i)) return false;
  }
  return true;
}
static_assert(InOrder());

const KindNames& NamesOf(Kind kind) {
  const auto index = static_cast<std::size_t>(kind);
  AMPARO_CHECK(index < kKinds.size(), "every kind has names");
  return kKinds[index];
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
  const auto parsed = Uuid::ParseId(segment);
  if (upper_case || !parsed) return false;
  id = *parsed;
  return true;
}

}  // namespace

std::string_view KindWord(Kind kind) {
  return NamesOf(kind).word;
}

std::string_view KindCollection(Kind kind) {
  return NamesOf(kind).collection;
}

Parent ParentOf(Kind kind) {
  return NamesOf(kind).parent;
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
  if (ParentOf(kind) == Parent::kOffice) return TakeId(name, KindCollection(kind), first) && name.empty();
  return TakeId(name, KindCollection(Kind::kCase), first) && TakeId(name, KindCollection(kind), second) && name.empty();
}

std::string Join(Kind kind, std::string_view office, const Uuid& first, const Uuid& second) {
  if (kind == Kind::kOffice) return StrCat(kOffices, office);
  if (ParentOf(kind) == Parent::kOffice)
    return StrCat(kOffices, office, "/", KindCollection(kind), "/", first.ToString());
  return StrCat(kOffices, office, kCases, first.ToString(), "/", KindCollection(kind), "/", second.ToString());
}

}  // namespace names_internal
}  // namespace amparo::cases
