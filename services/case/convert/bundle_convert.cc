#include "services/case/convert/bundle_convert.h"

#include <utility>

#include "common/base/strings.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/charge_convert.h"
#include "services/case/convert/network_convert.h"
#include "services/case/convert/operation_convert.h"
#include "services/case/convert/party_convert.h"
#include "services/case/convert/person_convert.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

// The name of a record of the case; a violation unless it is one.
template <typename N>
N NameInBundle(std::string_view text, const CaseName& the_case, Violations& violations) {
  const auto name = ParseName<N>(text);
  const bool fits =
      violations.Require(name && name->parent() == the_case, "name", "must be a name in the bundle's case");
  return fits ? *name : N{the_case.office, the_case.id, Uuid()};
}

// The name of a record of the office; a violation unless it is one.
template <typename N>
N NameInOfficeOf(std::string_view text, const std::string& office, Violations& violations) {
  const auto name = ParseName<N>(text);
  const bool fits = violations.Require(name && name->office == office, "name", "must be a name in the row's office");
  return fits ? *name : N{office, Uuid()};
}

// Reads each entry of a list by `read`, its violations under "list[i].".
template <typename Entries, typename Read>
void ReadEach(const Entries& entries, std::string_view list, Violations& violations, Read read) {
  for (int i = 0; i < entries.size(); ++i) {
    Violations found(StrCat(list, "[", i, "]."));
    read(entries[i], found);
    violations.Append(std::move(found).Take());
  }
}

void ReadTheCase(const v1::Case& request, Bundle& bundle, Violations& violations) {
  Violations found("case.");
  const CaseName name = bundle.the_case.name;
  bundle.the_case = CaseFromRequest(request, found);
  bundle.the_case.name = name;
  const bool known = found.Require(v1::CaseStage_IsValid(request.stage()), "stage", "must be one of its values");
  if (known) bundle.the_case.stage = static_cast<Stage>(request.stage());
  bundle.the_case.stage_changes = StageChangesFrom(request, found);
  bundle.narrative = NarrativeFrom(request.narrative());
  violations.Append(std::move(found).Take());
}

void ReadPeopleAndPlaces(const v1::CaseBundle& request, Bundle& bundle, Violations& violations) {
  const CaseName& the_case = bundle.the_case.name;
  ReadEach(request.persons(), "persons", violations, [&](const v1::Person& person, Violations& found) {
    const PersonName name = NameInOfficeOf<PersonName>(person.name(), the_case.office, found);
    WholePerson& whole = bundle.persons.emplace_back();
    whole.person = PersonFromRequest(person, name, found);
    // Whoever was erased stays so, wherever they go.
    if (person.has_erase_time()) {
      whole.person.erase_time = TimeFrom(person.erase_time());
      found.Require(person.profile().ByteSizeLong() == 0, "profile", "must be empty: the person was erased");
    }
    whole.person.erase_reason = person.erase_reason();
    whole.profile = ProfileFrom(person.profile(), found);
  });
  ReadEach(request.parties(), "parties", violations, [&](const v1::Party& party, Violations& found) {
    WholeParty& whole = bundle.parties.emplace_back();
    whole.party = PartyFromRequest(party, found);
    whole.party.name = NameInBundle<PartyName>(party.name(), the_case, found);
    whole.identity = IdentityFrom(party.identity(), found);
  });
  ReadEach(request.venues(), "venues", violations, [&](const v1::Venue& venue, Violations& found) {
    const VenueName name = NameInOfficeOf<VenueName>(venue.name(), the_case.office, found);
    bundle.venues.push_back({VenueFromRequest(venue, name, found), venue.address()});
  });
  ReadEach(request.links(), "links", violations, [&](const v1::Link& link, Violations& found) {
    const LinkName name = NameInOfficeOf<LinkName>(link.name(), the_case.office, found);
    bundle.links.push_back(LinkFromRequest(link, name, found));
  });
}

}  // namespace

Bundle BundleFrom(const v1::CaseBundle& request, const std::string& office, Violations& violations) {
  Bundle bundle;
  const auto name = ParseName<CaseName>(request.case_().name());
  if (!violations.Require(name && name->office == office, "case.name",
                          "must be the name of a case of the row's office")) {
    return bundle;
  }
  bundle.the_case.name = *name;
  ReadTheCase(request.case_(), bundle, violations);
  ReadPeopleAndPlaces(request, bundle, violations);
  ReadEach(request.operations(), "operations", violations, [&](const v1::Operation& operation, Violations& found) {
    const OperationName in_case = NameInBundle<OperationName>(operation.name(), *name, found);
    bundle.operations.push_back({WholeOperationFrom(operation, in_case, found), operation.plan()});
  });
  ReadEach(request.charges(), "charges", violations, [&](const v1::Charge& charge, Violations& found) {
    const ChargeName in_case = NameInBundle<ChargeName>(charge.name(), *name, found);
    bundle.charges.push_back(WholeChargeFrom(charge, in_case, found));
  });
  return bundle;
}

}  // namespace amparo::cases
