// Amending and replacing charges, decisions on appeal, what befalls people, payments; and the restatements they make.
#include <vector>

#include "tests/unit/services/case/charge_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Amendment To(const Charge& charge, AmendReason reason) {
  return {.wording = charge, .reason = reason, .date = kCharged + 20, .report_date = kCharged - 90};
}

TEST(AmendChargeTest, KeepsWhatItSaid) {
  Charge wanted = NewCharge();
  wanted.law_article = "Republic Act 9208, sec. 6";
  wanted.completion = Completion::kAttempted;
  const Charge amended = AmendCharge(NewCharge(), To(wanted, AmendReason::kProsecution), kEntry).value();
  EXPECT_EQ(amended.law_article, "Republic Act 9208, sec. 6");
  ASSERT_EQ(amended.former_wordings.size(), 1u);
  EXPECT_EQ(amended.former_wordings[0].law_article, "Republic Act 9208, sec. 4(a)");
  EXPECT_EQ(amended.former_wordings[0].reason, AmendReason::kProsecution);
  EXPECT_EQ(amended.former_wordings[0].record_time, kNow);
  EXPECT_THAT(amended.restatements, IsEmpty());
}

TEST(AmendChargeTest, IsACorrectionOnceThereIsAVerdict) {
  Charge wanted = NewCharge();
  wanted.crime_type = "0302";
  EXPECT_THAT(AmendCharge(ConvictedCharge(), To(wanted, AmendReason::kProsecution), kEntry),
              IsRefusedBy("VERDICT_ALREADY_RECORDED"));
  const Charge corrected = AmendCharge(ConvictedCharge(), To(wanted, AmendReason::kCorrection), kEntry).value();
  EXPECT_THAT(LastChanges(corrected), ElementsAre(CountChange::kCrimeChanged));
  EXPECT_EQ(corrected.restatements.back().date, kTried);
}

TEST(AmendChargeTest, NamesEachPartThatDoesNotFit) {
  Charge wanted = NewCharge();
  wanted.law_article = "";
  wanted.charge_date = kTried + 1;
  Amendment amendment = To(wanted, AmendReason::kUnspecified);
  amendment.date = kToday + 1;
  EXPECT_THAT(AmendCharge(NewCharge(), amendment, kEntry), Violates("charge.law_article", "reason", "date"));
  wanted.law_article = "x";
  EXPECT_THAT(AmendCharge(ConvictedCharge(), To(wanted, AmendReason::kCorrection), kEntry),
              Violates("charge.charge_date"));
  EXPECT_THAT(AmendCharge(NewCharge(), To(NewCharge(), AmendReason::kCorrection), kEntry), Violates("update_mask"));
}

TEST(SupersedeTest, TheOldChargeCountsNoMore) {
  Charge successor = NewCharge(2);
  successor.charge_date = kCharged + 30;
  const Charge old = Supersede(NewCharge(), successor, kEntry).value();
  EXPECT_TRUE(old.superseded());
  EXPECT_FALSE(old.open());
  EXPECT_EQ(old.superseded_by, (Successor{Id(2), kCharged + 30}));
  EXPECT_THAT(LastChanges(old), ElementsAre(CountChange::kChargeSuperseded));
  EXPECT_THAT(RecordVerdict(old, {.outcome = VerdictOutcome::kAcquitted, .date = kTried}, kEntry),
              IsRefusedBy("CHARGE_SUPERSEDED"));
  EXPECT_THAT(Supersede(old, successor, kEntry), IsRefusedBy("CHARGE_SUPERSEDED"));
}

TEST(SupersedeTest, OnlyAnOpenChargeAgainstTheSamePerson) {
  EXPECT_THAT(Supersede(ConvictedCharge(), NewCharge(2), kEntry), IsRefusedBy("VERDICT_ALREADY_RECORDED"));
  Charge other = NewCharge(2);
  other.accused = Id(71);
  EXPECT_THAT(Supersede(NewCharge(), other, kEntry), IsRefusedBy("OTHER_ACCUSED"));
  Charge earlier = NewCharge(2);
  earlier.charge_date = kCharged - 1;
  EXPECT_THAT(Supersede(NewCharge(), earlier, kEntry), Violates("charge.charge_date"));
}

