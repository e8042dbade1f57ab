#include "services/case/domain/bundle.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

// "charges[2]."
std::string Path(std::string_view list, std::size_t index) {
  return StrCat(list, "[", index, "].");
}

void CheckCount(std::size_t count, int most, std::string_view field, Violations& violations) {
  violations.Require(count <= static_cast<std::size_t>(most), field, StrCat("must have at most ", most, " entries"));
}

bool HasBeen(const Case& the_case, std::initializer_list<Stage> stages) {
  return std::any_of(the_case.stage_changes.begin(), the_case.stage_changes.end(), [&](const StageChange& change) {
    return std::find(stages.begin(), stages.end(), change.stage) != stages.end();
  });
}

void CheckCounts(const Bundle& bundle, Violations& violations) {
  CheckCount(bundle.parties.size(), kMostParties, "parties", violations);
  CheckCount(bundle.venues.size(), kMostVenues, "venues", violations);
  CheckCount(bundle.links.size(), kMostLinks, "links", violations);
  CheckCount(bundle.operations.size(), kMostOperations, "operations", violations);
  CheckCount(bundle.charges.size(), kMostCharges, "charges", violations);
}

// Every record of a bundle has an id of its own, whatever its kind: data keys go by the id alone.
class IdCheck {
 public:
  explicit IdCheck(const Uuid& case_id) : seen_({case_id}) {}

  // Checks the ids of one list; `name_of` says an entry's name.
  template <typename Entry, typename NameOf>
  void Add(const std::vector<Entry>& entries, std::string_view list, NameOf name_of, Violations& violations) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      violations.Require(seen_.insert(name_of(entries[i]).id).second, Path(list, i) + "name",
                         "must have an id that no other record of the bundle has");
    }
  }

 private:
  std::set<Uuid> seen_;
};

void CheckIds(const Bundle& bundle, Violations& violations) {
  IdCheck ids(bundle.the_case.name.id);
  ids.Add(
      bundle.parties, "parties", [](const WholeParty& whole) { return whole.party.name; }, violations);
  ids.Add(
      bundle.venues, "venues", [](const WholeVenue& whole) { return whole.venue.name; }, violations);
  ids.Add(
      bundle.links, "links", [](const Link& link) { return link.name; }, violations);
  ids.Add(
      bundle.operations, "operations", [](const WholeOperation& whole) { return whole.operation.name; }, violations);
  ids.Add(
      bundle.charges, "charges", [](const Charge& charge) { return charge.name; }, violations);
}

void CheckTheCase(const Bundle& bundle, absl::CivilDay today, Violations& violations) {
  const Case& the_case = bundle.the_case;
  Violations found("case.");
  CheckCase(the_case, today, found);
  CheckNarrative(bundle.narrative, found);
  if (!the_case.stage_changes.empty()) {
    CheckHistory(the_case, today, found);
    found.Require(the_case.stage == Stage::kUnspecified || the_case.stage == the_case.stage_changes.back().stage,
                  "stage", "must be where stage_changes end");
  } else {
    found.Require(the_case.stage == Stage::kUnspecified || the_case.stage == Stage::kReported, "stage_changes",
                  "is required for a case past REPORTED");
  }
  // A case that was disposed of once has had all its verdicts, wherever it went from there.
  const ChargeFacts facts = FactsOf(bundle.charges);
  found.Require(!HasBeen(the_case, {Stage::kDisposed}) || (facts.charges > 0 && facts.without_verdict == 0), "stage",
                "a case that was DISPOSED has charges, and a verdict on each");
  violations.Append(std::move(found).Take());
}

void CheckParties(const Bundle& bundle, absl::CivilDay today, Violations& violations) {
  for (std::size_t i = 0; i < bundle.parties.size(); ++i) {
    Violations found(Path("parties", i));
    CheckParty(bundle.parties[i].party, today, found);
    CheckIdentity(bundle.parties[i].identity, today, found);
    violations.Append(std::move(found).Take());
  }
}

void CheckVenues(const Bundle& bundle, Violations& violations) {
  for (std::size_t i = 0; i < bundle.venues.size(); ++i) {
    Violations found(Path("venues", i));
    CheckVenue(bundle.venues[i].venue, bundle.venues[i].address, found);
    violations.Append(std::move(found).Take());
  }
}

// The people of the bundle by id.
using Roles = std::map<Uuid, PartyRole>;

void CheckEnd(const LinkEnd& end, const Bundle& bundle, const Roles& roles, std::string_view field, Violations& found) {
  if (!end.is_party()) return;
  found.Require(end.case_id == bundle.the_case.name.id && roles.contains(end.id), field,
                "must be a party of this bundle, or a venue");
}

