// One person in two cases of one matter: what befalls them, and what they have to serve by the sentences of both.
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/integration/services/case/justice_test.h"
#include "tests/integration/services/case/merge_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;

class MergedSentenceTest : public Merging<JusticeTest> {
 protected:
  std::string ChargeInOther() {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateChargeRequest request = Request();
    request.set_parent(other_);
    request.mutable_charge()->set_accused(other_accused_);
    return Done(*charges_, &ChargeStub::CreateCharge, request).name();
  }
  std::string PersonOf(const std::string& party) {
    v1::GetPartyRequest request;
    request.set_name(party);
    return Done(service_.parties(), &v1::PartyService::Stub::GetParty, request).person();
  }
  // The charges that were changed by it, in the order of the answer.
  std::vector<std::string> Befell(const std::string& accused, v1::SentenceEventKind kind, absl::CivilDay day) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::RecordSentenceEventRequest request;
    request.set_accused(accused);
    request.mutable_sentence_event()->set_kind(kind);
    *request.mutable_sentence_event()->mutable_date() = DateOf(day);
    std::vector<std::string> names;
    const auto changed = Done(*sentences_, &v1::SentenceService::Stub::RecordSentenceEvent, request);
    for (const v1::Charge& one : changed.charges()) names.push_back(one.name());
    return names;
  }
  // Both accused are sentenced: to 3 years in the one case, to 5 in the other. Answers the charge of the one.
  std::string SentencedInBoth() {
    const std::string own = Charged().name();
    for (const std::string& charge : {own, other_charge_}) Judged(charge, absl::CivilDay(2014, 8, 4));
    Sentenced(own, absl::CivilDay(2014, 8, 11), 3);
    Sentenced(other_charge_, absl::CivilDay(2014, 8, 12), 5);
    return own;
  }
  void MakeOneMatterOfOnePerson() {
    ASSERT_THAT(MergeCases(other_, prosecuted_), IsOk());
    ASSERT_THAT(MergePeople(PersonOf(other_accused_), PersonOf(accused_)), IsOk());
  }

  // The other case: prosecuted too, with an accused and a charge of its own.
  const std::string other_ = CaseIn("cebu", v1::CASE_STAGE_PROSECUTION);
  const std::string other_accused_ = EnterParty(other_, v1::PARTY_ROLE_ACCUSED);
  const std::string other_charge_ = ChargeInOther();
};

TEST_F(MergedSentenceTest, WhatSomebodyServesIsOfThePersonInTheWholeMatter) {
  const auto serves = [this](const std::string& accused, std::optional<absl::Time> moment = std::nullopt) {
    v1::GetEffectiveSentenceRequest request;
    request.set_accused(accused);
    if (moment) SetTimestamp(*moment, request.mutable_read_time());
    std::vector<std::string> charges;
    const auto effective = Done(*sentences_, &v1::SentenceService::Stub::GetEffectiveSentence, request);
    for (const v1::SentencePart& part : effective.parts()) charges.push_back(part.charge());
    return charges;
  };
  const std::string own = SentencedInBoth();
  ASSERT_THAT(MergeCases(other_, prosecuted_), IsOk());
  EXPECT_THAT(serves(accused_), ElementsAre(own)) << "two people in one matter";
  const absl::Time two_people = service_.clock().Now();
  ASSERT_THAT(MergePeople(PersonOf(other_accused_), PersonOf(accused_)), IsOk());
  EXPECT_THAT(serves(accused_), ElementsAre(own, other_charge_)) << "each by the name in its own case";
  EXPECT_THAT(serves(other_accused_), ElementsAre(own, other_charge_));
  EXPECT_EQ(Effective(absl::CivilDay(2014, 12, 11)).custody().max().years(), 5) << "side by side";
  EXPECT_THAT(serves(accused_, two_people), ElementsAre(own));
  ASSERT_THAT(PartCases(other_), IsOk());
  EXPECT_THAT(serves(accused_), ElementsAre(own)) << "another matter again";
  EXPECT_THAT(serves(other_accused_), ElementsAre(other_charge_));
}

