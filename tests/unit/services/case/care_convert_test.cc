// What aftercare keeps comes back as it was kept.
#include <string>

#include "absl/strings/str_replace.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/case/convert/aftercare_convert.h"
#include "services/case/convert/assessment_convert.h"
#include "services/case/convert/care_plan_convert.h"
#include "services/case/convert/case_members.h"
#include "services/case/convert/referral_convert.h"
#include "services/case/convert/service_delivery_convert.h"
#include "services/case/convert/values.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// "%CASE" stands for a case, "%ID" for an id in `text`.
template <typename Message>
Message ParsedWithNames(std::string text) {
  const std::string id = "0190f3c2-7d1e-7abc-8def-000000000002";
  const std::string the_case = "offices/pp/cases/" + id;
  absl::StrReplaceAll({{"%CASE", the_case}, {"%ID", id}}, &text);
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

template <typename Message, typename T>
void ExpectUnchanged(const std::string& text, T (*from_stored)(const Message&)) {
  const auto stored = ParsedWithNames<Message>(text);
  Message again;
  ToProto(from_stored(stored), again);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(again, stored)) << again.DebugString();
}

TEST(CareConvertTest, ATrackComesBackUnchanged) {
  ExpectUnchanged(R"pb(
                    name: "%CASE/aftercares/%ID"
                    party: "%CASE/parties/%ID"
                    open_date { year: 2014 month: 1 day: 10 }
                    lead: "spiffe://amparo/s"
                    state: AFTERCARE_STATE_REOPENED
                    changes {
                      state: AFTERCARE_STATE_RESTORED
                      effective_date { year: 2014 month: 6 day: 1 }
                      record_time { seconds: 1381622400 nanos: 5000 }
                      criteria: "restoration-1"
                      assessment: "%CASE/assessments/%ID"
                    }
                    changes {
                      state: AFTERCARE_STATE_REOPENED
                      effective_date { year: 2014 month: 7 day: 1 }
                      record_time { seconds: 1381622401 }
                      reason: "sold again"
                      end_cause: END_CAUSE_OTHER
                      revictimized: true
                    }
                  )pb",
                  &AftercareFromStored);
}

TEST(CareConvertTest, AnAssessmentComesBackUnchanged) {
  ExpectUnchanged(R"pb(
                    name: "%CASE/assessments/%ID"
                    party: "%CASE/parties/%ID"
                    instrument: "survivor-outcomes-1"
                    date { year: 2014 month: 6 day: 1 }
                    assessor: "spiffe://amparo/s"
                    state: ASSESSMENT_STATE_VOID
                    scores { sub_domain: "1.1" score: 3 }
                    means {
                      domain: CARE_DOMAIN_SAFETY
                      mean { numerator: 8 denominator: 3 hundredths: 267 }
                    }
                    overall { numerator: 8 denominator: 3 hundredths: 267 }
                    void_reason: "of another"
                  )pb",
                  &AssessmentFromStored);
}

TEST(CareConvertTest, PlansGoalsAndServicesComeBackUnchanged) {
  ExpectUnchanged(R"pb(
                    name: "%CASE/carePlans/%ID"
                    party: "%CASE/parties/%ID"
                    date { year: 2014 month: 6 day: 1 }
                    author: "spiffe://amparo/s"
                    assessment: "%CASE/assessments/%ID"
                    state: CARE_PLAN_STATE_COMPLETED
                    end_date { year: 2014 month: 7 day: 1 }
                  )pb",
                  &CarePlanFromStored);
  ExpectUnchanged(R"pb(
                    name: "%CASE/goals/%ID"
                    party: "%CASE/parties/%ID"
                    care_plan: "%CASE/carePlans/%ID"
                    domain: CARE_DOMAIN_SOCIAL_SUPPORT
                    title: "Home"
                    date { year: 2014 month: 6 day: 1 }
                    target_date { year: 2014 month: 9 day: 1 }
                    responsible: "spiffe://amparo/s"
                    state: GOAL_STATE_ABANDONED
                    end_date { year: 2014 month: 7 day: 1 }
                    end_reason: "moved"
                  )pb",
                  &GoalFromStored);
  ExpectUnchanged(R"pb(
                    name: "%CASE/serviceDeliveries/%ID"
                    party: "%CASE/parties/%ID"
                    kind: "home-visit"
                    date { year: 2014 month: 6 day: 1 }
                    staff: "spiffe://amparo/s"
                    duration_minutes: 60
                    goal: "%CASE/goals/%ID"
                    hearing: "offices/pp/hearings/%ID"
                    state: SERVICE_DELIVERY_STATE_VOID
                    void_reason: "twice"
                  )pb",
                  &ServiceDeliveryFromStored);
}