void CheckLinks(const Bundle& bundle, const Roles& roles, absl::CivilDay today, Violations& violations) {
  std::set<std::pair<LinkKind, std::pair<LinkEnd, LinkEnd>>> seen;
  for (std::size_t i = 0; i < bundle.links.size(); ++i) {
    const Link& link = bundle.links[i];
    Violations found(Path("links", i));
    CheckLink(link, today, found);
    CheckEnd(link.from, bundle, roles, "from", found);
    CheckEnd(link.to, bundle, roles, "to", found);
    found.Require(seen.insert({link.kind, {link.from, link.to}}).second, "kind", "must join two ends once only");
    violations.Append(std::move(found).Take());
  }
}

void CheckOperations(const Bundle& bundle, absl::Time now, Violations& violations) {
  const bool was_planning = HasBeen(bundle.the_case, {Stage::kInvestigation, Stage::kOperation});
  std::set<Uuid> before;
  for (std::size_t i = 0; i < bundle.operations.size(); ++i) {
    const Operation& operation = bundle.operations[i].operation;
    Violations found(Path("operations", i));
    CheckWholeOperation(operation, bundle.operations[i].plan, now, found);
    found.Require(was_planning, "name", "the case was never in INVESTIGATION or OPERATION");
    found.Require(!operation.follows || before.contains(*operation.follows), "follows",
                  "must be an earlier operation of this bundle");
    before.insert(operation.name.id);
    violations.Append(std::move(found).Take());
  }
}

void CheckCharges(const Bundle& bundle, const Roles& roles, absl::CivilDay today, Violations& violations) {
  const ChargeFrame frame{.report_date = bundle.the_case.report_date, .today = today};
  const bool was_prosecuted = HasBeen(bundle.the_case, {Stage::kProsecution});
  for (std::size_t i = 0; i < bundle.charges.size(); ++i) {
    const Charge& charge = bundle.charges[i];
    Violations found(Path("charges", i));
    CheckWholeCharge(charge, frame, found);
    found.Require(was_prosecuted, "name", "the case was never in PROSECUTION");
    const auto accused = roles.find(charge.accused);
    found.Require(accused != roles.end() && accused->second == PartyRole::kAccused, "accused",
                  "must be a party of this bundle in the role ACCUSED");
    violations.Append(std::move(found).Take());
  }
}

}  // namespace

void CheckBundle(const Bundle& bundle, const BundleFrame& frame, Violations& violations) {
  Roles roles;
  for (const WholeParty& whole : bundle.parties) roles.emplace(whole.party.name.id, whole.party.role);
  CheckCounts(bundle, violations);
  CheckIds(bundle, violations);
  CheckTheCase(bundle, frame.today, violations);
  CheckParties(bundle, frame.today, violations);
  CheckVenues(bundle, violations);
  CheckLinks(bundle, roles, frame.today, violations);
  CheckOperations(bundle, frame.now, violations);
  CheckCharges(bundle, roles, frame.today, violations);
}

void CompleteBundle(const BundleFrame& frame, Bundle& bundle) {
  Case& the_case = bundle.the_case;
  if (the_case.stage_changes.empty()) BeginCase(frame.now, the_case);
  the_case.stage = the_case.stage_changes.back().stage;
  if (the_case.case_number.empty()) the_case.case_number = CaseNumberFor(the_case.name.id);
  for (StageChange& change : the_case.stage_changes) change.record_time = frame.now;
  for (WholeParty& whole : bundle.parties) DeriveMinor(whole.identity, the_case.report_date, whole.party);
  for (WholeOperation& whole : bundle.operations) {
    whole.operation.state = DerivedState(whole.operation);
    if (whole.operation.planner.empty()) whole.operation.planner = frame.importer;
  }
  for (Charge& charge : bundle.charges) {
    if (charge.sentence) charge.sentence = Normalized(*charge.sentence);
  }
}

ChargeFacts FactsOf(const std::vector<Charge>& charges) {
  const auto open = std::count_if(charges.begin(), charges.end(), [](const Charge& one) { return !one.verdict; });
  return {.charges = static_cast<int64_t>(charges.size()), .without_verdict = open};
}

std::vector<VenueName> VenuesNeeded(const Bundle& bundle) {
  std::set<Uuid> needed;
  for (const WholeOperation& whole : bundle.operations) {
    for (const OperationSite& site : whole.operation.sites) needed.insert(site.venue);
  }
  for (const Link& link : bundle.links) {
    for (const LinkEnd& end : {link.from, link.to}) {
      if (!end.is_party()) needed.insert(end.id);
    }
  }
  for (const WholeVenue& whole : bundle.venues) needed.erase(whole.venue.name.id);
  std::vector<VenueName> names;
  for (const Uuid& id : needed) names.push_back({bundle.the_case.name.office, id});
  return names;
}

}  // namespace amparo::cases