TEST_F(MergedSentenceTest, WhatBefallsSomebodyIsRecordedInTheWholeMatter) {
  const std::string own = SentencedInBoth();
  MakeOneMatterOfOnePerson();
  const absl::CivilDay fled(2014, 9, 1);
  EXPECT_THAT(Befell(other_accused_, v1::SENTENCE_EVENT_KIND_ESCAPED, fled), ElementsAre(other_charge_, own));
  EXPECT_THAT(Befell(accused_, v1::SENTENCE_EVENT_KIND_RECAPTURED, fled + 10), ElementsAre(other_charge_, own));
  const v1::EffectiveSentence served = Effective(absl::CivilDay(2014, 10, 1));
  ASSERT_EQ(served.parts_size(), 2);
  EXPECT_EQ(DayFrom(served.parts(0).latest_end_date()), absl::CivilDay(2017, 8, 21));
  EXPECT_EQ(DayFrom(served.parts(1).latest_end_date()), absl::CivilDay(2019, 8, 22));
  EXPECT_THAT(Befell(accused_, v1::SENTENCE_EVENT_KIND_PARDONED, absl::CivilDay(2014, 11, 1)),
              ElementsAre(other_charge_, own));
  EXPECT_FALSE(Effective(absl::CivilDay(2014, 11, 1)).has_custody());
}

TEST_F(MergedSentenceTest, AFlightOfAnotherDayIsCorrectedInTheWholeMatter) {
  const std::string own = SentencedInBoth();
  MakeOneMatterOfOnePerson();
  Befell(accused_, v1::SENTENCE_EVENT_KIND_ESCAPED, absl::CivilDay(2014, 9, 1));
  Befell(accused_, v1::SENTENCE_EVENT_KIND_RECAPTURED, absl::CivilDay(2014, 9, 11));
  v1::CorrectRulingRequest correct = StrikeOf(own, 2);
  correct.set_reason(v1::STRIKE_REASON_WRONG_CONTENT);
  *correct.mutable_ruling() = Read(own).rulings(2);
  *correct.mutable_ruling()->mutable_sentence_event()->mutable_date() = DateOf(absl::CivilDay(2014, 9, 6));
  Done(*charges_, &ChargeStub::CorrectRuling, correct);
  for (const std::string& name : {own, other_charge_}) {
    const v1::Charge charge = Read(name);
    ASSERT_EQ(charge.rulings_size(), 5) << name;
    EXPECT_TRUE(charge.rulings(2).has_strike()) << name;
    EXPECT_FALSE(charge.rulings(3).has_strike()) << name;
  }
  const v1::EffectiveSentence served = Effective(absl::CivilDay(2014, 10, 1));
  ASSERT_EQ(served.parts_size(), 2);
  EXPECT_EQ(DayFrom(served.parts(0).latest_end_date()), absl::CivilDay(2017, 8, 16));
  EXPECT_EQ(DayFrom(served.parts(1).latest_end_date()), absl::CivilDay(2019, 8, 17));
}

// Two cases of one matter knew nothing of each other when one was told.
TEST_F(MergedSentenceTest, WhatBefellSomebodyBeforeAMergeHoldsForEverySentenceAfterIt) {
  SentencedInBoth();
  Befell(accused_, v1::SENTENCE_EVENT_KIND_ESCAPED, absl::CivilDay(2014, 9, 1));
  Befell(accused_, v1::SENTENCE_EVENT_KIND_RECAPTURED, absl::CivilDay(2014, 9, 11));
  Befell(accused_, v1::SENTENCE_EVENT_KIND_DIED, absl::CivilDay(2014, 12, 1));
  MakeOneMatterOfOnePerson();
  EXPECT_TRUE(Effective(absl::CivilDay(2014, 9, 5)).at_large());
  EXPECT_EQ(DayFrom(Effective(absl::CivilDay(2014, 11, 30)).latest_end_date()), absl::CivilDay(2019, 8, 22));
  EXPECT_FALSE(Effective(absl::CivilDay(2014, 12, 1)).has_custody());
  ASSERT_THAT(PartCases(other_), IsOk());
  v1::GetEffectiveSentenceRequest apart;
  apart.set_accused(other_accused_);
  EXPECT_TRUE(Done(*sentences_, &v1::SentenceService::Stub::GetEffectiveSentence, apart).has_custody())
      << "another matter again, in which nobody recorded it";
}

}  // namespace
}  // namespace amparo::cases
