// The suspects' network, and the operations that are planned against it.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "services/case/api/acts.h"
#include "services/case/api/network_changes.h"
#include "services/case/api/operation_changes.h"
#include "services/case/api/record_readers.h"
#include "services/case/convert/asset_convert.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/network_convert.h"
#include "services/case/convert/operation_convert.h"
#include "services/case/convert/operation_whole.h"
#include "services/case/convert/organization_convert.h"
#include "services/case/domain/compartment.h"
#include "services/case/domain/operation_people.h"

namespace amparo::cases {
namespace {

// Notes what is wrong with how something was taken out of the network, if it was.
template <typename T>
void CheckTakenOut(const T& value, Violations& found) {
  if (value.withdrawal) CheckWithdrawal(*value.withdrawal, found);
}

// What becomes of a record that rests on nothing, or on nothing that matters once it is there.
template <typename Message, typename T>
EntryDecision AsItIs(T value, std::optional<std::string> secret, std::optional<std::vector<std::string>> terms,
                     absl::Time now) {
  return [value = std::move(value), secret = std::move(secret), terms = std::move(terms), now](
             const Found&, Violations&) -> absl::StatusOr<Change> {
    Change change = NewResource<Message>(value, now, secret);
    change.terms = terms;
    return change;
  };
}

// Notes what is wrong with the people whom an operation came upon, as far as they were recorded one by one.
void CheckPeopleOfSites(const Operation& operation, Violations& found) {
  const auto is_site = [&operation](int number) {
    return number >= 1 && static_cast<std::size_t>(number) <= operation.sites.size();
  };
  found.Require(operation.freed_people.size() <= kMostPeople && operation.arrests.size() <= kMostPeople, "freed_people",
                "must be at most 10000, and so must arrests");
  const auto check_strike = [&found](const std::optional<EntryStrike>& strike) {
    if (strike) CheckOperationReason(strike->reason, found);
  };
  for (const FreedPerson& person : operation.freed_people) {
    CheckFreedPerson(person, found);
    check_strike(person.strike);
    found.Require(is_site(person.site) && person.number > 0, "freed_people", "must be numbered, and of a site");
  }
  for (const Arrest& arrest : operation.arrests) {
    check_strike(arrest.strike);
    found.Require(is_site(arrest.site) && arrest.number > 0, "arrests", "must be numbered, and of a site");
  }
  for (const OperationSite& site : operation.sites) {
    if (site.failure) CheckSiteFailure(*site.failure, found);
    found.Require(site.corrections.size() <= kMostSiteCorrections, "sites", "must have at most 100 corrections each");
    for (const SiteCorrection& correction : site.corrections) {
      CheckSiteReport(correction.before, found);
      CheckOperationReason(correction.reason, found);
    }
  }
}

// An operation as it was kept, as far as an import takes it: the plan has one version from here on.
Operation WithItsPeople(Operation operation, const Operation& kept) {
  operation.freed_people = kept.freed_people;
  operation.arrests = kept.arrests;
  for (std::size_t i = 0; i < operation.sites.size(); ++i) {
    operation.sites[i].entry_time = kept.sites[i].entry_time;
    operation.sites[i].exit_time = kept.sites[i].exit_time;
    operation.sites[i].failure = kept.sites[i].failure;
    operation.sites[i].corrections = kept.sites[i].corrections;
  }
  return operation;
}

// What an operation rests on; its case first, then the operation that it follows, if it follows one.
std::vector<RecordKey> KeysOfOperation(const Operation& operation) {
  const OperationName& name = operation.name;
  std::vector<RecordKey> keys = {KeyOf(name.parent())};
  if (operation.follows) keys.push_back(KeyOf(*operation.follows));
  for (const OperationSite& site : operation.sites) keys.push_back(KeyOf(VenueName{name.office, site.venue}));
  const auto add_party = [&keys](const std::optional<PartyName>& party) {
    if (party) keys.push_back(KeyOf(*party));
  };
  for (const FreedPerson& person : operation.freed_people) add_party(person.survivor);
  for (const Arrest& arrest : operation.arrests) add_party(arrest.accused);
  return keys;
}

// NOT_FOUND, as for what does not exist, for an operation that who imports does not see.
absl::Status RequireSeenByImporter(const Record& followed, const RecordKey& key, const EntryFrame& frame) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Operation whole, WholeOf(followed));
  const Compartment compartment = OperationFromStored(whole).compartment;
  if (SightOf(compartment, frame.importer, frame.now) != Sight::kNone) return absl::OkStatus();
  return errors::NotFound(KindWord(key.kind), NameOf(key));
}

