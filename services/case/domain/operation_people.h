// What is learned at the sites of an operation after their outcomes: who was freed and where they were brought, who was
// arrested, and why a site failed.
#pragma once

#include <string_view>

#include "absl/time/time.h"
#include "services/case/domain/operation.h"

namespace amparo::cases {

// Notes what is wrong with somebody freed, whatever the operation: "person.brought_to", too long.
void CheckFreedPerson(const FreedPerson& person, Violations& violations);

// The operation with somebody freed at a site; a person who is recorded already (`number`) is said more of, and keeps
// the site. Refused SITE_NOT_SUCCEEDED, FREED_PEOPLE_COUNTED when the outcome counts no more children or adults,
// SURVIVOR_ALREADY_FREED. Violations: "person.number" or "person.site" that there is not (any more),
// "person.brought_time" before the start or in the future.
Decision<Operation> RecordFreedPerson(Operation operation, FreedPerson person, absl::Time now);

// The operation with an arrest at a site; one that is recorded already (`number`) is said more of, and keeps the site.
// Refused SITE_HAS_NO_OUTCOME, ARRESTS_COUNTED, ACCUSED_ALREADY_ARRESTED. Violations: "arrest.number" or "arrest.site"
// that there is not, "arrest.arrest_time" before the start or in the future.
Decision<Operation> RecordArrest(Operation operation, Arrest arrest, absl::Time now);

// The operation with somebody freed, or an arrest, struck out: they stay, and no longer count. Violations: "number"
// that there is not or that was struck out before, those of CheckOperationReason.
Decision<Operation> StrikeFreedPerson(Operation operation, int number, EntryStrike strike);
Decision<Operation> StrikeArrest(Operation operation, int number, EntryStrike strike);

// Notes what is wrong with an analysis, whatever the operation: no cause, a narrative that is too long, or missing
// where the cause is OTHER.
void CheckSiteFailure(const SiteFailure& failure, Violations& violations);

// The operation with why a site failed. Refused SITE_NOT_FAILED. Violations: "site" that there is not, those of
// CheckSiteFailure.
Decision<Operation> AnalyzeSiteFailure(Operation operation, int site, SiteFailure failure);

}  // namespace amparo::cases
