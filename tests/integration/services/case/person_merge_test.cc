// Two records of one girl: one stands for both, and nothing of either is lost.
#include <atomic>
#include <latch>
#include <thread>

#include "gmock/gmock.h"
#include "tests/integration/services/case/merge_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using ::testing::UnorderedElementsAreArray;

class PersonMergeTest : public Merging<PersonTest> {
 protected:
  std::string CountOf(const std::string& table) { return service_.Sql("SELECT count(*) FROM " + table); }

  // The record in full without what every change moves.
  v1::Person Entered(const std::string& name) {
    v1::Person person = ReadPerson(name).value_or(v1::Person());
    person.clear_etag();
    person.clear_update_time();
    return person;
  }

  // Makes one write to `again_` after the other until one is refused; true when that was told where the person went.
  // `begun` hears of the end of the first.
  template <typename Write>
  bool WriteUntilTold(std::latch& begun, Write write) {
    for (int turn = 1; !stop_; ++turn) {
      const absl::Status status = write(turn);
      if (turn == 1) begun.count_down();
      if (status.ok()) continue;
      return errors::Reason(status) == "PERSON_MERGED" && errors::MetadataValue(status, "merged_into") == known_;
    }
    return false;
  }

  const std::string known_ = EnterPerson("Maria Santos", "Maya").name();
  const std::string again_ = EnterPerson("Mary Santos", "Luz").name();
  std::atomic<bool> stop_ = false;
};

TEST_F(PersonMergeTest, ARecordThatWasMergedTellsWhereItWentAndTakesNoChanges) {
  const auto merged = MergePeople(again_, known_);
  ASSERT_THAT(merged, IsOk());
  EXPECT_EQ(merged->person().merged_into(), known_);
  EXPECT_EQ(merged->person().merge_reason(), "the same card");
  EXPECT_THAT(merged->survivor().merged_persons(), ElementsAre(again_));
  EXPECT_EQ(ReadPerson(again_)->merged_into(), known_) << "reads tell it too";
  EXPECT_EQ(ReadPerson(again_)->profile().full_name(), "Mary Santos") << "and what was entered";

  v1::Person wanted = merged->person();
  wanted.clear_etag();
  EXPECT_THAT(UpdatePerson(wanted, {"pseudonym"}), WentTo("PERSON_MERGED", known_));
  EXPECT_THAT(Call(service_.parties(), &v1::PartyService::Stub::CreateParty, RoleRequest(again_, case_)),
              WentTo("PERSON_MERGED", known_));
  EXPECT_THAT(Call(service_.persons(), &PersonStub::ErasePerson, EraseRequest(again_)),
              WentTo("PERSON_MERGED", known_));
  v1::CreatePersonRequest child = PersonRequest("Pilar Santos", "Pilar");
  child.mutable_person()->add_guardians()->set_guardian(again_);
  child.mutable_person()->mutable_guardians(0)->set_relation(v1::GUARDIAN_RELATION_PARENT);
  EXPECT_THAT(Call(service_.persons(), &PersonStub::CreatePerson, child), WentTo("PERSON_MERGED", known_));
  const auto duplicates = [this](const std::string& person) {
    v1::FindDuplicatesRequest request;
    request.set_parent("offices/cebu");
    request.set_person(person);
    return Call(*merges_, &MergeStub::FindDuplicates, request);
  };
  EXPECT_THAT(duplicates(again_), WentTo("PERSON_MERGED", known_));
}

