#include <atomic>
#include <thread>

#include "tests/integration/services/case/charge_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::UnorderedElementsAre;

TEST_F(ChargeTest, GoesFromPleaToSentence) {
  const v1::Charge charged = Charged();
  EXPECT_EQ(charged.completion(), v1::COMPLETION_ATTEMPTED);
  EXPECT_EQ(Counts(), "1 1");
  const v1::Charge pleaded = Done(*charges_, &ChargeStub::EnterPlea, Plea(charged.name(), absl::CivilDay(2014, 11, 3)));
  EXPECT_TRUE(pleaded.plea().bargain());
  const v1::Charge judged = Done(*charges_, &ChargeStub::RecordVerdict, Verdict(charged.name()));
  EXPECT_EQ(judged.verdict().outcome(), v1::VERDICT_OUTCOME_CONVICTED);
  EXPECT_EQ(Counts(), "1 0");
  const v1::Charge sentenced = Done(*charges_, &ChargeStub::ImposeSentence, FifteenYears(charged.name()));
  EXPECT_EQ(sentenced.sentence().imprisonment().min().years(), 15);
  EXPECT_EQ(sentenced.sentence().fine().units(), 500000);
  v1::GetChargeRequest get;
  get.set_name(charged.name());
  EXPECT_EQ(Done(*charges_, &ChargeStub::GetCharge, get).SerializeAsString(), sentenced.SerializeAsString());
}

TEST_F(ChargeTest, EachStepIsAnEventInOrder) {
  const std::string name = Charged().name();
  Done(*charges_, &ChargeStub::EnterPlea, Plea(name, absl::CivilDay(2014, 11, 3)));
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(name));
  Done(*charges_, &ChargeStub::ImposeSentence, FifteenYears(name));
  EXPECT_EQ(service_.Sql("SELECT string_agg(version::text, ' ' ORDER BY seq) FROM outbox WHERE kind = 'charge'"),
            "1 2 3 4");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit WHERE name LIKE '%/charges/%' AND action = 'WRITE'"), "4");
}

TEST_F(ChargeTest, IsBroughtInProsecutionAgainstAnAccusedOfTheCase) {
  v1::CreateChargeRequest request = Request();
  request.set_parent(case_);
  request.mutable_charge()->set_accused(EnterParty(case_, v1::PARTY_ROLE_ACCUSED));
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), FailsWith(kRefused, "CASE_NOT_IN_PROSECUTION"));
  request = Request();
  request.mutable_charge()->set_accused(EnterParty(prosecuted_, v1::PARTY_ROLE_WITNESS));
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), IsInvalidIn("charge.accused"));
  request.mutable_charge()->set_accused(EnterParty(case_, v1::PARTY_ROLE_ACCUSED));
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), IsInvalidIn("charge.accused"));
  request.mutable_charge()->set_accused(prosecuted_ + "/parties/" + NewId());
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), FailsWith(kNotFound, errors::kNotFound));
  request.set_parent("offices/cebu/cases/" + NewId());
  request.mutable_charge()->set_accused(request.parent() + "/parties/" + NewId());
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), FailsWith(kNotFound, errors::kNotFound));
}

TEST_F(ChargeTest, DatesLieBetweenReportAndToday) {
  v1::CreateChargeRequest request = Request();
  *request.mutable_charge()->mutable_charge_date() = DateOf(absl::CivilDay(2014, 5, 11));
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), IsInvalidIn("charge.charge_date"));
  // 2014-12-11 02:00 UTC is the 11th in Manila.
  *request.mutable_charge()->mutable_charge_date() = DateOf(absl::CivilDay(2014, 12, 12));
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), IsInvalidIn("charge.charge_date"));
  *request.mutable_charge()->mutable_charge_date() = DateOf(absl::CivilDay(2014, 12, 11));
  EXPECT_TRUE(Call(*charges_, &ChargeStub::CreateCharge, request).ok());
  request.mutable_charge()->mutable_charge_date()->set_day(0);
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), IsInvalidIn("charge.charge_date"));
}

