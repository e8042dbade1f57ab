// Records that were merged, and tasks whose clock stands, move from one installation to another with what they say of
// each other.
#include <algorithm>
#include <functional>
#include <latch>
#include <thread>
#include <utility>

#include "common/base/strings.h"
#include "tests/integration/services/case/merge_fixture.h"
#include "tests/integration/services/case/office_move.h"
#include "tests/integration/services/case/task_test.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The two that were merged, by whichever of their names comes first.
class MergedImportTest : public Merging<PersonTest> {
 protected:
  // Imports the case of this name, which stands for itself, as a whole case.
  static absl::StatusOr<v1::ImportCasesResponse> ImportAlone(CaseService& there, const std::string& name,
                                                             const std::string& number) {
    v1::ImportCasesRequest row;
    row.set_row("1");
    row.set_parent("offices/cebu");
    v1::Case& alone = *row.mutable_bundle()->mutable_case_();
    alone.set_name(name);
    alone.set_case_number(number);
    alone.set_title("One");
    alone.set_crime_type("02041");
    alone.set_stage(v1::CASE_STAGE_REPORTED);
    *alone.mutable_report_date() = DateOf(absl::CivilDay(2014, 12, 1));
    return there.Import({row});
  }

  // Sends one record; true when it was entered.
  static bool Sends(CaseService& there, const feed::v1::Event& record) {
    const auto sent = SendRecords(there, {record});
    return sent.ok() && sent->created() == 1;
  }

  // The case in `record` under another name and number.
  static v1::Case Renamed(const feed::v1::Event& record, const std::string& name, const std::string& number) {
    v1::Case renamed = MessageOf<v1::Case>(record);
    renamed.set_name(name);
    renamed.set_case_number(number);
    return renamed;
  }
  static feed::v1::Event RecordOf(feed::v1::Event like, const v1::Case& message) {
    like.set_name(message.name());
    return WithMessage(std::move(like), message);
  }
};

TEST_F(MergedImportTest, MergesMoveWhicheverComesFirst) {
  std::vector<std::string> people;
  for (int i = 0; i < 4; ++i) people.push_back(EnterPerson("Somebody").name());
  const std::string first = service_.EnterCase("One").name();
  const std::string second = service_.EnterCase("Two").name();
  ASSERT_TRUE(MergePeople(people[0], people[1]).ok());
  ASSERT_TRUE(MergePeople(people[3], people[2]).ok());
  ASSERT_TRUE(MergeCases(first, second).ok());
  CaseService there;
  const std::vector<feed::v1::Event> records = RecordsToMove(service_, "cebu", there);
  MoveAsTheyAre(there, records);
}

TEST_F(MergedImportTest, WhatARecordWasMergedIntoStandsForItselfThere) {
  const std::string first = service_.EnterCase("One").name();
  const std::string second = service_.EnterCase("Two").name();
  const std::string third = service_.EnterCase("Three").name();
  ASSERT_TRUE(MergeCases(first, second).ok());
  ASSERT_TRUE(MergeCases(second, third).ok());
  CaseService there;
  const std::vector<feed::v1::Event> records = RecordsToMove(service_, "cebu", there);
  EXPECT_THAT(MoveRecords(there, records).rejected, IsEmpty());
  // Of a time at which the second stood for itself.
  feed::v1::Event record = RecordNamed(records, first);
  v1::Case late = MessageOf<v1::Case>(record);
  late.set_name(ToString(CaseName{"cebu", Uuid::FromKey("late")}));
  late.set_case_number("LATE-1");
  late.clear_merged_through();
  late.set_merged_into(second);
  record.set_name(late.name());
  EXPECT_THAT(SendRecord(there, WithMessage(record, late)).message(), HasSubstr("record.resource.merged_into"));
}

TEST_F(MergedImportTest, WhatARecordWasMergedIntoNamesItToo) {
  const std::string given_up = EnterPerson("Somebody").name();
  const std::string standing = EnterPerson("Somebody").name();
  ASSERT_TRUE(MergePeople(given_up, standing).ok());
  std::vector<feed::v1::Event> records = ExportedRecords(service_, "cebu");
  for (feed::v1::Event& record : records) {
    if (record.name() != standing) continue;
    v1::Person person = MessageOf<v1::Person>(record);
    person.clear_merged_persons();
    record = WithMessage(record, person);
  }
  CaseService there;
  OpenOfficeAmong(there, records);
  EXPECT_THAT(MoveRecords(there, records).rejected,
              Contains(::testing::Pair(given_up, HasSubstr("record.resource.merged_into"))));
}

