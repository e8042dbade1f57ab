// A matter that was reported twice: one case stands for both, what was entered under the other goes on, and it can be
// taken back.
#include <atomic>
#include <optional>
#include <thread>

#include "amparo/cases/v1/case_link.grpc.pb.h"
#include "amparo/cases/v1/flag.grpc.pb.h"
#include "amparo/cases/v1/note.grpc.pb.h"
#include "amparo/cases/v1/task_service.grpc.pb.h"
#include "amparo/cases/v1/timeline.grpc.pb.h"
#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "tests/integration/services/case/justice_test.h"
#include "tests/integration/services/case/merge_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class CaseMergeTest : public Merging<JusticeTest> {
 protected:
  // "2 1": charges, those without a verdict, as the case's row counts them.
  std::string CountsOf(const std::string& the_case) {
    return service_.Sql(StrCat("SELECT charges || ' ' || without_verdict FROM \"case\" WHERE id = '",
                               the_case.substr(the_case.rfind('/') + 1), "'"));
  }
  std::string ChargeIn(const std::string& the_case, const std::string& accused) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateChargeRequest request = Request();
    request.set_parent(the_case);
    request.mutable_charge()->set_accused(accused);
    return Done(*charges_, &ChargeStub::CreateCharge, request).name();
  }
  std::vector<std::string> ChargesListed(const std::string& the_case) {
    v1::ListChargesRequest request;
    request.set_parent(the_case);
    std::vector<std::string> names;
    const auto page = Done(*charges_, &ChargeStub::ListCharges, request);
    for (const v1::Charge& one : page.charges()) names.push_back(one.name());
    return names;
  }
  v1::Flag Raise(const std::string& the_case, v1::FlagKind kind) {
    v1::RaiseFlagRequest request;
    request.set_parent(the_case);
    request.mutable_flag()->set_kind(kind);
    request.mutable_flag()->set_reason("he knows where she lives");
    return Done(*flags_, &v1::FlagService::Stub::RaiseFlag, request);
  }
  absl::StatusOr<v1::Flag> Lower(const std::string& flag) {
    v1::LowerFlagRequest request;
    request.set_name(flag);
    request.set_reason("he was arrested");
    return Call(*flags_, &v1::FlagService::Stub::LowerFlag, request);
  }

  // The other case: prosecuted too, with an accused and a charge of its own.
  const std::string other_ = CaseIn("cebu", v1::CASE_STAGE_PROSECUTION);
  const std::string other_accused_ = EnterParty(other_, v1::PARTY_ROLE_ACCUSED);
  const std::string other_charge_ = ChargeIn(other_, other_accused_);
  std::unique_ptr<v1::FlagService::Stub> flags_ = service_.StubOf<v1::FlagService>();
};

TEST_F(CaseMergeTest, TheTimelineOfTheSurvivorTellsOfBothFromTheFirstWrite) {
  const auto told = [this](std::optional<absl::Time> moment = std::nullopt) {
    v1::ListTimelineRequest request;
    request.set_parent(prosecuted_);
    request.set_page_size(1000);
    if (moment) SetTimestamp(*moment, request.mutable_read_time());
    const auto timeline = service_.StubOf<v1::TimelineService>();
    const auto page = Done(*timeline, &v1::TimelineService::Stub::ListTimeline, request);
    std::vector<std::string> resources;
    for (const v1::TimelineEntry& one : page.entries()) resources.push_back(one.resource());
    return resources;
  };
  EXPECT_THAT(told(), AllOf(Contains(prosecuted_), Not(Contains(other_)), Not(Contains(other_charge_))));
  const absl::Time before = service_.clock().Now();
  ASSERT_THAT(MergeCases(other_, prosecuted_), IsOk());
  const absl::Time merged = service_.clock().Now();
  EXPECT_THAT(told(), AllOf(Contains(prosecuted_), Contains(other_), Contains(other_charge_)));
  EXPECT_THAT(told(before), AllOf(Contains(prosecuted_), Not(Contains(other_)), Not(Contains(other_charge_))));
  ASSERT_THAT(PartCases(other_), IsOk());
  EXPECT_THAT(told(), AllOf(Not(Contains(other_)), Not(Contains(other_charge_))));
  EXPECT_THAT(told(merged), AllOf(Contains(other_), Contains(other_charge_))) << "as it stood for both then";
}