TEST_F(ChargeTest, TodayIsThatOfTheOffice) {
  service_.OpenOffice("la-paz");
  const std::string the_case = CaseIn("la-paz", v1::CASE_STAGE_PROSECUTION);
  v1::CreateChargeRequest request = Request();
  request.set_parent(the_case);
  request.mutable_charge()->set_accused(EnterParty(the_case, v1::PARTY_ROLE_ACCUSED));
  // 2014-12-11 02:00 UTC is still the 10th in La Paz.
  *request.mutable_charge()->mutable_charge_date() = DateOf(absl::CivilDay(2014, 12, 11));
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), IsInvalidIn("charge.charge_date"));
  *request.mutable_charge()->mutable_charge_date() = DateOf(absl::CivilDay(2014, 12, 10));
  EXPECT_TRUE(Call(*charges_, &ChargeStub::CreateCharge, request).ok());
}

TEST_F(ChargeTest, NamesEveryWrongField) {
  v1::CreateChargeRequest request = Request();
  request.mutable_charge()->set_law_article("");
  request.mutable_charge()->set_crime_type("99");
  request.set_request_id("x");
  const auto wrong = Call(*charges_, &ChargeStub::CreateCharge, request);
  EXPECT_THAT(wrong.status().ToString(),
              ::testing::AllOf(::testing::HasSubstr("law_article"), ::testing::HasSubstr("crime_type"),
                               ::testing::HasSubstr("request_id")));
}

TEST_F(ChargeTest, WhatIsWrongWithAnActIsToldAtOnce) {
  v1::EnterPleaRequest plea;
  plea.set_name(Charged().name());
  plea.set_etag("!");
  plea.set_request_id("x");
  plea.mutable_plea();
  EXPECT_THAT(Violated(Call(*charges_, &ChargeStub::EnterPlea, plea)),
              UnorderedElementsAre("request_id", "etag", "plea.kind", "plea.date"));
  v1::RecordVerdictRequest verdict;
  verdict.set_name(plea.name());
  verdict.set_etag("!");
  verdict.mutable_verdict()->set_lesser_crime_type("0302");
  EXPECT_THAT(Violated(Call(*charges_, &ChargeStub::RecordVerdict, verdict)),
              UnorderedElementsAre("etag", "verdict.outcome", "verdict.date", "verdict.lesser_crime_type"));
  v1::ImposeSentenceRequest sentence;
  sentence.set_name(plea.name());
  sentence.set_request_id("x");
  sentence.mutable_sentence()->set_suspended(true);
  EXPECT_THAT(Violated(Call(*charges_, &ChargeStub::ImposeSentence, sentence)),
              UnorderedElementsAre("request_id", "sentence", "sentence.date", "sentence.suspended"));
}

TEST_F(ChargeTest, NoPleaOrVerdictAfterTheVerdict) {
  const std::string name = Charged().name();
  EXPECT_THAT(Call(*charges_, &ChargeStub::ImposeSentence, FifteenYears(name)), FailsWith(kRefused, "NO_CONVICTION"));
  EXPECT_THAT(Call(*charges_, &ChargeStub::EnterPlea, Plea(name, absl::CivilDay(2014, 6, 1))),
              IsInvalidIn("plea.date"));
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(name));
  EXPECT_THAT(Call(*charges_, &ChargeStub::EnterPlea, Plea(name, absl::CivilDay(2014, 7, 1))),
              FailsWith(kRefused, "VERDICT_ALREADY_RECORDED"));
  EXPECT_THAT(Call(*charges_, &ChargeStub::RecordVerdict, Verdict(name)),
              FailsWith(kRefused, "VERDICT_ALREADY_RECORDED"));
  Done(*charges_, &ChargeStub::ImposeSentence, FifteenYears(name));
  EXPECT_THAT(Call(*charges_, &ChargeStub::ImposeSentence, FifteenYears(name)),
              FailsWith(kRefused, "SENTENCE_ALREADY_IMPOSED"));
}

TEST_F(ChargeTest, SentenceIsPreciseToTheMinorUnit) {
  const std::string name = Charged().name();
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(name));
  v1::ImposeSentenceRequest request = FifteenYears(name);
  request.mutable_sentence()->mutable_fine()->set_nanos(1);
  EXPECT_THAT(Call(*charges_, &ChargeStub::ImposeSentence, request), IsInvalidIn("sentence.fine"));
  request.mutable_sentence()->mutable_fine()->set_nanos(10'000'000);
  EXPECT_EQ(Done(*charges_, &ChargeStub::ImposeSentence, request).sentence().fine().nanos(), 10'000'000);
}