TEST_F(MergedImportTest, WhoIsThereForItselfWasMergedIntoNobody) {
  const std::string given_up = service_.EnterCase("One").name();
  const std::string standing = service_.EnterCase("Two").name();
  ASSERT_TRUE(MergeCases(given_up, standing).ok());
  CaseService there;
  const std::vector<feed::v1::Event> records = RecordsToMove(service_, "cebu", there);
  v1::Case alone = MessageOf<v1::Case>(RecordNamed(records, given_up));
  alone.clear_merged_into();
  alone.clear_merge_reason();
  ASSERT_TRUE(Sends(there, WithMessage(RecordNamed(records, given_up), alone)));
  EXPECT_THAT(SendRecord(there, RecordNamed(records, standing)).message(), HasSubstr("record.resource.merged_cases"));
}

TEST_F(MergedImportTest, WhoWasMergedComesAsMergedIntoAllWhoNameIt) {
  const std::string given_up = EnterPerson("Somebody").name();
  const std::string standing = EnterPerson("Somebody").name();
  const std::string other = EnterPerson("Somebody").name();
  ASSERT_TRUE(MergePeople(given_up, standing).ok());
  const std::vector<feed::v1::Event> records = ExportedRecords(service_, "cebu");
  v1::Person naming_too = MessageOf<v1::Person>(RecordNamed(records, other));
  naming_too.add_merged_persons(given_up);
  CaseService there;
  OpenOfficeAmong(there, records);
  const auto named =
      SendRecords(there, {RecordNamed(records, standing), WithMessage(RecordNamed(records, other), naming_too)});
  ASSERT_TRUE(named.ok()) << named.status();
  ASSERT_EQ(named->created(), 2) << named->ShortDebugString();
  // For itself, and as merged into the one alone: the other names it too.
  v1::Person alone = MessageOf<v1::Person>(RecordNamed(records, given_up));
  alone.clear_merged_into();
  alone.clear_merge_reason();
  for (const feed::v1::Event& record :
       {WithMessage(RecordNamed(records, given_up), alone), RecordNamed(records, given_up)}) {
    const v1::RecordImportResult refused = SendRecord(there, record);
    EXPECT_EQ(refused.outcome(), v1::IMPORT_OUTCOME_REJECTED);
    EXPECT_THAT(refused.message(), HasSubstr("record.resource.merged_into"));
  }
}

TEST_F(MergedImportTest, WhatWasMergedIsNotEnteredAsAWholeCase) {
  const std::string given_up = service_.EnterCase("One").name();
  const std::string standing = service_.EnterCase("Two").name();
  ASSERT_TRUE(MergeCases(given_up, standing).ok());
  CaseService there;
  const std::vector<feed::v1::Event> records = RecordsToMove(service_, "cebu", there);
  ASSERT_TRUE(Sends(there, RecordNamed(records, standing)));
  const auto refused = ImportAlone(there, given_up, "ALONE-1");
  ASSERT_TRUE(refused.ok()) << refused.status();
  ASSERT_EQ(refused->results_size(), 1);
  EXPECT_EQ(refused->results(0).reason(), errors::kAlreadyExists) << refused->results(0).message();
  EXPECT_TRUE(Sends(there, RecordNamed(records, given_up)));
}

