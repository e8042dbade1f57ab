// Charges that are amended, replaced and ruled on in between, and the table of articles.
#include "services/case/domain/law_article.h"
#include "tests/integration/services/case/justice_test.h"

namespace amparo::cases {
namespace {

using absl::CivilDay;
using Charges = v1::ChargeService::Stub;

class ChargeHistoryTest : public JusticeTest {};

TEST_F(ChargeHistoryTest, AReplacedChargeCountsNoMore) {
  const std::string first = Charged().name();
  const std::string second = Charged().name();
  v1::ReplaceChargeRequest replace;
  replace.set_name(first);
  replace.add_also_replaced(second);
  replace.mutable_charge()->set_law_article("RA 9208 sec. 6");
  *replace.mutable_charge()->mutable_charge_date() = DateOf(CivilDay(2014, 7, 1));
  replace.set_request_id(NewId());
  service_.clock().Advance(absl::Milliseconds(1));
  const v1::Charge fresh = Done(*charges_, &Charges::ReplaceCharge, replace);
  EXPECT_EQ(fresh.accused(), accused_);
  EXPECT_THAT(fresh.supersedes(), ::testing::ElementsAre(first, second));
  EXPECT_EQ(Done(*charges_, &Charges::ReplaceCharge, replace).SerializeAsString(), fresh.SerializeAsString());
  EXPECT_EQ(Read(first).superseded_by(), fresh.name());
  EXPECT_EQ(Counts(), "3 1");
  EXPECT_EQ(Standings(CivilDay(2014, 6, 30)), "-, -");
  EXPECT_EQ(Standings(CivilDay(2014, 7, 1)), "-");
  v1::ListChargesRequest list;
  list.set_parent(prosecuted_);
  list.set_accused(accused_);
  list.set_standing_only(true);
  EXPECT_EQ(Done(*charges_, &Charges::ListCharges, list).charges_size(), 1);
  list.set_verdict(v1::VERDICT_OUTCOME_CONVICTED);
  EXPECT_EQ(Done(*charges_, &Charges::ListCharges, list).charges_size(), 0);
  Judged(fresh.name(), CivilDay(2014, 8, 4));
  EXPECT_TRUE(service_.Act(&v1::CaseService::Stub::DisposeCase, prosecuted_).ok());
  replace.set_request_id(NewId());
  EXPECT_THAT(Call(*charges_, &Charges::ReplaceCharge, replace), FailsWith(kRefused, "CHARGE_SUPERSEDED"));
}

TEST_F(ChargeHistoryTest, AnAmendedChargeKeepsWhatItSaid) {
  const v1::Charge charged = ChargedWith("some ordinance of the city");
  EXPECT_FALSE(charged.has_article());
  v1::AmendChargeRequest amend;
  amend.mutable_charge()->set_name(charged.name());
  amend.mutable_charge()->set_law_article("RA 9208 sec. 4-A");
  amend.mutable_charge()->set_completion(v1::COMPLETION_ATTEMPTED);
  amend.mutable_update_mask()->add_paths("law_article");
  amend.mutable_update_mask()->add_paths("completion");
  EXPECT_THAT(Call(*charges_, &Charges::AmendCharge, amend), IsInvalidIn("reason"));
  amend.set_reason(v1::AMEND_REASON_PROSECUTION);
  const v1::Charge amended = Done(*charges_, &Charges::AmendCharge, amend);
  EXPECT_EQ(amended.article().code(), "RA9208-4-A");
  EXPECT_EQ(amended.article().crime_type(), "0204");
  ASSERT_EQ(amended.former_wordings_size(), 1);
  EXPECT_EQ(amended.former_wordings(0).law_article(), "some ordinance of the city");
  EXPECT_EQ(amended.completion(), v1::COMPLETION_ATTEMPTED);
}

TEST_F(ChargeHistoryTest, ABargainWithdrawsOtherChargesOfTheSameAccused) {
  const std::string first = Charged().name();
  const std::string second = Charged().name();
  v1::EnterPleaRequest plea = Plea(first, CivilDay(2014, 7, 1));
  plea.mutable_plea()->mutable_terms()->add_withdrawn_charges(first);
  EXPECT_THAT(Call(*charges_, &Charges::EnterPlea, plea), IsInvalidIn("plea.terms.withdrawn_charges[0]"));
  plea.mutable_plea()->mutable_terms()->set_withdrawn_charges(0, prosecuted_ + "/charges/" + NewId());
  EXPECT_THAT(Call(*charges_, &Charges::EnterPlea, plea), FailsWith(kNotFound, errors::kNotFound));
  plea.mutable_plea()->mutable_terms()->set_withdrawn_charges(0, second);
  EXPECT_EQ(Done(*charges_, &Charges::EnterPlea, plea).plea().terms().withdrawn_charges(0), second);
}

TEST_F(ChargeHistoryTest, AVerdictOfALesserCrimeIsOfWhatWasPleadedToOrSaysItself) {
  const std::string pleaded = Charged().name();
  v1::EnterPleaRequest plea = Plea(pleaded, CivilDay(2014, 7, 1));
  plea.mutable_plea()->mutable_terms()->set_crime_type("0302");
  plea.mutable_plea()->mutable_terms()->set_completion(v1::COMPLETION_COMPLETED);
  Done(*charges_, &ChargeStub::EnterPlea, plea);
  v1::RecordVerdictRequest lesser = Verdict(pleaded, v1::VERDICT_OUTCOME_CONVICTED_LESSER);
  const v1::Charge agreed = Done(*charges_, &ChargeStub::RecordVerdict, lesser);
  EXPECT_EQ(agreed.verdict().lesser_crime_type(), "0302");
  EXPECT_EQ(agreed.verdict().lesser_completion(), v1::COMPLETION_COMPLETED);
  lesser.set_name(Charged().name());
  EXPECT_THAT(Call(*charges_, &ChargeStub::RecordVerdict, lesser), IsInvalidIn("verdict.lesser_crime_type"));
  // The charge names no crime: it is of the case's.
  lesser.mutable_verdict()->set_lesser_crime_type("02041");
  EXPECT_THAT(Call(*charges_, &ChargeStub::RecordVerdict, lesser), IsInvalidIn("verdict.lesser_crime_type"));
  lesser.mutable_verdict()->clear_lesser_crime_type();
  lesser.mutable_verdict()->set_lesser_law_article("RA 9208 sec. 5");
  Done(*charges_, &ChargeStub::RecordVerdict, lesser);
  const v1::Charge found = Read(lesser.name());
  EXPECT_EQ(found.verdict().lesser_law_article(), "RA 9208 sec. 5");
  EXPECT_EQ(found.standings(0).verdict().lesser_law_article(), "RA 9208 sec. 5");
}

TEST_F(ChargeHistoryTest, InterimOrdersLeaveTheChargeOpen) {
  const std::string charge = Charged().name();
  v1::RecordInterimOrderRequest request;
  request.set_name(charge);
  request.mutable_interim_order()->set_kind(v1::INTERIM_ORDER_KIND_BAIL);
  *request.mutable_interim_order()->mutable_date() = DateOf(CivilDay(2014, 6, 4));
  const v1::Charge on_bail = Done(*charges_, &Charges::RecordInterimOrder, request);
  EXPECT_EQ(on_bail.disposal(), v1::DISPOSAL_INTERIM);
  EXPECT_EQ(Counts(), "1 1");
  EXPECT_EQ(on_bail.standings_size(), 0);
}

TEST_F(ChargeHistoryTest, TheTableOfArticlesIsTheSameInTheDatabase) {
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM law_article"), std::to_string(LawArticles().size()));
  for (const LawArticle& article : LawArticles()) {
    const std::string row = service_.Sql(
        StrCat("SELECT citation || '|' || title || '|' || crime_type || '|' || coalesce(valid_to::text, '') FROM "
               "law_article WHERE country = '",
               article.country, "' AND code = '", article.code, "' AND valid_from = '", article.valid_from, "'"));
    EXPECT_EQ(row, StrCat(article.citation, "|", article.title, "|", article.crime_type, "|", article.valid_to));
  }
  v1::ListLawArticlesRequest request;
  request.set_country_code("PH");
  *request.mutable_date() = DateOf(CivilDay(2010, 1, 1));
  const auto laws = service_.StubOf<v1::LawService>();
  const auto listed = Done(*laws, &v1::LawService::Stub::ListLawArticles, request);
  for (const v1::LawArticle& article : listed.articles()) {
    EXPECT_NE(article.code(), "RA9208-4-A");
  }
  request.set_country_code("Philippines");
  EXPECT_THAT(Call(*laws, &v1::LawService::Stub::ListLawArticles, request), IsInvalidIn("country_code"));
}

TEST_F(ChargeHistoryTest, APleaEnteredInErrorIsCorrectedAfterTheVerdictToo) {
  const std::string name = Charged().name();
  Done(*charges_, &ChargeStub::EnterPlea, Plea(name, CivilDay(2014, 7, 1)));
  const v1::Charge judged = Judged(name, CivilDay(2014, 8, 4));
  const absl::Time believed = service_.clock().Now();
  service_.clock().Advance(absl::Hours(1));
  v1::CorrectPleaRequest correct;
  correct.set_name(name);
  correct.set_etag(judged.etag());
  correct.set_reason(v1::STRIKE_REASON_WRONG_CONTENT);
  correct.mutable_plea()->set_kind(v1::PLEA_KIND_NOT_GUILTY);
  *correct.mutable_plea()->mutable_date() = DateOf(CivilDay(2014, 8, 5));
  EXPECT_THAT(Call(*charges_, &ChargeStub::CorrectPlea, correct), IsInvalidIn("plea.date"));
  *correct.mutable_plea()->mutable_date() = DateOf(CivilDay(2014, 6, 20));
  const v1::Charge corrected = Done(*charges_, &ChargeStub::CorrectPlea, correct);
  ASSERT_EQ(corrected.pleas_size(), 2);
  EXPECT_EQ(corrected.plea().kind(), v1::PLEA_KIND_NOT_GUILTY);
  EXPECT_FALSE(corrected.pleas(0).has_strike());
  EXPECT_EQ(corrected.pleas(1).strike().reason(), v1::STRIKE_REASON_WRONG_CONTENT);
  EXPECT_EQ(corrected.restatements(corrected.restatements_size() - 1).changes(0), v1::COUNT_CHANGE_PLEA_CHANGED);
  v1::GetChargeRequest then;
  then.set_name(name);
  SetTimestamp(believed, then.mutable_read_time());
  EXPECT_EQ(Done(*charges_, &ChargeStub::GetCharge, then).plea().kind(), v1::PLEA_KIND_GUILTY);
  // What stood is told for any moment too.
}

TEST_F(ChargeHistoryTest, WhatStoodIsToldAsItWasRecordedAtAnyMoment) {
  v1::GetCaseStandingsRequest standings;
  standings.set_name(prosecuted_);
  const auto convicted = [&] {
    const v1::CaseStandings told = Done(*charges_, &ChargeStub::GetCaseStandings, standings);
    return told.charges_size() == 1 && told.charges(0).standing().has_verdict();
  };
  const std::string name = Charged().name();
  SetTimestamp(service_.clock().Now(), standings.mutable_read_time());
  service_.clock().Advance(absl::Hours(1));
  Judged(name, CivilDay(2014, 8, 4));
  EXPECT_FALSE(convicted()) << "the verdict was not entered yet";
  standings.clear_read_time();
  EXPECT_TRUE(convicted());
  SetTimestamp(service_.clock().Now() - absl::Hours(24), standings.mutable_read_time());
  EXPECT_THAT(Call(*charges_, &ChargeStub::GetCaseStandings, standings), FailsWith(kNotFound, errors::kNotFound));
}

}  // namespace
}  // namespace amparo::cases
