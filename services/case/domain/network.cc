#include "services/case/domain/network.h"

namespace amparo::cases {
namespace {

// Which kinds of ends each kind of link joins.
void CheckEnds(const Link& link, Violations& violations) {
  constexpr std::string_view kParty = "must be a party for this kind of link";
  constexpr std::string_view kVenue = "must be a venue for this kind of link";
  switch (link.kind) {
    case LinkKind::kUnspecified:
      violations.Add("kind", "must be given");
      break;
    case LinkKind::kMovedTo:
      violations.Require(!link.to.is_party(), "to", kVenue);
      break;
    case LinkKind::kRecruitedBy:
    case LinkKind::kAssociatedWith:
      violations.Require(link.from.is_party(), "from", kParty);
      violations.Require(link.to.is_party(), "to", kParty);
      break;
    case LinkKind::kOwnedBy:
      violations.Require(!link.from.is_party(), "from", kVenue);
      violations.Require(link.to.is_party(), "to", kParty);
      break;
    case LinkKind::kOperatesAt:
      violations.Require(link.from.is_party(), "from", kParty);
      violations.Require(!link.to.is_party(), "to", kVenue);
      break;
  }
}

}  // namespace

void CheckVenue(const Venue& venue, std::string_view address, Violations& violations) {
  violations.Require(venue.kind != VenueKind::kUnspecified, "kind", "must be given");
  violations.RequireText(venue.pseudonym, {.min = 1, .max = 100}, "pseudonym");
  violations.RequireText(venue.city, {.min = 0, .max = 200}, "city");
  violations.RequireText(address, {.min = 0, .max = 1000}, "address");
}

void CheckLink(const Link& link, absl::CivilDay today, Violations& violations) {
  violations.Require(link.from != link.to, "to", "must not be the same as from");
  CheckEnds(link, violations);
  if (link.observed_date) {
    violations.Require(*link.observed_date <= today, "observed_date", "must not be in the future");
  }
  violations.RequireText(link.source, {.min = 0, .max = 200}, "source");
}

}  // namespace amparo::cases