TEST(CareConvertTest, AReferralComesBackUnchanged) {
  ExpectUnchanged(R"pb(
                    name: "%CASE/referrals/%ID"
                    party: "%CASE/parties/%ID"
                    kind: REFERRAL_KIND_TRANSFER
                    to_office: "offices/la-paz"
                    service_kinds: "trauma-therapy"
                    date { year: 2014 month: 6 day: 1 }
                    staff: "spiffe://amparo/s"
                    state: REFERRAL_STATE_SENT
                    changes {
                      state: REFERRAL_STATE_SENT
                      effective_date { year: 2014 month: 6 day: 2 }
                      record_time { seconds: 1381622400 }
                      reason: "x"
                      recorder: "spiffe://amparo/s"
                    }
                    consents {
                      decision: CONSENT_DECISION_OVERRIDDEN
                      date { year: 2014 month: 6 day: 2 }
                      reason: "in danger"
                      recorder: "spiffe://amparo/b"
                      record_time { seconds: 1381622400 }
                    }
                  )pb",
                  &ReferralFromStored);
}

TEST(CareConvertTest, OnlyWhatWasSentIsListedByItsReceiver) {
  Referral referral;
  referral.to_office = "la-paz";
  constexpr std::size_t kToOffice = 4;
  EXPECT_EQ(ColumnsOf(referral).at(kToOffice), Value());
  referral.changes.push_back({.state = ReferralState::kSent});
  EXPECT_EQ(ColumnsOf(referral).at(kToOffice), Value(std::string("la-paz")));
}

TEST(CareConvertTest, ALongSeriesIsCutAtItsBeginningAndItsFirstMeanIsTold) {
  std::vector<Assessment> assessments(400);
  for (std::size_t i = 0; i < assessments.size(); ++i) {
    assessments[i].state = AssessmentState::kFinal;
    assessments[i].date = kToday + static_cast<absl::civil_diff_t>(i);
    assessments[i].means = Means{.overall = {i == 0 ? 1 : 3, 1}};
  }
  v1::Progress told;
  ToProto(ProgressOver(assessments), PartyName{"pp", Id(1), Id(2)}, told);
  ASSERT_EQ(told.overall().series_size(), 365);
  EXPECT_EQ(told.overall().first().hundredths(), 100);
  EXPECT_EQ(told.overall().change().hundredths(), 200);
  EXPECT_EQ(DayFrom(told.overall().series(364).date()), kToday + 399);
}

TEST(CareConvertTest, WhatIsOfAnotherCaseIsToldByField) {
  const auto request = ParsedWithNames<v1::CarePlan>(R"pb(
    party: "offices/pp/cases/0190f3c2-7d1e-7abc-8def-000000000009/parties/%ID"
    assessment: "%CASE/parties/%ID"
  )pb");
  Violations violations("care_plan.");
  CarePlanFromRequest(request,
                      *ParseName<CarePlanName>(ParsedWithNames<v1::CarePlan>("name: \"%CASE/carePlans/%ID\"").name()),
                      violations);
  EXPECT_THAT(Fields(violations), ElementsAre("care_plan.party", "care_plan.date", "care_plan.assessment"));
}

TEST(CareConvertTest, SurvivorsGiveConsentOrRefuseIt) {
  v1::RecordConsentRequest request;
  request.set_decision(v1::CONSENT_DECISION_OVERRIDDEN);
  request.set_giver(static_cast<v1::ConsentGiver>(7));
  request.mutable_effective_date()->set_year(2014);
  Violations violations;
  ConsentFrom(request, kToday, violations);
  EXPECT_THAT(Fields(violations), UnorderedElementsAre("decision", "giver", "effective_date"));
  request.set_decision(v1::CONSENT_DECISION_GIVEN);
  request.set_giver(v1::CONSENT_GIVER_GUARDIAN);
  request.clear_effective_date();
  Violations none;
  EXPECT_EQ(ConsentFrom(request, kToday, none).date, kToday);
  EXPECT_TRUE(none.empty());
}

TEST(CareConvertTest, ADayIsOrderedByItsMidnightInUtc) {
  EXPECT_EQ(DayTime(absl::CivilDay(1970, 1, 2)), absl::UnixEpoch() + absl::Hours(24));
}

}  // namespace
}  // namespace amparo::cases
