// Resource names of the scheduling service: built and parsed here only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/uuid.h"

namespace amparo::scheduling {

// Where a resource is kept: its office and its id. The office is part of every key in the database.
struct Key {
  std::string office;
  Uuid id;

  friend bool operator==(const Key&, const Key&) = default;
};

// The collections under an office that this service owns or refers to.
enum class Collection { kCases, kCourts, kTravelTimes, kHearings };

// `offices/{office}/courts/{court}` and the like, the id in lower case.
std::string BuildName(Collection collection, const Key& key);

// The key in a name of `collection`; nullopt for anything else, also for an id that is no UUID or the nil one.
std::optional<Key> ParseName(Collection collection, std::string_view name);

// `offices/{office}`.
std::string OfficeName(std::string_view office);

// The office's id in `offices/{office}`: 2 to 40 of [a-z0-9-], the first a letter; nullopt for anything else.
std::optional<std::string> ParseOfficeName(std::string_view name);

// Who has a part in a case: that case, and the party's id there.
struct PartyKey {
  Key case_key;
  Uuid id;

  friend bool operator==(const PartyKey&, const PartyKey&) = default;
};

// The key in `offices/{office}/cases/{case}/parties/{party}`; nullopt for anything else.
std::optional<PartyKey> ParsePartyName(std::string_view name);

}  // namespace amparo::scheduling
