// The rules of the calendar: what makes a hearing, and the acts that move it. Pure functions: they take the hearing as
// it stands and answer with the hearing as it is to be (its version one higher), or with what is wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/scheduling/domain/decision.h"
#include "services/scheduling/domain/hearing.h"

namespace amparo::scheduling {

// Puts a hearing on the calendar: of `draft` its key and what is planned count.
// `zone` is the court's and gives the civil day. A start in the past is allowed: hearings are also entered late.
Decision<Hearing> Schedule(const Hearing& draft, absl::TimeZone zone, absl::Time now);

// What is wrong with a draft, so that a request can be refused before anybody is asked; paths relative to the hearing.
Violations CheckDraft(const Hearing& draft);

// What is wrong with who came to a hearing by itself; paths begin with "attendance".
Violations CheckAttendance(const std::vector<Attendance>& attendance);

// Who came and is a party of none of `cases`, those of the hearing's matter: its own, and those it was merged with.
Violations CheckParties(const std::vector<Attendance>& attendance, const std::vector<Key>& cases);

// What is wrong with the adjournment of a hearing that starts at `start`, or of any hearing as long as that is not
// known; paths begin with "adjournment".
Violations CheckAdjournment(const Adjournment& adjournment, std::optional<absl::Time> start = std::nullopt);

// What is wrong with the reason why a hearing is vacated: its length (1 to 1000).
Violations CheckVacateReason(std::string_view reason);

// SCHEDULED -> HELD. A hearing that has not begun cannot have been held (HEARING_NOT_BEGUN). What cases the parties who
// came are of is for CheckParties, here as in Adjourn.
Decision<Hearing> Hold(const Hearing& hearing, const std::vector<Attendance>& attendance, absl::Time now);

// An adjourned hearing and, when a next date was given, the hearing that goes on.
struct Adjourned {
  Hearing hearing;
  std::optional<Hearing> next;
};

// SCHEDULED -> ADJOURNED. With a next date the next hearing is of the same case, court, purpose, duration and staff,
// under `next_id`, its day by `zone`, the court's. It may be put off before it begins, but nobody can have come by then
// (HEARING_NOT_BEGUN). Paths begin with "adjournment" or "attendance".
Decision<Adjourned> Adjourn(const Hearing& hearing, const Adjournment& adjournment,
                            const std::vector<Attendance>& attendance, const Uuid& next_id, absl::TimeZone zone,
                            absl::Time now);

// SCHEDULED -> VACATED, with a reason. That it was taken off the calendar before it began may be entered later.
Decision<Hearing> Vacate(const Hearing& hearing, const std::string& reason, absl::Time now);

}  // namespace amparo::scheduling
