// Several instances of the service on one database: whatever they do at once, the rows, their counts and the feed
// agree.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/services/case/court_test.h"

namespace amparo::cases {
namespace {

class TwoInstancesTest : public CourtTest {
 protected:
  v1::CreateChargeRequest ChargeRequest(const std::string& the_case, const std::string& accused) {
    v1::CreateChargeRequest request;
    request.set_parent(the_case);
    request.mutable_charge()->set_accused(accused);
    request.mutable_charge()->set_law_article("RA 9208, sec. 4");
    *request.mutable_charge()->mutable_charge_date() = DateOf(absl::CivilDay(2014, 6, 2));
    return request;
  }

  std::unique_ptr<v1::ChargeService::Stub> ChargesOf(CaseService& instance) {
    return instance.StubOf<v1::ChargeService>();
  }

  // Numbers without gaps, one a change.
  void ExpectWholeFeed() {
    EXPECT_EQ(service_.Sql("SELECT count(*) - max(seq) FROM outbox"), "0");
    EXPECT_EQ(service_.Sql("SELECT last - (SELECT max(seq) FROM outbox) FROM feed_head"), "0");
    EXPECT_EQ(
        service_.Sql("SELECT count(*) FROM (SELECT name, version FROM outbox GROUP BY 1, 2 HAVING count(*) > 1) t"),
        "0");
  }

  CaseService other_{service_};
};

TEST_F(TwoInstancesTest, ActsOnOneCaseFromBothAllCount) {
  const std::string name = CaseIn("cebu", v1::CASE_STAGE_PROSECUTION);
  const std::string accused = EnterParty(name, v1::PARTY_ROLE_ACCUSED);
  constexpr int kRounds = 12;
  std::atomic<int> charged{0};
  std::atomic<int> retitled{0};
  std::atomic<int> unexpected{0};
  const auto count = [&](const absl::Status& status, std::atomic<int>& done) {
    if (status.ok()) ++done;
    // Losing against the other too often is an answer; anything else is not.
    if (!status.ok() && !absl::IsAborted(status)) ++unexpected;
  };
  std::vector<std::thread> callers;
  for (CaseService* instance : {&service_, &other_}) {
    callers.emplace_back([&, instance] {
      const auto charges = ChargesOf(*instance);
      for (int i = 0; i < kRounds; ++i) {
        count(Call(*charges, &v1::ChargeService::Stub::CreateCharge, ChargeRequest(name, accused)).status(), charged);
      }
    });
    callers.emplace_back([&, instance] {
      v1::UpdateCaseRequest request;
      request.mutable_case_()->set_name(name);
      request.mutable_update_mask()->add_paths("title");
      for (int i = 0; i < kRounds; ++i) {
        request.mutable_case_()->set_title("Title " + std::to_string(i));
        count(Call(instance->cases(), &v1::CaseService::Stub::UpdateCase, request).status(), retitled);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(unexpected, 0);
  EXPECT_GT(charged, 0);
  EXPECT_GT(retitled, 0);
  const std::string where = " FROM \"case\" WHERE '" + name + "' LIKE '%' || id";
  EXPECT_EQ(service_.Sql("SELECT charges" + where), std::to_string(charged));
  EXPECT_EQ(service_.Sql("SELECT without_verdict" + where), std::to_string(charged));
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM charge"), std::to_string(charged));
  // Entered, three moves, and every new title.
  EXPECT_EQ(service_.Sql("SELECT version" + where), std::to_string(4 + retitled));
  ExpectWholeFeed();
}

TEST_F(TwoInstancesTest, ACaseIsNotDisposedOfWhileTheOtherBringsACharge) {
  for (int round = 0; round < 8; ++round) {
    const std::string name = CaseIn("cebu", v1::CASE_STAGE_PROSECUTION);
    const std::string accused = EnterParty(name, v1::PARTY_ROLE_ACCUSED);
    const auto charge = Call(*charges_, &v1::ChargeService::Stub::CreateCharge, ChargeRequest(name, accused));
    ASSERT_TRUE(charge.ok()) << charge.status();
    v1::RecordVerdictRequest verdict;
    verdict.set_name(charge->name());
    verdict.mutable_verdict()->set_outcome(v1::VERDICT_OUTCOME_ACQUITTED);
    *verdict.mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2014, 11, 3));
    Done(*charges_, &v1::ChargeService::Stub::RecordVerdict, verdict);

    absl::StatusOr<v1::Case> disposed;
    absl::StatusOr<v1::Charge> brought;
    std::thread disposer([&] { disposed = service_.Act(&v1::CaseService::Stub::DisposeCase, name); });
    std::thread charger([&] {
      brought = Call(*ChargesOf(other_), &v1::ChargeService::Stub::CreateCharge, ChargeRequest(name, accused));
    });
    disposer.join();
    charger.join();
    // Either came first, and then the other is refused.
    EXPECT_NE(disposed.ok(), brought.ok()) << disposed.status() << " / " << brought.status();
  }
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM \"case\" WHERE stage = 6 AND without_verdict > 0"), "0");
  ExpectWholeFeed();
}

TEST_F(TwoInstancesTest, OneRequestAskedOfBothHasOneEffect) {
  for (int round = 0; round < 8; ++round) {
    v1::CreateCaseRequest request = service_.NewCaseRequest("Asked twice");
    request.set_request_id(NewId());
    absl::StatusOr<v1::Case> first;
    absl::StatusOr<v1::Case> second;
    std::thread one([&] { first = Call(service_.cases(), &v1::CaseService::Stub::CreateCase, request); });
    std::thread two([&] { second = Call(other_.cases(), &v1::CaseService::Stub::CreateCase, request); });
    one.join();
    two.join();
    ASSERT_TRUE(first.ok()) << first.status();
    ASSERT_TRUE(second.ok()) << second.status();
    EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  }
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM \"case\" WHERE office = 'cebu'"), "9");
  ExpectWholeFeed();
}

}  // namespace
}  // namespace amparo::cases
