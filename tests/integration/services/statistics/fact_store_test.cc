// Facts go into PostgreSQL and come back as they went in, field by field.
#include "services/statistics/store/fact_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <span>
#include <tuple>

#include "common/base/strings.h"
#include "common/pg/migrator.h"
#include "common/testing/postgres.h"
#include "services/statistics/migrations/migrations.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;

Uuid Id(int number) {
  return *Uuid::Parse(StrCat("0190f3c2-7d1e-7abc-8def-0000000000", number));
}

template <typename FactType>
FactType Make(int id) {
  FactType fact;
  fact.office = "cebu";
  fact.id = Id(id);
  fact.version = id;
  return fact;
}

OfficeFact SomeOffice() {
  auto fact = Make<OfficeFact>(10);
  fact.id = Uuid();
  fact.display_name = "Office \"Cebu\"\\\n";
  fact.country = "PH";
  fact.city = "Cebu City";
  fact.currency = "PHP";
  fact.time_zone = "Asia/Manila";
  fact.open_date = CivilDay(2004, 2, 29);
  return fact;
}

CaseFact SomeCase() {
  auto fact = Make<CaseFact>(11);
  fact.crime_type = "02041";
  fact.report_date = CivilDay(1969, 12, 31);
  fact.stage = CaseStage::kClosed;
  fact.stage_date = CivilDay(2014, 1, 2);
  fact.former_ends = {{CaseStage::kDeclined, CivilDay(2012, 3, 4), CivilDay(2012, 5, 6)},
                      {CaseStage::kClosed, CivilDay(2013, 7, 8), CivilDay(2013, 9, 10)}};
  fact.merged_id = Id(19);
  return fact;
}

PartyFact SomeParty() {
  auto fact = Make<PartyFact>(12);
  fact.case_id = Id(11);
  fact.role = PartyRole::kSurvivor;
  fact.minor = true;
  fact.testified = true;
  fact.person_id = Id(20);
  return fact;
}

ChargeFact SomeCharge() {
  auto fact = Make<ChargeFact>(13);
  fact.case_id = Id(11);
  fact.accused_id = Id(12);
  fact.crime_type = "0302";
  fact.attempted = true;
  fact.plea = PleaKind::kNoContest;
  fact.bargain = true;
  fact.charge_date = CivilDay(2013, 10, 25);
  fact.superseded_date = CivilDay(2015, 2, 3);
  fact.standings.push_back({CivilDay(2014, 11, 3), Verdict::kConvictedLesser, "0301", {}, Completion::kAttempted});
  SentenceFact sentence;
  sentence.date = CivilDay(2014, 11, 4);
  sentence.custody = Custody::kImprisonment;
  sentence.min = Term{.years = 1, .months = 2, .days = 3};
  sentence.max = Term{.years = 4, .months = 5, .days = 6};
  sentence.fine = Money{50000000, "PHP"};
  sentence.suspended = true;
  fact.standings.push_back(
      {CivilDay(2014, 11, 4), Verdict::kConvictedLesser, "0301", sentence, Completion::kAttempted});
  fact.standings.push_back({CivilDay(2015, 1, 5), Verdict::kNone, "", {}});
  return fact;
}

VenueFact SomeVenue() {
  auto fact = Make<VenueFact>(14);
  fact.kind = VenueKind::kOnline;
  fact.city = "Cebu City";
  return fact;
}

LinkFact SomeLink() {
  auto fact = Make<LinkFact>(15);
  fact.kind = LinkKind::kMovedTo;
  fact.from_id = Id(12);
  fact.to_end = LinkEnd::kVenue;
  fact.to_id = Id(14);
  fact.observed_date = CivilDay(2013, 8, 3);
  return fact;
}

CourtFact SomeCourt() {
  auto fact = Make<CourtFact>(16);
  fact.city = "Mandaue";
  fact.time_zone = "Asia/Manila";
  return fact;
}