// Notes ends that were withdrawn: nothing is, as long as a link with it stands.
absl::Status RequireEndsStand(const Link& link, const Found& ends, Violations& found) {
  if (link.withdrawal) return absl::OkStatus();
  AMPARO_ASSIGN_OR_RETURN(const bool from, IsWithdrawn(link.from.kind, *ends[0]));
  found.Require(!from, "from", "must not have been withdrawn, unless the link was too");
  AMPARO_ASSIGN_OR_RETURN(const bool to, IsWithdrawn(link.to.kind, *ends[1]));
  found.Require(!to, "to", "must not have been withdrawn, unless the link was too");
  return absl::OkStatus();
}

absl::Status RequirePlanningCase(const Record& the_case, Violations& found) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(the_case));
  const Case value = CaseFromStored(message);
  const auto& moves = value.stage_changes;
  const bool planned = std::any_of(moves.begin(), moves.end(), [](const StageChange& move) {
    return move.stage == Stage::kInvestigation || move.stage == Stage::kOperation;
  });
  found.Require(planned, "name", "the case was never in INVESTIGATION or OPERATION");
  return absl::OkStatus();
}

}  // namespace

void ReadVenueRecord(const EntryFrame& frame, const v1::Venue& message, const VenueName& name, RecordEntry& entry,
                     Violations& found) {
  VenueFromRequest(message, name, found);
  if (!found.empty()) return;
  Venue value = VenueFromStored(message);
  CheckVenue(value, message.address(), frame.today, found);
  CheckTakenOut(value, found);
  entry.decide = AsItIs<v1::Venue>(std::move(value), SecretOf(message), std::nullopt, frame.now);
}

void ReadOrganizationRecord(const EntryFrame& frame, const v1::Organization& message, const OrganizationName& name,
                            RecordEntry& entry, Violations& found) {
  OrganizationFromRequest(message, name, found);
  if (!found.empty()) return;
  Organization value = OrganizationFromStored(message);
  CheckOrganization(value, message.details(), found);
  CheckTakenOut(value, found);
  entry.decide = AsItIs<v1::Organization>(std::move(value), SecretOf(message), std::nullopt, frame.now);
}

void ReadAssetRecord(const EntryFrame& frame, const v1::Asset& message, const AssetName& name, RecordEntry& entry,
                     Violations& found) {
  AssetFromRequest(message, name, found);
  if (!found.empty()) return;
  Asset value = AssetFromStored(message);
  CheckAsset(value, message.identifier(), found);
  CheckTakenOut(value, found);
  const std::optional<std::string> term = AssetTerm(value.kind, message.identifier());
  found.Require(term.has_value(), "identifier", "must say something");
  entry.decide = AsItIs<v1::Asset>(std::move(value), SecretOf(message),
                                   std::vector<std::string>(1, term.value_or(std::string())), frame.now);
}

void ReadLinkRecord(const EntryFrame& frame, const v1::Link& message, const LinkName& name, RecordEntry& entry,
                    Violations& found) {
  LinkFromRequest(message, name, found);
  if (!found.empty()) return;
  const Link value = LinkFromStored(message);
  CheckLink(value, frame.today, found);
  CheckTakenOut(value, found);
  if (!found.empty()) return;
  entry.rests_on = {KeyOf(value.from, name.office), KeyOf(value.to, name.office)};
  entry.decide = [value, now = frame.now](const Found& there, Violations& violations) -> absl::StatusOr<Change> {
    AMPARO_RETURN_IF_ERROR(RequireEndsStand(value, there, violations));
    return NewResource<v1::Link>(value, now);
  };
}

void ReadOperationRecord(const EntryFrame& frame, const v1::Operation& message, const OperationName& name,
                         RecordEntry& entry, Violations& found) {
  Operation value = WholeOperationFrom(message, name, found);
  for (const v1::FreedPerson& person : message.freed_people()) FreedPersonFrom(person, name, found);
  for (const v1::Arrest& arrest : message.arrests()) ArrestFrom(arrest, name, found);
  if (!found.empty()) return;
  const Operation kept = OperationFromStored(message);
  found.Require(!message.has_withheld_until() && message.readers_size() > 0, "readers",
                "must be there, and all of the operation open to who exported it");
  found.Require(kept.compartment.frozen() == nullptr, "freezes",
                "must not be in force: what is frozen stays where it is");
  CheckWholeOperation(value, message.plan(), frame.now, found);
  value = WithItsPeople(std::move(value), kept);
  CheckPeopleOfSites(value, found);
  if (!found.empty()) return;
  CompleteImported(frame.importer, frame.now, value);
  entry.rests_on = KeysOfOperation(value);
  entry.decide = [value, plan = message.plan(), frame](const Found& there,
                                                       Violations& violations) -> absl::StatusOr<Change> {
    if (value.follows) {
      const RecordKey followed = KeyOf(*value.follows);
      AMPARO_RETURN_IF_ERROR(RequireSeenByImporter(*there[1], followed, frame));
    }
    AMPARO_RETURN_IF_ERROR(RequirePlanningCase(*there[0], violations));
    return NewOperation(value, frame.now, plan);
  };
}

}  // namespace amparo::cases
