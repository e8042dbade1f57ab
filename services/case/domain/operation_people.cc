#include "services/case/domain/operation_people.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

OperationSite* SiteNumbered(Operation& operation, int number) {
  const auto site = std::find_if(operation.sites.begin(), operation.sites.end(),
                                 [number](const OperationSite& one) { return one.number == number; });
  return site == operation.sites.end() ? nullptr : &*site;
}

// The entry of this number, unless it was struck out, or null.
template <typename Entry>
Entry* Numbered(std::vector<Entry>& entries, int number) {
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [number](const Entry& one) { return one.number == number && !one.strike; });
  return entry == entries.end() ? nullptr : &*entry;
}

// Finds what `entry` speaks of: gives it the site of an entry that is there already, and checks the site of a new one.
template <typename Entry>
OperationSite* SiteOf(Operation& operation, std::vector<Entry>& entries, Entry& entry, std::string_view path,
                      Violations& violations) {
  if (entry.number != 0) {
    const Entry* known = Numbered(entries, entry.number);
    if (!violations.Require(known != nullptr, StrCat(path, "number"),
                            "must be 0 or that of one who is recorded and was not struck out")) {
      return nullptr;
    }
    entry.site = known->site;
  }
  OperationSite* site = SiteNumbered(operation, entry.site);
  violations.Require(site != nullptr, StrCat(path, "site"), "must be the number of a site of the operation");
  return site;
}

void CheckSince(const Operation& operation, std::optional<absl::Time> time, absl::Time now, std::string_view field,
                Violations& violations) {
  violations.Require(!time || (*time >= operation.start_time && *time <= now), field,
                     "must not be before the start time, nor in the future");
}

// How many others at the entry's site are like it.
template <typename Entry, typename Alike>
int CountOthers(const std::vector<Entry>& entries, const Entry& entry, Alike alike) {
  return static_cast<int>(std::count_if(entries.begin(), entries.end(), [&](const Entry& one) {
    return one.number != entry.number && one.site == entry.site && !one.strike && alike(one);
  }));
}

// True when another entry names the same person.
template <typename Entry>
bool NamedTwice(const std::vector<Entry>& entries, const Entry& entry, std::optional<PartyName> Entry::*person) {
  if (!(entry.*person)) return false;
  return std::any_of(entries.begin(), entries.end(), [&](const Entry& one) {
    return one.number != entry.number && !one.strike && one.*person == entry.*person;
  });
}

// Puts the entry in its place, or at the end under the next number.
template <typename Entry>
void Put(std::vector<Entry>& entries, Entry entry) {
  if (Entry* known = Numbered(entries, entry.number)) {
    *known = std::move(entry);
    return;
  }
  entry.number = entries.empty() ? 1 : entries.back().number + 1;
  entries.push_back(std::move(entry));
}

// Strikes out the entry of this number; "number" and "reason" say what is wrong with that.
template <typename Entry>
void StrikeOut(std::vector<Entry>& entries, int number, EntryStrike strike, Violations& violations) {
  CheckOperationReason(strike.reason, violations);
  Entry* entry = Numbered(entries, number);
  violations.Require(entry != nullptr, "number", "must be that of one who is recorded and was not struck out");
  if (violations.empty()) entry->strike = std::move(strike);
}

}  // namespace

void CheckFreedPerson(const FreedPerson& person, Violations& violations) {
  violations.RequireText(person.brought_to, {.min = 0, .max = 500}, "person.brought_to");
}

Decision<Operation> RecordFreedPerson(Operation operation, FreedPerson person, absl::Time now) {
  Violations violations;
  CheckFreedPerson(person, violations);
  const OperationSite* site = SiteOf(operation, operation.freed_people, person, "person.", violations);
  CheckSince(operation, person.brought_time, now, "person.brought_time", violations);
  if (!violations.empty()) return violations;
  if (site->outcome != SiteOutcome::kSucceeded) {
    return Refusal{"SITE_NOT_SUCCEEDED", "people are freed at a site that SUCCEEDED"};
  }
  const int others =
      CountOthers(operation.freed_people, person, [&](const FreedPerson& one) { return one.child == person.child; });
  if (others >= (person.child ? site->minors_rescued : site->adults_rescued)) {
    return Refusal{"FREED_PEOPLE_COUNTED",
                   StrCat("all ", person.child ? "children" : "adults", " that the outcome counts are recorded")};
  }
  if (NamedTwice(operation.freed_people, person, &FreedPerson::survivor)) {
    return Refusal{"SURVIVOR_ALREADY_FREED", "the survivor is another of the people freed"};
  }
  Put(operation.freed_people, std::move(person));
  return operation;
}

Decision<Operation> RecordArrest(Operation operation, Arrest arrest, absl::Time now) {
  Violations violations;
  const OperationSite* site = SiteOf(operation, operation.arrests, arrest, "arrest.", violations);
  CheckSince(operation, arrest.arrest_time, now, "arrest.arrest_time", violations);
  if (!violations.empty()) return violations;
  if (site->outcome == SiteOutcome::kUnspecified) {
    return Refusal{"SITE_HAS_NO_OUTCOME", "the outcome of the site says how many were arrested"};
  }
  if (CountOthers(operation.arrests, arrest, [](const Arrest&) { return true; }) >= site->arrests) {
    return Refusal{"ARRESTS_COUNTED", "all arrests that the outcome counts are recorded"};
  }
  if (NamedTwice(operation.arrests, arrest, &Arrest::accused)) {
    return Refusal{"ACCUSED_ALREADY_ARRESTED", "the accused is another of those arrested"};
  }
  Put(operation.arrests, std::move(arrest));
  return operation;
}

Decision<Operation> StrikeFreedPerson(Operation operation, int number, EntryStrike strike) {
  Violations violations;
  StrikeOut(operation.freed_people, number, std::move(strike), violations);
  if (!violations.empty()) return violations;
  return operation;
}

Decision<Operation> StrikeArrest(Operation operation, int number, EntryStrike strike) {
  Violations violations;
  StrikeOut(operation.arrests, number, std::move(strike), violations);
  if (!violations.empty()) return violations;
  return operation;
}

void CheckSiteFailure(const SiteFailure& failure, Violations& violations) {
  violations.Require(failure.cause != FailureCause::kUnspecified, "cause", "must be given");
  const std::size_t least = failure.cause == FailureCause::kOther ? 1 : 0;
  violations.RequireText(failure.narrative, {.min = least, .max = 10000}, "narrative");
}

Decision<Operation> AnalyzeSiteFailure(Operation operation, int site, SiteFailure failure) {
  Violations violations;
  CheckSiteFailure(failure, violations);
  OperationSite* found = SiteNumbered(operation, site);
  violations.Require(found != nullptr, "site", "must be the number of a site of the operation");
  if (!violations.empty()) return violations;
  if (!IsFailure(found->outcome)) return Refusal{"SITE_NOT_FAILED", "only a site that failed is analysed"};
  found->failure = std::move(failure);
  return operation;
}

}  // namespace amparo::cases
