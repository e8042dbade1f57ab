#include "services/statistics/ingest/event_facts.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/charge.pb.h"
#include "amparo/cases/v1/network.pb.h"
#include "amparo/cases/v1/office.pb.h"
#include "amparo/cases/v1/operation.pb.h"
#include "amparo/cases/v1/party.pb.h"
#include "amparo/scheduling/v1/court.pb.h"
#include "amparo/scheduling/v1/hearing.pb.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"

namespace amparo::statistics {
namespace {

absl::Status Unreadable(std::string_view what) {
  return absl::InvalidArgumentError(StrCat("cannot be read: ", what));
}

// The id behind `collection` in a resource name, such as that of "cases" in offices/cebu/cases/{id}/charges/{id}.
absl::StatusOr<Uuid> IdIn(const std::string& name, absl::string_view collection) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  for (size_t i = 0; i + 1 < parts.size(); i += 2) {
    if (parts[i] != collection) continue;
    if (const std::optional<Uuid> id = Uuid::Parse(FromAbsl(parts[i + 1]))) return *id;
  }
  return Unreadable(StrCat("no id of ", collection, " in ", name));
}

absl::StatusOr<absl::CivilDay> Required(const google::type::Date& date, std::string_view field) {
  if (const auto day = MakeDate(date.year(), date.month(), date.day())) return *day;
  return Unreadable(field);
}

absl::StatusOr<std::optional<absl::CivilDay>> Optional(bool given, const google::type::Date& date,
                                                       std::string_view field) {
  if (!given) return std::optional<absl::CivilDay>();
  AMPARO_ASSIGN_OR_RETURN(const absl::CivilDay day, Required(date, field));
  return std::optional<absl::CivilDay>(day);
}

absl::StatusOr<std::optional<Money>> Optional(bool given, const google::type::Money& money, std::string_view field) {
  if (!given) return std::optional<Money>();
  absl::StatusOr<Money> amount = MoneyFromUnits(money.currency_code(), money.units(), money.nanos());
  if (!amount.ok()) return Unreadable(field);
  return std::optional<Money>(*std::move(amount));
}

Term TermOf(const types::v1::Term& term) {
  return {.years = term.years(), .months = term.months(), .days = term.days()};
}

template <typename Enum, typename ProtoEnum>
Enum As(ProtoEnum value) {
  return static_cast<Enum>(value);
}

absl::Status Read(const cases::v1::Office& office, OfficeFact& fact) {
  fact.id = Uuid();
  fact.display_name = office.display_name();
  fact.country = office.country_code();
  fact.city = office.city();
  fact.currency = office.currency_code();
  fact.time_zone = office.time_zone();
  AMPARO_ASSIGN_OR_RETURN(fact.open_date, Required(office.open_date(), "open_date"));
  return absl::OkStatus();
}

// The moves to an end that others followed: as of the days between, the case was at its end.
absl::Status ReadFormerEnds(const cases::v1::Case& resource, std::vector<FormerEndFact>& ends) {
  const auto& moves = resource.stage_changes();
  for (int i = 0; i + 1 < moves.size(); ++i) {
    const auto stage = As<CaseStage>(moves[i].stage());
    if (stage != CaseStage::kClosed && stage != CaseStage::kDeclined) continue;
    FormerEndFact& end = ends.emplace_back();
    end.stage = stage;
    AMPARO_ASSIGN_OR_RETURN(end.date, Required(moves[i].effective_date(), "effective_date"));
    AMPARO_ASSIGN_OR_RETURN(end.until, Required(moves[i + 1].effective_date(), "effective_date"));
  }
  return absl::OkStatus();
}

absl::Status Read(const cases::v1::Case& resource, CaseFact& fact) {
  AMPARO_ASSIGN_OR_RETURN(fact.id, IdIn(resource.name(), "cases"));
  AMPARO_ASSIGN_OR_RETURN(fact.report_date, Required(resource.report_date(), "report_date"));
  fact.crime_type = resource.crime_type();
  fact.stage = As<CaseStage>(resource.stage());
  if (!resource.merged_into().empty()) {
    AMPARO_ASSIGN_OR_RETURN(fact.merged_id, IdIn(resource.merged_into(), "cases"));
  }
  AMPARO_RETURN_IF_ERROR(ReadFormerEnds(resource, fact.former_ends));
  if (resource.stage_changes().empty()) return absl::OkStatus();
  const cases::v1::StageChange& last = *resource.stage_changes().rbegin();
  AMPARO_ASSIGN_OR_RETURN(fact.stage_date,
                          Optional(last.has_effective_date(), last.effective_date(), "effective_date"));
  return absl::OkStatus();
}

absl::Status Read(const cases::v1::Party& party, PartyFact& fact) {
  AMPARO_ASSIGN_OR_RETURN(fact.id, IdIn(party.name(), "parties"));
  AMPARO_ASSIGN_OR_RETURN(fact.case_id, IdIn(party.name(), "cases"));
  fact.role = As<PartyRole>(party.role());
  fact.minor = party.minor();
  fact.testified = party.testified();
  const std::string& person = party.surviving_person().empty() ? party.person() : party.surviving_person();
  if (!person.empty()) {
    AMPARO_ASSIGN_OR_RETURN(fact.person_id, IdIn(person, "persons"));
  }
  return absl::OkStatus();
}

absl::StatusOr<SentenceFact> SentenceOf(const cases::v1::Sentence& sentence) {
  SentenceFact fact;
  AMPARO_ASSIGN_OR_RETURN(fact.date, Required(sentence.date(), "sentence.date"));
  if (sentence.has_imprisonment()) {
    fact.custody = Custody::kImprisonment;
    fact.min = TermOf(sentence.imprisonment().min());
    fact.max = sentence.imprisonment().has_max() ? TermOf(sentence.imprisonment().max()) : fact.min;
  } else if (sentence.life()) {
    fact.custody = Custody::kLife;
  } else if (sentence.death()) {
    fact.custody = Custody::kDeath;
  }
  AMPARO_ASSIGN_OR_RETURN(fact.fine, Optional(sentence.has_fine(), sentence.fine(), "fine"));
  // Of one that is suspended in part the rest is served.
  fact.suspended = sentence.suspended();
  return fact;
}

absl::StatusOr<StandingFact> StandingOf(const google::type::Date& date, const cases::v1::Verdict& verdict) {
  StandingFact fact;
  AMPARO_ASSIGN_OR_RETURN(fact.date, Required(date, "verdict.date"));
  fact.verdict = As<Verdict>(verdict.outcome());
  fact.lesser_crime_type = verdict.lesser_crime_type();
  fact.lesser_completion = As<Completion>(verdict.lesser_completion());
  return fact;
}

// What stood by the verdict and the sentence of a charge that was entered before charges said what stood when.
absl::StatusOr<std::vector<StandingFact>> PlainStandingsOf(const cases::v1::Charge& charge) {
  std::vector<StandingFact> facts;
  if (!charge.has_verdict()) return facts;
  AMPARO_ASSIGN_OR_RETURN(facts.emplace_back(), StandingOf(charge.verdict().date(), charge.verdict()));
  if (!charge.has_sentence()) return facts;
  AMPARO_ASSIGN_OR_RETURN(SentenceFact sentence, SentenceOf(charge.sentence()));
  if (sentence.date != facts.back().date) facts.push_back(facts.back());
  facts.back().date = sentence.date;
  facts.back().sentence = std::move(sentence);
  return facts;
}

absl::StatusOr<std::vector<StandingFact>> StandingsOf(const cases::v1::Charge& charge) {
  if (charge.standings().empty()) return PlainStandingsOf(charge);
  std::vector<StandingFact> facts;
  for (const cases::v1::Standing& standing : charge.standings()) {
    AMPARO_ASSIGN_OR_RETURN(facts.emplace_back(), StandingOf(standing.date(), standing.verdict()));
    if (!standing.has_sentence()) continue;
    AMPARO_ASSIGN_OR_RETURN(facts.back().sentence, SentenceOf(standing.sentence()));
  }
  return facts;
}

absl::Status Read(const cases::v1::Charge& charge, ChargeFact& fact) {
  AMPARO_ASSIGN_OR_RETURN(fact.id, IdIn(charge.name(), "charges"));
  AMPARO_ASSIGN_OR_RETURN(fact.case_id, IdIn(charge.name(), "cases"));
  AMPARO_ASSIGN_OR_RETURN(fact.accused_id, IdIn(charge.accused(), "parties"));
  fact.crime_type = charge.crime_type();
  fact.attempted = charge.completion() == cases::v1::COMPLETION_ATTEMPTED;
  fact.plea = As<PleaKind>(charge.plea().kind());
  fact.bargain = charge.plea().bargain();
  AMPARO_ASSIGN_OR_RETURN(fact.charge_date, Required(charge.charge_date(), "charge_date"));
  AMPARO_ASSIGN_OR_RETURN(fact.superseded_date,
                          Optional(charge.has_supersede_date(), charge.supersede_date(), "supersede_date"));
  AMPARO_ASSIGN_OR_RETURN(fact.standings, StandingsOf(charge));
  return absl::OkStatus();
}

absl::Status Read(const cases::v1::Operation& operation, OperationFact& fact) {
  AMPARO_ASSIGN_OR_RETURN(fact.id, IdIn(operation.name(), "operations"));
  AMPARO_ASSIGN_OR_RETURN(fact.case_id, IdIn(operation.name(), "cases"));
  fact.state = As<OperationState>(operation.state());
  fact.start_time =
      absl::FromUnixSeconds(operation.start_time().seconds()) + absl::Nanoseconds(operation.start_time().nanos());
  // An operation that is not EXECUTED tells neither start nor sites: nothing of it is counted yet.
  for (const cases::v1::OperationSite& site : operation.sites()) {
    SiteFact& fresh = fact.sites.emplace_back();
    fresh.number = site.number();
    AMPARO_ASSIGN_OR_RETURN(fresh.venue_id, IdIn(site.venue(), "venues"));
    fresh.outcome = As<SiteOutcome>(site.outcome());
    fresh.adults_rescued = site.adults_rescued();
    fresh.minors_rescued = site.minors_rescued();
    fresh.arrests = site.arrests();
  }
  return absl::OkStatus();
}

absl::Status Read(const cases::v1::Venue& venue, VenueFact& fact) {
  AMPARO_ASSIGN_OR_RETURN(fact.id, IdIn(venue.name(), "venues"));
  fact.kind = As<VenueKind>(venue.kind());
  fact.city = venue.city();
  return absl::OkStatus();
}

// False for links with what measures do not tell of: people's records, organizations, assets and cases.
bool IsCounted(const cases::v1::Link& link) {
  const auto other = [](const std::string& end) {
    if (IdIn(end, "cases").ok()) return !IdIn(end, "parties").ok();
    return IdIn(end, "persons").ok() || IdIn(end, "organizations").ok() || IdIn(end, "assets").ok();
  };
  return !other(link.from()) && !other(link.to());
}

// One end of a link: a venue's name has no case in it, a party's has.
absl::Status ReadEnd(const std::string& name, LinkEnd& end, Uuid& id) {
  const absl::StatusOr<Uuid> venue = IdIn(name, "venues");
  end = venue.ok() ? LinkEnd::kVenue : LinkEnd::kParty;
  AMPARO_ASSIGN_OR_RETURN(id, venue.ok() ? venue : IdIn(name, "parties"));
  return absl::OkStatus();
}

absl::Status Read(const cases::v1::Link& link, LinkFact& fact) {
  AMPARO_ASSIGN_OR_RETURN(fact.id, IdIn(link.name(), "links"));
  // Withdrawn, it is a link of no kind: what it was counted for is counted no more.
  fact.kind = link.has_withdrawal() ? LinkKind::kUnspecified : As<LinkKind>(link.kind());
  AMPARO_RETURN_IF_ERROR(ReadEnd(link.from(), fact.from_end, fact.from_id));
  AMPARO_RETURN_IF_ERROR(ReadEnd(link.to(), fact.to_end, fact.to_id));
  AMPARO_ASSIGN_OR_RETURN(fact.observed_date,
                          Optional(link.has_observed_date(), link.observed_date(), "observed_date"));
  return absl::OkStatus();
}

absl::Status Read(const scheduling::v1::Court& court, CourtFact& fact) {
  AMPARO_ASSIGN_OR_RETURN(fact.id, IdIn(court.name(), "courts"));
  fact.city = court.city();
  fact.time_zone = court.time_zone();
  return absl::OkStatus();
}

absl::Status Read(const scheduling::v1::Hearing& hearing, HearingFact& fact) {
  AMPARO_ASSIGN_OR_RETURN(fact.id, IdIn(hearing.name(), "hearings"));
  AMPARO_ASSIGN_OR_RETURN(fact.case_id, IdIn(hearing.case_(), "cases"));
  AMPARO_ASSIGN_OR_RETURN(fact.court_id, IdIn(hearing.court(), "courts"));
  AMPARO_ASSIGN_OR_RETURN(fact.date, Required(hearing.hearing_date(), "hearing_date"));
  fact.state = As<HearingState>(hearing.state());
  fact.reason = hearing.adjournment().reason();
  fact.side = hearing.adjournment().side();
  for (const scheduling::v1::Attendance& attendance : hearing.attendance()) {
    AttendanceFact& fresh = fact.attendance.emplace_back();
    fresh.attendee = As<Attendee>(attendance.attendee());
    fresh.half_days_lost = attendance.day_lost();
    AMPARO_ASSIGN_OR_RETURN(fresh.wages_lost,
                            Optional(attendance.has_wages_lost(), attendance.wages_lost(), "wages_lost"));
  }
  return absl::OkStatus();
}

// Unpacks the event's resource and reads it.
template <typename Resource, typename FactType>
absl::StatusOr<std::optional<Fact>> Take(const feed::v1::Event& event) {
  Resource resource;
  if (!event.resource().UnpackTo(&resource)) return Unreadable(StrCat("a resource of kind ", event.kind()));
  FactType fact;
  fact.office = event.office();
  fact.version = event.version();
  AMPARO_RETURN_IF_ERROR(Read(resource, fact));
  return std::optional<Fact>(std::move(fact));
}

// The same of a link, which may be none that is counted.
absl::StatusOr<std::optional<Fact>> TakeLink(const feed::v1::Event& event) {
  cases::v1::Link link;
  if (event.resource().UnpackTo(&link) && !IsCounted(link)) return std::optional<Fact>();
  return Take<cases::v1::Link, LinkFact>(event);
}

using Reader = absl::StatusOr<std::optional<Fact>> (*)(const feed::v1::Event&);

const absl::flat_hash_map<std::string, Reader>& Readers() {
  static const auto* readers =
      new absl::flat_hash_map<std::string, Reader>{{"office", Take<cases::v1::Office, OfficeFact>},
                                                   {"case", Take<cases::v1::Case, CaseFact>},
                                                   {"party", Take<cases::v1::Party, PartyFact>},
                                                   {"charge", Take<cases::v1::Charge, ChargeFact>},
                                                   {"operation", Take<cases::v1::Operation, OperationFact>},
                                                   {"venue", Take<cases::v1::Venue, VenueFact>},
                                                   {"link", TakeLink},
                                                   {"court", Take<scheduling::v1::Court, CourtFact>},
                                                   {"hearing", Take<scheduling::v1::Hearing, HearingFact>}};
  return *readers;
}

}  // namespace