TEST_F(PersonMergeTest, MergedAgainItAnswersTheSameAndNothingIsWritten) {
  const std::string id = NewId();
  const auto first = MergePeople(again_, known_, "", id);
  ASSERT_THAT(first, IsOk());
  const std::string events = CountOf("outbox");
  EXPECT_EQ(MergePeople(again_, known_, "", id)->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(MergePeople(again_, known_)->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(MergePeople(again_, known_, "v1")->person().merged_into(), known_);
  EXPECT_EQ(CountOf("outbox"), events);
  const auto parted = PartPeople(again_);
  ASSERT_THAT(parted, IsOk());
  const std::string after = CountOf("outbox");
  EXPECT_EQ(PartPeople(again_)->SerializeAsString(), parted->SerializeAsString());
  EXPECT_EQ(CountOf("outbox"), after);
}

TEST_F(PersonMergeTest, TheRolesOfBothAreTheSurvivorsAndKeepTheirNames) {
  const v1::Party own = EnterRole(known_, case_);
  const v1::Party other = EnterRole(again_, case_, v1::PARTY_ROLE_WITNESS);
  ASSERT_THAT(MergePeople(again_, known_), IsOk());
  EXPECT_THAT(RolesOf(known_), ElementsAre(own.name(), other.name()));
  EXPECT_THAT(RolesOf(again_), ElementsAre(other.name())) << "what was entered for it";
  const auto read = ReadParty(other.name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->person(), again_);
  EXPECT_EQ(read->surviving_person(), known_);
  EXPECT_EQ(read->identity().full_name(), "Mary Santos") << "sealed under that record's key, which stays";
  // What is said of the person through a role of the merged record belongs to the survivor now.
  v1::UpdatePartyRequest update;
  *update.mutable_party() = *read;
  update.mutable_party()->mutable_identity()->set_full_name("Maria Clara Santos");
  update.mutable_update_mask()->add_paths("identity");
  EXPECT_THAT(Call(service_.parties(), &v1::PartyService::Stub::UpdateParty, update), WentTo("PERSON_MERGED", known_));
}

TEST_F(PersonMergeTest, PartedBothAreAsTheyWereAndTheSurvivorKeepsWhatWasWrittenSince) {
  const v1::Party own = EnterRole(known_, case_);
  const v1::Party other = EnterRole(again_, case_, v1::PARTY_ROLE_WITNESS);
  const v1::Person known = Entered(known_);
  const v1::Person again = Entered(again_);
  ASSERT_THAT(MergePeople(again_, known_), IsOk());
  const v1::Party since = EnterRole(known_, CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION));
  v1::Person wanted = known;
  wanted.set_pseudonym("Maya M.");
  ASSERT_THAT(UpdatePerson(wanted, {"pseudonym"}), IsOk());

  const auto parted = PartPeople(again_);
  ASSERT_THAT(parted, IsOk());
  EXPECT_EQ(Entered(again_).SerializeAsString(), again.SerializeAsString());
  EXPECT_EQ(Entered(known_).SerializeAsString(), wanted.SerializeAsString());
  EXPECT_THAT(RolesOf(known_), ElementsAre(own.name(), since.name()));
  EXPECT_THAT(RolesOf(again_), ElementsAre(other.name()));
  EXPECT_EQ(ReadParty(other.name())->surviving_person(), "");
}

TEST_F(PersonMergeTest, ARecordGoesWithTheOneItWasMergedIntoAndComesBackWithIt) {
  const std::string third = EnterPerson("Maria C. Santos", "Maria").name();
  const v1::Party role = EnterRole(again_, case_);
  ASSERT_THAT(MergePeople(again_, known_), IsOk());
  ASSERT_THAT(MergePeople(known_, third), IsOk());
  EXPECT_EQ(ReadPerson(again_)->merged_into(), third);
  EXPECT_THAT(ReadPerson(again_)->merged_through(), ElementsAre(known_));
  EXPECT_THAT(ReadPerson(third)->merged_persons(), UnorderedElementsAre(again_, known_));
  EXPECT_THAT(RolesOf(third), ElementsAre(role.name()));
  v1::Person wanted = *ReadPerson(again_, types::v1::VIEW_BASIC);
  EXPECT_THAT(UpdatePerson(wanted, {"pseudonym"}), WentTo("PERSON_MERGED", third)) << "the one that stands for it now";

  ASSERT_THAT(PartPeople(known_), IsOk());
  EXPECT_EQ(ReadPerson(again_)->merged_into(), known_);
  EXPECT_THAT(ReadPerson(third)->merged_persons(), IsEmpty());
  EXPECT_THAT(RolesOf(known_), ElementsAre(role.name()));
  EXPECT_EQ(ReadParty(role.name())->surviving_person(), known_);
}

TEST_F(PersonMergeTest, WhatCannotBeMergedIsSaid) {
  const std::string third = EnterPerson("Pilar Cruz", "Pilar").name();
  EXPECT_THAT(MergePeople(known_, known_), IsInvalidIn("into"));
  EXPECT_THAT(MergePeople(known_, "offices/cebu/persons/" + NewId()), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(MergePeople(again_, known_, "v7"), FailsWith(kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(MergePeople(again_, known_), IsOk());
  EXPECT_THAT(MergePeople(again_, third), WentTo("PERSON_MERGED", known_));
  EXPECT_THAT(MergePeople(third, again_), WentTo("PERSON_MERGED", known_));
  EXPECT_THAT(MergePeople(known_, again_), WentTo("PERSON_MERGED", known_)) << "never in a circle";
  v1::Person ward = *ReadPerson(third);
  ward.add_guardians()->set_guardian(known_);
  ward.mutable_guardians(0)->set_relation(v1::GUARDIAN_RELATION_PARENT);
  ASSERT_THAT(UpdatePerson(ward, {"guardians"}), IsOk());
  EXPECT_THAT(MergePeople(third, known_), FailsWith(kRefused, "PERSON_IS_GUARDIAN"));
}

TEST_F(PersonMergeTest, NobodyBecomesTheirOwnGuardianByWayOfAnotherRecord) {
  v1::Person ward = *ReadPerson(again_);
  ward.add_guardians()->set_guardian(known_);
  ward.mutable_guardians(0)->set_relation(v1::GUARDIAN_RELATION_PARENT);
  ASSERT_THAT(UpdatePerson(ward, {"guardians"}), IsOk());
  const std::string of_guardian = EnterPerson("Ana Santos", "Ana").name();
  ASSERT_THAT(MergePeople(known_, of_guardian), IsOk());
  EXPECT_THAT(MergePeople(again_, of_guardian), FailsWith(kRefused, "PERSON_IS_GUARDIAN"));
  EXPECT_THAT(MergePeople(of_guardian, again_), FailsWith(kRefused, "PERSON_IS_GUARDIAN"));
  const std::string of_ward = EnterPerson("Mary S.", "Mary").name();
  ASSERT_THAT(MergePeople(again_, of_ward), IsOk());
  EXPECT_THAT(MergePeople(of_ward, of_guardian), FailsWith(kRefused, "PERSON_IS_GUARDIAN"));
  EXPECT_THAT(MergePeople(of_guardian, of_ward), FailsWith(kRefused, "PERSON_IS_GUARDIAN"));
}

TEST_F(PersonMergeTest, ErasingThePersonErasesEveryRecordOfTheirs) {
  const v1::Party role = EnterRole(again_, case_);
  ASSERT_THAT(MergePeople(again_, known_), IsOk());
  ASSERT_THAT(Call(service_.persons(), &PersonStub::ErasePerson, EraseRequest(known_)), IsOk());
  EXPECT_TRUE(ReadPerson(again_)->has_erase_time());
  EXPECT_FALSE(ReadPerson(again_)->has_profile());
  EXPECT_TRUE(ReadParty(role.name())->has_erase_time());
  EXPECT_THAT(Found("Mary Santos"), IsEmpty());
  ASSERT_THAT(PartPeople(again_), IsOk()) << "what is counted may still be corrected";
  EXPECT_FALSE(ReadPerson(again_)->has_profile()) << "what was erased stays erased";
}

TEST_F(PersonMergeTest, SomebodyIsFoundByEveryNameTheyWereEnteredUnder) {
  v1::Person other = *ReadPerson(again_);
  other.mutable_profile()->set_full_name("Luzviminda Reyes");
  ASSERT_THAT(UpdatePerson(other, {"profile"}), IsOk());
  ASSERT_THAT(MergePeople(again_, known_), IsOk());
  const auto found = Call(service_.persons(), &PersonStub::SearchPersons, SearchRequest("luzviminda reyes"));
  ASSERT_THAT(found, IsOk());
  ASSERT_EQ(found->matches_size(), 1);
  EXPECT_EQ(found->matches(0).person().merged_into(), known_);
  EXPECT_THAT(Found("maria santos"), ElementsAre("Maya"));
  v1::ListPersonsRequest list;
  list.set_parent("offices/cebu");
  EXPECT_EQ(Done(service_.persons(), &PersonStub::ListPersons, list).persons_size(), 1);
  list.set_show_merged(true);
  EXPECT_EQ(Done(service_.persons(), &PersonStub::ListPersons, list).persons_size(), 2);
}

TEST_F(PersonMergeTest, WhatTheRecordsSaidBeforeIsStillReadAndEveryStepIsOnTheTrail) {
  const v1::Party role = EnterRole(again_, case_);
  const absl::Time before = service_.clock().Now();
  ASSERT_THAT(MergePeople(again_, known_), IsOk());
  const absl::Time during = service_.clock().Now();
  ASSERT_THAT(PartPeople(again_), IsOk());
  const auto then = [&](absl::Time at) {
    v1::GetPersonRequest request;
    request.set_name(again_);
    SetTimestamp(at, request.mutable_read_time());
    return Done(service_.persons(), &PersonStub::GetPerson, request).merged_into();
  };
  EXPECT_EQ(then(before), "");
  EXPECT_EQ(then(during), known_);
  EXPECT_EQ(then(service_.clock().Now()), "");
  // Both records and the role, in each of the two acts.
  EXPECT_EQ(CountOf("audit WHERE method LIKE '%MergePerson'"), "3");
  EXPECT_EQ(CountOf("audit WHERE method LIKE '%UnmergePerson'"), "3");
  EXPECT_EQ(CountOf("outbox WHERE name = '" + role.name() + "'"), "3");
}

TEST_F(PersonMergeTest, PeopleWhoWereToldApartAreNotMergedUntilThatIsTakenBack) {
  const auto apart = Distinguish(again_, known_);
  ASSERT_THAT(apart, IsOk());
  EXPECT_EQ(Distinguish(known_, again_)->name(), apart->name()) << "a pair is one, from whichever side";
  EXPECT_THAT(MergePeople(again_, known_), FailsWith(kRefused, "PERSONS_DISTINGUISHED"));
  // Nor by way of a record that stands for one of them.
  const std::string third = EnterPerson("Maria C. Santos", "Maria").name();
  ASSERT_THAT(MergePeople(known_, third), IsOk());
  EXPECT_THAT(MergePeople(again_, third), FailsWith(kRefused, "PERSONS_DISTINGUISHED"));
  EXPECT_THAT(Distinguish(again_, known_), WentTo("PERSON_MERGED", third));
  v1::WithdrawDistinctionRequest withdraw;
  withdraw.set_name(apart->name());
  withdraw.set_reason("one girl after all");
  ASSERT_THAT(Call(*merges_, &MergeStub::WithdrawDistinction, withdraw), IsOk());
  EXPECT_THAT(Call(*merges_, &MergeStub::WithdrawDistinction, withdraw), FailsWith(kRefused, "DISTINCTION_WITHDRAWN"));
  EXPECT_THAT(MergePeople(again_, third), IsOk());
  v1::ListDistinctionsRequest list;
  list.set_parent("offices/cebu");
  list.set_person(known_);
  EXPECT_EQ(Done(*merges_, &MergeStub::ListDistinctions, list).distinctions_size(), 0);
  list.set_show_withdrawn(true);
  EXPECT_EQ(Done(*merges_, &MergeStub::ListDistinctions, list).distinctions_size(), 1);
}

// Writers go on while the record is merged under them: each is carried out before, or is told where the person went.
TEST_F(PersonMergeTest, AWriteThatRacesAMergeIsThereOrIsToldWhereThePersonWent) {
  constexpr int kRoleWriters = 4;
  std::latch begun(kRoleWriters + 1);
  std::atomic<int> told = 0;
  std::vector<std::vector<std::string>> entered(kRoleWriters);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kRoleWriters; ++writer) {
    writers.emplace_back([&, &mine = entered[static_cast<std::size_t>(writer)]] {
      told += WriteUntilTold(begun, [&](int) {
        const auto role = Call(service_.parties(), &v1::PartyService::Stub::CreateParty, RoleRequest(again_, case_));
        if (role.ok()) mine.push_back(role->name());
        return role.status();
      });
    });
  }
  std::string pseudonym = "Luz";
  writers.emplace_back([&] {
    told += WriteUntilTold(begun, [&](int turn) {
      v1::Person wanted;
      wanted.set_name(again_);
      wanted.set_pseudonym("Luz " + std::to_string(turn));
      const auto renamed = UpdatePerson(wanted, {"pseudonym"});
      if (renamed.ok()) pseudonym = renamed->pseudonym();
      return renamed.status();
    });
  });
  begun.wait();
  const auto merged = MergePeople(again_, known_);
  stop_ = !merged.ok();
  for (std::thread& writer : writers) writer.join();
  ASSERT_THAT(merged, IsOk());
  EXPECT_EQ(told, kRoleWriters + 1);
  std::vector<std::string> roles;
  for (const std::vector<std::string>& some : entered) roles.insert(roles.end(), some.begin(), some.end());
  EXPECT_GE(roles.size(), entered.size());
  EXPECT_THAT(RolesOf(again_), UnorderedElementsAreArray(roles)) << "what was acknowledged, and nothing else";
  EXPECT_THAT(RolesOf(known_), UnorderedElementsAreArray(roles)) << "none was entered beside the merge";
  EXPECT_EQ(ReadPerson(again_)->pseudonym(), pseudonym);
  ASSERT_THAT(PartPeople(again_), IsOk());
  EXPECT_THAT(RolesOf(again_), UnorderedElementsAreArray(roles));
  EXPECT_THAT(RolesOf(known_), IsEmpty());
  EXPECT_EQ(ReadPerson(again_)->pseudonym(), pseudonym);
}

TEST_F(PersonMergeTest, OfTwoMergesThatWouldCloseACircleOneIsMade) {
  std::atomic<int> made = 0;
  std::atomic<int> refused = 0;
  std::latch ready(2);
  const auto merge = [&](const std::string& name, const std::string& into) {
    ready.arrive_and_wait();
    const auto answer = MergePeople(name, into);
    made += answer.ok();
    refused += errors::Reason(answer.status()) == "PERSON_MERGED";
  };
  std::thread one([&] { merge(again_, known_); });
  std::thread two([&] { merge(known_, again_); });
  one.join();
  two.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(refused, 1);
}

}  // namespace
}  // namespace amparo::cases