// What stood is that of the cases that the case stood for then, whatever was merged or parted since.
TEST_F(CaseMergeTest, WhatStoodAtAMomentIsOfTheCasesThatItStoodForThen) {
  const std::string own = Charged().name();
  const auto standing_at = [this](std::optional<absl::Time> moment) {
    v1::GetCaseStandingsRequest request;
    request.set_name(prosecuted_);
    if (moment) SetTimestamp(*moment, request.mutable_read_time());
    std::vector<std::string> names;
    const auto standings = Done(*charges_, &ChargeStub::GetCaseStandings, request);
    for (const v1::ChargeStanding& one : standings.charges()) names.push_back(one.charge());
    return names;
  };
  const absl::Time before = service_.clock().Now();
  ASSERT_THAT(MergeCases(other_, prosecuted_), IsOk());
  const absl::Time merged = service_.clock().Now();
  EXPECT_THAT(standing_at(std::nullopt), ElementsAre(other_charge_, own));
  EXPECT_THAT(standing_at(before), ElementsAre(own));
  ASSERT_THAT(PartCases(other_), IsOk());
  EXPECT_THAT(standing_at(std::nullopt), ElementsAre(own));
  EXPECT_THAT(standing_at(merged), ElementsAre(other_charge_, own));
}

TEST_F(CaseMergeTest, ACaseThatWasMergedTakesNoChangesAndNothingNew) {
  const auto merged = MergeCases(other_, prosecuted_);
  ASSERT_THAT(merged, IsOk());
  EXPECT_EQ(merged->case_().merged_into(), prosecuted_);
  EXPECT_EQ(merged->case_().stage(), v1::CASE_STAGE_PROSECUTION) << "as it was";
  EXPECT_THAT(merged->survivor().merged_cases(), ElementsAre(other_));
  EXPECT_EQ(ReadCase(other_).merged_into(), prosecuted_);
  const auto went = WentTo("CASE_MERGED", prosecuted_);

  v1::UpdateCaseRequest update;
  update.mutable_case_()->set_name(other_);
  update.mutable_case_()->set_title("Another title");
  update.mutable_update_mask()->add_paths("title");
  EXPECT_THAT(Call(service_.cases(), &v1::CaseService::Stub::UpdateCase, update), went);
  update.mutable_case_()->set_etag("v1");
  EXPECT_THAT(Call(service_.cases(), &v1::CaseService::Stub::UpdateCase, update), went)
      << "before its etag is looked at";
  EXPECT_THAT(service_.Act(&v1::CaseService::Stub::DeactivateCase, other_, "waits"), went);
  v1::CreatePartyRequest party;
  party.set_parent(other_);
  party.mutable_party()->set_role(v1::PARTY_ROLE_WITNESS);
  party.mutable_party()->set_pseudonym("W");
  EXPECT_THAT(Call(service_.parties(), &v1::PartyService::Stub::CreateParty, party), went);
  v1::CreateChargeRequest charge = Request();
  charge.set_parent(other_);
  charge.mutable_charge()->set_accused(other_accused_);
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, charge), went);
  v1::RaiseFlagRequest flag;
  flag.set_parent(other_);
  flag.mutable_flag()->set_kind(v1::FLAG_KIND_MEDIA);
  flag.mutable_flag()->set_reason("a reporter called");
  EXPECT_THAT(Call(*flags_, &v1::FlagService::Stub::RaiseFlag, flag), went);
  v1::CreateNoteRequest note;
  note.set_parent(other_);
  note.mutable_note()->set_confidentiality(v1::NOTE_CONFIDENTIALITY_CASE_TEAM);
  note.mutable_note()->set_text("she called");
  EXPECT_THAT(Call(*service_.StubOf<v1::NoteService>(), &v1::NoteService::Stub::CreateNote, note), went);
  v1::CreateTaskRequest task;
  task.set_parent(other_);
  task.mutable_task()->set_title("Call the prosecutor");
  *task.mutable_task()->mutable_due_date() = DateOf(absl::CivilDay(2015, 1, 5));
  task.mutable_task()->set_role(options::v1::ROLE_PARALEGAL);
  EXPECT_THAT(Call(*service_.StubOf<v1::TaskService>(), &v1::TaskService::Stub::CreateTask, task), went);
  v1::CreateCaseLinkRequest link;
  link.set_parent(case_);
  link.mutable_link()->set_kind(v1::CASE_LINK_KIND_RELATED);
  link.mutable_link()->set_other_case(other_);
  EXPECT_THAT(Call(*service_.StubOf<v1::CaseLinkService>(), &v1::CaseLinkService::Stub::CreateCaseLink, link), went);
}

