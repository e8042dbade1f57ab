// What of an operation is shown to whom, and what its receipt says; and that everyone else is told what they would be
// of nothing.
#include "services/case/api/operation_sight.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/access/access.h"
#include "common/testing/fake_clock.h"
#include "gmock/gmock.h"
#include "services/case/api/operation_acts.h"
#include "services/case/api/operation_changes.h"
#include "services/case/convert/compartment_convert.h"
#include "services/case/convert/operation_convert.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Not;

const OperationName kRaid{"cebu", Id(1), Id(2)};
const std::string kKeeper = "spiffe://amparo/keeper";
const std::string kMember = "spiffe://amparo/member";
// Who was given no time from when on place and start are open to them.
const std::string kLateMember = "spiffe://amparo/late-member";
const std::string kOutsider = "spiffe://amparo/outsider";
const absl::Time kBegins = kNow + absl::Hours(10);
const absl::Time kOpens = kNow + absl::Hours(8);

// An operation as it is kept, its secret opened.
Record KeptOperation() {
  Operation operation;
  operation.name = kRaid;
  operation.start_time = kBegins;
  operation.partner_unit = "Anti-trafficking police";
  operation.sites = {{.venue = Id(3)}};
  operation.resources = {{.kind = ResourceKind::kVehicle, .quantity = 2, .note = "at the port at five"}};
  operation = Planned(operation, kKeeper, kNow);
  CompartmentReader member;
  member.principal = kMember;
  member.open_time = kOpens;
  CompartmentReader late;
  late.principal = kLateMember;
  operation.compartment = NewCompartment({member, late}, kKeeper, kBegins, kNow);
  const Change change = NewOperation(operation, kNow, "Through the back door");
  Record record;
  record.id = kRaid.id;
  record.version = 1;
  record.body = change.body;
  record.secret = change.secret;
  return record;
}

OperationView Viewed(const std::string& caller, absl::Time now, bool full) {
  const absl::StatusOr<SeenOperation> seen = SeenIn(KeptOperation(), kRaid, caller, now);
  EXPECT_TRUE(seen.ok()) << seen.status();
  return ViewOf(*seen, seen->whole, 1, caller, full);
}

TEST(SightTest, WhatIsNotToBeSeenIsWhatDoesNotExistToTheLetter) {
  const absl::Status hidden = SeenIn(KeptOperation(), kRaid, kOutsider, kNow).status();
  const absl::Status missing = SeenIn(std::nullopt, kRaid, kOutsider, kNow).status();
  EXPECT_EQ(hidden, missing);
  EXPECT_EQ(hidden, RequireFound(std::nullopt, KeyOf(kRaid)));
}

TEST(SightTest, PlaceAndStartAreWithheldUntilTheyOpen) {
  const OperationView before = Viewed(kMember, kOpens - absl::Nanoseconds(1), true);
  EXPECT_FALSE(before.answer.has_start_time());
  EXPECT_EQ(before.answer.sites_size(), 0);
  EXPECT_EQ(before.answer.plan(), "");
  EXPECT_EQ(before.answer.partner_unit(), "Anti-trafficking police");
  EXPECT_EQ(TimeFrom(before.answer.withheld_until()), kOpens);
  EXPECT_THAT(before.fields, AllOf(Not(Contains("start_time")), Not(Contains("sites")), Not(Contains("plan"))));
  const OperationView after = Viewed(kMember, kOpens, true);
  EXPECT_EQ(TimeFrom(after.answer.start_time()), kBegins);
  EXPECT_EQ(after.answer.sites_size(), 1);
  EXPECT_EQ(after.answer.plan(), "Through the back door");
  EXPECT_FALSE(after.answer.has_withheld_until());
  EXPECT_THAT(after.fields, AllOf(Contains("start_time"), Contains("sites"), Contains("plan")));
}

TEST(SightTest, WhoWasGivenNoTimeIsNotToldTheStart) {
  const OperationView before = Viewed(kLateMember, kBegins - absl::Nanoseconds(1), true);
  EXPECT_FALSE(before.answer.has_start_time());
  EXPECT_FALSE(before.answer.has_withheld_until());
  EXPECT_EQ(before.answer.partner_unit(), "Anti-trafficking police");
  const OperationView after = Viewed(kLateMember, kBegins, true);
  EXPECT_EQ(TimeFrom(after.answer.start_time()), kBegins);
}

