// The suspects' network: venues, and what links people and places.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// What a place is. The numbers of this enum and the following are those of the protos.
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

// A place. Its address is kept sealed and not here.
struct Venue {
  VenueName name = {};
  VenueKind kind = VenueKind::kUnspecified;
  std::string pseudonym = {};
  std::string city = {};
};

// How two ends are linked: read "`from` KIND `to`".
enum class LinkKind {
  kUnspecified = 0,
  kMovedTo = 1,
  kRecruitedBy = 2,
  kOwnedBy = 3,
  kOperatesAt = 4,
  kAssociatedWith = 5,
};

// How sure one is of a link.
enum class Confidence { kUnspecified = 0, kLow = 1, kMedium = 2, kHigh = 3 };

// One end of a link: a party of a case, or a venue; of the link's office.
struct LinkEnd {
  // The party's case; nil for a venue.
  Uuid case_id = {};
  // The party's or venue's id.
  Uuid id = {};

  bool is_party() const { return !case_id.IsNil(); }
  friend auto operator<=>(const LinkEnd&, const LinkEnd&) = default;
};

// A link in the network.
struct Link {
  LinkName name = {};
  LinkKind kind = LinkKind::kUnspecified;
  LinkEnd from = {};
  LinkEnd to = {};
  std::optional<absl::CivilDay> observed_date = std::nullopt;
  Confidence confidence = Confidence::kUnspecified;
  std::string source = {};
};

// Notes what is wrong with a venue; `address` is what will be sealed.
void CheckVenue(const Venue& venue, std::string_view address, Violations& violations);

// Notes what is wrong with a link: no kind; an end linked with itself; ends that the kind does not join (a person
// recruits a person, a place is owned by a person, ...: see LinkKind in the proto); a date after `today`; a source too
// long.
void CheckLink(const Link& link, absl::CivilDay today, Violations& violations);

}  // namespace amparo::cases
