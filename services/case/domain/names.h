// The names of the case service's resources: built and parsed here and nowhere else. A name has one form only (ids are
// canonical lower-case UUIDs), so that names can be compared as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "common/base/uuid.h"

namespace amparo::cases {

// What kinds of resource the service keeps.
enum class Kind {
  kOffice,
  kCase,
  kParty,
  kOperation,
  kCharge,
  kVenue,
  kLink,
  kAftercare,
  kAssessment,
  kCarePlan,
  kGoal,
  kServiceDelivery,
  kReferral,
  kAppeal,
  kDocument,
  kDocumentCopy,
  // Bytes, no record: they have no table of the common form (store/content_statements.h).
  kContent,
  kPerson,
  kCaseLink,
  kTask,
  kNote,
  kFlag,
  kBreakGlass,
  kDistinction,
  kOrganization,
  kAsset,
  kSavedQuery,
  kImportFault,
  // What people may do.
  kGrant,
};

// What the names of a kind stand under.
enum class Parent { kNone, kOffice, kCase };

// The kind in lower case, words joined by '_', as feeds and errors call it: "case".
std::string_view KindWord(Kind kind);

// The collection its names go through: "cases".
std::string_view KindCollection(Kind kind);

// What its names stand under; only offices stand under nothing.
Parent ParentOf(Kind kind);

// `offices/{office}`.
struct OfficeName {
  static constexpr Kind kKind = Kind::kOffice;
  // 2 to 40 of [a-z0-9-], starting with a letter.
  std::string office;

  friend auto operator<=>(const OfficeName&, const OfficeName&) = default;
};

// `offices/{office}/<collection of K>/{id}`.
template <Kind K>
struct NameInOffice {
  static constexpr Kind kKind = K;
  std::string office;
  Uuid id;

  friend auto operator<=>(const NameInOffice&, const NameInOffice&) = default;
};

// `offices/{office}/cases/{case}/<collection of K>/{id}`.
template <Kind K>
struct NameInCase {
  static constexpr Kind kKind = K;
  std::string office;
  Uuid case_id;
  Uuid id;

  friend auto operator<=>(const NameInCase&, const NameInCase&) = default;

  // The case it belongs to.
  NameInOffice<Kind::kCase> parent() const { return {office, case_id}; }
};

using CaseName = NameInOffice<Kind::kCase>;
using VenueName = NameInOffice<Kind::kVenue>;
using LinkName = NameInOffice<Kind::kLink>;
using PersonName = NameInOffice<Kind::kPerson>;
using DistinctionName = NameInOffice<Kind::kDistinction>;
using OrganizationName = NameInOffice<Kind::kOrganization>;
using AssetName = NameInOffice<Kind::kAsset>;
using SavedQueryName = NameInOffice<Kind::kSavedQuery>;
using ImportFaultName = NameInOffice<Kind::kImportFault>;
using GrantName = NameInOffice<Kind::kGrant>;
using PartyName = NameInCase<Kind::kParty>;
using OperationName = NameInCase<Kind::kOperation>;
using ChargeName = NameInCase<Kind::kCharge>;
using AftercareName = NameInCase<Kind::kAftercare>;
using AssessmentName = NameInCase<Kind::kAssessment>;
using CarePlanName = NameInCase<Kind::kCarePlan>;
using GoalName = NameInCase<Kind::kGoal>;
using ServiceDeliveryName = NameInCase<Kind::kServiceDelivery>;
using ReferralName = NameInCase<Kind::kReferral>;
using AppealName = NameInCase<Kind::kAppeal>;
using DocumentName = NameInCase<Kind::kDocument>;
using DocumentCopyName = NameInCase<Kind::kDocumentCopy>;
using ContentName = NameInCase<Kind::kContent>;
using CaseLinkName = NameInCase<Kind::kCaseLink>;
using TaskName = NameInCase<Kind::kTask>;
using NoteName = NameInCase<Kind::kNote>;
using FlagName = NameInCase<Kind::kFlag>;
using BreakGlassName = NameInCase<Kind::kBreakGlass>;

// True for what may be an office's id.
bool IsOfficeId(std::string_view id);

namespace names_internal {
// Splits "offices/{office}/<a>/{id}[/<b>/{id}]" by `kind`; false unless it has exactly that form.
bool Split(std::string_view name, Kind kind, std::string& office, Uuid& first, Uuid& second);
std::string Join(Kind kind, std::string_view office, const Uuid& first, const Uuid& second);
}  // namespace names_internal

// Reads a name of type N (such as CaseName); nullopt for everything else.
template <typename N>
std::optional<N> ParseName(std::string_view text) {
  std::string office;
  Uuid first;
  Uuid second;
  if (!names_internal::Split(text, N::kKind, office, first, second)) return std::nullopt;
  if constexpr (N::kKind == Kind::kOffice) {
    return N{std::move(office)};
  } else if constexpr (requires(N name) { name.case_id; }) {
    return N{std::move(office), first, second};
  } else {
    return N{std::move(office), first};
  }
}

inline std::string ToString(const OfficeName& name) {
  return names_internal::Join(Kind::kOffice, name.office, Uuid(), Uuid());
}

template <Kind K>
std::string ToString(const NameInOffice<K>& name) {
  return names_internal::Join(K, name.office, name.id, Uuid());
}

template <Kind K>
std::string ToString(const NameInCase<K>& name) {
  return names_internal::Join(K, name.office, name.case_id, name.id);
}

}  // namespace amparo::cases