TEST(SupersedeTest, AChargeThatWasRemandedIsReplacedFromThenOn) {
  const Charge open =
      DecideOnAppeal(ConvictedCharge(), DecisionOf(AppealResult::kRemanded, kTried + 60), kEntry).value();
  Charge successor = NewCharge(2);
  successor.charge_date = kTried + 59;
  EXPECT_THAT(Supersede(open, successor, kEntry), Violates("charge.charge_date"));
  successor.charge_date = kTried + 60;
  EXPECT_TRUE(Supersede(open, successor, kEntry).ok());
}

TEST(PleaTest, ABargainHasTerms) {
  Plea plea{.kind = PleaKind::kGuilty, .date = kCharged + 9, .bargain = false};
  plea.terms = BargainTerms{.crime_type = "9", .longest_term = Term{}};
  EXPECT_THAT(EnterPlea(NewCharge(), plea, kEntry),
              Violates("plea.terms", "plea.terms.crime_type", "plea.terms.longest_term"));
  plea.bargain = true;
  plea.terms = BargainTerms{.crime_type = "0302", .longest_term = Term{.years = 2}};
  EXPECT_EQ(EnterPlea(NewCharge(), plea, kEntry).value().plea()->terms, plea.terms);
}

TEST(InterimOrderTest, LeavesTheChargeOpen) {
  const InterimOrder bail{.kind = InterimOrderKind::kBail, .date = kCharged + 2, .until = kCharged + 90};
  EXPECT_EQ(NewCharge().disposal(), Disposal::kNone);
  const Charge on_bail = RecordInterimOrder(NewCharge(), bail, kEntry).value();
  EXPECT_EQ(on_bail.disposal(), Disposal::kInterim);
  EXPECT_TRUE(on_bail.open());
  EXPECT_THAT(on_bail.restatements, IsEmpty());
  EXPECT_EQ(ConvictedCharge().disposal(), Disposal::kFinal);
  EXPECT_THAT(RecordInterimOrder(NewCharge(), {.kind = {}, .date = kCharged - 1, .until = kCharged - 2}, kEntry),
              Violates("interim_order.kind", "interim_order.date", "interim_order.until"));
}

TEST(AppealedChargeTest, EachResultRestatesWhatItChanges) {
  const Charge sentenced = SentencedCharge();
  EXPECT_THAT(sentenced.restatements[0].changes,
              ElementsAre(CountChange::kVerdictGiven, CountChange::kConvictionCounted));
  EXPECT_THAT(LastChanges(sentenced), ElementsAre(CountChange::kSentenceCounted));
  const CivilDay day = kTried + 200;

  const Charge upheld = DecideOnAppeal(sentenced, DecisionOf(AppealResult::kUpheld, day), kEntry).value();
  EXPECT_EQ(upheld.restatements.size(), sentenced.restatements.size());

  AppealDecision varied = DecisionOf(AppealResult::kVaried, day);
  varied.verdict = Verdict{.outcome = VerdictOutcome::kConvictedLesser, .date = day, .lesser_crime_type = "0302"};
  varied.sentence = TenYears();
  varied.sentence->date = day;
  varied.sentence->imprisonment.min.years = 4;
  const Charge lesser = DecideOnAppeal(sentenced, varied, kEntry).value();
  EXPECT_THAT(LastChanges(lesser), ElementsAre(CountChange::kCrimeChanged, CountChange::kSentenceChanged));
  EXPECT_EQ(lesser.restatements.back().date, day);

  AppealDecision reversed = DecisionOf(AppealResult::kReversed, day);
  reversed.verdict = Verdict{.outcome = VerdictOutcome::kAcquitted, .date = day};
  EXPECT_THAT(LastChanges(DecideOnAppeal(sentenced, reversed, kEntry).value()),
              ElementsAre(CountChange::kConvictionWithdrawn, CountChange::kSentenceWithdrawn));

  const Charge open = DecideOnAppeal(sentenced, DecisionOf(AppealResult::kRemanded, day), kEntry).value();
  EXPECT_TRUE(open.open());
  EXPECT_THAT(LastChanges(open), ElementsAre(CountChange::kVerdictSetAside, CountChange::kConvictionWithdrawn,
                                             CountChange::kSentenceWithdrawn));
}