OperationFact SomeOperation() {
  auto fact = Make<OperationFact>(17);
  fact.case_id = Id(11);
  fact.state = OperationState::kExecuted;
  fact.start_time = absl::FromUnixMicros(1382011200000005);
  fact.sites = {{1, Id(14), SiteOutcome::kFailedTippedOff, 0, 0, 0}, {2, Id(18), SiteOutcome::kSucceeded, 3, 4, 5}};
  return fact;
}

HearingFact SomeHearing() {
  auto fact = Make<HearingFact>(19);
  fact.case_id = Id(11);
  fact.court_id = Id(16);
  fact.state = HearingState::kAdjourned;
  fact.reason = 2;
  fact.side = 3;
  fact.date = CivilDay(2014, 11, 5);
  fact.attendance = {{Attendee::kParent, 1, Money{3300, "BOB"}}, {Attendee::kAttorney, 0, std::nullopt}};
  return fact;
}

class FactStoreTest : public ::testing::Test {
 protected:
  FactStoreTest() : store_(database_->service("statistics")), connection_(database_->service("statistics")) {
    pg::Migrator migrator(
        {.conninfo = database_->owner("statistics"), .schema = "statistics", .service_role = "statistics"},
        Migrations());
    EXPECT_TRUE(migrator.Apply().status().ok());
  }

  // Puts facts in and reads all of them back.
  Facts Keep(const std::vector<Fact>& facts) {
    pg::Transaction transaction(connection_);
    EXPECT_TRUE(store_.Upsert(transaction, facts).ok());
    transaction.commit();
    return store_.Load(Limits::For(absl::Seconds(20))).value();
  }

  std::unique_ptr<testing::TestDatabase> database_ = testing::PrivatePostgres::Shared().CreateDatabase();
  FactStore store_;
  pqxx::connection connection_;
};