TEST_F(ChargeTest, OfTwoVerdictsAtOnceOneWins) {
  for (int round = 0; round < 5; ++round) {
    const std::string name = Charged().name();
    std::atomic<int> won = 0;
    std::vector<std::thread> courts;
    for (const v1::VerdictOutcome outcome : {v1::VERDICT_OUTCOME_CONVICTED, v1::VERDICT_OUTCOME_ACQUITTED}) {
      courts.emplace_back([&, outcome] {
        const auto answer = Call(*charges_, &ChargeStub::RecordVerdict, Verdict(name, outcome));
        if (answer.ok()) {
          ++won;
        } else {
          EXPECT_THAT(answer, FailsWith(kRefused, "VERDICT_ALREADY_RECORDED"));
        }
      });
    }
    for (std::thread& court : courts) court.join();
    EXPECT_EQ(won, 1);
  }
  EXPECT_EQ(Counts(), "5 0");
}

TEST_F(ChargeTest, CaseIsDisposedWhenEveryChargeHasAVerdict) {
  const auto dispose = [&] { return service_.Act(&v1::CaseService::Stub::DisposeCase, prosecuted_); };
  EXPECT_EQ(dispose().status().code(), kRefused);
  const std::string first = Charged().name();
  const std::string second = Charged().name();
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(first));
  EXPECT_EQ(dispose().status().code(), kRefused);
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(second, v1::VERDICT_OUTCOME_DISMISSED));
  EXPECT_TRUE(dispose().ok());
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, Request()), FailsWith(kRefused, "CASE_NOT_IN_PROSECUTION"));
}

TEST_F(ChargeTest, ChargingAndDisposingAtOnceLeaveNoOpenChargeInADisposedCase) {
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(Charged().name()));
  std::thread disposing([&] { (void)service_.Act(&v1::CaseService::Stub::DisposeCase, prosecuted_); });
  std::vector<std::thread> charging;
  for (int i = 0; i < 4; ++i) {
    charging.emplace_back([&] { (void)Call(*charges_, &ChargeStub::CreateCharge, Request()); });
  }
  disposing.join();
  for (std::thread& one : charging) one.join();
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM \"case\" WHERE stage = 6 AND without_verdict > 0"), "0");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM \"case\" c WHERE charges <> (SELECT count(*) FROM charge WHERE "
                         "case_id = c.id) OR without_verdict <> (SELECT count(*) FROM charge WHERE case_id = c.id AND "
                         "verdict = 0)"),
            "0");
}

TEST_F(ChargeTest, RepeatedVerdictGetsTheFirstAnswer) {
  v1::RecordVerdictRequest request = Verdict(Charged().name());
  request.set_request_id(NewId());
  const v1::Charge first = Done(*charges_, &ChargeStub::RecordVerdict, request);
  EXPECT_EQ(Done(*charges_, &ChargeStub::RecordVerdict, request).SerializeAsString(), first.SerializeAsString());
  request.mutable_verdict()->set_outcome(v1::VERDICT_OUTCOME_ACQUITTED);
  EXPECT_THAT(Call(*charges_, &ChargeStub::RecordVerdict, request), FailsWith(kInvalid, errors::kRequestIdReused));
}

TEST_F(ChargeTest, StaleEtagIsAborted) {
  const v1::Charge charged = Charged();
  Done(*charges_, &ChargeStub::EnterPlea, Plea(charged.name(), absl::CivilDay(2014, 11, 3)));
  v1::RecordVerdictRequest request = Verdict(charged.name());
  request.set_etag(charged.etag());
  EXPECT_THAT(Call(*charges_, &ChargeStub::RecordVerdict, request), FailsWith(kAborted, errors::kEtagMismatch));
}

TEST_F(ChargeTest, ListsInOrderOfEntryInPages) {
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) names.push_back(Charged().name());
  v1::ListChargesRequest request;
  request.set_parent(prosecuted_);
  request.set_page_size(2);
  v1::ListChargesResponse page = Done(*charges_, &ChargeStub::ListCharges, request);
  ASSERT_EQ(page.charges_size(), 2);
  EXPECT_EQ(page.charges(0).name(), names[0]);
  request.set_page_token(page.next_page_token());
  page = Done(*charges_, &ChargeStub::ListCharges, request);
  ASSERT_EQ(page.charges_size(), 1);
  EXPECT_EQ(page.charges(0).name(), names[2]);
  request.set_parent(case_);
  EXPECT_THAT(Call(*charges_, &ChargeStub::ListCharges, request), IsInvalidIn("page_token"));
}

}  // namespace
}  // namespace amparo::cases