TEST(AppealedChargeTest, EachResultBringsWhatBelongsToIt) {
  const CivilDay day = kTried + 200;
  const auto decide = [&](AppealResult result, bool verdict, bool sentence) {
    AppealDecision decision = DecisionOf(result, day);
    if (verdict) decision.verdict = Verdict{.outcome = VerdictOutcome::kConvicted, .date = day};
    if (sentence) decision.sentence = Sentence{.date = day, .custody = Custody::kLife};
    return DecideOnAppeal(SentencedCharge(), decision, kEntry);
  };
  EXPECT_THAT(decide(AppealResult::kUnspecified, false, false), Violates("result"));
  EXPECT_THAT(decide(AppealResult::kUpheld, true, true), Violates("verdict", "sentence"));
  EXPECT_THAT(decide(AppealResult::kRemanded, false, true), Violates("sentence"));
  EXPECT_THAT(decide(AppealResult::kVaried, false, false), Violates("result"));
  EXPECT_THAT(decide(AppealResult::kReversed, false, false), Violates("verdict"));
  EXPECT_THAT(decide(AppealResult::kReversed, true, true), IsRefusedBy("SAME_VERDICT"));
  EXPECT_TRUE(decide(AppealResult::kVaried, false, true).ok());
  AppealDecision other_day = DecisionOf(AppealResult::kVaried, day);
  other_day.sentence = Sentence{.date = day + 1, .custody = Custody::kLife};
  EXPECT_THAT(DecideOnAppeal(SentencedCharge(), other_day, kEntry), Violates("sentence.date"));
}

TEST(AppealedChargeTest, WhatStoodForAWhileOnlyIsRestatedToo) {
  const CivilDay again = kTried + 200;
  Charge charge = DecideOnAppeal(ConvictedCharge(), DecisionOf(AppealResult::kRemanded, kTried + 100), kEntry).value();
  charge = RecordVerdict(charge, {.outcome = VerdictOutcome::kConvicted, .date = again}, kEntry).value();
  AppealDecision late = DecisionOf(AppealResult::kReversed, kTried + 50);
  late.verdict = Verdict{.outcome = VerdictOutcome::kAcquitted, .date = kTried + 50};
  const Charge restated = DecideOnAppeal(charge, late, kEntry).value();
  EXPECT_EQ(restated.verdict()->date, again);
  EXPECT_EQ(restated.restatements.size(), charge.restatements.size() + 1);
  EXPECT_THAT(LastChanges(restated), ElementsAre(CountChange::kConvictionWithdrawn));
  EXPECT_EQ(restated.restatements.back().date, kTried + 50);
}

TEST(AmendChargeTest, CompletedIsWhatAChargeIsThatSaysNothing) {
  Charge wanted = NewCharge();
  wanted.completion = Completion::kCompleted;
  EXPECT_EQ(AmendCharge(ConvictedCharge(), To(wanted, AmendReason::kCorrection), kEntry).value().restatements.size(),
            ConvictedCharge().restatements.size());
}

TEST(SentenceEventTest, DeathAbatesWhatIsOpenAndEndsWhatRuns) {
  const SentenceEvent died{.kind = SentenceEventKind::kDied, .date = kTried + 9};
  const Charge abated = RecordEvent(NewCharge(), died, kEntry).value();
  EXPECT_EQ(abated.verdict()->outcome, VerdictOutcome::kAbated);
  EXPECT_THAT(LastChanges(abated), ElementsAre(CountChange::kVerdictGiven));
  const Charge ended = RecordEvent(SentencedCharge(), died, kEntry).value();
  EXPECT_EQ(ended.verdict()->outcome, VerdictOutcome::kConvicted);
  EXPECT_THAT(LastChanges(ended), ElementsAre(CountChange::kSentenceChanged));
  EXPECT_FALSE(Concerns(SentenceEventKind::kDied, ended));
}

