// What becomes of sentences: chains, payments, flight, pardon and death.
#include "tests/integration/services/case/justice_test.h"

namespace amparo::cases {
namespace {

using absl::CivilDay;
using Charges = v1::ChargeService::Stub;
using Sentences = v1::SentenceService::Stub;

class SentenceServiceTest : public JusticeTest {
 protected:
  v1::RecordSentenceEventRequest Befell(v1::SentenceEventKind kind, CivilDay day) {
    v1::RecordSentenceEventRequest request;
    request.set_accused(accused_);
    request.mutable_sentence_event()->set_kind(kind);
    *request.mutable_sentence_event()->mutable_date() = DateOf(day);
    return request;
  }
  // On how many charges it was written.
  int Recorded(v1::SentenceEventKind kind, CivilDay day) {
    return Done(*sentences_, &Sentences::RecordSentenceEvent, Befell(kind, day)).charges_size();
  }
};

TEST_F(SentenceServiceTest, ConsecutiveSentencesNeverCloseToARing) {
  const std::string first = Charged().name();
  const std::string second = Charged().name();
  for (const std::string& name : {first, second}) Judged(name, CivilDay(2014, 8, 4));
  v1::ImposeSentenceRequest request = YearsOn(first, CivilDay(2014, 8, 11), 5);
  request.mutable_sentence()->set_consecutive_to(second);
  EXPECT_THAT(Call(*charges_, &Charges::ImposeSentence, request), FailsWith(kRefused, "NO_SENTENCE_TO_FOLLOW"));
  request.mutable_sentence()->set_consecutive_to(first);
  EXPECT_THAT(Call(*charges_, &Charges::ImposeSentence, request), FailsWith(kRefused, "SENTENCE_LOOP"));
  Sentenced(first, CivilDay(2014, 8, 11), 5);
  request = YearsOn(second, CivilDay(2014, 8, 11), 3);
  request.mutable_sentence()->set_consecutive_to(first);
  Done(*charges_, &Charges::ImposeSentence, request);
  v1::CommuteSentenceRequest commute;
  commute.set_name(first);
  *commute.mutable_sentence() = YearsOn(first, CivilDay(2014, 9, 1), 4).sentence();
  commute.mutable_sentence()->set_consecutive_to(second);
  EXPECT_THAT(Call(*sentences_, &Sentences::CommuteSentence, commute), FailsWith(kRefused, "SENTENCE_LOOP"));
  commute.mutable_sentence()->clear_consecutive_to();
  Done(*sentences_, &Sentences::CommuteSentence, commute);
  EXPECT_EQ(Effective(CivilDay(2014, 8, 31)).custody().max().years(), 8);
  EXPECT_EQ(Effective(CivilDay(2014, 9, 1)).custody().max().years(), 7);
}

TEST_F(SentenceServiceTest, AnOldSentenceThatStandsAgainClosesNoRing) {
  const std::string first = Charged().name();
  const std::string second = Charged().name();
  for (const std::string& name : {first, second}) Judged(name, CivilDay(2014, 8, 4));
  Sentenced(second, CivilDay(2014, 8, 11), 3);
  v1::ImposeSentenceRequest request = YearsOn(first, CivilDay(2014, 8, 11), 5);
  request.mutable_sentence()->set_consecutive_to(second);
  Done(*charges_, &Charges::ImposeSentence, request);
  v1::CommuteSentenceRequest commute;
  commute.set_name(first);
  *commute.mutable_sentence() = YearsOn(first, CivilDay(2014, 9, 1), 4).sentence();
  Done(*sentences_, &Sentences::CommuteSentence, commute);
  commute.set_name(second);
  commute.mutable_sentence()->set_consecutive_to(first);
  Done(*sentences_, &Sentences::CommuteSentence, commute);

  EXPECT_THAT(Call(*charges_, &Charges::CorrectRuling, StrikeOf(first, 2)), FailsWith(kRefused, "SENTENCE_LOOP"));
  EXPECT_EQ(Read(first).sentence().imprisonment().min().years(), 4);
  Done(*charges_, &Charges::CorrectRuling, StrikeOf(second, 2));
  // That the one before it fell is no ring.
  Done(*charges_, &Charges::CorrectRuling, StrikeOf(second, 1));
  EXPECT_EQ(Done(*charges_, &Charges::CorrectRuling, StrikeOf(first, 2)).sentence().consecutive_to(), second);
  EXPECT_EQ(Effective(CivilDay(2014, 12, 1)).custody().max().years(), 5);
}

TEST_F(SentenceServiceTest, APartThatIsSuspendedIsNotServed) {
  const std::string charge = Charged().name();
  Judged(charge, CivilDay(2014, 8, 4));
  v1::ImposeSentenceRequest request = YearsOn(charge, CivilDay(2014, 8, 11), 3);
  request.mutable_sentence()->mutable_suspended_part()->set_months(36);
  EXPECT_THAT(Call(*charges_, &Charges::ImposeSentence, request), IsInvalidIn("sentence.suspended_part"));
  request.mutable_sentence()->mutable_suspended_part()->set_months(12);
  EXPECT_EQ(Done(*charges_, &Charges::ImposeSentence, request).sentence().suspended_part().years(), 1);
  const v1::EffectiveSentence effective = Effective(CivilDay(2014, 12, 11));
  EXPECT_EQ(effective.custody().max().years(), 2);
  EXPECT_EQ(effective.suspended().max().years(), 1);
  EXPECT_EQ(DayFrom(effective.latest_end_date()), CivilDay(2016, 8, 11));
}

TEST_F(SentenceServiceTest, LifeIsLongerThanAnyTermAndDeathThanLife) {
  const std::string term = Charged().name();
  const std::string life = Charged().name();
  const std::string death = Charged().name();
  for (const std::string& name : {term, life, death}) Judged(name, CivilDay(2014, 8, 4));
  Sentenced(term, CivilDay(2014, 8, 11), 40);
  v1::ImposeSentenceRequest request = YearsOn(life, CivilDay(2014, 8, 12), 0);
  request.mutable_sentence()->set_life(true);
  Done(*charges_, &Charges::ImposeSentence, request);
  const v1::EffectiveSentence for_life = Effective(CivilDay(2014, 8, 12));
  EXPECT_TRUE(for_life.custody().life());
  EXPECT_FALSE(for_life.custody().has_max());
  EXPECT_EQ(DayFrom(for_life.start_date()), CivilDay(2014, 8, 11));
  EXPECT_FALSE(for_life.has_earliest_end_date() || for_life.has_latest_end_date());
  ASSERT_EQ(for_life.parts_size(), 2);
  EXPECT_EQ(DayFrom(for_life.parts(0).latest_end_date()), CivilDay(2054, 8, 11));
  EXPECT_FALSE(for_life.parts(1).has_latest_end_date());

  request = YearsOn(death, CivilDay(2014, 8, 13), 0);
  request.mutable_sentence()->set_death(true);
  Done(*charges_, &Charges::ImposeSentence, request);
  EXPECT_TRUE(Effective(CivilDay(2014, 8, 13)).custody().death());
  EXPECT_TRUE(Effective(CivilDay(2014, 8, 12)).custody().life());
}

TEST_F(SentenceServiceTest, SurvivorsArePaidWhatTheCourtOrdered) {
  const std::string charge = Charged().name();
  Judged(charge, CivilDay(2014, 8, 4));
  v1::ImposeSentenceRequest request = YearsOn(charge, CivilDay(2014, 8, 11), 5);
  request.mutable_sentence()->mutable_fine()->set_currency_code("PHP");
  request.mutable_sentence()->mutable_fine()->set_units(500000);
  request.mutable_sentence()->mutable_default_imprisonment()->set_months(6);
  v1::Restitution& restitution = *request.mutable_sentence()->add_restitutions();
  restitution.set_survivor(accused_);
  restitution.mutable_amount()->set_currency_code("USD");
  restitution.mutable_amount()->set_units(900);
  EXPECT_THAT(Call(*charges_, &Charges::ImposeSentence, request), IsInvalidIn("sentence.restitutions[0].survivor"));
  restitution.set_survivor(survivor_);
  Done(*charges_, &Charges::ImposeSentence, request);
  v1::RecordPaymentRequest pay;
  pay.set_name(charge);
  pay.mutable_payment()->set_kind(v1::PAYMENT_KIND_RESTITUTION);
  pay.mutable_payment()->set_survivor(survivor_);
  *pay.mutable_payment()->mutable_date() = DateOf(CivilDay(2014, 10, 1));
  pay.mutable_payment()->mutable_amount()->set_currency_code("USD");
  pay.mutable_payment()->mutable_amount()->set_units(250);
  EXPECT_EQ(Done(*sentences_, &Sentences::RecordPayment, pay).payments_size(), 1);
  const v1::EffectiveSentence effective = Effective(CivilDay(2014, 12, 11));
  ASSERT_EQ(effective.restitutions_size(), 1);
  EXPECT_EQ(effective.restitutions(0).survivor(), survivor_);
  EXPECT_EQ(effective.restitutions(0).outstanding().units(), 650);
  EXPECT_EQ(effective.fines(0).outstanding().units(), 500000);
  EXPECT_EQ(effective.default_imprisonment().months(), 6);
  EXPECT_EQ(Effective(CivilDay(2014, 9, 30)).restitutions(0).paid().units(), 0);
}

TEST_F(SentenceServiceTest, APaymentThatWasNeverMadeCountsOnNoDayAndIsStillRead) {
  const std::string name = Charged().name();
  Judged(name, CivilDay(2014, 8, 4));
  Done(*charges_, &v1::ChargeService::Stub::ImposeSentence, FifteenYears(name));
  v1::RecordPaymentRequest pay;
  pay.set_name(name);
  pay.mutable_payment()->set_kind(v1::PAYMENT_KIND_FINE);
  *pay.mutable_payment()->mutable_date() = DateOf(CivilDay(2014, 11, 20));
  pay.mutable_payment()->mutable_amount()->set_currency_code("PHP");
  pay.mutable_payment()->mutable_amount()->set_units(400000);
  const v1::Charge paid = Done(*sentences_, &Sentences::RecordPayment, pay);
  const absl::Time believed = service_.clock().Now();
  service_.clock().Advance(absl::Hours(1));

  v1::CorrectPaymentRequest correct;
  correct.set_name(name);
  correct.set_reason(v1::STRIKE_REASON_WRONG_CONTENT);
  *correct.mutable_payment() = pay.payment();
  correct.mutable_payment()->mutable_amount()->set_units(40000);
  EXPECT_THAT(Call(*sentences_, &Sentences::CorrectPayment, correct), IsInvalidIn("etag"));
  correct.set_etag(paid.etag());
  const v1::Charge corrected = Done(*sentences_, &Sentences::CorrectPayment, correct);
  ASSERT_EQ(corrected.payments_size(), 2);
  EXPECT_EQ(corrected.payments(0).strike().reason(), v1::STRIKE_REASON_WRONG_CONTENT);
  EXPECT_FALSE(corrected.payments(1).has_strike());
  EXPECT_EQ(Effective(CivilDay(2014, 11, 20)).fines(0).paid().units(), 40000);

  // What was believed until then.
  v1::GetEffectiveSentenceRequest then;
  then.set_accused(accused_);
  SetTimestamp(believed, then.mutable_read_time());
  EXPECT_EQ(Done(*sentences_, &Sentences::GetEffectiveSentence, then).fines(0).paid().units(), 400000);
  correct.set_etag(corrected.etag());
  EXPECT_THAT(Call(*sentences_, &Sentences::CorrectPayment, correct), IsInvalidIn("index"));
}

TEST_F(SentenceServiceTest, EscapeRecapturePardonAndDeathChangeWhatIsServed) {
  const std::string sentenced = Charged().name();
  const std::string open = Charged().name();
  Judged(sentenced, CivilDay(2014, 8, 4));
  Sentenced(sentenced, CivilDay(2014, 8, 4), 5);
  EXPECT_EQ(Recorded(v1::SENTENCE_EVENT_KIND_ESCAPED, CivilDay(2014, 9, 1)), 2);
  EXPECT_TRUE(Effective(CivilDay(2014, 9, 5)).at_large());
  EXPECT_EQ(Recorded(v1::SENTENCE_EVENT_KIND_RECAPTURED, CivilDay(2014, 9, 11)), 2);
  EXPECT_EQ(DayFrom(Effective(CivilDay(2014, 12, 1)).latest_end_date()), CivilDay(2019, 8, 14));
  EXPECT_EQ(Recorded(v1::SENTENCE_EVENT_KIND_PARDONED, CivilDay(2014, 10, 1)), 1);
  EXPECT_FALSE(Effective(CivilDay(2014, 10, 1)).has_custody());
  EXPECT_TRUE(Effective(CivilDay(2014, 9, 30)).has_custody());
  EXPECT_EQ(Counts(), "2 1");
  EXPECT_EQ(Recorded(v1::SENTENCE_EVENT_KIND_DIED, CivilDay(2014, 11, 1)), 1);
  EXPECT_EQ(Read(open).verdict().outcome(), v1::VERDICT_OUTCOME_ABATED);
  EXPECT_EQ(Counts(), "2 0");
  EXPECT_THAT(
      Call(*sentences_, &Sentences::RecordSentenceEvent, Befell(v1::SENTENCE_EVENT_KIND_DIED, CivilDay(2014, 11, 2))),
      FailsWith(kRefused, "NO_CHARGE_CONCERNED"));
  EXPECT_THAT(Call(*sentences_, &Sentences::RecordSentenceEvent,
                   Befell(v1::SENTENCE_EVENT_KIND_COMMUTED, CivilDay(2014, 11, 2))),
              IsInvalidIn("sentence_event.kind"));
}

TEST_F(SentenceServiceTest, AnEscapeEnteredInErrorIsStruckOutOnEveryChargeThatTellsOfIt) {
  const std::string sentenced = Charged().name();
  const std::string replaced = Charged().name();
  Judged(sentenced, CivilDay(2014, 8, 4));
  Sentenced(sentenced, CivilDay(2014, 8, 4), 5);
  EXPECT_EQ(Recorded(v1::SENTENCE_EVENT_KIND_ESCAPED, CivilDay(2014, 9, 1)), 2);
  v1::ReplaceChargeRequest replace;
  replace.set_name(replaced);
  replace.mutable_charge()->set_law_article("RA 9208 sec. 6");
  *replace.mutable_charge()->mutable_charge_date() = DateOf(CivilDay(2014, 9, 10));
  Judged(Done(*charges_, &Charges::ReplaceCharge, replace).name(), CivilDay(2014, 10, 1),
         v1::VERDICT_OUTCOME_ACQUITTED);
  Move(&v1::CaseService::Stub::DisposeCase, prosecuted_);
  ASSERT_THAT(service_.Close(prosecuted_), IsOk());
  EXPECT_TRUE(Effective(CivilDay(2014, 12, 1)).at_large());

  EXPECT_TRUE(Done(*charges_, &Charges::CorrectRuling, StrikeOf(replaced, 0)).rulings(0).has_strike());
  EXPECT_TRUE(Read(sentenced).rulings(2).has_strike());
  EXPECT_FALSE(Effective(CivilDay(2014, 12, 1)).at_large());
  EXPECT_EQ(DayFrom(Effective(CivilDay(2014, 12, 1)).latest_end_date()), CivilDay(2019, 8, 4));
  EXPECT_THAT(Call(*charges_, &Charges::CorrectRuling, StrikeOf(sentenced, 1)), FailsWith(kRefused, "CASE_NOT_OPEN"));
}

}  // namespace
}  // namespace amparo::cases