TEST_F(MergedImportTest, WhatWasMergedIsNotEnteredByHandUnderItsName) {
  const std::string given_up_case = service_.EnterCase("One").name();
  const std::string standing_case = service_.EnterCase("Two").name();
  const std::string given_up = EnterPerson("Somebody").name();
  const std::string standing = EnterPerson("Somebody").name();
  ASSERT_TRUE(MergeCases(given_up_case, standing_case).ok());
  ASSERT_TRUE(MergePeople(given_up, standing).ok());
  CaseService there;
  const std::vector<feed::v1::Event> records = RecordsToMove(service_, "cebu", there);
  ASSERT_TRUE(Sends(there, RecordNamed(records, standing_case)));
  ASSERT_TRUE(Sends(there, RecordNamed(records, standing)));

  v1::CreateCaseRequest a_case = there.NewCaseRequest();
  a_case.set_case_id(ParseName<CaseName>(given_up_case)->id.ToString());
  EXPECT_THAT(Call(there.cases(), &v1::CaseService::Stub::CreateCase, a_case),
              FailsWith(kExists, errors::kAlreadyExists));
  v1::CreatePersonRequest person = PersonRequest("Somebody");
  person.set_person_id(ParseName<PersonName>(given_up)->id.ToString());
  EXPECT_THAT(Call(there.persons(), &PersonStub::CreatePerson, person), FailsWith(kExists, errors::kAlreadyExists));
  v1::CreatePartyRequest party = RoleRequest("", standing_case);
  party.set_party_id(person.person_id());
  EXPECT_THAT(Call(there.parties(), &v1::PartyService::Stub::CreateParty, party),
              FailsWith(kExists, errors::kAlreadyExists));
  // Under ids that nobody names they come, and with their history.
  a_case.set_case_id(Uuid::FromKey("another").ToString());
  person.set_person_id(Uuid::FromKey("somebody").ToString());
  party.set_party_id(Uuid::FromKey("a third").ToString());
  EXPECT_THAT(Call(there.cases(), &v1::CaseService::Stub::CreateCase, a_case), IsOk());
  EXPECT_THAT(Call(there.persons(), &PersonStub::CreatePerson, person), IsOk());
  EXPECT_THAT(Call(there.parties(), &v1::PartyService::Stub::CreateParty, party), IsOk());
  EXPECT_TRUE(Sends(there, RecordNamed(records, given_up_case)));
  EXPECT_TRUE(Sends(there, RecordNamed(records, given_up)));
}

TEST_F(MergedImportTest, OfWhoIsNamedAndWhoComesForItselfAtTheSameMomentOneIsEntered) {
  const std::string given_up = service_.EnterCase("One").name();
  const std::string standing = service_.EnterCase("Two").name();
  ASSERT_TRUE(MergeCases(given_up, standing).ok());
  CaseService there;
  const std::vector<feed::v1::Event> records = RecordsToMove(service_, "cebu", there);
  // The ways in which a case comes that stands for itself; true when it was entered.
  const auto as_record = [&](const std::string& name, const std::string& number) {
    v1::Case alone = Renamed(RecordNamed(records, given_up), name, number);
    alone.clear_merged_into();
    alone.clear_merge_reason();
    return Sends(there, RecordOf(RecordNamed(records, given_up), alone));
  };
  const auto as_whole_case = [&](const std::string& name, const std::string& number) {
    const auto sent = ImportAlone(there, name, number);
    return sent.ok() && sent->created() == 1;
  };
  const auto by_hand = [&](const std::string& name, const std::string& number) {
    v1::CreateCaseRequest request = there.NewCaseRequest();
    request.set_case_id(ParseName<CaseName>(name)->id.ToString());
    request.mutable_case_()->set_case_number(number);
    return Call(there.cases(), &v1::CaseService::Stub::CreateCase, request).ok();
  };
  const std::vector<std::function<bool(const std::string&, const std::string&)>> ways = {as_record, as_whole_case,
                                                                                         by_hand};
  for (std::size_t round = 0; round < 16 * ways.size(); ++round) {
    const std::string member = ToString(CaseName{"cebu", Uuid::FromKey(StrCat("member ", round))});
    v1::Case survivor =
        Renamed(RecordNamed(records, standing), ToString(CaseName{"cebu", Uuid::FromKey(StrCat("survivor ", round))}),
                StrCat("SURVIVOR-", round));
    survivor.clear_merged_cases();
    survivor.add_merged_cases(member);
    const feed::v1::Event naming = RecordOf(RecordNamed(records, standing), survivor);
    bool named = false;
    bool entered = false;
    std::latch ready(2);
    std::thread one([&] {
      ready.arrive_and_wait();
      named = Sends(there, naming);
    });
    std::thread two([&] {
      ready.arrive_and_wait();
      entered = ways[round % ways.size()](member, StrCat("MEMBER-", round));
    });
    one.join();
    two.join();
    EXPECT_NE(named, entered) << "round " << round << ": " << named;
  }
  EXPECT_EQ(there.Sql("SELECT count(*) FROM merged_member AS named JOIN \"case\" USING (office, id) "
                      "WHERE named.kind = 'case' AND merged_id IS NULL"),
            "0");
}