TEST(SentenceEventTest, ConcernsWhatIsOpenOrRuns) {
  const SentenceEvent escaped{.kind = SentenceEventKind::kEscaped, .date = kTried + 9};
  EXPECT_TRUE(Concerns(SentenceEventKind::kEscaped, NewCharge()));
  EXPECT_TRUE(Concerns(SentenceEventKind::kEscaped, SentencedCharge()));
  EXPECT_FALSE(Concerns(SentenceEventKind::kRecaptured, SentencedCharge()));
  EXPECT_TRUE(Concerns(SentenceEventKind::kRecaptured, RecordEvent(SentencedCharge(), escaped, kEntry).value()));
  EXPECT_FALSE(Concerns(SentenceEventKind::kPardoned, NewCharge()));
  EXPECT_TRUE(Concerns(SentenceEventKind::kPardoned, SentencedCharge()));
  const Charge acquitted =
      RecordVerdict(NewCharge(), {.outcome = VerdictOutcome::kAcquitted, .date = kTried}, kEntry).value();
  EXPECT_FALSE(Concerns(SentenceEventKind::kEscaped, acquitted));
}

TEST(SentenceEventTest, WhoFledIsBroughtBackOnAChargeThatWasReplacedMeanwhile) {
  const SentenceEvent escaped{.kind = SentenceEventKind::kEscaped, .date = kTried + 9};
  const Charge replaced = Supersede(RecordEvent(NewCharge(), escaped, kEntry).value(), NewCharge(2), kEntry).value();
  EXPECT_FALSE(Concerns(SentenceEventKind::kDied, replaced));
  ASSERT_TRUE(Concerns(SentenceEventKind::kRecaptured, replaced));
  const SentenceEvent recaptured{.kind = SentenceEventKind::kRecaptured, .date = kTried + 12};
  const Charge back = RecordEvent(replaced, recaptured, kEntry).value();
  EXPECT_FALSE(LastStanding(back.rulings).at_large);
  EXPECT_EQ(back.superseded_by, replaced.superseded_by);
  const SentenceEvent died{.kind = SentenceEventKind::kDied, .date = kTried + 12};
  EXPECT_THAT(RecordEvent(back, died, kEntry), IsRefusedBy("CHARGE_SUPERSEDED"));
}

TEST(SentenceEventTest, OnlyACommutationBringsASentence) {
  Sentence less = TenYears();
  less.date = kTried + 30;
  less.imprisonment.min = Term{.months = 30};
  const Charge commuted = Commute(SentencedCharge(), less, kEntry).value();
  EXPECT_EQ(commuted.sentence()->imprisonment.min.ToString(), "2 years 6 months");
  EXPECT_THAT(Commute(NewCharge(), less, kEntry), IsRefusedBy("NO_SENTENCE"));
  const SentenceEvent pardon{.kind = SentenceEventKind::kPardoned, .date = kTried + 30, .sentence = less};
  EXPECT_THAT(RecordEvent(SentencedCharge(), pardon, kEntry), Violates("sentence_event.sentence"));
}

TEST(PaymentTest, IsOfWhatIsOwed) {
  Sentence sentence = TenYears();
  sentence.fine = Money{500, "PHP"};
  sentence.restitutions = {{Id(60), {300, "PHP"}}, {Id(61), {200, "USD"}}};
  const Charge owing = SentencedCharge(sentence);
  const auto pay = [](const Charge& charge, PaymentKind kind, Uuid survivor, Money amount) {
    return RecordPayment(charge, {.kind = kind, .survivor = survivor, .date = kTried + 1, .amount = amount}, kEntry);
  };
  const auto fine = pay(owing, PaymentKind::kFine, Uuid(), {200, "PHP"});
  ASSERT_TRUE(fine.ok());
  EXPECT_EQ(fine.value().payments[0].record_time, kNow);
  EXPECT_THAT(pay(fine.value(), PaymentKind::kFine, Uuid(), {301, "PHP"}), Violates("payment.amount"));
  EXPECT_TRUE(pay(fine.value(), PaymentKind::kFine, Uuid(), {300, "PHP"}).ok());
  EXPECT_THAT(pay(owing, PaymentKind::kFine, Uuid(), {1, "USD"}), Violates("payment.amount"));
  EXPECT_TRUE(pay(owing, PaymentKind::kRestitution, Id(61), {200, "USD"}).ok());
  EXPECT_THAT(pay(owing, PaymentKind::kRestitution, Id(60), {1, "USD"}), Violates("payment.amount"));
  EXPECT_THAT(pay(owing, PaymentKind::kRestitution, Uuid(), {1, "PHP"}), Violates("payment.amount"));
  EXPECT_THAT(pay(ConvictedCharge(), PaymentKind::kFine, Uuid(), {1, "PHP"}), IsRefusedBy("NO_SENTENCE"));
}