TEST_F(FactStoreTest, PeopleAndVerdictsComeBackAsTheyWere) {
  const Facts loaded = Keep({SomeOffice(), SomeCase(), SomeParty(), SomeCharge()});
  const OfficeFact& office = loaded.offices().at(0).fact;
  EXPECT_EQ(office.version, 10);
  EXPECT_EQ(office.display_name, SomeOffice().display_name);
  EXPECT_EQ(office.country + office.city + office.currency + office.time_zone, "PHCebu CityPHPAsia/Manila");
  EXPECT_EQ(office.open_date, CivilDay(2004, 2, 29));
  EXPECT_EQ(loaded.cases().id.at(0), Id(11));
  EXPECT_EQ(loaded.texts()[loaded.cases().crime_type.at(0)], "02041");
  EXPECT_EQ(ToCivil(loaded.cases().report_day.at(0)), CivilDay(1969, 12, 31));
  EXPECT_EQ(loaded.cases().stage.at(0), CaseStage::kClosed);
  EXPECT_EQ(ToCivil(loaded.cases().stage_day.at(0)), CivilDay(2014, 1, 2));
  ASSERT_EQ(loaded.cases().former_ends.at(0).size, 2u);
  for (size_t i = 0; i < 2; ++i) {
    const FormerEnd& end = loaded.former_ends().at(i);
    const FormerEndFact expected = SomeCase().former_ends[i];
    EXPECT_EQ(end.stage, expected.stage);
    EXPECT_EQ(ToCivil(end.day), expected.date);
    EXPECT_EQ(ToCivil(end.until), expected.until);
  }
  EXPECT_EQ(loaded.parties().role.at(0), PartyRole::kSurvivor);
  EXPECT_TRUE(loaded.parties().minor.at(0) && loaded.parties().testified.at(0));
  EXPECT_EQ(loaded.cases().id.at(loaded.cases().merged_into.at(0)), Id(19));
  EXPECT_EQ(loaded.parties().id.at(loaded.parties().person.at(0)), Id(20));
  const auto& charges = loaded.charges();
  EXPECT_EQ(charges.version.at(0), 13);
  EXPECT_EQ(loaded.parties().id.at(charges.accused.at(0)), Id(12));
  EXPECT_EQ(loaded.texts()[charges.crime_type.at(0)], "0302");
  EXPECT_TRUE(charges.attempted.at(0) && charges.bargain.at(0));
  EXPECT_EQ(charges.plea.at(0), PleaKind::kNoContest);
  EXPECT_EQ(ToCivil(charges.charge_day.at(0)), CivilDay(2013, 10, 25));
  EXPECT_EQ(ToCivil(charges.superseded_day.at(0)), CivilDay(2015, 2, 3));
  const auto standings = std::span(loaded.standings());
  ASSERT_EQ(standings.size(), 3u);
  for (const Standing& guilty : standings.first(2)) {
    EXPECT_EQ(guilty.verdict, Verdict::kConvictedLesser);
    EXPECT_EQ(loaded.texts()[guilty.lesser_crime_type], "0301");
    EXPECT_EQ(guilty.lesser_completion, Completion::kAttempted);
  }
  EXPECT_EQ(ToCivil(standings[0].day), CivilDay(2014, 11, 3));
  EXPECT_EQ(standings[0].sentence, kNoRow);
  EXPECT_EQ(ToCivil(standings[1].day), CivilDay(2014, 11, 4));
  EXPECT_EQ(standings[1].sentence, 0u);
  EXPECT_EQ(ToCivil(standings[2].day), CivilDay(2015, 1, 5));
  EXPECT_EQ(standings[2].lesser_completion, Completion::kUnspecified);
  EXPECT_EQ(standings[2].verdict, Verdict::kNone);
  ASSERT_EQ(loaded.sentences().size(), 1u);
  const SentenceFact& sentence = loaded.sentences()[0];
  EXPECT_EQ(sentence.date, CivilDay(2014, 11, 4));
  EXPECT_EQ(sentence.custody, Custody::kImprisonment);
  EXPECT_EQ(sentence.min.ToString(), "1 year 2 months 3 days");
  EXPECT_EQ(sentence.max.ToString(), "4 years 5 months 6 days");
  EXPECT_EQ(sentence.fine, (Money{50000000, "PHP"}));
  EXPECT_TRUE(sentence.suspended);
}

TEST_F(FactStoreTest, PlacesOperationsAndHearingsComeBackAsTheyWere) {
  const Facts loaded = Keep({SomeVenue(), SomeLink(), SomeCourt(), SomeOperation(), SomeHearing()});
  EXPECT_EQ(loaded.venues().kind.at(0), VenueKind::kOnline);
  EXPECT_EQ(loaded.texts()[loaded.venues().city.at(0)], "Cebu City");
  EXPECT_EQ(loaded.links().kind.at(0), LinkKind::kMovedTo);
  EXPECT_EQ(loaded.links().from_end.at(0), LinkEnd::kParty);
  EXPECT_EQ(loaded.parties().id.at(loaded.links().from.at(0)), Id(12));
  EXPECT_EQ(loaded.links().to_end.at(0), LinkEnd::kVenue);
  EXPECT_EQ(loaded.venues().id.at(loaded.links().to.at(0)), Id(14));
  EXPECT_EQ(ToCivil(loaded.links().observed_day.at(0)), CivilDay(2013, 8, 3));
  EXPECT_EQ(loaded.texts()[loaded.courts().city.at(0)], "Mandaue");
  EXPECT_EQ(loaded.operations().state.at(0), OperationState::kExecuted);
  EXPECT_EQ(loaded.operations().start_time.at(0), SomeOperation().start_time);
  ASSERT_EQ(loaded.sites().size(), 2u);
  const auto fields = [](const SiteFact& site) {
    return std::tuple(site.number, site.venue_id, site.outcome, site.adults_rescued, site.minors_rescued, site.arrests);
  };
  for (size_t i = 0; i < 2; ++i) EXPECT_EQ(fields(loaded.sites()[i].fact), fields(SomeOperation().sites[i]));
  EXPECT_EQ(loaded.hearings().state.at(0), HearingState::kAdjourned);
  EXPECT_EQ(ToCivil(loaded.hearings().day.at(0)), CivilDay(2014, 11, 5));
  EXPECT_EQ(loaded.courts().id.at(loaded.hearings().court.at(0)), Id(16));
  ASSERT_EQ(loaded.attendance().size(), 2u);
  EXPECT_EQ(loaded.attendance()[0].attendee, Attendee::kParent);
  EXPECT_EQ(loaded.attendance()[0].half_days_lost, 1);
  EXPECT_EQ(loaded.attendance()[0].wages_lost, (Money{3300, "BOB"}));
  EXPECT_EQ(loaded.attendance()[1].attendee, Attendee::kAttorney);
  EXPECT_EQ(loaded.attendance()[1].wages_lost, std::nullopt);
}