TEST_F(CaseMergeTest, WhatWasEnteredUnderItGoesOnByTheSurvivorsStageAndIsCountedThere) {
  const std::string own = Charged().name();
  ASSERT_THAT(MergeCases(other_, prosecuted_), IsOk());
  EXPECT_EQ(CountsOf(prosecuted_), "2 2");
  EXPECT_EQ(CountsOf(other_), "1 1") << "its own";
  EXPECT_THAT(ChargesListed(prosecuted_), UnorderedElementsAre(own, other_charge_));
  EXPECT_THAT(ChargesListed(other_), ElementsAre(other_charge_));
  Judged(own, absl::CivilDay(2014, 11, 10));
  EXPECT_THAT(service_.Act(&v1::CaseService::Stub::DisposeCase, prosecuted_),
              FailsWith(kRefused, "CHARGES_WITHOUT_VERDICT"))
      << "the other's charge waits";
  Judged(other_charge_, absl::CivilDay(2014, 11, 20));
  EXPECT_EQ(CountsOf(prosecuted_), "2 0");
  EXPECT_THAT(service_.Act(&v1::CaseService::Stub::DisposeCase, prosecuted_), IsOk());
  // By the survivor's stage: what courts say is recorded while that is open.
  ASSERT_THAT(service_.Close(prosecuted_), IsOk());
  EXPECT_THAT(Call(*charges_, &ChargeStub::ImposeSentence, YearsOn(other_charge_, absl::CivilDay(2014, 11, 20), 3)),
              FailsWith(kRefused, "CASE_NOT_OPEN"));
}

TEST_F(CaseMergeTest, AnAppealOfItsChargesMovesTheSurvivingCase) {
  ASSERT_THAT(MergeCases(other_, prosecuted_), IsOk());
  Judged(other_charge_, absl::CivilDay(2014, 11, 20));
  ASSERT_THAT(service_.Act(&v1::CaseService::Stub::DisposeCase, prosecuted_), IsOk());
  v1::FileAppealRequest request = AppealOf({other_charge_}, absl::CivilDay(2014, 12, 1));
  request.set_parent(other_);
  request.mutable_appeal()->set_party(other_accused_);
  ASSERT_THAT(Call(*appeals_, &v1::AppealService::Stub::FileAppeal, request), IsOk());
  EXPECT_EQ(Stage(), v1::CASE_STAGE_APPEAL);
  EXPECT_EQ(ReadCase(other_).stage(), v1::CASE_STAGE_PROSECUTION) << "kept as it was, for when it comes back";
}

TEST_F(CaseMergeTest, PartedBothAreAsTheyWereWithWhatWasDoneSince) {
  const std::string own = Charged().name();
  v1::Case before = ReadCase(other_);
  ASSERT_THAT(MergeCases(other_, prosecuted_), IsOk());
  Judged(other_charge_, absl::CivilDay(2014, 11, 20));
  const std::string since = ChargedWith("RA 7610 sec. 5").name();
  const auto parted = PartCases(other_);
  ASSERT_THAT(parted, IsOk());
  v1::Case after = *parted;
  const v1::Case survivor = ReadCase(prosecuted_);
  for (const v1::Case& one : {after, survivor}) {
    ASSERT_EQ(one.restatements_size(), 2) << "both say that counts changed, twice";
    EXPECT_THAT(one.restatements(0).changes(), ElementsAre(v1::COUNT_CHANGE_CASE_MERGED));
    EXPECT_THAT(one.restatements(1).changes(), ElementsAre(v1::COUNT_CHANGE_CASE_UNMERGED));
    EXPECT_EQ(DayFrom(one.restatements(0).date()), DayFrom(before.report_date()));
  }
  for (v1::Case* one : {&before, &after}) {
    one->clear_restatements();
    one->clear_etag();
    one->clear_update_time();
  }
  EXPECT_EQ(after.SerializeAsString(), before.SerializeAsString());
  EXPECT_THAT(ReadCase(prosecuted_).merged_cases(), IsEmpty());
  EXPECT_EQ(CountsOf(other_), "1 0") << "the verdict stays with its charge";
  EXPECT_EQ(CountsOf(prosecuted_), "2 2");
  EXPECT_THAT(ChargesListed(prosecuted_), UnorderedElementsAre(own, since));
  EXPECT_THAT(service_.Act(&v1::CaseService::Stub::DisposeCase, other_), IsOk());
  EXPECT_EQ(PartCases(other_)->merged_into(), "") << "parted again it answers the case";
}

