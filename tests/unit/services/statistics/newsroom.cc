#include "tests/unit/services/statistics/newsroom.h"

#include <gtest/gtest.h>

#include <map>

#include "absl/time/time.h"
#include "services/cli/data_set.h"
#include "services/statistics/ingest/event_facts.h"

namespace amparo::statistics {
namespace {

// Takes a resource in as the feed would bring it.
template <typename Resource>
void Apply(const std::string& kind, const Resource& resource, Facts& facts) {
  feed::v1::Event event;
  event.set_kind(kind);
  event.set_name(resource.name());
  const size_t office = resource.name().find('/') + 1;
  event.set_office(resource.name().substr(office, resource.name().find('/', office) - office));
  event.set_version(1);
  event.mutable_resource()->PackFrom(resource);
  const auto fact = FactFromEvent(event);
  ASSERT_TRUE(fact.ok() && fact->has_value()) << fact.status();
  facts.Apply(**fact);
}

template <typename Resources>
void ApplyAll(const std::string& kind, const Resources& resources, Facts& facts) {
  for (const auto& resource : resources) Apply(kind, resource, facts);
}

// The scheduling service dates hearings on the wall of their court.
scheduling::v1::Hearing Dated(scheduling::v1::Hearing hearing, const std::string& zone_name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(zone_name, &zone)) << zone_name;
  const absl::CivilDay day = absl::ToCivilDay(absl::FromUnixSeconds(hearing.start_time().seconds()), zone);
  hearing.mutable_hearing_date()->set_year(static_cast<int32_t>(day.year()));
  hearing.mutable_hearing_date()->set_month(day.month());
  hearing.mutable_hearing_date()->set_day(day.day());
  return hearing;
}

google::type::Date DaysAfter(const google::type::Date& date, int days) {
  const absl::CivilDay day = absl::CivilDay(date.year(), date.month(), date.day()) + days;
  google::type::Date later;
  later.set_year(static_cast<int32_t>(day.year()));
  later.set_month(day.month());
  later.set_day(day.day());
  return later;
}

// What stood by the verdict and the sentence, before any appeal.
void AddTrial(cases::v1::Charge& charge) {
  cases::v1::Standing& judged = *charge.add_standings();
  *judged.mutable_date() = charge.verdict().date();
  *judged.mutable_verdict() = charge.verdict();
  if (!charge.has_sentence()) return;
  cases::v1::Standing& sentenced = *charge.add_standings();
  *sentenced.mutable_date() = charge.sentence().date();
  *sentenced.mutable_verdict() = charge.verdict();
  *sentenced.mutable_sentence() = charge.sentence();
}

// What the court above made of it, by turns: nothing, an acquittal, half a year's sentence, a new trial, and one that
// ended as the first did.
void AddAppeal(int turn, cases::v1::Charge& charge) {
  AddTrial(charge);
  if (turn == 0) return;
  const cases::v1::Standing tried = *charge.standings().rbegin();
  cases::v1::Standing& decided = *charge.add_standings();
  *decided.mutable_date() = DaysAfter(tried.date(), 100);
  if (turn == 1) {
    decided.mutable_verdict()->set_outcome(cases::v1::VERDICT_OUTCOME_ACQUITTED);
    *decided.mutable_verdict()->mutable_date() = decided.date();
  } else if (turn == 2) {
    *decided.mutable_verdict() = tried.verdict();
    *decided.mutable_sentence()->mutable_date() = decided.date();
    decided.mutable_sentence()->mutable_imprisonment()->mutable_min()->set_months(6);
  } else if (turn == 4) {
    cases::v1::Standing& again = *charge.add_standings();
    again = tried;
    *again.mutable_date() = DaysAfter(tried.date(), 200);
    *again.mutable_verdict()->mutable_date() = again.date();
    if (again.has_sentence()) *again.mutable_sentence()->mutable_date() = again.date();
  }
}

Facts FactsOf(const cli::DataSet& data) {
  Facts facts;
  std::map<std::string, std::string> zones;  // By court.
  for (const auto& row : data.offices) Apply("office", row.resource, facts);
  for (const auto& row : data.courts) {
    Apply("court", row.resource, facts);
    zones[row.resource.name()] = row.resource.time_zone();
  }
  for (const auto& row : data.cases) {
    const cases::v1::CaseBundle& bundle = row.resource;
    Apply("case", bundle.case_(), facts);
    ApplyAll("party", bundle.parties(), facts);
    ApplyAll("venue", bundle.venues(), facts);
    ApplyAll("link", bundle.links(), facts);
    ApplyAll("operation", bundle.operations(), facts);
    ApplyAll("charge", bundle.charges(), facts);
  }
  for (const auto& row : data.hearings) Apply("hearing", Dated(row.resource, zones[row.resource.court()]), facts);
  return facts;
}

}  // namespace

Facts NewsroomFacts() {
  return FactsOf(cli::ReadDataSet(AMPARO_NEWSROOM_DATA));
}

Facts NewsroomFactsAfterAppeals() {
  constexpr int kTurns = 5;
  cli::DataSet data = cli::ReadDataSet(AMPARO_NEWSROOM_DATA);
  int convictions = 0;
  for (auto& row : data.cases) {
    for (cases::v1::Charge& charge : *row.resource.mutable_charges()) {
      const bool convicted = charge.verdict().outcome() == cases::v1::VERDICT_OUTCOME_CONVICTED ||
                             charge.verdict().outcome() == cases::v1::VERDICT_OUTCOME_CONVICTED_LESSER;
      if (convicted) AddAppeal(convictions++ % kTurns, charge);
    }
  }
  return FactsOf(data);
}

}  // namespace amparo::statistics
