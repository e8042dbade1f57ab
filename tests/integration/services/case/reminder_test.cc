// The stream of what is due: what is there, what changes, and what a night makes of it.
#include <algorithm>
#include <chrono>
#include <optional>
#include <set>

#include "amparo/cases/v1/reminder.grpc.pb.h"
#include "tests/integration/services/case/task_test.h"

namespace amparo::cases {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// One stream, read until a condition holds.
class Reminding {
 public:
  Reminding(CaseService& service, const v1::WatchRemindersRequest& request, std::string_view as = "everyone")
      : stub_(service.StubOf<v1::ReminderService>(as)) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    reader_ = stub_->WatchReminders(&context_, request);
  }
  ~Reminding() { context_.TryCancel(); }

  // Reads on until `done` holds of what is near; false when the stream ends before.
  template <typename Done>
  bool Until(Done done) {
    v1::WatchRemindersResponse answer;
    while (!done(*this)) {
      if (!reader_->Read(&answer)) return false;
      most_at_once_ = std::max(most_at_once_, answer.reminders_size());
      for (const v1::Reminder& one : answer.reminders()) near_[one.task().name()] = one.urgency();
      for (const std::string& name : answer.gone()) {
        near_.erase(name);
        gone_.insert(name);
      }
      if (!answer.token().empty()) token_ = answer.token();
      caught_up_ = caught_up_ || answer.caught_up();
    }
    return true;
  }
  bool UntilCaughtUp() {
    return Until([](const Reminding& self) { return self.caught_up_; });
  }

  // Ends the stream; why it did.
  absl::Status Finish() {
    v1::WatchRemindersResponse answer;
    while (reader_->Read(&answer)) {
      if (!answer.token().empty()) token_ = answer.token();
    }
    return errors::FromGrpc(reader_->Finish());
  }

  const std::map<std::string, v1::Urgency>& near() const { return near_; }
  const std::set<std::string>& gone() const { return gone_; }
  const std::string& token() const { return token_; }
  // The most reminders that came in one answer.
  int most_at_once() const { return most_at_once_; }

 private:
  std::unique_ptr<v1::ReminderService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchRemindersResponse>> reader_;
  std::map<std::string, v1::Urgency> near_;
  std::set<std::string> gone_;
  std::string token_;
  bool caught_up_ = false;
  int most_at_once_ = 0;
};

class ReminderStreamTest : public TaskTest {
 protected:
  v1::WatchRemindersRequest Watch(int32_t horizon = 3, const std::string& assignee = "") {
    v1::WatchRemindersRequest request;
    request.set_parent("offices/cebu");
    request.set_horizon_days(horizon);
    request.set_assignee(assignee);
    return request;
  }
};

TEST_F(ReminderStreamTest, TellsWhatIsNearAndThenWhatChanges) {
  const std::string overdue = Enter(kFirstDay - 1).name();
  const std::string today = Enter(kFirstDay).name();
  const std::string upcoming = Enter(kFirstDay + 3).name();
  const std::string far = Enter(kFirstDay + 4).name();
  Reminding stream(service_, Watch());
  ASSERT_TRUE(stream.UntilCaughtUp());
  EXPECT_THAT(stream.near(),
              UnorderedElementsAre(Pair(overdue, v1::URGENCY_OVERDUE), Pair(today, v1::URGENCY_DUE_TODAY),
                                   Pair(upcoming, v1::URGENCY_UPCOMING)));
  const std::string fresh = Enter(kFirstDay + 1).name();
  ASSERT_TRUE(stream.Until([&](const Reminding& self) { return self.near().contains(fresh); }));
  ASSERT_THAT(Act(&TaskStub::CompleteTask, overdue), IsOk());
  ASSERT_TRUE(stream.Until([&](const Reminding& self) { return self.gone().contains(overdue); }));
  EXPECT_FALSE(stream.gone().contains(far));
}

TEST_F(ReminderStreamTest, AtMidnightOfTheOfficeEverythingIsADayNearer) {
  const std::string today = Enter(kFirstDay).name();
  const std::string later = Enter(kFirstDay + 4).name();
  Reminding stream(service_, Watch());
  ASSERT_TRUE(stream.UntilCaughtUp());
  EXPECT_FALSE(stream.near().contains(later));
  service_.clock().Advance(absl::Hours(15));
  ASSERT_TRUE(stream.Until([&](const Reminding& self) { return self.near().contains(later); }));
  EXPECT_EQ(stream.near().at(today), v1::URGENCY_OVERDUE);
}

TEST_F(ReminderStreamTest, IsForOnePerson) {
  const std::string mine = Enter(kFirstDay).name();
  const std::string others = Enter(kFirstDay, "spiffe://amparo/paralegal").name();
  Reminding stream(service_, Watch(0, "spiffe://amparo/attorney"));
  ASSERT_TRUE(stream.UntilCaughtUp());
  EXPECT_THAT(stream.near(), UnorderedElementsAre(Pair(mine, v1::URGENCY_DUE_TODAY)));
  v1::ReassignTaskRequest give;
  give.set_name(mine);
  give.set_assignee("spiffe://amparo/paralegal");
  Done(*tasks_, &TaskStub::ReassignTask, give);
  ASSERT_TRUE(stream.Until([&](const Reminding& self) { return self.gone().contains(mine); }));
  EXPECT_FALSE(stream.gone().contains(others));
}