TEST_F(CaseMergeTest, AChainComesApartWhereItIsPartedAndCountsStayRight) {
  const std::string third = CaseIn("cebu", v1::CASE_STAGE_PROSECUTION);
  const std::string third_charge = ChargeIn(third, EnterParty(third, v1::PARTY_ROLE_ACCUSED));
  ASSERT_THAT(MergeCases(third, other_), IsOk());
  EXPECT_EQ(CountsOf(other_), "2 2");
  ASSERT_THAT(MergeCases(other_, prosecuted_), IsOk());
  EXPECT_EQ(CountsOf(prosecuted_), "2 2");
  EXPECT_EQ(CountsOf(other_), "1 1");
  EXPECT_EQ(ReadCase(third).merged_into(), prosecuted_);
  EXPECT_THAT(ReadCase(third).merged_through(), ElementsAre(other_));
  Judged(third_charge, absl::CivilDay(2014, 11, 20));
  EXPECT_EQ(CountsOf(prosecuted_), "2 1");
  ASSERT_THAT(PartCases(other_), IsOk());
  EXPECT_EQ(CountsOf(prosecuted_), "0 0");
  EXPECT_EQ(CountsOf(other_), "2 1");
  EXPECT_THAT(ChargesListed(other_), UnorderedElementsAre(other_charge_, third_charge));
  ASSERT_THAT(PartCases(third), IsOk());
  EXPECT_EQ(CountsOf(other_), "1 1");
  EXPECT_EQ(CountsOf(third), "1 0");
}

TEST_F(CaseMergeTest, NoOpenFlagIsLost) {
  const v1::Flag danger = Raise(other_, v1::FLAG_KIND_SAFETY_RISK);
  Raise(prosecuted_, v1::FLAG_KIND_MEDIA);
  ASSERT_THAT(MergeCases(other_, prosecuted_), IsOk());
  EXPECT_THAT(ReadCase(prosecuted_).open_flags(), ElementsAre(v1::FLAG_KIND_SAFETY_RISK, v1::FLAG_KIND_MEDIA));
  v1::ListFlagsRequest list;
  list.set_parent(prosecuted_);
  EXPECT_EQ(Done(*flags_, &v1::FlagService::Stub::ListFlags, list).flags_size(), 2);
  ASSERT_THAT(Lower(danger.name()), IsOk());
  EXPECT_THAT(ReadCase(prosecuted_).open_flags(), ElementsAre(v1::FLAG_KIND_MEDIA));
  EXPECT_THAT(ReadCase(other_).open_flags(), IsEmpty());
  ASSERT_THAT(PartCases(other_), IsOk());
  EXPECT_THAT(ReadCase(other_).open_flags(), IsEmpty());
  EXPECT_THAT(ReadCase(prosecuted_).open_flags(), ElementsAre(v1::FLAG_KIND_MEDIA));
}

TEST_F(CaseMergeTest, WhatCannotBeMergedIsSaid) {
  EXPECT_THAT(MergeCases(other_, other_), IsInvalidIn("into"));
  EXPECT_THAT(MergeCases(other_, prosecuted_, "v77"), FailsWith(kAborted, "ETAG_MISMATCH"));
  const std::string declined = service_.EnterCase().name();
  ASSERT_THAT(service_.Decline(declined, "no crime"), IsOk());
  EXPECT_THAT(MergeCases(other_, declined), FailsWith(kRefused, "CASE_NOT_OPEN"));
  const std::string own = Charged().name();
  Judged(own, absl::CivilDay(2014, 11, 10));
  ASSERT_THAT(service_.Act(&v1::CaseService::Stub::DisposeCase, prosecuted_), IsOk());
  EXPECT_THAT(MergeCases(other_, prosecuted_), FailsWith(kRefused, "CHARGES_WITHOUT_VERDICT"));
  ASSERT_THAT(MergeCases(declined, other_), IsOk()) << "a report that turns out to be of a known matter";
  EXPECT_THAT(MergeCases(declined, case_), WentTo("CASE_MERGED", other_));
  EXPECT_THAT(MergeCases(case_, declined), WentTo("CASE_MERGED", other_));
}

