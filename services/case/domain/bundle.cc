#include "services/case/domain/bundle.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "common/base/strings.h"
#include "services/case/domain/sentence_algebra.h"

namespace amparo::cases {
namespace {

// "charges[2]."
std::string Path(std::string_view list, std::size_t index) {
  return StrCat(list, "[", index, "].");
}

void CheckCount(std::size_t count, int most, std::string_view field, Violations& violations) {
  violations.Require(count <= static_cast<std::size_t>(most), field, StrCat("must have at most ", most, " entries"));
}

// The person of this id whose record the bundle brings, or null.
const WholePerson* PersonIn(const Bundle& bundle, const Uuid& id) {
  const auto found = std::find_if(bundle.persons.begin(), bundle.persons.end(),
                                  [&id](const WholePerson& one) { return one.person.name.id == id; });
  return found == bundle.persons.end() ? nullptr : &*found;
}

// True when no charge may wait for a verdict where the history of a case ends: it was disposed of or closed, and nobody
// stood before the prosecutor since.
bool IsDecided(const Case& the_case) {
  const auto& moves = the_case.stage_changes;
  const auto last = std::find_if(moves.rbegin(), moves.rend(), [](const StageChange& move) {
    return move.stage == Stage::kDisposed || move.stage == Stage::kClosed || move.stage == Stage::kProsecution;
  });
  return last != moves.rend() && last->stage != Stage::kProsecution;
}

void CheckCounts(const Bundle& bundle, Violations& violations) {
  CheckCount(bundle.persons.size(), kMostPersons, "persons", violations);
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
    for (std::size_t i = 0; i < entries.size(); ++i) AddOne(name_of(entries[i]).id, Path(list, i), violations);
  }

  void AddOne(const Uuid& id, const std::string& path, Violations& violations) {
    violations.Require(seen_.insert(id).second, path + "name",
                       "must have an id that no other record of the bundle has");
  }

