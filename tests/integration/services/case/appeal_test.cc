// Appeals: from the charge to what stands after every decision, told in order.
#include "tests/integration/services/case/justice_test.h"

namespace amparo::cases {
namespace {

using absl::CivilDay;
using Charges = v1::ChargeService::Stub;
using Appeals = v1::AppealService::Stub;

class AppealTest : public JusticeTest {};

TEST_F(AppealTest, WhatStandsIsKnownForEveryDay) {
  // Three charges; a plea of guilty to the first, and convictions on all of them.
  const std::string trafficking = Charged().name();
  const std::string abuse = ChargedWith("RA 7610 sec. 5(b)").name();
  const std::string threat = ChargedWith("Revised Penal Code, art. 282").name();
  v1::EnterPleaRequest plea;
  plea.set_name(trafficking);
  plea.mutable_plea()->set_kind(v1::PLEA_KIND_GUILTY);
  *plea.mutable_plea()->mutable_date() = DateOf(CivilDay(2014, 7, 1));
  Done(*charges_, &Charges::EnterPlea, plea);
  for (const std::string& name : {trafficking, abuse, threat}) Judged(name, CivilDay(2014, 8, 4));
  Sentenced(trafficking, CivilDay(2014, 8, 11), 15);
  v1::ImposeSentenceRequest after = YearsOn(abuse, CivilDay(2014, 8, 11), 8);
  after.mutable_sentence()->set_consecutive_to(trafficking);
  Done(*charges_, &Charges::ImposeSentence, after);
  Sentenced(threat, CivilDay(2014, 8, 11), 2);
  ASSERT_TRUE(service_.Act(&v1::CaseService::Stub::DisposeCase, prosecuted_).ok());
  EXPECT_EQ(Effective(CivilDay(2014, 9, 1)).custody().max().years(), 23);

  // The accused appeals all three: the case is in APPEAL again.
  const v1::Appeal appeal =
      Done(*appeals_, &Appeals::FileAppeal, AppealOf({trafficking, abuse, threat}, CivilDay(2014, 9, 2)));
  EXPECT_EQ(appeal.state(), v1::APPEAL_STATE_FILED);
  EXPECT_TRUE(appeal.grounds().empty() && appeal.sealed_grounds().empty());
  EXPECT_EQ(Stage(), v1::CASE_STAGE_APPEAL);

  // Upheld with a shorter sentence, reversed, remanded: all in one act.
  v1::DecideAppealRequest decide;
  decide.set_name(appeal.name());
  const CivilDay decided(2014, 11, 3);
  v1::AppealDecision& varied = AddDecision(decide, trafficking, v1::APPEAL_RESULT_VARIED, decided);
  *varied.mutable_sentence() = YearsOn(trafficking, decided, 12).sentence();
  v1::AppealDecision& reversed = AddDecision(decide, abuse, v1::APPEAL_RESULT_REVERSED, decided);
  reversed.mutable_verdict()->set_outcome(v1::VERDICT_OUTCOME_ACQUITTED);
  *reversed.mutable_verdict()->mutable_date() = DateOf(decided);
  AddDecision(decide, threat, v1::APPEAL_RESULT_REMANDED, decided);
  EXPECT_EQ(Done(*appeals_, &Appeals::DecideAppeal, decide).state(), v1::APPEAL_STATE_DECIDED);
  EXPECT_EQ(Counts(), "3 1");
  EXPECT_EQ(Stage(), v1::CASE_STAGE_PROSECUTION);
  EXPECT_FALSE(service_.Act(&v1::CaseService::Stub::DisposeCase, prosecuted_).ok());

  // Tried again, and the case disposed of again.
  Judged(threat, CivilDay(2014, 12, 1));
  Sentenced(threat, CivilDay(2014, 12, 1), 1);
  ASSERT_TRUE(service_.Act(&v1::CaseService::Stub::DisposeCase, prosecuted_).ok());

  EXPECT_EQ(Standings(CivilDay(2014, 6, 1)), "");
  EXPECT_EQ(Standings(CivilDay(2014, 6, 2)), "-, -, -");
  EXPECT_EQ(Standings(CivilDay(2014, 8, 4)), "CONVICTED, CONVICTED, CONVICTED");
  EXPECT_EQ(Standings(CivilDay(2014, 11, 2)), "CONVICTED 15, CONVICTED 8, CONVICTED 2");
  EXPECT_EQ(Standings(CivilDay(2014, 11, 3)), "CONVICTED 12, ACQUITTED, -");
  EXPECT_EQ(Standings(CivilDay(2014, 12, 11)), "CONVICTED 12, ACQUITTED, CONVICTED 1");
  EXPECT_EQ(Effective(CivilDay(2014, 11, 2)).custody().max().years(), 23);
  EXPECT_EQ(Effective(CivilDay(2014, 12, 11)).custody().max().years(), 12);

  // Each change of a count is an event that says so.
  const v1::Charge acquitted = Read(abuse);
  const v1::Restatement& last = *acquitted.restatements().rbegin();
  EXPECT_EQ(last.record_time().seconds(), acquitted.update_time().seconds());
  EXPECT_EQ(DayFrom(last.date()), decided);
  EXPECT_THAT(last.changes(),
              ::testing::ElementsAre(v1::COUNT_CHANGE_CONVICTION_WITHDRAWN, v1::COUNT_CHANGE_SENTENCE_WITHDRAWN));
  EXPECT_EQ(acquitted.standings_size(), 3);
  EXPECT_EQ(acquitted.rulings(2).appeal_decision().appeal(), appeal.name());
}

TEST_F(AppealTest, GroundsAreSealedAndOpenedByAnAuditedRead) {
  const std::string charge = Charged().name();
  Judged(charge, CivilDay(2014, 8, 4));
  const v1::Appeal appeal = Done(*appeals_, &Appeals::FileAppeal, AppealOf({charge}, CivilDay(2014, 9, 2)));
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM appeal WHERE position('neighbour'::bytea in body) > 0"), "0");
  v1::GetAppealRequest request;
  request.set_name(appeal.name());
  request.set_view(types::v1::VIEW_FULL);
  EXPECT_EQ(Done(*appeals_, &Appeals::GetAppeal, request).grounds(), "The court did not hear the neighbour.");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit WHERE action = 'READ' AND name LIKE '%/appeals/%'"), "1");
}

TEST_F(AppealTest, IsOfVerdictsOfItsOwnCase) {
  const std::string open = Charged().name();
  EXPECT_THAT(Call(*appeals_, &Appeals::FileAppeal, AppealOf({open}, CivilDay(2014, 9, 2))),
              FailsWith(kRefused, "NO_VERDICT"));
  EXPECT_THAT(
      Call(*appeals_, &Appeals::FileAppeal, AppealOf({prosecuted_ + "/charges/" + NewId()}, CivilDay(2014, 9, 2))),
      FailsWith(kNotFound, errors::kNotFound));
  Judged(open, CivilDay(2014, 8, 4));
  v1::FileAppealRequest request = AppealOf({open}, CivilDay(2014, 9, 2));
  request.mutable_appeal()->set_party(survivor_);
  EXPECT_THAT(Call(*appeals_, &Appeals::FileAppeal, request), IsInvalidIn("appeal.party"));
  request.mutable_appeal()->set_party(accused_);
  request.set_request_id(NewId());
  const v1::Appeal first = Done(*appeals_, &Appeals::FileAppeal, request);
  EXPECT_EQ(Done(*appeals_, &Appeals::FileAppeal, request).name(), first.name());
  EXPECT_THAT(Call(*appeals_, &Appeals::FileAppeal, AppealOf({open}, CivilDay(2014, 9, 3))),
              FailsWith(kRefused, "APPEAL_OPEN"));
  v1::ListAppealsRequest list;
  list.set_parent(prosecuted_);
  list.set_state(v1::APPEAL_STATE_FILED);
  EXPECT_EQ(Done(*appeals_, &Appeals::ListAppeals, list).appeals_size(), 1);
  list.set_appellant(v1::APPELLANT_PROSECUTION);
  EXPECT_EQ(Done(*appeals_, &Appeals::ListAppeals, list).appeals_size(), 0);
  list.Clear();
  list.set_parent("offices/cebu/cases/-");
  list.set_state(v1::APPEAL_STATE_FILED);
  const v1::ListAppealsResponse of_office = Done(*appeals_, &Appeals::ListAppeals, list);
  ASSERT_EQ(of_office.appeals_size(), 1);
  EXPECT_EQ(of_office.appeals(0).name(), first.name());
}

TEST_F(AppealTest, ADecisionEnteredInErrorIsCorrectedInBoth) {
  const std::string charge = Charged().name();
  Judged(charge, CivilDay(2014, 8, 4));
  const v1::Appeal appeal = Done(*appeals_, &Appeals::FileAppeal, AppealOf({charge}, CivilDay(2014, 9, 2)));
  v1::DecideAppealRequest decide;
  decide.set_name(appeal.name());
  v1::AppealDecision& reversed = AddDecision(decide, charge, v1::APPEAL_RESULT_REVERSED, CivilDay(2014, 11, 3));
  reversed.mutable_verdict()->set_outcome(v1::VERDICT_OUTCOME_ACQUITTED);
  *reversed.mutable_verdict()->mutable_date() = DateOf(CivilDay(2014, 11, 3));
  Done(*appeals_, &Appeals::DecideAppeal, decide);
  const v1::Charge wrong = Read(charge);
  v1::CorrectRulingRequest correct;
  correct.set_name(charge);
  correct.set_index(1);
  correct.set_reason(v1::STRIKE_REASON_WRONG_CONTENT);
  *correct.mutable_ruling() = wrong.rulings(1);
  correct.mutable_ruling()->mutable_appeal_decision()->set_result(v1::APPEAL_RESULT_UPHELD);
  correct.mutable_ruling()->mutable_appeal_decision()->clear_verdict();
  EXPECT_THAT(Call(*charges_, &Charges::CorrectRuling, correct), IsInvalidIn("etag"));
  correct.set_etag(wrong.etag());
  const v1::Charge corrected = Done(*charges_, &Charges::CorrectRuling, correct);
  EXPECT_EQ(corrected.verdict().outcome(), v1::VERDICT_OUTCOME_CONVICTED);
  EXPECT_EQ(corrected.rulings_size(), 3);
  EXPECT_TRUE(corrected.rulings(1).has_strike());
  v1::GetAppealRequest get;
  get.set_name(appeal.name());
  EXPECT_EQ(Done(*appeals_, &Appeals::GetAppeal, get).decisions(0).result(), v1::APPEAL_RESULT_UPHELD);

  // A verdict that was never given leaves its charge open, but not in a case that was disposed of.
  correct.set_index(2);
  correct.set_reason(v1::STRIKE_REASON_NEVER_RULED);
  correct.clear_ruling();
  correct.set_etag(corrected.etag());
  correct.set_etag(Done(*charges_, &Charges::CorrectRuling, correct).etag());
  ASSERT_TRUE(service_.Act(&v1::CaseService::Stub::DisposeCase, prosecuted_).ok());
  correct.set_index(0);
  EXPECT_THAT(Call(*charges_, &Charges::CorrectRuling, correct), FailsWith(kRefused, "VERDICT_NEEDED"));
  EXPECT_EQ(Counts(), "1 0");
}

TEST_F(AppealTest, ALesserCrimeIsNotThatOfTheCaseInADecisionNorInACorrection) {
  const std::string charge = Charged().name();
  Judged(charge, CivilDay(2014, 8, 4));
  v1::DecideAppealRequest decide;
  decide.set_name(Done(*appeals_, &Appeals::FileAppeal, AppealOf({charge}, CivilDay(2014, 9, 2))).name());
  v1::AppealDecision& varied = AddDecision(decide, charge, v1::APPEAL_RESULT_VARIED, CivilDay(2014, 11, 3));
  v1::Verdict& lesser = *varied.mutable_verdict();
  lesser.set_outcome(v1::VERDICT_OUTCOME_CONVICTED_LESSER);
  *lesser.mutable_date() = DateOf(CivilDay(2014, 11, 3));
  // The charge names no crime: it is of the case's.
  lesser.set_lesser_crime_type("02041");
  EXPECT_THAT(Call(*appeals_, &Appeals::DecideAppeal, decide), IsInvalidIn("verdict.lesser_crime_type"));
  v1::CorrectRulingRequest correct;
  correct.set_name(charge);
  correct.set_index(0);
  correct.set_reason(v1::STRIKE_REASON_WRONG_CONTENT);
  correct.set_etag(Read(charge).etag());
  *correct.mutable_ruling()->mutable_verdict() = lesser;
  EXPECT_THAT(Call(*charges_, &Charges::CorrectRuling, correct), IsInvalidIn("ruling.verdict.lesser_crime_type"));
  lesser.set_lesser_crime_type("0302");
  EXPECT_EQ(Done(*appeals_, &Appeals::DecideAppeal, decide).state(), v1::APPEAL_STATE_DECIDED);
}

TEST_F(AppealTest, ADecisionThatFailsChangesNothing) {
  const std::string first = Charged().name();
  const std::string second = Charged().name();
  for (const std::string& name : {first, second}) Judged(name, CivilDay(2014, 8, 4), v1::VERDICT_OUTCOME_ACQUITTED);
  v1::FileAppealRequest file = AppealOf({first, second}, CivilDay(2014, 9, 2));
  file.mutable_appeal()->set_appellant(v1::APPELLANT_PROSECUTION);
  file.mutable_appeal()->clear_party();
  const v1::Appeal appeal = Done(*appeals_, &Appeals::FileAppeal, file);
  v1::DecideAppealRequest decide;
  decide.set_name(appeal.name());
  AddDecision(decide, first, v1::APPEAL_RESULT_REMANDED, CivilDay(2014, 10, 1));
  AddDecision(decide, second, v1::APPEAL_RESULT_REMANDED_FOR_SENTENCE, CivilDay(2014, 10, 1));
  EXPECT_THAT(Call(*appeals_, &Appeals::DecideAppeal, decide), FailsWith(kRefused, "NO_CONVICTION"));
  EXPECT_TRUE(Read(first).has_verdict());
  EXPECT_EQ(Counts(), "2 0");
  decide.mutable_decisions()->DeleteSubrange(1, 1);
  EXPECT_EQ(Done(*appeals_, &Appeals::DecideAppeal, decide).state(), v1::APPEAL_STATE_FILED);
  EXPECT_EQ(Counts(), "2 1");
  v1::WithdrawAppealRequest withdraw;
  withdraw.set_name(appeal.name());
  withdraw.set_etag(appeal.etag());
  EXPECT_THAT(Call(*appeals_, &Appeals::WithdrawAppeal, withdraw), FailsWith(kAborted, errors::kEtagMismatch));
  withdraw.clear_etag();
  EXPECT_EQ(Done(*appeals_, &Appeals::WithdrawAppeal, withdraw).state(), v1::APPEAL_STATE_DECIDED);
  EXPECT_THAT(Call(*appeals_, &Appeals::WithdrawAppeal, withdraw), FailsWith(kRefused, "APPEAL_CLOSED"));
}

}  // namespace
}  // namespace amparo::cases
