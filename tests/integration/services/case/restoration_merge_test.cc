// A danger that is known in one case of a matter, or on one record of a person, stands against her restoration in every
// other.
#include <optional>

#include "amparo/cases/v1/flag.grpc.pb.h"
#include "gmock/gmock.h"
#include "tests/integration/services/case/care_test.h"
#include "tests/integration/services/case/merge_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;

class RestorationMergeTest : public Merging<CareTest> {
 protected:
  std::string Raise(const std::string& the_case, const std::string& party = "") {
    v1::RaiseFlagRequest request;
    request.set_parent(the_case);
    request.mutable_flag()->set_kind(v1::FLAG_KIND_SAFETY_RISK);
    request.mutable_flag()->set_party(party);
    request.mutable_flag()->set_reason("he knows where she lives");
    return Done(*flags_, &v1::FlagService::Stub::RaiseFlag, request).name();
  }
  void Lower(const std::string& flag) {
    v1::LowerFlagRequest request;
    request.set_name(flag);
    request.set_reason("he was arrested");
    Done(*flags_, &v1::FlagService::Stub::LowerFlag, request);
  }
  std::vector<std::string> Missing() { return BrokenRules(Act(&AftercareStub::RecordRestoration).status()); }
  bool Checked(std::optional<absl::Time> moment = std::nullopt) {
    v1::CheckRestorationRequest request;
    request.set_name(Track());
    if (moment) SetTimestamp(*moment, request.mutable_read_time());
    return Done(*aftercare_, &AftercareStub::CheckRestoration, request).met();
  }
  static std::string PersonOf(const std::string& party) {
    return "offices/cebu/persons/" + party.substr(party.rfind('/') + 1);
  }

  const std::string other_ = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  std::unique_ptr<v1::FlagService::Stub> flags_ = service_.StubOf<v1::FlagService>();
};

TEST_F(RestorationMergeTest, AFlagOnAnotherRecordOfHersInTheSameMatterCounts) {
  Open();
  On(absl::CivilDay(2014, 12, 12));
  Assess(4);
  On(absl::CivilDay(2015, 3, 20));
  Assess(4);
  const std::string again = EnterParty(other_, v1::PARTY_ROLE_SURVIVOR, "Maria again");
  const std::string on_her = Raise(other_, again);
  EXPECT_TRUE(Checked()) << "another person in another case, as far as is known";

  ASSERT_THAT(MergeCases(case_, other_), IsOk());
  EXPECT_TRUE(Checked()) << "of the same matter, and still another person";
  ASSERT_THAT(MergePeople(PersonOf(again), PersonOf(survivor_)), IsOk());
  EXPECT_FALSE(Checked());
  EXPECT_THAT(Missing(), ElementsAre("NO_OPEN_SAFETY_FLAG"));
  Lower(on_her);

  // A danger to the whole matter, entered where new things are entered now.
  const std::string on_all = Raise(other_);
  EXPECT_THAT(Missing(), ElementsAre("NO_OPEN_SAFETY_FLAG"));
  const absl::Time raised = service_.clock().Now();
  EXPECT_FALSE(Checked(raised)) << "asked for a moment it is no other answer";
  service_.clock().Advance(absl::Milliseconds(1));
  Lower(on_all);
  EXPECT_TRUE(Checked());
  EXPECT_FALSE(Checked(raised)) << "it stood against it then";
  EXPECT_THAT(Act(&AftercareStub::RecordRestoration), IsOk()) << "her track goes on in the case that was merged";
}

}  // namespace
}  // namespace amparo::cases
