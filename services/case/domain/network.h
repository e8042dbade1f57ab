// The suspects' network: venues, and what links people, places, organizations and what they use.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// What a place is. The numbers of this enum and the following are those of the protos and of the database.
enum class VenueKind {
  kUnspecified = 0,
  kCoffeeShop = 1,
  kMassageParlour = 2,
  kBar = 3,
  kHotel = 4,
  kDwelling = 5,
  kWorkplace = 6,
  kPublicPlace = 7,
  kOnline = 8,
  kOther = 9,
};

// That something was taken out of the network: it stays in the history.
struct Withdrawal {
  absl::Time record_time = {};
  std::string recorder = {};
  std::string reason = {};
};

// A place. Its address is kept sealed and not here.
struct Venue {
  VenueName name = {};
  VenueKind kind = VenueKind::kUnspecified;
  std::string pseudonym = {};
  std::string city = {};
  std::optional<absl::CivilDay> close_date = std::nullopt;
  std::optional<Withdrawal> withdrawal = std::nullopt;
};

// How two ends are linked: read "`from` KIND `to`".
enum class LinkKind {
  kUnspecified = 0,
  kMovedTo = 1,
  kRecruitedBy = 2,
  kOwnedBy = 3,
  kOperatesAt = 4,
  kAssociatedWith = 5,
  kMemberOf = 6,
  kUses = 7,
  kContacted = 8,
  kSeenAt = 9,
  kNamedIn = 10,
  // Follows from the parties of cases; never entered.
  kAccusedIn = 11,
};

// How sure one is of a link.
enum class Confidence { kUnspecified = 0, kLow = 1, kMedium = 2, kHigh = 3 };

// What stands at an end of a link, and what a node of the network is. A party is an end only: in the network the person
// stands for their parties.
enum class NodeKind {
  kUnspecified = 0,
  kPerson = 1,
  kVenue = 2,
  kOrganization = 3,
  kAsset = 4,
  kCase = 5,
  kParty = 6,
};

// One end of a link, of the link's office.
struct LinkEnd {
  NodeKind kind = NodeKind::kUnspecified;
  // A party's case; nil for what is no party.
  Uuid case_id = {};
  Uuid id = {};

  bool is_party() const { return kind == NodeKind::kParty; }
  friend auto operator<=>(const LinkEnd&, const LinkEnd&) = default;
};

// A link in the network.
struct Link {
  LinkName name = {};
  LinkKind kind = LinkKind::kUnspecified;
  LinkEnd from = {};
  LinkEnd to = {};
  std::optional<absl::CivilDay> observed_date = std::nullopt;
  // The last day on which it held.
  std::optional<absl::CivilDay> end_date = std::nullopt;
  Confidence confidence = Confidence::kUnspecified;
  std::string source = {};
  std::optional<Withdrawal> withdrawal = std::nullopt;
};

// Notes what is wrong with a venue, such as that it closed after `today`; `address` is what will be sealed.
void CheckVenue(const Venue& venue, std::string_view address, absl::CivilDay today, Violations& violations);

// Notes what is wrong with a link: no kind, or ACCUSED_IN, which is never entered; an end linked with itself; ends that
// the kind does not join (a person recruits a person, a place is owned by a person, ...: see LinkKind in the proto); a
// date after `today`; an end before the beginning; a source too long.
void CheckLink(const Link& link, absl::CivilDay today, Violations& violations);

// True when a link held on a day, as far as is known: it was not observed after it, nor had it ended before.
bool HeldOn(const Link& link, absl::CivilDay day);

// A link that held until a day, that day included. Violations: a day after `today`. Refused ALREADY_WITHDRAWN;
// ALREADY_ENDED, as another last day is not another end but a mistake in the first; BEFORE_LINK.
Decision<Link> EndedOn(Link link, absl::CivilDay end_date, absl::CivilDay today);

// Notes what is wrong with a withdrawal: no reason, or one too long.
void CheckWithdrawal(const Withdrawal& withdrawal, Violations& violations);

// What is said to who would change what was withdrawn: ALREADY_WITHDRAWN.
Refusal WithdrawnBefore();

// What is in the network, withdrawn. Refused ALREADY_WITHDRAWN.
template <typename T>
Decision<T> Withdrawn(T value, Withdrawal withdrawal) {
  Violations violations;
  CheckWithdrawal(withdrawal, violations);
  if (!violations.empty()) return violations;
  if (value.withdrawal) return WithdrawnBefore();
  value.withdrawal = std::move(withdrawal);
  return value;
}

}  // namespace amparo::cases