 private:
  std::set<Uuid> seen_;
};

void CheckIds(const Bundle& bundle, Violations& violations) {
  IdCheck ids(bundle.the_case.name.id);
  ids.Add(
      bundle.persons, "persons", [](const WholePerson& whole) { return whole.person.name; }, violations);
  for (std::size_t i = 0; i < bundle.parties.size(); ++i) {
    const Party& party = bundle.parties[i].party;
    // Somebody who was entered with a role has its id: they are one subject.
    if (party.person == party.name.id && PersonIn(bundle, party.name.id) != nullptr) continue;
    ids.AddOne(party.name.id, Path("parties", i), violations);
  }
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
  const ChargeFacts facts = FactsOf(bundle.charges);
  found.Require(facts.charges > 0 || !HasBeen(the_case, {Stage::kDisposed}), "stage",
                "a case that was DISPOSED has charges");
  found.Require(facts.without_verdict == 0 || !IsDecided(the_case), "stage",
                "a case that is DISPOSED or CLOSED has a verdict on each charge");
  violations.Append(std::move(found).Take());
}

void CheckPersons(const Bundle& bundle, absl::CivilDay today, Violations& violations) {
  for (std::size_t i = 0; i < bundle.persons.size(); ++i) {
    Violations found(Path("persons", i));
    CheckPerson(bundle.persons[i].person, today, found);
    CheckProfile(bundle.persons[i].profile, today, found);
    violations.Append(std::move(found).Take());
  }
}

void CheckParties(const Bundle& bundle, absl::CivilDay today, Violations& violations) {
  for (std::size_t i = 0; i < bundle.parties.size(); ++i) {
    const WholeParty& whole = bundle.parties[i];
    Violations found(Path("parties", i));
    CheckParty(whole.party, today, found);
    CheckIdentity(whole.identity, today, found);
    if (whole.party.person) {
      // Of anybody else the birth date, which the flag of a minor must not contradict, is not known here.
      found.Require(PersonIn(bundle, *whole.party.person) != nullptr, "person",
                    "must be empty, or one of the bundle's persons");
      found.Require(whole.identity.empty(), "identity", "must be empty: the person's record has it");
    }
    violations.Append(std::move(found).Take());
  }
}

void CheckVenues(const Bundle& bundle, absl::CivilDay today, Violations& violations) {
  for (std::size_t i = 0; i < bundle.venues.size(); ++i) {
    Violations found(Path("venues", i));
    CheckVenue(bundle.venues[i].venue, bundle.venues[i].address, today, found);
    violations.Append(std::move(found).Take());
  }
}

// The people of the bundle by id.
using Roles = std::map<Uuid, PartyRole>;

void CheckEnd(const LinkEnd& end, const Bundle& bundle, const Roles& roles, std::string_view field, Violations& found) {
  if (end.kind == NodeKind::kVenue) return;
  found.Require(end.is_party() && end.case_id == bundle.the_case.name.id && roles.contains(end.id), field,
                "must be a party of this bundle, or a venue");
}

void CheckLinks(const Bundle& bundle, const Roles& roles, absl::CivilDay today, Violations& violations) {
  // As the index link_standing has it: one that has not ended, and one for each last day.
  std::set<std::tuple<LinkKind, LinkEnd, LinkEnd, std::optional<absl::CivilDay>>> seen;
  for (std::size_t i = 0; i < bundle.links.size(); ++i) {
    const Link& link = bundle.links[i];
    Violations found(Path("links", i));
    CheckLink(link, today, found);
    CheckEnd(link.from, bundle, roles, "from", found);
    CheckEnd(link.to, bundle, roles, "to", found);
    found.Require(seen.insert({link.kind, link.from, link.to, link.end_date}).second, "kind",
                  "must join two ends once only, unless it ended on another day");
    violations.Append(std::move(found).Take());
  }
}

void CheckOperations(const Bundle& bundle, absl::Time now, Violations& violations) {
  const bool was_planning = HasBeen(bundle.the_case, {Stage::kInvestigation, Stage::kOperation});
  std::set<OperationName> before;
  for (std::size_t i = 0; i < bundle.operations.size(); ++i) {
    const Operation& operation = bundle.operations[i].operation;
    Violations found(Path("operations", i));
    CheckWholeOperation(operation, bundle.operations[i].plan, now, found);
    found.Require(was_planning, "name", "the case was never in INVESTIGATION or OPERATION");
    found.Require(!operation.follows || before.contains(*operation.follows), "follows",
                  "must be an earlier operation of this bundle");
    before.insert(operation.name);
    violations.Append(std::move(found).Take());
  }
}

// A charge and the one in its place name each other.
void CheckSuccession(const Bundle& bundle, const Charge& charge, Violations& found) {
  const auto named = [&bundle](const Uuid& id) {
    return std::find_if(bundle.charges.begin(), bundle.charges.end(),
                        [&id](const Charge& one) { return one.name.id == id; });
  };
  if (charge.superseded_by) {
    const auto successor = named(charge.superseded_by->charge);
    const bool mutual = successor != bundle.charges.end() &&
                        std::count(successor->supersedes.begin(), successor->supersedes.end(), charge.name.id) == 1;
    found.Require(mutual, "superseded_by", "must be a charge of this bundle that supersedes this one");
  }
  for (const Uuid& id : charge.supersedes) {
    const auto former = named(id);
    const bool mutual =
        former != bundle.charges.end() && former->superseded_by && former->superseded_by->charge == charge.name.id;
    found.Require(mutual, "supersedes", "must be charges of this bundle that this one supersedes");
  }
}

// What the sentence that stands on a charge names is in the bundle, and its chain ends.
void CheckSentenceRefs(const Charge& charge, const std::vector<RunningSentence>& running, const Roles& roles,
                       Violations& found) {
  const Standing standing = LastStanding(charge.rulings);
  if (!standing.runs()) return;
  for (const Restitution& one : standing.sentence->restitutions) {
    const auto survivor = roles.find(one.survivor);
    found.Require(survivor != roles.end() && survivor->second == PartyRole::kSurvivor, "sentence.restitutions",
                  "must be of parties of this bundle in the role SURVIVOR");
  }
  if (standing.sentence->consecutive_to.IsNil()) return;
  const auto refused = CheckChain(charge.name.id, standing.sentence->consecutive_to, running);
  if (refused) found.Add("sentence.consecutive_to", refused->description);
}

// What pleas and payments name is in the bundle.
void CheckPleaAndPaymentRefs(const Bundle& bundle, const Charge& charge, const Roles& roles, Violations& found) {
  const auto is_other = [&](const Uuid& id) {
    return std::any_of(bundle.charges.begin(), bundle.charges.end(), [&](const Charge& one) {
      return one.name.id == id && id != charge.name.id && one.accused == charge.accused;
    });
  };
  for (const Plea& plea : charge.pleas) {
    if (!plea.terms) continue;
    const std::vector<Uuid>& withdrawn = plea.terms->withdrawn_charges;
    found.Require(std::all_of(withdrawn.begin(), withdrawn.end(), is_other), "pleas",
                  "must withdraw other charges of this bundle against the same accused");
  }
  for (const Payment& payment : charge.payments) {
    const auto survivor = roles.find(payment.survivor);
    found.Require(payment.survivor.IsNil() || (survivor != roles.end() && survivor->second == PartyRole::kSurvivor),
                  "payments", "must be to parties of this bundle in the role SURVIVOR");
  }
}

// The sentences of each accused that run.
std::map<Uuid, std::vector<RunningSentence>> RunningIn(const Bundle& bundle) {
  std::map<Uuid, std::vector<RunningSentence>> running;
  for (const Charge& charge : bundle.charges) {
    const Standing standing = LastStanding(charge.rulings);
    if (standing.runs()) running[charge.accused].push_back({charge.name.id, *standing.sentence, {}});
  }
  return running;
}

void CheckCharges(const Bundle& bundle, const Roles& roles, absl::CivilDay today, Violations& violations) {
  const ChargeFrame frame{
      .report_date = bundle.the_case.report_date, .today = today, .crime_type = bundle.the_case.crime_type};
  const bool was_prosecuted = HasBeen(bundle.the_case, {Stage::kProsecution});
  std::map<Uuid, std::vector<RunningSentence>> running = RunningIn(bundle);
  for (std::size_t i = 0; i < bundle.charges.size(); ++i) {
    const Charge& charge = bundle.charges[i];
    Violations found(Path("charges", i));
    CheckWholeCharge(charge, frame, found);
    found.Require(was_prosecuted, "name", "the case was never in PROSECUTION");
    const auto accused = roles.find(charge.accused);
    found.Require(accused != roles.end() && accused->second == PartyRole::kAccused, "accused",
                  "must be a party of this bundle in the role ACCUSED");
    CheckSuccession(bundle, charge, found);
    CheckSentenceRefs(charge, running[charge.accused], roles, found);
    CheckPleaAndPaymentRefs(bundle, charge, roles, found);
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
  CheckPersons(bundle, frame.today, violations);
  CheckParties(bundle, frame.today, violations);
  CheckVenues(bundle, frame.today, violations);
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
  for (WholeParty& whole : bundle.parties) {
    if (!whole.party.person) whole.party.person = whole.party.name.id;
    if (const WholePerson* const person = PersonIn(bundle, *whole.party.person)) {
      SettleMinor(person->profile.birth, the_case.report_date, whole.party);
    } else {
      SettleMinor(whole.identity, the_case.report_date, whole.party);
    }
  }
  for (WholeOperation& whole : bundle.operations) CompleteImported(frame.importer, frame.now, whole.operation);
  for (Charge& charge : bundle.charges) {
    charge.article = FindLawArticle(frame.country, charge.law_article, charge.charge_date);
    CompleteCharge(frame.now, charge);
  }
}

ChargeFacts FactsOf(const std::vector<Charge>& charges) {
  ChargeFacts facts;
  facts.charges = static_cast<int64_t>(charges.size());
  for (const Charge& charge : charges) {
    if (charge.open()) ++facts.without_verdict;
    facts.first_date = std::min(charge.charge_date, facts.first_date.value_or(charge.charge_date));
  }
  return facts;
}

std::set<Uuid> VenuesLinked(const Bundle& bundle) {
  std::set<Uuid> linked;
  for (const Link& link : bundle.links) {
    for (const LinkEnd& end : {link.from, link.to}) {
      if (end.kind == NodeKind::kVenue) linked.insert(end.id);
    }
  }
  return linked;
}

std::vector<VenueName> VenuesNeeded(const Bundle& bundle) {
  std::set<Uuid> needed;
  for (const WholeOperation& whole : bundle.operations) {
    for (const OperationSite& site : whole.operation.sites) needed.insert(site.venue);
  }
  needed.merge(VenuesLinked(bundle));
  for (const WholeVenue& whole : bundle.venues) needed.erase(whole.venue.name.id);
  std::vector<VenueName> names;
  for (const Uuid& id : needed) names.push_back({bundle.the_case.name.office, id});
  return names;
}

}  // namespace amparo::cases