TEST(PaymentTest, HasABound) {
  const auto wrong = [](int64_t minor_units) {
    Violations found;
    CheckPayment({.kind = PaymentKind::kFine, .date = kTried, .amount = {minor_units, "PHP"}}, kToday, found);
    return Fields(found);
  };
  EXPECT_THAT(wrong(kMostUnits * 100), IsEmpty());
  EXPECT_THAT(wrong(kMostUnits * 100 + 1), ElementsAre("payment.amount"));
}

TEST(PaymentTest, IsOfADayOnWhichASentenceStood) {
  Sentence sentence = TenYears();
  sentence.fine = Money{500, "PHP"};
  Sentence less = sentence;
  less.date = kTried + 60;
  const Charge commuted = Commute(SentencedCharge(sentence), less, kEntry).value();
  Payment payment{.kind = PaymentKind::kFine, .date = kTried + 1, .amount = {200, "PHP"}};
  EXPECT_TRUE(RecordPayment(commuted, payment, kEntry).ok());
  payment.date = kTried - 1;
  EXPECT_THAT(RecordPayment(commuted, payment, kEntry), Violates("payment.date"));
}

// Ten years and a fine.
Sentence WithFine(int64_t amount, CivilDay day = kTried) {
  Sentence sentence = TenYears();
  sentence.date = day;
  sentence.fine = Money{amount, "PHP"};
  return sentence;
}

Payment OfFine(int64_t amount, CivilDay day) {
  return {.kind = PaymentKind::kFine, .date = day, .amount = {amount, "PHP"}};
}

TEST(PaymentTest, WhatWasPaidBeforeASentenceFellIsEnteredAfter) {
  const CivilDay day = kTried + 60;
  const Charge owing = SentencedCharge(WithFine(500));
  AppealDecision reversed = DecisionOf(AppealResult::kReversed, day);
  reversed.verdict = Verdict{.outcome = VerdictOutcome::kAcquitted, .date = day};
  const SentenceEvent pardon{.kind = SentenceEventKind::kPardoned, .date = day};
  for (const Charge& fallen :
       {DecideOnAppeal(owing, DecisionOf(AppealResult::kRemanded, day), kEntry).value(),
        DecideOnAppeal(owing, reversed, kEntry).value(), RecordEvent(owing, pardon, kEntry).value(),
        Commute(owing, WithFine(300, day), kEntry).value()}) {
    EXPECT_TRUE(RecordPayment(fallen, OfFine(500, day - 1), kEntry).ok());
    EXPECT_THAT(RecordPayment(fallen, OfFine(501, day - 1), kEntry), Violates("payment.amount"));
    EXPECT_FALSE(RecordPayment(fallen, OfFine(301, day), kEntry).ok());
  }
}

TEST(PaymentTest, WhatWasPaidFirstMayBeEnteredLastButNotTwice) {
  const CivilDay day = kTried + 60;
  const Charge more = Commute(SentencedCharge(WithFine(100)), WithFine(500, day), kEntry).value();
  const Charge paid = RecordPayment(more, OfFine(400, day), kEntry).value();
  EXPECT_TRUE(RecordPayment(paid, OfFine(100, day - 1), kEntry).ok());
  EXPECT_THAT(RecordPayment(paid, OfFine(101, day - 1), kEntry), Violates("payment.amount"));
  const Charge whole = RecordPayment(SentencedCharge(WithFine(500)), OfFine(500, day), kEntry).value();
  EXPECT_THAT(RecordPayment(whole, OfFine(500, day - 1), kEntry), Violates("payment.amount"));
}

