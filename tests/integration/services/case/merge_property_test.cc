// Random sequences of merges, their taking back, and writes: after each step the service is where a model is.
#include <map>
#include <optional>
#include <random>

#include "amparo/cases/v1/flag.grpc.pb.h"
#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "tests/integration/services/case/justice_test.h"
#include "tests/integration/services/case/merge_fixture.h"

namespace amparo::cases {
namespace {

// Which of some records was merged into which.
class Forest {
 public:
  void Join(int from, int into) { parents_[from] = into; }
  void Part(int from) { parents_.erase(from); }
  bool merged(int id) const { return parents_.contains(id); }
  // The record that stands for one.
  int Root(int id) const {
    while (merged(id)) id = parents_.at(id);
    return id;
  }

 private:
  std::map<int, int> parents_;
};

class MergePropertyTest : public Merging<JusticeTest> {
 protected:
  // What the model knows of a case.
  struct Modelled {
    std::string name;
    std::string accused;
    std::vector<std::string> undecided;
    int charges = 0;
    std::vector<std::string> open_flags;
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

  void Merge(int from, int into) {
    if (from == into) return;
    const bool fits = !forest_.merged(from) && !forest_.merged(into);
    const auto answer = MergeCases(Of(from).name, Of(into).name);
    if (fits) {
      EXPECT_TRUE(answer.ok()) << answer.status();
      forest_.Join(from, into);
    } else if (!answer.ok()) {
      EXPECT_EQ(errors::Reason(answer.status()), "CASE_MERGED");
    }
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

  void Step() {
    const int id = Pick(kCases);
    switch (Pick(7)) {
      case 0:
      case 1:
        return Merge(id, Pick(kCases));
      case 2:
        EXPECT_THAT(PartCases(Of(id).name), IsOk());
        return forest_.Part(id);
      case 3:
        return Charge(id);
      case 4:
        return Judge(id);
      case 5:
        return Flag(id);
      default:
        return Lower(id);
    }
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
    }
  }
}

class PersonMergePropertyTest : public Merging<PersonTest> {
 protected:
  static constexpr int kPeople = 5;

  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  std::string& Name(int id) { return names_[static_cast<std::size_t>(id)]; }

  void Step() {
    const int id = Pick(kPeople);
    const int other = Pick(kPeople);
    switch (Pick(4)) {
      case 0:
        if (id == other || forest_.merged(id) || forest_.merged(other)) return;
        EXPECT_THAT(MergePeople(Name(id), Name(other)), IsOk());
        return forest_.Join(id, other);
      case 1:
        EXPECT_THAT(PartPeople(Name(id)), IsOk());
        return forest_.Part(id);
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
