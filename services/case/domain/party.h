// The people of a case: the accused, the survivors, the witnesses.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// What a person is in a case. The numbers are those of the contract and of the database.
enum class PartyRole {
  kUnspecified = 0,
  kAccused = 1,
  kSurvivor = 2,
  kWitness = 3,
  kGuardian = 4,
  kComplainant = 5,
};

// A person without what identifies them.
struct Party {
  PartyName name;
  PartyRole role = PartyRole::kUnspecified;
  std::string pseudonym;
  // Under 18 on `minor_date`.
  bool minor = false;
  // Absent = the case's report date.
  std::optional<absl::CivilDay> minor_date;
  bool testified = false;
};

// What identifies a person; sealed before it is kept.
struct Identity {
  std::string full_name;
  std::vector<std::string> other_names;
  std::string address;
  std::string contact;
  std::optional<absl::CivilDay> birth_date;
};

// What is wrong with a person; `today` is the present day in the office's zone.
void CheckParty(const Party& value, absl::CivilDay today, Violations& violations);

// What is wrong with an identity: lengths, a birth date in the future.
void CheckIdentity(const Identity& value, absl::CivilDay today, Violations& violations);

// Derives `minor` from a known birth date: under 18 on `minor_date`, or on the case's report date when that is absent.
// Someone born on 29 February comes of age on 1 March. Leaves the flag as it is without a birth date.
void DeriveMinor(const Identity& identity, absl::CivilDay report_date, Party& value);

}  // namespace amparo::cases
