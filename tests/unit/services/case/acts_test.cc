// What every act does whatever its resource: refuse what is missing or stale, change what the mask names, keep nothing
// in clear.
#include "services/case/api/acts.h"

#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/party.pb.h"
#include "gmock/gmock.h"
#include "services/case/convert/party_convert.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

const PartyName kName{"cebu", *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab"),
                      *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ac")};

v1::Party KeptParty() {
  v1::Party party;
  party.set_name(ToString(kName));
  party.set_role(v1::PARTY_ROLE_SURVIVOR);
  party.set_pseudonym("Maya");
  SetDate(absl::CivilDay(2014, 5, 12), party.mutable_minor_date());
  party.set_sealed_identity("sealed before");
  return party;
}

Record RecordOf(const v1::Party& party, int64_t version = 3) {
  Record record;
  record.id = kName.id;
  record.version = version;
  record.body = party.SerializeAsString();
  return record;
}

Update<v1::Party> UpdateOf(std::vector<std::string> paths, v1::Party wanted) {
  google::protobuf::FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  errors::FieldViolations violations;
  Update<v1::Party> update;
  update.target = {.key = KeyOf(kName), .etag = std::nullopt, .now = kNow};
  update.mask = rpc::UpdateMask::Parse(mask, {"pseudonym", "minor_date", "testified", "identity"}, violations);
  update.wanted = std::move(wanted);
  EXPECT_TRUE(violations.empty());
  return update;
}

absl::StatusOr<Change> Apply(const Update<v1::Party>& update, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(v1::Party message, Merged(update, record));
  const Party value = PartyFromStored(message);
  return ChangeBy(update, value, record, std::move(message));
}

v1::Party BodyOf(const Change& change) {
  v1::Party party;
  EXPECT_TRUE(party.ParseFromString(change.body));
  return party;
}

TEST(ChangePlanTest, WhatIsMissingOrStaleIsRefusedBeforeTheDecision) {
  int decisions = 0;
  Decide decide = [&decisions](const Found&) -> absl::StatusOr<Change> {
    ++decisions;
    return Change();
  };
  const Target target{.key = KeyOf(kName), .etag = 3, .now = kNow};
  const ActPlan plan = ChangePlan(ActStamp(), target, decide, {KeyOf(kName.parent())});
  ASSERT_EQ(plan.reads.size(), 2u);
  EXPECT_EQ(NameOf(plan.reads[0]), ToString(kName));
  EXPECT_EQ(NameOf(plan.reads[1]), ToString(kName.parent()));
  EXPECT_TRUE(absl::IsNotFound(plan.decide({std::nullopt, Record()}).status()));
  EXPECT_TRUE(absl::IsNotFound(plan.decide({RecordOf(KeptParty()), std::nullopt}).status()));
  EXPECT_TRUE(absl::IsAborted(plan.decide({RecordOf(KeptParty(), 4), Record()}).status()));
  EXPECT_EQ(decisions, 0);
  EXPECT_TRUE(plan.decide({RecordOf(KeptParty(), 3), Record()}).ok());
  EXPECT_EQ(decisions, 1);
}

Record CaseIn(v1::CaseStage stage) {
  v1::Case message;
  message.set_name(ToString(kName.parent()));
  message.set_stage(stage);
  Record record;
  record.id = kName.case_id;
  record.body = message.SerializeAsString();
  return record;
}

TEST(RulePlanTest, ARecordOfACaseIsActedOnWhileTheCaseIsOpen) {
  const Target target{.key = KeyOf(kName), .etag = std::nullopt, .now = kNow};
  const Rule<Party> testify = [](Party party) {
    party.testified = true;
    return Decision<Party>(party);
  };
  const ActPlan plan = RulePlan(ActStamp(), target, &PartyFromStored, testify, /*without_verdict_delta=*/-1);
  ASSERT_EQ(plan.reads.size(), 2u);
  EXPECT_EQ(NameOf(plan.reads[1]), ToString(kName.parent()));
  const auto change = plan.decide({RecordOf(KeptParty()), CaseIn(v1::CASE_STAGE_APPEAL)});
  ASSERT_TRUE(change.ok()) << change.status();
  ASSERT_TRUE(change->guard.has_value());
  EXPECT_EQ(change->guard->case_id, kName.case_id);
  EXPECT_EQ(change->guard->stages, OpenStages());
  EXPECT_EQ(change->guard->without_verdict_delta, -1);
  EXPECT_TRUE(BodyOf(*change).testified());
  for (const v1::CaseStage stage : {v1::CASE_STAGE_CLOSED, v1::CASE_STAGE_INACTIVE, v1::CASE_STAGE_DECLINED}) {
    EXPECT_EQ(errors::Reason(plan.decide({RecordOf(KeptParty()), CaseIn(stage)}).status()), "CASE_NOT_OPEN");
  }
}

TEST(UpdateTest, ChangesTheFieldsOfItsMaskAbsentOnesToo) {
  v1::Party wanted;
  wanted.set_pseudonym("Luz");
  wanted.set_testified(true);
  const auto change = Apply(UpdateOf({"pseudonym", "minor_date"}, wanted), RecordOf(KeptParty()));
  ASSERT_TRUE(change.ok());
  const v1::Party body = BodyOf(*change);
  EXPECT_EQ(body.pseudonym(), "Luz");
  EXPECT_FALSE(body.has_minor_date());
  EXPECT_FALSE(body.testified());
  EXPECT_EQ(body.role(), v1::PARTY_ROLE_SURVIVOR);
  EXPECT_EQ(body.sealed_identity(), "sealed before");
  EXPECT_EQ(change->version, 4);
  EXPECT_EQ(change->secret, std::nullopt);
}

TEST(UpdateTest, WhatIdentifiesLeavesTheBodyForTheSecret) {
  v1::Party wanted;
  wanted.mutable_identity()->set_full_name("A Real Name");
  const auto change = Apply(UpdateOf({"identity"}, wanted), RecordOf(KeptParty()));
  ASSERT_TRUE(change.ok());
  EXPECT_EQ(change->secret, wanted.identity().SerializeAsString());
  EXPECT_FALSE(BodyOf(*change).has_identity());
  EXPECT_TRUE(BodyOf(*change).has_minor_date());
  EXPECT_TRUE(BodyOf(*change).sealed_identity().empty());
  EXPECT_EQ(change->response.find("A Real Name"), std::string::npos);
  const auto cleared = Apply(UpdateOf({"identity"}, v1::Party()), RecordOf(KeptParty()));
  ASSERT_TRUE(cleared.ok());
  EXPECT_EQ(cleared->secret, std::nullopt);
  EXPECT_TRUE(BodyOf(*cleared).sealed_identity().empty());
}

TEST(UpdateTest, NoVersionIsDatedBeforeTheOneThatItReplaces) {
  v1::Party later = KeptParty();
  SetTimestamp(kNow + absl::Milliseconds(3), later.mutable_update_time());
  const auto swapped = Apply(UpdateOf({"pseudonym"}, v1::Party()), RecordOf(later));
  ASSERT_TRUE(swapped.ok());
  EXPECT_EQ(swapped->time, kNow + absl::Milliseconds(3));
  EXPECT_EQ(TimeFrom(BodyOf(*swapped).update_time()), swapped->time);
  v1::Party earlier = KeptParty();
  SetTimestamp(kNow - absl::Milliseconds(3), earlier.mutable_update_time());
  const auto in_order = Apply(UpdateOf({"pseudonym"}, v1::Party()), RecordOf(earlier));
  ASSERT_TRUE(in_order.ok());
  EXPECT_EQ(in_order->time, kNow);
  EXPECT_EQ(TimeFrom(BodyOf(*in_order).update_time()), kNow);
}

TEST(CursorTest, OnlyPlacesThatTheDatabaseKnowsAreTaken) {
  const std::string id = kName.id.ToString();
  Listed last;
  last.record.id = kName.id;
  last.order_time = kNow + absl::Microseconds(7);
  const auto place = ParseCursor(CursorOf(last));
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->order_time, last.order_time);
  EXPECT_EQ(place->id, kName.id);
  for (const char* micros : {"9223372036854775807", "-9223372036854775808", "253402300800000000", "", "x"}) {
    EXPECT_FALSE(ParseCursor(std::string(micros) + "/" + id).has_value()) << micros;
  }
  EXPECT_FALSE(ParseCursor("5/not-an-id").has_value());
  EXPECT_FALSE(ParseCursor(id).has_value());
}

}  // namespace
}  // namespace amparo::cases
