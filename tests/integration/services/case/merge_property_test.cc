// Random sequences of merges, their taking back, and writes: after each step the service is where a model is.
#include <algorithm>
#include <map>
#include <optional>
#include <random>

#include "amparo/cases/v1/flag.grpc.pb.h"
#include "amparo/cases/v1/task_service.grpc.pb.h"
#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "tests/integration/services/case/justice_test.h"
#include "tests/integration/services/case/merge_fixture.h"
#include "tests/integration/services/case/merge_model.h"

namespace amparo::cases {
namespace {

class MergePropertyTest : public Merging<JusticeTest> {
 protected:
  // What the model knows of a case.
  struct Modelled {
    std::string name;
    std::string accused;
    std::vector<std::string> undecided;
    int charges = 0;
    std::vector<std::string> open_flags;
    std::vector<std::string> papers;
  };

  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  // What a write to a case that was merged must be told; nothing for one that stands for itself.
  template <typename T>
  bool Told(const absl::StatusOr<T>& answer, int id) {
    if (!forest_.merged(id)) {
      EXPECT_TRUE(answer.ok()) << answer.status();
      return answer.ok();
    }
    EXPECT_THAT(answer, WentTo("CASE_MERGED", cases_[static_cast<std::size_t>(forest_.Root(id))].name));
    return false;
  }

  std::vector<std::string> NamesOf(const std::vector<int>& ids) {
    std::vector<std::string> names;
    for (const int id : ids) names.push_back(Of(id).name);
    return names;
  }

  void Merge(int from, int into) {
    if (from == into) return;
    const bool fits = !forest_.merged(from) && !forest_.merged(into);
    std::vector<int> changed;
    if (fits) changed = forest_.Behind(from, kCases);
    if (fits) changed.push_back(into);
    // What was entered under them keeps its rows of the trail: a merge moves nothing.
    const auto answer =
        CallThatWrites(service_, NamesOf(changed), [&] { return MergeCases(Of(from).name, Of(into).name); });
    if (fits) {
      EXPECT_TRUE(answer.ok()) << answer.status();
      forest_.Join(from, into);
    } else if (!answer.ok()) {
      EXPECT_EQ(errors::Reason(answer.status()), "CASE_MERGED");
    }
  }

  void PartCase(int id) {
    const std::vector<std::string> changed = NamesOf(forest_.PartedWith(id, kCases));
    EXPECT_THAT(CallThatWrites(service_, changed, [&] { return PartCases(Of(id).name); }), IsOk());
    forest_.Part(id);
  }

  void Charge(int id) {
    v1::CreateChargeRequest request = Request();
    request.set_parent(Of(id).name);
    request.mutable_charge()->set_accused(Of(id).accused);
    const auto answer = Call(*charges_, &ChargeStub::CreateCharge, request);
    if (!Told(answer, id)) return;
    ++Of(id).charges;
    Of(id).undecided.push_back(answer->name());
  }

  // A verdict goes on wherever the case went.
  void Judge(int id) {
    if (Of(id).undecided.empty()) return;
    EXPECT_THAT(Call(*charges_, &ChargeStub::RecordVerdict, Verdict(Of(id).undecided.back())), IsOk());
    Of(id).undecided.pop_back();
  }

  void Flag(int id) {
    v1::RaiseFlagRequest request;
    request.set_parent(Of(id).name);
    request.mutable_flag()->set_kind(v1::FLAG_KIND_SAFETY_RISK);
    request.mutable_flag()->set_reason("he knows where she lives");
    const auto answer = Call(*flags_, &v1::FlagService::Stub::RaiseFlag, request);
    if (Told(answer, id)) Of(id).open_flags.push_back(answer->name());
  }

  void Lower(int id) {
    if (Of(id).open_flags.empty()) return;
    v1::LowerFlagRequest request;
    request.set_name(Of(id).open_flags.back());
    request.set_reason("he was arrested");
    EXPECT_THAT(Call(*flags_, &v1::FlagService::Stub::LowerFlag, request), IsOk());
    Of(id).open_flags.pop_back();
  }

  void EnterDocument(int id) {
    v1::CreateDocumentRequest request;
    request.set_parent(Of(id).name);
    request.mutable_document()->set_kind("police-report");
    request.mutable_document()->set_title("The report");
    const auto answer = Call(*documents_, &v1::DocumentService::Stub::CreateDocument, request);
    if (Told(answer, id)) Of(id).papers.push_back(answer->name());
  }