TEST_F(MergedImportTest, JudgementsOnCasesMoveAndAreKeptThere) {
  const std::string first = service_.EnterCase("One").name();
  const std::string second = service_.EnterCase("Two").name();
  ASSERT_THAT(DistinguishCases(first, second), IsOk());
  const std::string person = EnterPerson("Somebody").name();
  CaseService there;
  const std::vector<feed::v1::Event> records = RecordsToMove(service_, "cebu", there);
  MoveAsTheyAre(there, records);
  const auto merges = there.StubOf<v1::MergeService>();
  EXPECT_THAT(Call(*merges, &MergeStub::MergeCase, CaseMerge(first, second)),
              FailsWith(kRefused, "CASES_DISTINGUISHED"));
  // A person and a case are never judged to be one.
  const auto judged = std::find_if(records.begin(), records.end(),
                                   [](const feed::v1::Event& record) { return record.kind() == "distinction"; });
  ASSERT_NE(judged, records.end());
  v1::Distinction mixed = MessageOf<v1::Distinction>(*judged);
  mixed.set_second(person);
  EXPECT_THAT(SendRecord(there, WithMessage(*judged, mixed)).message(), HasSubstr("second"));
}

// The survivors were to be assessed within days when the case came to rest; then the office moved.
class RestingImportTest : public TaskTest {};

TEST_F(RestingImportTest, ClocksThatStandAndExtensionsMoveAndGoOnThere) {
  ASSERT_THAT(Apply(case_, "first-weeks"), IsOk());
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay), IsOk());
  v1::ListTasksRequest list;
  list.set_parent(case_);
  std::string name;
  const v1::ListTasksResponse listed = Done(*tasks_, &TaskStub::ListTasks, list);
  for (const v1::Task& task : listed.tasks()) {
    if (task.origin().item() == "assess") name = task.name();
  }
  v1::ExtendTaskRequest extend;
  extend.set_name(name);
  extend.set_days(5);
  extend.set_reason("the court gave more time");
  Done(*tasks_, &TaskStub::ExtendTask, extend);
  Move(&v1::CaseService::Stub::DeactivateCase, case_, "the family moved away");
  CaseService there;
  there.clock().Advance(service_.clock().Now() - there.clock().Now() + absl::Hours(24 * 10));
  const std::vector<feed::v1::Event> records = RecordsToMove(service_, "cebu", there);
  MoveAsTheyAre(there, records);
  ASSERT_THAT(there.Act(&v1::CaseService::Stub::ReactivateCase, case_), IsOk());
  const auto tasks = there.StubOf<v1::TaskService>();
  v1::GetTaskRequest get;
  get.set_name(name);
  const auto resumed = Call(*tasks, &TaskStub::GetTask, get);
  ASSERT_THAT(resumed, IsOk());
  EXPECT_FALSE(resumed->clock_stopped());
  // The day it was suspended is no day of the clock, the day it was resumed is one; the extension comes on top.
  EXPECT_EQ(DayFrom(resumed->due_date()), kFirstDay + 12 + 5);
}

TEST_F(RestingImportTest, ReferenceDatesThatComeInAnotherOrderAreKeptInTheirOwn) {
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay), IsOk());
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_ARREST, kFirstDay), IsOk());
  CaseService there;
  there.clock().Advance(service_.clock().Now() - there.clock().Now());
  const std::vector<feed::v1::Event> records = RecordsToMove(service_, "cebu", there);
  v1::Case turned = MessageOf<v1::Case>(RecordNamed(records, case_));
  ASSERT_EQ(turned.reference_dates_size(), 2);
  turned.mutable_reference_dates()->SwapElements(0, 1);
  const v1::RecordImportResult sent = SendRecord(there, WithMessage(RecordNamed(records, case_), turned));
  EXPECT_EQ(sent.outcome(), v1::IMPORT_OUTCOME_CREATED) << sent.message();
  EXPECT_EQ(SaidIn(ExportedRecords(there, "cebu")).at(case_), SaidIn(records).at(case_));
  // No day is "taken back"; one that is no date is a fault.
  v1::Case broken = turned;
  broken.mutable_reference_dates(0)->mutable_date()->set_month(13);
  EXPECT_THAT(SendRecord(there, WithMessage(RecordNamed(records, case_), broken)).message(),
              HasSubstr("record.resource.reference_dates[0].date"));
  // The same kind twice would say two days.
  *turned.add_reference_dates() = turned.reference_dates(0);
  turned.set_name(ToString(CaseName{"cebu", Uuid::FromKey("twice")}));
  turned.set_case_number("TWICE-1");
  feed::v1::Event twice = WithMessage(RecordNamed(records, case_), turned);
  twice.set_name(turned.name());
  EXPECT_THAT(SendRecord(there, twice).message(), HasSubstr("record.resource.reference_dates"));
}

}  // namespace
}  // namespace amparo::cases