TEST_F(CaseMergeTest, MergedAgainItAnswersTheSame) {
  const std::string id = NewId();
  const auto first = MergeCases(other_, prosecuted_, "", id);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(MergeCases(other_, prosecuted_, "", id)->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(MergeCases(other_, prosecuted_)->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(CountsOf(prosecuted_), "1 1");
}

TEST_F(CaseMergeTest, ListsLeaveOutWhatAnotherCaseStandsForUnlessTheyAreAskedForIt) {
  ASSERT_THAT(MergeCases(other_, prosecuted_), IsOk());
  const auto listed = [this](bool merged) {
    v1::ListCasesRequest request;
    request.set_parent("offices/cebu");
    request.set_show_merged(merged);
    std::vector<std::string> names;
    const auto page = Done(service_.cases(), &v1::CaseService::Stub::ListCases, request);
    for (const v1::Case& one : page.cases()) {
      names.push_back(one.name());
    }
    return names;
  };
  EXPECT_THAT(listed(false), Not(Contains(other_)));
  EXPECT_THAT(listed(true), Contains(other_));
}

// Writers go on while the case is merged under them: each is carried out before, or is told where the case went.
TEST_F(CaseMergeTest, AWriteThatRacesAMergeIsThereOrIsToldWhereTheCaseWent) {
  constexpr int kWriters = 4;
  std::atomic<int> written = 0;
  std::atomic<int> told = 0;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, stub = service_.StubOf<v1::ChargeService>()] {
      while (true) {
        v1::CreateChargeRequest request = Request();
        request.set_parent(other_);
        request.mutable_charge()->set_accused(other_accused_);
        const auto charge = Call(*stub, &ChargeStub::CreateCharge, request);
        if (charge.ok()) {
          ++written;
          continue;
        }
        const bool went = errors::Reason(charge.status()) == "CASE_MERGED" &&
                          errors::MetadataValue(charge.status(), "merged_into") == prosecuted_;
        ++(went ? told : wrong);
        return;
      }
    });
  }
  // A verdict on what is there already goes on whichever case stands for it.
  std::thread judge([&, stub = service_.StubOf<v1::ChargeService>()] {
    wrong += Call(*stub, &ChargeStub::RecordVerdict, Verdict(other_charge_)).ok() ? 0 : 1;
  });
  const auto merged = MergeCases(other_, prosecuted_);
  for (std::thread& writer : writers) writer.join();
  judge.join();
  ASSERT_THAT(merged, IsOk());
  EXPECT_EQ(told, kWriters);
  EXPECT_EQ(wrong, 0);
  const std::string charges = StrCat(written + 1, " ", written.load());
  EXPECT_EQ(CountsOf(other_), charges);
  EXPECT_EQ(CountsOf(prosecuted_), charges) << "none was written beside the count";
  ASSERT_THAT(PartCases(other_), IsOk());
  EXPECT_EQ(CountsOf(other_), charges);
  EXPECT_EQ(CountsOf(prosecuted_), "0 0");
}

TEST_F(CaseMergeTest, OfTwoMergesThatWouldCloseACircleOneIsMade) {
  std::atomic<int> made = 0;
  std::atomic<int> refused = 0;
  const auto stub = service_.StubOf<v1::MergeService>();
  const auto merge = [&](const std::string& name, const std::string& into) {
    v1::MergeCaseRequest request;
    request.set_name(name);
    request.set_into(into);
    request.set_reason("reported twice");
    const auto answer = Call(*stub, &MergeStub::MergeCase, request);
    made += answer.ok();
    refused += errors::Reason(answer.status()) == "CASE_MERGED";
  };
  std::thread one([&] { merge(other_, prosecuted_); });
  std::thread two([&] { merge(prosecuted_, other_); });
  one.join();
  two.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(refused, 1);
}

}  // namespace
}  // namespace amparo::cases
