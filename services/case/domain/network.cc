#include "services/case/domain/network.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

namespace amparo::cases {
namespace {

using enum NodeKind;

// What may stand at an end: a bit for each kind of node.
class Ends {
 public:
  constexpr Ends(std::initializer_list<NodeKind> kinds) {
    for (const NodeKind kind : kinds) bits_ |= 1u << static_cast<unsigned>(kind);
  }
  constexpr bool Has(NodeKind kind) const { return (bits_ >> static_cast<unsigned>(kind) & 1) != 0; }

 private:
  unsigned bits_ = 0;
};

constexpr Ends kPeople = {kPerson, kParty};
constexpr Ends kPeopleAndOrganizations = {kPerson, kParty, kOrganization};

// Which ends a kind of link joins.
struct Joins {
  LinkKind kind;
  Ends from;
  Ends to;
};

constexpr std::array kJoins = std::to_array<Joins>({
    {LinkKind::kMovedTo, {kPerson, kParty, kVenue, kOrganization}, {kVenue}},
    {LinkKind::kRecruitedBy, kPeople, kPeopleAndOrganizations},
    {LinkKind::kOwnedBy, {kVenue, kOrganization, kAsset}, kPeopleAndOrganizations},
    {LinkKind::kOperatesAt, kPeopleAndOrganizations, {kVenue}},
    {LinkKind::kAssociatedWith, kPeopleAndOrganizations, kPeopleAndOrganizations},
    {LinkKind::kMemberOf, kPeople, {kOrganization}},
    {LinkKind::kUses, kPeopleAndOrganizations, {kAsset}},
    {LinkKind::kContacted, {kAsset}, {kAsset}},
    {LinkKind::kSeenAt, {kPerson, kParty, kAsset}, {kVenue}},
    {LinkKind::kNamedIn, {kVenue, kOrganization, kAsset}, {kCase}},
});

// "must be a person or party, ... for this kind of link".
std::string RuleFor(Ends ends) {
  constexpr std::array kWords =
      std::to_array<std::pair<NodeKind, std::string_view>>({{kPerson, "a person"},
                                                            {kParty, "a party"},
                                                            {kVenue, "a venue"},
                                                            {kOrganization, "an organization"},
                                                            {kAsset, "an asset"},
                                                            {kCase, "a case"}});
  std::string words;
  for (const auto& [kind, word] : kWords) {
    if (ends.Has(kind)) words += words.empty() ? std::string(word) : StrCat(" or ", word);
  }
  return StrCat("must be ", words, " for this kind of link");
}

// Which kinds of ends each kind of link joins.
void CheckEnds(const Link& link, Violations& violations) {
  if (link.kind == LinkKind::kAccusedIn) {
    violations.Add("kind", "follows from the parties of cases and is not entered");
    return;
  }
  const auto joins =
      std::find_if(kJoins.begin(), kJoins.end(), [&](const Joins& one) { return one.kind == link.kind; });
  if (!violations.Require(joins != kJoins.end(), "kind", "must be given")) return;
  violations.Require(joins->from.Has(link.from.kind), "from", RuleFor(joins->from));
  violations.Require(joins->to.Has(link.to.kind), "to", RuleFor(joins->to));
}

}  // namespace

void CheckVenue(const Venue& venue, std::string_view address, absl::CivilDay today, Violations& violations) {
  violations.Require(venue.kind != VenueKind::kUnspecified, "kind", "must be given");
  violations.RequireText(venue.pseudonym, {.min = 1, .max = 100}, "pseudonym");
  violations.RequireText(venue.city, {.min = 0, .max = 200}, "city");
  violations.RequireText(address, {.min = 0, .max = 1000}, "address");
  violations.Require(!venue.close_date || *venue.close_date <= today, "close_date", "must not be in the future");
}

void CheckLink(const Link& link, absl::CivilDay today, Violations& violations) {
  violations.Require(link.from != link.to, "to", "must not be the same as from");
  CheckEnds(link, violations);
  if (link.observed_date) {
    violations.Require(*link.observed_date <= today, "observed_date", "must not be in the future");
  }
  if (link.end_date) {
    violations.Require(*link.end_date <= today, "end_date", "must not be in the future");
    violations.Require(!link.observed_date || *link.observed_date <= *link.end_date, "end_date",
                       "must not be before observed_date");
  }
  violations.RequireText(link.source, {.min = 0, .max = 200}, "source");
}

bool HeldOn(const Link& link, absl::CivilDay day) {
  return (!link.observed_date || *link.observed_date <= day) && (!link.end_date || day <= *link.end_date);
}

Decision<Link> EndedOn(Link link, absl::CivilDay end_date, absl::CivilDay today) {
  Violations violations;
  violations.Require(end_date <= today, "end_date", "must not be in the future");
  if (!violations.empty()) return violations;
  if (link.withdrawal) return WithdrawnBefore();
  if (link.end_date) return Refusal{"ALREADY_ENDED", "it has an end_date already"};
  if (link.observed_date && end_date < *link.observed_date) {
    return Refusal{"BEFORE_LINK", "end_date must not be before observed_date"};
  }
  link.end_date = end_date;
  return link;
}

Refusal WithdrawnBefore() {
  return {"ALREADY_WITHDRAWN", "it was withdrawn before"};
}

void CheckWithdrawal(const Withdrawal& withdrawal, Violations& violations) {
  violations.RequireText(withdrawal.reason, {.min = 1, .max = 500}, "reason");
}

}  // namespace amparo::cases
