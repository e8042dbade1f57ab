// The people of a case: the accused, the survivors, the witnesses.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/birth.h"
#include "services/case/domain/case.h"
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

// What a person is in a case, without what identifies them.
struct Party {
  PartyName name;
  PartyRole role = PartyRole::kUnspecified;
  std::string pseudonym;
  // Under 18 on `minor_date`.
  bool minor = false;
  // Absent = the case's report date: until SettleMinor.
  std::optional<absl::CivilDay> minor_date;
  // `minor` follows from a birth date.
  bool minor_derived = false;
  bool testified = false;
  // Who it is; absent only in what was recorded before people had records of their own.
  std::optional<Uuid> person;
  // Set: `person` was merged, and this one stands for them.
  std::optional<Uuid> surviving_person = std::nullopt;
  // Set: what identified the person was erased.
  std::optional<absl::Time> erase_time;

  // Who it is, whatever was merged; absent as `person`.
  const std::optional<Uuid>& standing_person() const { return surviving_person ? surviving_person : person; }
};

// What identifies a person, in short (domain/person.h has all of it); sealed before it is kept.
struct Identity {
  std::string full_name;
  std::vector<std::string> other_names;
  std::string address;
  std::string contact;
  std::optional<absl::CivilDay> birth_date;

  // True when it says nothing.
  bool empty() const {
    return full_name.empty() && other_names.empty() && address.empty() && contact.empty() && !birth_date;
  }
};

// What is wrong with a person; `today` is the present day in the office's zone.
void CheckParty(const Party& value, absl::CivilDay today, Violations& violations);

// What is wrong with an identity: lengths, a birth date in the future.
void CheckIdentity(const Identity& value, absl::CivilDay today, Violations& violations);

// Gives `minor` the day it speaks of, and keeps that day: the case's report date unless there is one.
void DateMinor(absl::CivilDay report_date, Party& value);

// Settles `minor` of a person born then: dates it, and derives it if the birth leaves only one answer for that day.
// Someone born on 29 February comes of age on 1 March. Leaves the flag as it is when no birth is known, or when it
// leaves both open.
void SettleMinor(const std::optional<Birth>& birth, absl::CivilDay report_date, Party& value);

// The same for the exact birth date of an identity, if there is one.
void SettleMinor(const Identity& identity, absl::CivilDay report_date, Party& value);

// Why the flag or its day cannot be changed without the identity: it was derived from a birth date, which is sealed.
std::optional<Refusal> RefuseMinor(const Party& value);

}  // namespace amparo::cases