TEST(SightTest, WordsThatTellOfPlaceAndStartAreWithheldWithThem) {
  const absl::StatusOr<SeenOperation> seen = SeenIn(KeptOperation(), kRaid, kMember, kNow);
  ASSERT_TRUE(seen.ok()) << seen.status();
  v1::Operation cancelled = seen->whole;
  cancelled.set_cancel_reason("the bar by the port is shut");
  const OperationView view = ViewOf(*seen, cancelled, 1, kMember, true);
  EXPECT_EQ(view.answer.cancel_reason(), "");
  ASSERT_EQ(view.answer.resources_size(), 1);
  EXPECT_EQ(view.answer.resources(0).quantity(), 2);
  EXPECT_EQ(view.answer.resources(0).note(), "");
  EXPECT_THAT(view.fields, Not(Contains("cancel_reason")));
  EXPECT_EQ(Viewed(kMember, kOpens, true).answer.resources(0).note(), "at the port at five");
}

TEST(SightTest, WordsAreForTheFullViewAndTheListIsForKeepers) {
  EXPECT_EQ(Viewed(kKeeper, kNow, false).answer.plan(), "");
  EXPECT_EQ(Viewed(kKeeper, kNow, true).answer.plan(), "Through the back door");
  EXPECT_EQ(Viewed(kKeeper, kNow, false).answer.readers_size(), 3);
  EXPECT_EQ(Viewed(kMember, kBegins, true).answer.readers_size(), 0);
  EXPECT_EQ(Viewed(kKeeper, kNow, true).answer.sealed_plan(), "");
}

TEST(SightTest, TheLastNoticesAreTold) {
  const absl::StatusOr<SeenOperation> seen = SeenIn(KeptOperation(), kRaid, kMember, kNow);
  ASSERT_TRUE(seen.ok()) << seen.status();
  v1::Operation noticed = seen->whole;
  for (std::size_t i = 0; i <= kMostNoticesTold; ++i) noticed.add_notices()->set_reason(std::to_string(i));
  const OperationView view = ViewOf(*seen, noticed, 1, kMember, true);
  ASSERT_EQ(view.answer.notices_size(), static_cast<int>(kMostNoticesTold));
  EXPECT_EQ(view.answer.notices(0).reason(), "1");
}

TEST(SightTest, AnswersThatAreKeptNameTheOperationAlone) {
  Operation operation;
  operation.name = kRaid;
  operation.start_time = kBegins;
  operation.partner_unit = "Anti-trafficking police";
  const Change change = OperationChange(operation, 4, kNow, v1::Operation());
  v1::Operation answer;
  ASSERT_TRUE(answer.ParseFromString(change.response));
  EXPECT_EQ(answer.name(), ToString(kRaid));
  EXPECT_NE(answer.etag(), "");
  answer.clear_name();
  answer.clear_etag();
  EXPECT_EQ(answer.ByteSizeLong(), 0u);
  EXPECT_EQ(change.compartment, ToString(kRaid));
  EXPECT_EQ(change.body.find("Anti-trafficking"), std::string::npos);
}

OperationAct ActOfCaller(const std::string& caller, absl::Time now, std::optional<int64_t> etag = std::nullopt) {
  OperationAct act;
  act.target = {.key = KeyOf(kRaid), .etag = etag, .now = now};
  act.caller = caller;
  act.in_open_case = false;
  act.decide = [](Operation value, v1::Operation&, int64_t) -> absl::StatusOr<Operation> { return value; };
  return act;
}

absl::Status Decided(const OperationAct& act, std::optional<Record> record) {
  return PlanOf(ActStamp(), act).decide({std::move(record), Record()}).status();
}

TEST(OperationActTest, WhoDoesNotSeeItIsToldNothingElseFirst) {
  // Not even that their etag is stale.
  const OperationAct stale = ActOfCaller(kOutsider, kBegins, 7);
  EXPECT_EQ(Decided(stale, KeptOperation()), Decided(stale, std::nullopt));
  EXPECT_TRUE(absl::IsNotFound(Decided(stale, KeptOperation())));
  EXPECT_TRUE(absl::IsAborted(Decided(ActOfCaller(kMember, kBegins, 7), KeptOperation())));
}