TEST_F(FactStoreTest, WhatIsNotThereComesBackAsNotThere) {
  const Facts loaded = Keep({Make<CaseFact>(11), Make<ChargeFact>(13), Make<OperationFact>(17)});
  EXPECT_EQ(loaded.cases().stage_day.at(0), kNoDay);
  EXPECT_TRUE(loaded.former_ends().empty());
  EXPECT_EQ(loaded.cases().merged_into.at(0), kNoRow);
  EXPECT_TRUE(loaded.standings().empty());
  EXPECT_EQ(loaded.charges().superseded_day.at(0), kNoDay);
  EXPECT_TRUE(loaded.sentences().empty());
  EXPECT_TRUE(loaded.sites().empty());
}

TEST(FactMigrationTest, WhatLacksTheDayOfAChargeIsTakenInAnew) {
  constexpr size_t kBefore = 4;
  const auto database = testing::PrivatePostgres::Shared().CreateDatabase();
  const pg::MigratorOptions options{
      .conninfo = database->owner("statistics"), .schema = "statistics", .service_role = "statistics"};
  ASSERT_TRUE(pg::Migrator(options, Migrations().first(kBefore)).Apply().ok());
  const std::string id = Id(11).ToString();
  database->Exec(StrCat("SET search_path = statistics; INSERT INTO case_fact VALUES ('cebu', '", id,
                        "', 1, '0302', '2014-01-01', 6, '2014-01-01', NULL); INSERT INTO charge_fact VALUES ('cebu', '",
                        id, "', 1, '", id, "', '", id, "', '', false, 0, false, NULL); ",
                        "INSERT INTO feed_cursor VALUES ('case', 'token', 7, 7, NULL, now()), "
                        "('scheduling', 'token', 7, 7, NULL, now())"));
  ASSERT_TRUE(pg::Migrator(options, Migrations()).Apply().ok());
  EXPECT_EQ(database->Exec("SELECT count(*) FROM statistics.case_fact"), "0");
  EXPECT_EQ(database->Exec("SELECT count(*) FROM statistics.charge_fact"), "0");
  EXPECT_EQ(database->Exec("SELECT string_agg(feed, ' ') FROM statistics.feed_cursor"), "scheduling");
}

TEST_F(FactStoreTest, OfOneResourceTheHighestVersionStaysWithItsParts) {
  OperationFact fewer = SomeOperation();
  fewer.version = 18;
  fewer.sites.resize(1);
  // Twice in one batch, and then the older one again.
  Keep({SomeOperation(), fewer, SomeOperation()});
  const Facts loaded = Keep({SomeOperation()});
  EXPECT_EQ(loaded.operations().version.at(0), 18);
  ASSERT_EQ(loaded.sites().size(), 1u);
  EXPECT_EQ(loaded.sites()[0].fact.number, 1);
}

}  // namespace
}  // namespace amparo::statistics