  void EnterTask(int id) {
    v1::CreateTaskRequest request;
    request.set_parent(Of(id).name);
    request.mutable_task()->set_title("Ask for the report");
    request.mutable_task()->set_role(options::v1::ROLE_PARALEGAL);
    *request.mutable_task()->mutable_due_date() = DateOf(absl::CivilDay(2015, 1, 5));
    const auto answer = Call(*tasks_, &v1::TaskService::Stub::CreateTask, request);
    if (Told(answer, id)) Of(id).papers.push_back(answer->name());
  }

  void Step() {
    const int id = Pick(kCases);
    switch (Pick(9)) {
      case 0:
      case 1:
        return Merge(id, Pick(kCases));
      case 2:
        return PartCase(id);
      case 3:
        return Charge(id);
      case 4:
        return Judge(id);
      case 5:
        return Flag(id);
      case 6:
        return EnterDocument(id);
      case 7:
        return EnterTask(id);
      default:
        return Lower(id);
    }
  }

  // The documents and tasks of a case, by the model and by the lists.
  std::vector<std::string> ExpectedPapers(int id) {
    std::vector<std::string> papers;
    for (const int other : forest_.merged(id) ? std::vector<int>{id} : forest_.Behind(id, kCases)) {
      papers.insert(papers.end(), Of(other).papers.begin(), Of(other).papers.end());
    }
    return papers;
  }
  std::vector<std::string> ListedPapers(int id) {
    v1::ListDocumentsRequest documents;
    documents.set_parent(Of(id).name);
    documents.set_page_size(1000);
    v1::ListTasksRequest tasks;
    tasks.set_parent(Of(id).name);
    tasks.set_page_size(1000);
    std::vector<std::string> papers;
    const auto some = Done(*documents_, &v1::DocumentService::Stub::ListDocuments, documents);
    for (const v1::Document& one : some.documents()) papers.push_back(one.name());
    const auto others = Done(*tasks_, &v1::TaskService::Stub::ListTasks, tasks);
    for (const v1::Task& one : others.tasks()) papers.push_back(one.name());
    return papers;
  }

  // "charges undecided flagged root" of a case, by the model and by the service.
  std::string Expected(int id) {
    int charges = 0;
    std::size_t undecided = 0;
    bool flagged = false;
    for (int other = 0; other < kCases; ++other) {
      if (other != id && (forest_.merged(id) || forest_.Root(other) != id)) continue;
      charges += Of(other).charges;
      undecided += Of(other).undecided.size();
      flagged = flagged || !Of(other).open_flags.empty();
    }
    const int root = forest_.Root(id);
    return StrCat(charges, " ", undecided, " ", flagged ? "flagged" : "calm", " ", root == id ? "" : Of(root).name);
  }
  std::string Actual(int id) {
    const std::string& name = Of(id).name;
    const v1::Case one = ReadCase(name);
    return StrCat(service_.Sql(StrCat("SELECT charges || ' ' || without_verdict FROM \"case\" WHERE id = '",
                                      name.substr(name.rfind('/') + 1), "'")),
                  " ", one.open_flags().empty() ? "calm" : "flagged", " ", one.merged_into());
  }

  static constexpr int kCases = 5;

  Modelled& Of(int id) { return cases_[static_cast<std::size_t>(id)]; }

  std::mt19937 random_;
  Forest forest_;
  std::vector<Modelled> cases_;
  std::unique_ptr<v1::FlagService::Stub> flags_ = service_.StubOf<v1::FlagService>();
  std::unique_ptr<v1::DocumentService::Stub> documents_ = service_.StubOf<v1::DocumentService>();
  std::unique_ptr<v1::TaskService::Stub> tasks_ = service_.StubOf<v1::TaskService>();
};

TEST_F(MergePropertyTest, CasesEqualAModel) {
  for (int id = 0; id < kCases; ++id) {
    Modelled& one = cases_.emplace_back();
    one.name = CaseIn("cebu", v1::CASE_STAGE_PROSECUTION);
    one.accused = EnterParty(one.name, v1::PARTY_ROLE_ACCUSED);
  }
  for (unsigned seed = 1; seed <= 3; ++seed) {
    random_.seed(seed);
    for (int step = 0; step < 80 && !HasFailure(); ++step) {
      service_.clock().Advance(absl::Milliseconds(1));
      Step();
      for (int id = 0; id < kCases; ++id) {
        ASSERT_EQ(Actual(id), Expected(id)) << "seed " << seed << ", step " << step << ", case " << id;
      }
      // Of one case a step, since a list is a call: each has its turn.
      const int turn = step % kCases;
      ASSERT_THAT(ListedPapers(turn), ::testing::UnorderedElementsAreArray(ExpectedPapers(turn)))
          << "seed " << seed << ", step " << step << ", case " << turn;
    }
  }
}

class PersonMergePropertyTest : public Merging<PersonTest> {
 protected:
  static constexpr int kPeople = 5;

  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  std::string& Name(int id) { return names_[static_cast<std::size_t>(id)]; }