TEST_F(ReminderStreamTest, IsForOneRole) {
  const auto enter = [this](options::v1::Role role) {
    v1::CreateTaskRequest request = TaskRequest(kFirstDay, "");
    request.mutable_task()->set_role(role);
    return Done(*tasks_, &TaskStub::CreateTask, request).name();
  };
  const std::string ours = enter(options::v1::ROLE_PARALEGAL);
  const std::string others = enter(options::v1::ROLE_ATTORNEY);
  const std::string somebodys = Enter(kFirstDay, "spiffe://amparo/paralegal").name();
  v1::WatchRemindersRequest request = Watch(0);
  request.set_role(options::v1::ROLE_PARALEGAL);
  Reminding stream(service_, request);
  ASSERT_TRUE(stream.UntilCaughtUp());
  EXPECT_THAT(stream.near(), UnorderedElementsAre(Pair(ours, v1::URGENCY_DUE_TODAY)));
  v1::ReassignTaskRequest give;
  give.set_name(others);
  give.set_role(options::v1::ROLE_PARALEGAL);
  Done(*tasks_, &TaskStub::ReassignTask, give);
  ASSERT_TRUE(stream.Until([&](const Reminding& self) { return self.near().contains(others); }));
  give.set_name(ours);
  give.set_role(options::v1::ROLE_ATTORNEY);
  Done(*tasks_, &TaskStub::ReassignTask, give);
  ASSERT_TRUE(stream.Until([&](const Reminding& self) { return self.gone().contains(ours); }));
  EXPECT_FALSE(stream.near().contains(somebodys));
  request.set_role(options::v1::ROLE_OPS);
  EXPECT_THAT(Reminding(service_, request).Finish(), IsInvalid("role"));
}

// They are read and sent by pages of 200: one more task than a page has, and a page of which nothing is to be told.
TEST_F(ReminderStreamTest, TellsMoreThanAPage) {
  std::set<std::string> all;
  for (int i = 0; i < 200; ++i) all.insert(Enter(kFirstDay, "spiffe://amparo/paralegal").name());
  const std::string mine = Enter(kFirstDay).name();
  all.insert(mine);
  Reminding everyones(service_, Watch(0));
  ASSERT_TRUE(everyones.UntilCaughtUp());
  std::set<std::string> told;
  for (const auto& [name, urgency] : everyones.near()) told.insert(name);
  EXPECT_EQ(told, all);
  EXPECT_EQ(everyones.most_at_once(), 200);
  Reminding own(service_, Watch(0, "spiffe://amparo/attorney"));
  ASSERT_TRUE(own.UntilCaughtUp());
  EXPECT_THAT(own.near(), UnorderedElementsAre(Pair(mine, v1::URGENCY_DUE_TODAY)));
}

TEST_F(ReminderStreamTest, GoesOnFromItsToken) {
  const std::string before = Enter(kFirstDay).name();
  std::string token;
  {
    Reminding stream(service_, Watch());
    ASSERT_TRUE(stream.UntilCaughtUp());
    EXPECT_TRUE(stream.near().contains(before));
    token = stream.token();
  }
  ASSERT_THAT(Act(&TaskStub::CompleteTask, before), IsOk());
  const std::string after = Enter(kFirstDay).name();
  v1::WatchRemindersRequest resumed = Watch();
  resumed.set_start_token(token);
  Reminding stream(service_, resumed);
  ASSERT_TRUE(stream.UntilCaughtUp());
  EXPECT_THAT(stream.near(), UnorderedElementsAre(Pair(after, v1::URGENCY_DUE_TODAY)));
  EXPECT_TRUE(stream.gone().contains(before));
}

TEST_F(ReminderStreamTest, ATokenOfANightAgoTellsOfTheNightToo) {
  const std::string later = Enter(kFirstDay + 4).name();
  std::string token;
  {
    Reminding stream(service_, Watch());
    ASSERT_TRUE(stream.UntilCaughtUp());
    EXPECT_THAT(stream.near(), IsEmpty());
    token = stream.token();
  }
  service_.clock().Advance(absl::Hours(24));
  v1::WatchRemindersRequest resumed = Watch();
  resumed.set_start_token(token);
  Reminding stream(service_, resumed);
  ASSERT_TRUE(stream.UntilCaughtUp());
  EXPECT_THAT(stream.near(), UnorderedElementsAre(Pair(later, v1::URGENCY_UPCOMING)));
}

TEST_F(ReminderStreamTest, ATokenIsForItsOwnArguments) {
  Reminding stream(service_, Watch(3));
  ASSERT_TRUE(stream.UntilCaughtUp());
  v1::WatchRemindersRequest other = Watch(4);
  other.set_start_token(stream.token());
  EXPECT_THAT(Reminding(service_, other).Finish(), IsInvalid("start_token"));
  other.set_start_token("no.such.token");
  EXPECT_THAT(Reminding(service_, other).Finish(), IsInvalid("start_token"));
  EXPECT_THAT(Reminding(service_, Watch(-1)).Finish(), IsInvalid("horizon_days"));
  v1::WatchRemindersRequest elsewhere = Watch();
  elsewhere.set_parent("offices/la-paz");
  EXPECT_THAT(Reminding(service_, elsewhere, "cebu").Finish(), FailsWith(kNotFound, errors::kNotFound));
}

TEST_F(ReminderStreamTest, EndsWithItsTokenWhenTheServerGoes) {
  const std::string task = Enter(kFirstDay).name();
  Reminding stream(service_, Watch());
  ASSERT_TRUE(stream.UntilCaughtUp());
  service_.server().server().Shutdown();
  EXPECT_THAT(stream.Finish(), FailsWith(absl::StatusCode::kUnavailable, "SHUTTING_DOWN"));
  EXPECT_NE(stream.token(), "");
  EXPECT_TRUE(stream.near().contains(task));
}

}  // namespace
}  // namespace amparo::cases