const std::vector<std::string>& CaseKinds() {
  static const auto* kinds =
      new std::vector<std::string>{"office", "case", "party", "charge", "operation", "venue", "link"};
  return *kinds;
}

const std::vector<std::string>& SchedulingKinds() {
  static const auto* kinds = new std::vector<std::string>{"court", "hearing"};
  return *kinds;
}

absl::StatusOr<std::optional<Fact>> FactFromEvent(const feed::v1::Event& event) {
  const auto reader = Readers().find(event.kind());
  if (reader == Readers().end()) return std::optional<Fact>();
  absl::StatusOr<std::optional<Fact>> fact = reader->second(event);
  if (!fact.ok()) return absl::InvalidArgumentError(StrCat(event.name(), " ", std::string(fact.status().message())));
  return fact;
}

absl::StatusOr<std::vector<Fact>> FactsFromEvents(const google::protobuf::RepeatedPtrField<feed::v1::Event>& events) {
  std::vector<Fact> facts;
  facts.reserve(static_cast<size_t>(events.size()));
  for (const feed::v1::Event& event : events) {
    AMPARO_ASSIGN_OR_RETURN(std::optional<Fact> fact, FactFromEvent(event));
    if (fact) facts.push_back(*std::move(fact));
  }
  return facts;
}

}  // namespace amparo::statistics