TEST(PaymentTest, OfAFineThatIsRemittedNothingIsOwedBack) {
  const Charge paid = RecordPayment(SentencedCharge(WithFine(500)), OfFine(200, kTried + 1), kEntry).value();
  for (const SentenceEventKind kind : {SentenceEventKind::kPardoned, SentenceEventKind::kDied}) {
    const Charge ended = RecordEvent(paid, {.kind = kind, .date = kTried + 30}, kEntry).value();
    EXPECT_THAT(DuesOf(LastStanding(ended.rulings), ended.payments, kToday),
                ElementsAre(Due{PaymentKind::kFine, Uuid(), "PHP", 200, 200}));
  }
  // But what was paid beyond the fine that was remitted is.
  Charge over = Commute(paid, WithFine(150, kTried + 20), kEntry).value();
  over = RecordEvent(over, {.kind = SentenceEventKind::kPardoned, .date = kTried + 30}, kEntry).value();
  EXPECT_EQ(DuesOf(LastStanding(over.rulings), over.payments, kToday).at(0).outstanding(), -50);
}

TEST(PaymentTest, APardonEndsTheFineAndNotWhatSurvivorsAreOwed) {
  Sentence sentence = TenYears();
  sentence.fine = Money{500, "PHP"};
  sentence.restitution = Money{300, "PHP"};
  const SentenceEvent pardon{.kind = SentenceEventKind::kPardoned, .date = kTried + 30};
  const Charge pardoned = RecordEvent(SentencedCharge(sentence), pardon, kEntry).value();
  const std::vector<Due> before = DuesOf(StandingOn(pardoned.rulings, kTried + 29), {}, kToday);
  const std::vector<Due> after = DuesOf(LastStanding(pardoned.rulings), {}, kToday);
  EXPECT_EQ(before.size(), 2u);
  EXPECT_THAT(after, ElementsAre(Due{PaymentKind::kRestitution, Uuid(), "PHP", 300, 0}));
}

TEST(PaymentTest, WhatWasPaidOfASentenceThatFellIsOwedBack) {
  Sentence sentence = TenYears();
  sentence.fine = Money{500, "PHP"};
  const Payment payment{.kind = PaymentKind::kFine, .date = kTried + 1, .amount = {200, "PHP"}};
  const Charge paid = RecordPayment(SentencedCharge(sentence), payment, kEntry).value();
  const Charge open = DecideOnAppeal(paid, DecisionOf(AppealResult::kRemanded, kTried + 60), kEntry).value();
  const std::vector<Due> dues = DuesOf(LastStanding(open.rulings), open.payments, kToday);
  ASSERT_EQ(dues.size(), 1u);
  EXPECT_EQ(dues[0].outstanding(), -200);
  EXPECT_EQ(DuesOf(LastStanding(open.rulings), open.payments, kTried), std::vector<Due>());
}

TEST(WholeChargeTest, ALongHistoryIsCheckedRulingByRuling) {
  Charge charge = DecideOnAppeal(SentencedCharge(), DecisionOf(AppealResult::kRemanded, kTried + 60), kEntry).value();
  const auto wrong = [&charge] {
    Violations violations;
    CheckWholeCharge(charge, {.report_date = kCharged, .today = kToday}, violations);
    return Fields(violations);
  };
  EXPECT_THAT(wrong(), IsEmpty());
  charge.rulings.push_back(Ruling{Verdict{.outcome = VerdictOutcome::kConvicted, .date = kTried + 59}});
  EXPECT_THAT(wrong(), ElementsAre("rulings[3].verdict.date"));
  charge.rulings.back() = Ruling{TenYears()};
  EXPECT_THAT(wrong(), ElementsAre("rulings[3].sentence"));
}

TEST(WholeChargeTest, FormerWordingsPaymentsAndSuccessorsAreSuchAsTheActsMake) {
  Charge charge = NewCharge();
  charge.former_wordings.resize(1);
  charge.payments = {{.kind = PaymentKind::kFine, .date = kTried, .amount = {1, "PHP"}}};
  charge.superseded_by = Successor{Id(2), kCharged - 1};
  Violations violations;
  CheckWholeCharge(charge, {.report_date = kCharged, .today = kToday}, violations);
  EXPECT_THAT(Fields(violations),
              ::testing::UnorderedElementsAre("former_wordings[0].law_article", "former_wordings[0].reason",
                                              "payments[0].payment.date", "supersede_date"));
}

}  // namespace
}  // namespace amparo::cases
