#include "services/case/convert/operation_convert.h"

#include <string>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/case/convert/compartment_convert.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(OperationState::kCancelled) == v1::OPERATION_STATE_CANCELLED);
static_assert(static_cast<int>(SiteOutcome::kFailedNoAccess) == v1::SITE_OUTCOME_FAILED_NO_ACCESS);
static_assert(static_cast<int>(FailureCause::kUnknown) == v1::FAILURE_CAUSE_UNKNOWN);
static_assert(static_cast<int>(ResourceKind::kOther) == v1::RESOURCE_KIND_OTHER);

std::string SitePath(int index, std::string_view field) {
  return StrCat("sites[", index, "].", field);
}

Uuid VenueOf(const v1::OperationSite& site, const std::string& office, int index, Violations& violations) {
  const auto venue = ParseName<VenueName>(site.venue());
  const bool fits = violations.Require(venue && venue->office == office, SitePath(index, "venue"),
                                       "must be the name of a venue of the same office");
  return fits ? venue->id : Uuid();
}

std::optional<OperationName> FollowedBy(const v1::Operation& request, const OperationName& name,
                                        Violations& violations) {
  if (request.follows().empty()) return std::nullopt;
  const auto followed = ParseName<OperationName>(request.follows());
  const bool fits = violations.Require(followed && followed->office == name.office && followed->id != name.id,
                                       "follows", "must be the name of another operation of the same matter");
  return fits ? followed : std::nullopt;
}

// Somebody whom the operation came upon.
std::optional<PartyName> PersonOfSite(const std::string& text, const OperationName& name, std::string_view field,
                                      Violations& violations) {
  if (text.empty()) return std::nullopt;
  const auto party = ParseName<PartyName>(text);
  const bool fits = violations.Require(party && party->office == name.office, field,
                                       "must be the name of one of the parties of the same matter");
  return fits ? party : std::nullopt;
}

OperationSite WholeSiteFrom(const v1::OperationSite& site, const OperationSite& planned, int index,
                            Violations& violations) {
  OperationSite whole = planned;
  whole.outcome =
      EnumFrom<SiteOutcome>(site.outcome(), v1::SiteOutcome_IsValid, SitePath(index, "outcome"), violations);
  whole.adults_rescued = site.adults_rescued();
  whole.minors_rescued = site.minors_rescued();
  whole.arrests = site.arrests();
  return whole;
}

// The time of an optional field; notes a violation when it is none.
std::optional<absl::Time> TimeIn(bool present, const google::protobuf::Timestamp& timestamp, std::string_view field,
                                 Violations& violations) {
  if (!present) return std::nullopt;
  return RequiredTime(true, timestamp, field, violations);
}

std::vector<OperationResource> ResourcesFrom(const v1::Operation& request, Violations& violations) {
  std::vector<OperationResource> resources;
  for (int i = 0; i < request.resources_size(); ++i) {
    const v1::OperationResource& resource = request.resources(i);
    const std::string kind = StrCat("resources[", i, "].kind");
    resources.push_back({.kind = EnumFrom<ResourceKind>(resource.kind(), v1::ResourceKind_IsValid, kind, violations),
                         .quantity = resource.quantity(),
                         .note = resource.note()});
  }
  return resources;
}

PlanVersion KeptVersion(const v1::OperationPlanVersion& kept) {
  PlanVersion version;
  version.number = kept.number();
  version.authors.assign(kept.authors().begin(), kept.authors().end());
  version.create_time = TimeFrom(kept.create_time());
  version.update_time = TimeFrom(kept.update_time());
  version.approver = kept.approver();
  if (kept.has_approve_time()) version.approve_time = TimeFrom(kept.approve_time());
  version.record_version = kept.operation_version();
  return version;
}

// When the team was there, as a stored site or a correction of one says it.
template <typename Kept, typename Site>
void TakePresence(const Kept& kept, Site& site) {
  Violations none;
  site.entry_time = TimeIn(kept.has_entry_time(), kept.entry_time(), "entry_time", none);
  site.exit_time = TimeIn(kept.has_exit_time(), kept.exit_time(), "exit_time", none);
}

SiteCorrection KeptCorrection(const v1::SiteCorrection& kept, int site) {
  SiteCorrection correction;
  correction.before = {.site = site,
                       .outcome = static_cast<SiteOutcome>(kept.outcome()),
                       .adults_rescued = kept.adults_rescued(),
                       .minors_rescued = kept.minors_rescued(),
                       .arrests = kept.arrests()};
  TakePresence(kept, correction.before);
  correction.reason = kept.reason();
  correction.corrector = kept.corrector();
  correction.time = TimeFrom(kept.correct_time());
  return correction;
}