TEST(OperationActTest, WhatIsWithheldIsNotActedOn) {
  EXPECT_EQ(errors::Reason(Decided(ActOfCaller(kMember, kNow), KeptOperation())), "PLAN_WITHHELD");
  EXPECT_TRUE(Decided(ActOfCaller(kMember, kOpens), KeptOperation()).ok());
  OperationAct outline = ActOfCaller(kMember, kNow);
  outline.needs = Sight::kOutline;
  EXPECT_TRUE(Decided(outline, KeptOperation()).ok());
}

// A store with one operation; `on_receipt` happens while its receipt is committed.
class OneOperation final : public CompartmentStore {
 public:
  std::function<void(Record&)> on_receipt = [](Record&) {};
  std::vector<Shown> left;
  bool broke_glass = false;

  Task<absl::StatusOr<Record>> Open(OperationName, Limits) override { co_return record_; }
  Task<absl::StatusOr<Record>> OpenAt(OperationName, absl::Time, Limits) override { co_return record_; }
  Task<absl::StatusOr<Record>> OpenVersion(OperationName, int64_t, Limits) override { co_return record_; }
  Task<absl::StatusOr<std::vector<Listed>>> OpenList(ListQuery, Limits) override { co_return std::vector<Listed>(); }
  Task<absl::Status> LeaveReceipts(ReceiptStamp, std::vector<Shown> shown, Limits) override {
    left = std::move(shown);
    on_receipt(record_);
    co_return absl::OkStatus();
  }
  Task<absl::StatusOr<std::vector<ReadReceipt>>> Receipts(OperationName, int64_t, absl::Time, int32_t,
                                                          Limits) override {
    co_return std::vector<ReadReceipt>();
  }
  Task<absl::StatusOr<bool>> BrokeGlass(OperationName, std::string, absl::Time, Limits) override {
    co_return broke_glass;
  }

 private:
  Record record_ = KeptOperation();
};

const testing::FakeClock kClock(kNow);

// A call to read the operation, of somebody with one role everywhere.
rpc::CallContext::Parts CallOf(const std::string& identity, access::Role role) {
  access::RoleSet roles;
  roles.Add(role);
  const std::vector<std::string> everywhere(1, "*");
  const auto account = std::make_shared<const access::Account>(identity, roles, everywhere);
  return {access::Caller(account, roles),
          Limits::For(absl::Seconds(20)),
          &kClock,
          obs::TraceContext(),
          "amparo.cases.v1.OperationService/GetOperation",
          nullptr,
          ""};
}

// What a keeper is answered who reads while `on_receipt` happens.
absl::StatusOr<v1::Operation> ReadWhile(OneOperation& store) {
  rpc::CallContext context(CallOf(kKeeper, options::v1::ROLE_INVESTIGATOR));
  absl::StatusOr<SeenOperation> seen = SyncWait(See(&store, &context, kRaid));
  if (!seen.ok()) return seen.status();
  Record content = seen->record;
  return SyncWait(Show(&store, &context, *std::move(seen), std::move(content), true, "briefing"));
}

TEST(SeeTest, BrokenGlassOpensWhileOneMayBreakIt) {
  OneOperation store;
  store.broke_glass = true;
  const auto see = [&store](access::Role role) {
    rpc::CallContext context(CallOf(kOutsider, role));
    return SyncWait(See(&store, &context, kRaid));
  };
  const absl::StatusOr<SeenOperation> seen = see(options::v1::ROLE_SUPERVISOR);
  ASSERT_TRUE(seen.ok()) << seen.status();
  EXPECT_TRUE(seen->broke_glass);
  EXPECT_TRUE(see(options::v1::ROLE_AUDITOR).ok());
  EXPECT_TRUE(absl::IsNotFound(see(options::v1::ROLE_INVESTIGATOR).status())) << "the role that broke it is gone";
}

TEST(ShowTest, NothingLeavesThatWasFrozenBeforeItsReceipt) {
  OneOperation store;
  EXPECT_EQ(ReadWhile(store)->plan(), "Through the back door");
  ASSERT_EQ(store.left.size(), 1u);
  EXPECT_THAT(store.left[0].fields, Contains("plan"));
  store.on_receipt = [](Record& record) {
    v1::Operation whole;
    ASSERT_TRUE(whole.ParseFromString(*record.secret));
    whole.add_freezes()->set_frozen_by(kMember);
    record.secret = whole.SerializeAsString();
  };
  EXPECT_TRUE(absl::IsNotFound(ReadWhile(store).status()));
}

}  // namespace
}  // namespace amparo::cases
