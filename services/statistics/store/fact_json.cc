#include "services/statistics/store/fact_json.h"

#include <optional>
#include <string>

#include "absl/time/time.h"

namespace amparo::statistics {
namespace {

using nlohmann::json;

json DateOf(const std::optional<absl::CivilDay>& date) {
  return date ? json(FormatDate(*date)) : json();
}
json IdOf(const std::optional<Uuid>& id) {
  return id ? json(id->ToString()) : json();
}
json AmountOf(const std::optional<Money>& money) {
  return money ? json(money->minor_units) : json();
}
json CurrencyOf(const std::optional<Money>& money) {
  return money ? json(money->currency) : json();
}

json RowOf(const FactHead& head) {
  return {{"office", head.office}, {"id", head.id.ToString()}, {"version", head.version}};
}

void Add(const OfficeFact& fact, TableRows& rows) {
  rows[kOfficeTable].push_back({{"office", fact.office},
                                {"version", fact.version},
                                {"display_name", fact.display_name},
                                {"country", fact.country},
                                {"city", fact.city},
                                {"currency", fact.currency},
                                {"time_zone", fact.time_zone},
                                {"open_date", FormatDate(fact.open_date)}});
}

void Add(const CaseFact& fact, TableRows& rows) {
  json row = RowOf(fact);
  row["crime_type"] = fact.crime_type;
  row["report_date"] = FormatDate(fact.report_date);
  row["stage"] = fact.stage;
  row["stage_date"] = DateOf(fact.stage_date);
  row["merged_id"] = IdOf(fact.merged_id);
  rows[kCaseTable].push_back(std::move(row));
  for (size_t i = 0; i < fact.former_ends.size(); ++i) {
    const FormerEndFact& end = fact.former_ends[i];
    json part = RowOf(fact);
    part["number"] = i + 1;
    part["stage"] = end.stage;
    part["end_date"] = FormatDate(end.date);
    part["until_date"] = FormatDate(end.until);
    rows[kFormerEndTable].push_back(std::move(part));
  }
}

void Add(const PartyFact& fact, TableRows& rows) {
  json row = RowOf(fact);
  row["case_id"] = fact.case_id.ToString();
  row["role"] = fact.role;
  row["minor"] = fact.minor;
  row["testified"] = fact.testified;
  row["person_id"] = fact.person_id.IsNil() ? json() : json(fact.person_id.ToString());
  rows[kPartyTable].push_back(std::move(row));
}

void AddSentence(const std::optional<SentenceFact>& given, json& row) {
  const SentenceFact sentence = given.value_or(SentenceFact());
  row["sentence_date"] = given ? DateOf(sentence.date) : json();
  row["custody"] = sentence.custody;
  row["min_years"] = sentence.min.years;
  row["min_months"] = sentence.min.months;
  row["min_days"] = sentence.min.days;
  row["max_years"] = sentence.max.years;
  row["max_months"] = sentence.max.months;
  row["max_days"] = sentence.max.days;
  row["fine_minor_units"] = AmountOf(sentence.fine);
  row["fine_currency"] = CurrencyOf(sentence.fine);
  row["suspended"] = sentence.suspended;
}

void Add(const ChargeFact& fact, TableRows& rows) {
  json row = RowOf(fact);
  row["case_id"] = fact.case_id.ToString();
  row["accused_id"] = fact.accused_id.ToString();
  row["crime_type"] = fact.crime_type;
  row["attempted"] = fact.attempted;
  row["plea"] = fact.plea;
  row["bargain"] = fact.bargain;
  row["charge_date"] = FormatDate(fact.charge_date);
  row["superseded_date"] = DateOf(fact.superseded_date);
  rows[kChargeTable].push_back(std::move(row));
  for (size_t i = 0; i < fact.standings.size(); ++i) {
    const StandingFact& standing = fact.standings[i];
    json part = RowOf(fact);
    part["number"] = i + 1;
    part["standing_date"] = FormatDate(standing.date);
    part["verdict"] = standing.verdict;
    part["lesser_crime_type"] = standing.lesser_crime_type;
    part["lesser_completion"] = standing.lesser_completion;
    AddSentence(standing.sentence, part);
    rows[kStandingTable].push_back(std::move(part));
  }
}

void Add(const OperationFact& fact, TableRows& rows) {
  json row = RowOf(fact);
  row["case_id"] = fact.case_id.ToString();
  row["state"] = fact.state;
  row["start_time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", fact.start_time, absl::UTCTimeZone());
  rows[kOperationTable].push_back(std::move(row));
  for (const SiteFact& site : fact.sites) {
    json part = RowOf(fact);
    part["number"] = site.number;
    part["venue_id"] = site.venue_id.ToString();
    part["outcome"] = site.outcome;
    part["adults_rescued"] = site.adults_rescued;
    part["minors_rescued"] = site.minors_rescued;
    part["arrests"] = site.arrests;
    rows[kSiteTable].push_back(std::move(part));
  }
}

void Add(const VenueFact& fact, TableRows& rows) {
  json row = RowOf(fact);
  row["kind"] = fact.kind;
  row["city"] = fact.city;
  rows[kVenueTable].push_back(std::move(row));
}

void Add(const LinkFact& fact, TableRows& rows) {
  json row = RowOf(fact);
  row["kind"] = fact.kind;
  row["from_end"] = fact.from_end;
  row["from_id"] = fact.from_id.ToString();
  row["to_end"] = fact.to_end;
  row["to_id"] = fact.to_id.ToString();
  row["observed_date"] = DateOf(fact.observed_date);
  rows[kLinkTable].push_back(std::move(row));
}

void Add(const CourtFact& fact, TableRows& rows) {
  json row = RowOf(fact);
  row["city"] = fact.city;
  row["time_zone"] = fact.time_zone;
  rows[kCourtTable].push_back(std::move(row));
}

void Add(const HearingFact& fact, TableRows& rows) {
  json row = RowOf(fact);
  row["case_id"] = fact.case_id.ToString();
  row["court_id"] = fact.court_id.ToString();
  row["state"] = fact.state;
  row["reason"] = fact.reason;
  row["side"] = fact.side;
  row["hearing_date"] = FormatDate(fact.date);
  rows[kHearingTable].push_back(std::move(row));
  for (size_t i = 0; i < fact.attendance.size(); ++i) {
    const AttendanceFact& attendance = fact.attendance[i];
    json part = RowOf(fact);
    part["number"] = i + 1;
    part["attendee"] = attendance.attendee;
    part["half_days_lost"] = attendance.half_days_lost;
    part["wages_minor_units"] = AmountOf(attendance.wages_lost);
    part["wages_currency"] = CurrencyOf(attendance.wages_lost);
    rows[kAttendanceTable].push_back(std::move(part));
  }
}

}  // namespace

void AddRows(const Fact& fact, TableRows& rows) {
  std::visit([&rows](const auto& f) { Add(f, rows); }, fact);
}

}  // namespace amparo::statistics