// What only a stored site has.
void TakeSite(const v1::OperationSite& kept, OperationSite& site) {
  TakePresence(kept, site);
  for (const v1::SiteCorrection& correction : kept.corrections()) {
    site.corrections.push_back(KeptCorrection(correction, site.number));
  }
  if (!kept.has_failure()) return;
  site.failure = SiteFailure{.cause = static_cast<FailureCause>(kept.failure().cause()),
                             .narrative = kept.failure().narrative(),
                             .analyst = kept.failure().analyst(),
                             .analyze_time = TimeFrom(kept.failure().analyze_time())};
}

// Somebody freed, or an arrest, with what only a stored one has.
template <typename Kept, typename Entry>
Entry WithStrike(const Kept& kept, Entry entry) {
  if (!kept.has_strike()) return entry;
  entry.strike = EntryStrike{.reason = kept.strike().reason(),
                             .striker = kept.strike().striker(),
                             .time = TimeFrom(kept.strike().strike_time())};
  return entry;
}

void SetEntryStrike(const EntryStrike& strike, v1::EntryStrike& out) {
  out.set_reason(strike.reason);
  out.set_striker(strike.striker);
  SetTimestamp(strike.time, out.mutable_strike_time());
}

void SetVersion(const PlanVersion& value, v1::OperationPlanVersion& out) {
  out.set_number(value.number);
  for (const std::string& author : value.authors) out.add_authors(author);
  SetTimestamp(value.create_time, out.mutable_create_time());
  SetTimestamp(value.update_time, out.mutable_update_time());
  out.set_approver(value.approver);
  if (value.approve_time) SetTimestamp(*value.approve_time, out.mutable_approve_time());
  out.set_operation_version(value.record_version);
}

// What was reported of a site, into it or into a correction of it.
template <typename Report, typename Out>
void SetReport(const Report& report, Out& out) {
  out.set_outcome(static_cast<v1::SiteOutcome>(report.outcome));
  out.set_adults_rescued(report.adults_rescued);
  out.set_minors_rescued(report.minors_rescued);
  out.set_arrests(report.arrests);
  if (report.entry_time) SetTimestamp(*report.entry_time, out.mutable_entry_time());
  if (report.exit_time) SetTimestamp(*report.exit_time, out.mutable_exit_time());
}

void SetSite(const OperationSite& site, const std::string& office, v1::OperationSite& out) {
  out.set_number(site.number);
  out.set_venue(ToString(VenueName{office, site.venue}));
  SetReport(site, out);
  for (const SiteCorrection& correction : site.corrections) {
    v1::SiteCorrection& added = *out.add_corrections();
    SetReport(correction.before, added);
    added.set_reason(correction.reason);
    added.set_corrector(correction.corrector);
    SetTimestamp(correction.time, added.mutable_correct_time());
  }
  if (!site.failure) return;
  out.mutable_failure()->set_cause(static_cast<v1::FailureCause>(site.failure->cause));
  out.mutable_failure()->set_narrative(site.failure->narrative);
  out.mutable_failure()->set_analyst(site.failure->analyst);
  SetTimestamp(site.failure->analyze_time, out.mutable_failure()->mutable_analyze_time());
}

void SetPeople(const Operation& value, v1::Operation& out) {
  out.clear_freed_people();
  for (const FreedPerson& person : value.freed_people) {
    v1::FreedPerson& added = *out.add_freed_people();
    added.set_number(person.number);
    added.set_site(person.site);
    added.set_child(person.child);
    if (person.survivor) added.set_survivor(ToString(*person.survivor));
    added.set_brought_to(person.brought_to);
    if (person.brought_time) SetTimestamp(*person.brought_time, added.mutable_brought_time());
    if (person.strike) SetEntryStrike(*person.strike, *added.mutable_strike());
  }
  out.clear_arrests();
  for (const Arrest& arrest : value.arrests) {
    v1::Arrest& added = *out.add_arrests();
    added.set_number(arrest.number);
    added.set_site(arrest.site);
    if (arrest.accused) added.set_accused(ToString(*arrest.accused));
    if (arrest.arrest_time) SetTimestamp(*arrest.arrest_time, added.mutable_arrest_time());
    if (arrest.strike) SetEntryStrike(*arrest.strike, *added.mutable_strike());
  }
}

// What a request says of a site that it records or corrects.
template <typename Request>
SiteReport ReportIn(const Request& request, Violations& violations) {
  return {.site = request.site(),
          .outcome = EnumFrom<SiteOutcome>(request.outcome(), v1::SiteOutcome_IsValid, "outcome", violations),
          .adults_rescued = request.adults_rescued(),
          .minors_rescued = request.minors_rescued(),
          .arrests = request.arrests(),
          .entry_time = TimeIn(request.has_entry_time(), request.entry_time(), "entry_time", violations),
          .exit_time = TimeIn(request.has_exit_time(), request.exit_time(), "exit_time", violations)};
}

// What a caller's and a stored operation say in the same way.
void TakePeople(const v1::Operation& from, Operation& operation) {
  operation.planner = from.planner();
  operation.approver = from.approver();
  operation.cancel_reason = from.cancel_reason();
}

}  // namespace