  // These records, and the roles that were entered for one and for what was merged into it: a merge of it, and taking
  // one back, says in each who it is now.
  std::vector<std::string> WithRoles(int id, const std::vector<int>& records) {
    std::vector<std::string> names;
    for (const int record : records) names.push_back(Name(record));
    const std::vector<int> behind = forest_.Behind(id, kPeople);
    for (const auto& [role, entered_for] : roles_) {
      if (std::find(behind.begin(), behind.end(), entered_for) != behind.end()) names.push_back(role);
    }
    return names;
  }

  void MergeInto(int id, int other) {
    if (id == other || forest_.merged(id) || forest_.merged(other)) return;
    std::vector<int> changed = forest_.Behind(id, kPeople);
    changed.push_back(other);
    const auto merge = [&] { return MergePeople(Name(id), Name(other)); };
    EXPECT_THAT(CallThatWrites(service_, WithRoles(id, changed), merge), IsOk());
    forest_.Join(id, other);
  }

  void PartPerson(int id) {
    const std::vector<int> changed = forest_.PartedWith(id, kPeople);
    const auto written = changed.empty() ? std::vector<std::string>() : WithRoles(id, changed);
    EXPECT_THAT(CallThatWrites(service_, written, [&] { return PartPeople(Name(id)); }), IsOk());
    forest_.Part(id);
  }

  void Step() {
    const int id = Pick(kPeople);
    const int other = Pick(kPeople);
    switch (Pick(4)) {
      case 0:
        return MergeInto(id, other);
      case 1:
        return PartPerson(id);
      case 2: {
        const auto role = Call(service_.parties(), &v1::PartyService::Stub::CreateParty, RoleRequest(Name(id), case_));
        EXPECT_EQ(role.ok(), !forest_.merged(id)) << role.status();
        if (role.ok()) roles_[role->name()] = id;
        return;
      }
      default: {
        v1::Person wanted = *ReadPerson(Name(id), types::v1::VIEW_BASIC);
        wanted.set_pseudonym(StrCat("P", Pick(1000)));
        if (UpdatePerson(wanted, {"pseudonym"}).ok()) pseudonyms_[id] = wanted.pseudonym();
        return;
      }
    }
  }

  std::mt19937 random_{7};
  Forest forest_;
  std::vector<std::string> names_;
  // Who each role was entered for.
  std::map<std::string, int> roles_;
  std::map<int, std::string> pseudonyms_;
};

TEST_F(PersonMergePropertyTest, PeopleEqualAModel) {
  for (int id = 0; id < kPeople; ++id) {
    names_.push_back(EnterPerson("Maria Santos", "P").name());
    pseudonyms_[id] = "P";
  }
  for (int step = 0; step < 120 && !HasFailure(); ++step) {
    service_.clock().Advance(absl::Milliseconds(1));
    Step();
    for (int id = 0; id < kPeople; ++id) {
      std::vector<std::string> expected;
      for (const auto& [role, entered_for] : roles_) {
        const bool own = forest_.merged(id) ? entered_for == id : forest_.Root(entered_for) == id;
        if (own) expected.push_back(role);
      }
      ASSERT_THAT(RolesOf(Name(id)), ::testing::UnorderedElementsAreArray(expected)) << step << " " << id;
      const v1::Person person = *ReadPerson(Name(id), types::v1::VIEW_BASIC);
      ASSERT_EQ(person.pseudonym(), pseudonyms_[id]) << step;
      ASSERT_EQ(person.merged_into(), forest_.merged(id) ? Name(forest_.Root(id)) : "") << step;
    }
  }
}

}  // namespace
}  // namespace amparo::cases
