#include "services/case/domain/appeal.h"

#include <vector>

#include "tests/unit/services/case/charge_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using absl::CivilDay;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const CivilDay kFiled(2014, 3, 1);

Appeal NewAppeal() {
  Appeal appeal;
  appeal.name = {"cebu", Id(90), Id(8)};
  appeal.appellant = Appellant::kAccused;
  appeal.party = Id(70);
  appeal.charges = {Id(1), Id(2)};
  appeal.file_date = kFiled;
  appeal.court = "Court of Appeals, Cebu station";
  return appeal;
}

Charge AppealedCharge() {
  Charge charge;
  charge.name = {"cebu", Id(90), Id(1)};
  charge.accused = Id(70);
  charge.charge_date = CivilDay(2013, 1, 1);
  charge.rulings = {Ruling{Verdict{.outcome = VerdictOutcome::kConvicted, .date = CivilDay(2014, 2, 1)}}};
  return charge;
}

AppealDecision Upheld(int charge, CivilDay day = kFiled + 90) {
  return {.charge = Id(charge), .result = AppealResult::kUpheld, .date = day};
}

std::vector<std::string> WrongWithAppeal(const Appeal& appeal) {
  Violations violations;
  CheckAppeal(appeal, kToday, violations);
  return Fields(violations);
}

TEST(AppealTest, NamesEachPartThatDoesNotFit) {
  EXPECT_THAT(WrongWithAppeal(NewAppeal()), IsEmpty());
  Appeal wrong = NewAppeal();
  wrong.appellant = Appellant::kUnspecified;
  wrong.charges = {Id(1), Id(1)};
  wrong.file_date = kToday + 1;
  wrong.court = std::string(201, 'x');
  EXPECT_THAT(WrongWithAppeal(wrong), UnorderedElementsAre("appellant", "party", "charges[1]", "file_date", "court"));
  wrong = NewAppeal();
  wrong.charges.clear();
  EXPECT_THAT(WrongWithAppeal(wrong), ::testing::ElementsAre("charges"));
}

TEST(AppealTest, PeopleAppealInPersonAndOfficesDoNot) {
  for (const Appellant appellant :
       {Appellant::kAccused, Appellant::kSurvivor, Appellant::kProsecution, Appellant::kAutomaticReview}) {
    Appeal appeal = NewAppeal();
    appeal.appellant = appellant;
    const bool person = appellant == Appellant::kAccused || appellant == Appellant::kSurvivor;
    EXPECT_EQ(WrongWithAppeal(appeal).empty(), person);
    appeal.party = Uuid();
    EXPECT_EQ(WrongWithAppeal(appeal).empty(), !person);
  }
  EXPECT_TRUE(CanAppeal(Appellant::kAccused, PartyRole::kAccused));
  EXPECT_FALSE(CanAppeal(Appellant::kAccused, PartyRole::kSurvivor));
  EXPECT_TRUE(CanAppeal(Appellant::kSurvivor, PartyRole::kGuardian));
  EXPECT_FALSE(CanAppeal(Appellant::kSurvivor, PartyRole::kWitness));
}

TEST(AppealTest, IsOfAVerdictThatStood) {
  const auto refused = [](const Appeal& appeal, const Charge& charge, const std::vector<Appeal>& others = {}) {
    const auto refusal = RefuseAppeal(appeal, charge, others);
    return refusal ? std::string(refusal->rule) : "";
  };
  EXPECT_EQ(refused(NewAppeal(), AppealedCharge()), "");
  Charge open = AppealedCharge();
  open.rulings.clear();
  EXPECT_EQ(refused(NewAppeal(), open), "NO_VERDICT");
  Appeal early = NewAppeal();
  early.file_date = CivilDay(2014, 1, 31);
  EXPECT_EQ(refused(early, AppealedCharge()), "NO_VERDICT");
  Charge others = AppealedCharge();
  others.accused = Id(71);
  EXPECT_EQ(refused(NewAppeal(), others), "OTHER_ACCUSED");
  EXPECT_EQ(refused(NewAppeal(), AppealedCharge(), {NewAppeal()}), "APPEAL_OPEN");
  Appeal prosecution = NewAppeal();
  prosecution.appellant = Appellant::kProsecution;
  prosecution.party = Uuid();
  EXPECT_EQ(refused(NewAppeal(), AppealedCharge(), {prosecution}), "");
  Appeal withdrawn = NewAppeal();
  withdrawn.withdraw_date = kFiled;
  EXPECT_EQ(refused(NewAppeal(), AppealedCharge(), {withdrawn}), "");
}

TEST(AppealTest, IsDecidedChargeByCharge) {
  const std::vector<AppealDecision> first(1, Upheld(1));
  const Appeal half = WithDecisions(NewAppeal(), first, kEntry).value();
  EXPECT_EQ(half.state(), AppealState::kFiled);
  EXPECT_FALSE(half.IsOpenOn(Id(1)));
  EXPECT_TRUE(half.IsOpenOn(Id(2)));
  EXPECT_EQ(half.decisions[0].appeal, Id(8));
  EXPECT_THAT(WithDecisions(half, first, kEntry), Violates("decisions[0].charge"));
  const std::vector<AppealDecision> second(1, Upheld(2));
  const Appeal done = WithDecisions(half, second, kEntry).value();
  EXPECT_EQ(done.state(), AppealState::kDecided);
  EXPECT_THAT(WithDecisions(done, second, kEntry), IsRefusedBy("APPEAL_CLOSED"));
}

TEST(AppealTest, DecisionsAreOfItsChargesOnceAndNotBeforeIt) {
  const std::vector<AppealDecision> wrong = {Upheld(1), Upheld(1), Upheld(3), Upheld(2, kFiled - 1)};
  EXPECT_THAT(WithDecisions(NewAppeal(), wrong, kEntry),
              Violates("decisions[1].charge", "decisions[2].charge", "decisions[3].date"));
  EXPECT_THAT(WithDecisions(NewAppeal(), {}, kEntry), Violates("decisions"));
}

TEST(AppealTest, ADecisionThatWasWrongIsReplacedOrUndone) {
  const Appeal half = WithDecisions(NewAppeal(), {Upheld(1)}, kEntry).value();
  AppealDecision right = half.decisions[0];
  right.result = AppealResult::kRemanded;
  EXPECT_EQ(WithCorrectedDecision(half, Id(1), right).decisions[0].result, AppealResult::kRemanded);
  EXPECT_TRUE(WithCorrectedDecision(half, Id(1), std::nullopt).IsOpenOn(Id(1)));
  EXPECT_EQ(WithCorrectedDecision(half, Id(2), right).decisions, half.decisions);
}

TEST(AppealTest, IsTakenBackAsFarAsItIsNotDecided) {
  const Appeal withdrawn = Withdraw(NewAppeal(), kFiled + 3, kEntry).value();
  EXPECT_EQ(withdrawn.state(), AppealState::kWithdrawn);
  EXPECT_FALSE(withdrawn.IsOpenOn(Id(1)));
  EXPECT_THAT(Withdraw(withdrawn, kFiled + 4, kEntry), IsRefusedBy("APPEAL_CLOSED"));
  const Appeal half = WithDecisions(NewAppeal(), {Upheld(1)}, kEntry).value();
  EXPECT_THAT(Withdraw(half, kFiled + 89, kEntry), Violates("date"));
  EXPECT_EQ(Withdraw(half, kFiled + 90, kEntry).value().state(), AppealState::kDecided);
  EXPECT_THAT(Withdraw(NewAppeal(), kFiled - 1, kEntry), Violates("date"));
}

}  // namespace
}  // namespace amparo::cases