Operation OperationFromRequest(const v1::Operation& request, const OperationName& name, Violations& violations) {
  Operation operation;
  operation.name = name;
  operation.start_time = RequiredTime(request.has_start_time(), request.start_time(), "start_time", violations);
  operation.partner_unit = request.partner_unit();
  for (int i = 0; i < request.sites_size(); ++i) {
    operation.sites.push_back({.number = i + 1, .venue = VenueOf(request.sites(i), name.office, i, violations)});
  }
  operation.follows = FollowedBy(request, name, violations);
  operation.resources = ResourcesFrom(request, violations);
  return operation;
}

Operation WholeOperationFrom(const v1::Operation& request, const OperationName& name, Violations& violations) {
  Operation operation = OperationFromRequest(request, name, violations);
  operation.state = EnumFrom<OperationState>(request.state(), v1::OperationState_IsValid, "state", violations);
  for (int i = 0; i < request.sites_size(); ++i) {
    operation.sites[i] = WholeSiteFrom(request.sites(i), operation.sites[i], i, violations);
  }
  TakePeople(request, operation);
  operation.compartment.readers = ReadersFrom(request, violations);
  return operation;
}

Operation OperationFromStored(const v1::Operation& stored) {
  const auto name = ParseName<OperationName>(stored.name());
  AMPARO_CHECK(name.has_value(), "a stored operation has a name");
  Violations none;
  Operation operation = WholeOperationFrom(stored, *name, none);
  for (int i = 0; i < stored.sites_size(); ++i) TakeSite(stored.sites(i), operation.sites[i]);
  for (const v1::OperationPlanVersion& version : stored.plan_versions()) {
    operation.plan_versions.push_back(KeptVersion(version));
  }
  for (const v1::FreedPerson& person : stored.freed_people()) {
    operation.freed_people.push_back(WithStrike(person, FreedPersonFrom(person, *name, none)));
  }
  for (const v1::Arrest& arrest : stored.arrests()) {
    operation.arrests.push_back(WithStrike(arrest, ArrestFrom(arrest, *name, none)));
  }
  AMPARO_CHECK(none.empty(), "a stored operation is well formed");
  operation.compartment = CompartmentFrom(stored);
  return operation;
}

SiteReport SiteReportFrom(const v1::RecordSiteOutcomeRequest& request, Violations& violations) {
  return ReportIn(request, violations);
}

SiteReport SiteReportFrom(const v1::CorrectSiteOutcomeRequest& request, Violations& violations) {
  return ReportIn(request, violations);
}

FreedPerson FreedPersonFrom(const v1::FreedPerson& request, const OperationName& name, Violations& violations) {
  return {
      .number = request.number(),
      .site = request.site(),
      .child = request.child(),
      .survivor = PersonOfSite(request.survivor(), name, "person.survivor", violations),
      .brought_to = request.brought_to(),
      .brought_time = TimeIn(request.has_brought_time(), request.brought_time(), "person.brought_time", violations)};
}

Arrest ArrestFrom(const v1::Arrest& request, const OperationName& name, Violations& violations) {
  return {.number = request.number(),
          .site = request.site(),
          .accused = PersonOfSite(request.accused(), name, "arrest.accused", violations),
          .arrest_time = TimeIn(request.has_arrest_time(), request.arrest_time(), "arrest.arrest_time", violations)};
}

SiteFailure SiteFailureFrom(const v1::AnalyzeSiteFailureRequest& request, Violations& violations) {
  return {.cause = EnumFrom<FailureCause>(request.cause(), v1::FailureCause_IsValid, "cause", violations),
          .narrative = request.narrative()};
}

void ToProto(const Operation& value, v1::Operation& out) {
  out.set_name(ToString(value.name));
  out.set_state(static_cast<v1::OperationState>(value.state));
  SetTimestamp(value.start_time, out.mutable_start_time());
  out.set_partner_unit(value.partner_unit);
  out.clear_sites();
  for (const OperationSite& site : value.sites) SetSite(site, value.name.office, *out.add_sites());
  out.clear_follows();
  if (value.follows) out.set_follows(ToString(*value.follows));
  out.set_planner(value.planner);
  out.set_approver(value.approver);
  out.set_cancel_reason(value.cancel_reason);
  out.clear_resources();
  for (const OperationResource& resource : value.resources) {
    v1::OperationResource& added = *out.add_resources();
    added.set_kind(static_cast<v1::ResourceKind>(resource.kind));
    added.set_quantity(resource.quantity);
    added.set_note(resource.note);
  }
  out.set_plan_version(value.plan_version());
  out.clear_plan_versions();
  for (const PlanVersion& version : value.plan_versions) SetVersion(version, *out.add_plan_versions());
  SetPeople(value, out);
  SetCompartment(value.compartment, value.name.parent(), out);
}

std::vector<Value> ColumnsOf(const Operation& value) {
  const Value follows = value.follows ? Value(value.follows->id) : Value();
  return {static_cast<int64_t>(value.state), Audience(value.compartment), follows};
}

}  // namespace amparo::cases
