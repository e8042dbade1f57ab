// Records that are made one and parted again: whatever the order, each says which stands for it, and nothing else
// changes.
#include "services/case/domain/merge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>

#include "services/case/domain/case.h"
#include "services/case/domain/distinction.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

MergeFamily Records(int count) {
  MergeFamily family;
  for (int number = 1; number <= count; ++number) family[Id(number)];
  return family;
}

TEST(MergeTest, WhatWasMergedIntoARecordGoesWithItAndComesBackWithIt) {
  MergeFamily family = Records(3);
  Join(Id(1), Id(2), "the same card", family);
  Join(Id(2), Id(3), "the same mother", family);
  EXPECT_EQ(family[Id(1)].path, (std::vector<Uuid>{Id(2), Id(3)}));
  EXPECT_EQ(family[Id(1)].survivor(), Id(3));
  EXPECT_EQ(family[Id(3)].members, (std::vector<Uuid>{Id(1), Id(2)}));
  EXPECT_EQ(family[Id(2)].reason, "the same mother");

  Part(Id(2), family);
  EXPECT_EQ(family[Id(1)].path, std::vector<Uuid>{Id(2)});
  EXPECT_EQ(family[Id(1)].reason, "the same card");
  EXPECT_FALSE(family[Id(2)].merged());
  EXPECT_TRUE(family[Id(3)].members.empty());
}

TEST(MergeTest, AMemberMayBePartedFromTheMiddle) {
  MergeFamily family = Records(3);
  Join(Id(1), Id(2), "", family);
  Join(Id(2), Id(3), "", family);
  Part(Id(1), family);
  EXPECT_FALSE(family[Id(1)].merged());
  EXPECT_TRUE(family[Id(2)].members.empty());
  EXPECT_EQ(family[Id(3)].members, std::vector<Uuid>{Id(2)});
}

TEST(MergeTest, WhoWasNamedAMemberAndNeverSaidSoStandsForItselfInTheEnd) {
  MergeFamily family = Records(3);
  family[Id(2)].members = {Id(1)};
  Join(Id(2), Id(3), "", family);
  Part(Id(2), family);
  EXPECT_FALSE(family[Id(1)].merged());
  EXPECT_FALSE(family[Id(2)].merged());
  EXPECT_TRUE(family[Id(3)].members.empty());
}

TEST(MergeTest, NoRecordStandsForMoreThanItMay) {
  MergeState from;
  MergeState into;
  into.members.assign(kMostMerged - 1, Id(9));
  EXPECT_FALSE(TooManyMerged(from, into));
  from.members.assign(1, Id(8));
  EXPECT_TRUE(TooManyMerged(from, into));
}

// The model: who was merged into whom, and nothing else.
class Model {
 public:
  explicit Model(int count) : count_(count) {}

  void Join(int from, int into) { parents_[from] = into; }
  void Part(int from) { parents_.erase(from); }
  bool merged(int id) const { return parents_.contains(id); }

  MergeState Expected(int id) const {
    MergeState state;
    for (auto at = parents_.find(id); at != parents_.end(); at = parents_.find(at->second)) {
      state.path.push_back(Id(at->second));
    }
    for (int other = 1; other <= count_; ++other) {
      if (other != id && StandsUnder(other, id)) state.members.push_back(Id(other));
    }
    return state;
  }

 private:
  bool StandsUnder(int below, int above) const {
    for (auto at = parents_.find(below); at != parents_.end(); at = parents_.find(at->second)) {
      if (at->second == above) return true;
    }
    return false;
  }

  const int count_;
  std::map<int, int> parents_;
};

TEST(MergeTest, RandomMergesAndTheirTakingBackEqualAModel) {
  constexpr int kRecords = 9;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&random] { return 1 + static_cast<int>(random() % kRecords); };
    MergeFamily family = Records(kRecords);
    Model model(kRecords);
    for (int step = 0; step < 60; ++step) {
      const int from = pick();
      const int into = pick();
      if (model.merged(from)) {
        Part(Id(from), family);
        model.Part(from);
      } else if (from != into && !model.merged(into)) {
        Join(Id(from), Id(into), "", family);
        model.Join(from, into);
      }
      for (int id = 1; id <= kRecords; ++id) {
        ASSERT_EQ(family[Id(id)], model.Expected(id)) << "seed " << seed << ", step " << step << ", record " << id;
      }
    }
  }
}

TEST(MergeTest, WhatAMergeLooksAtIsAllThatItChanges) {
  MergeFamily family = Records(5);
  Join(Id(1), Id(2), "", family);
  Join(Id(3), Id(4), "", family);
  MergeFamily before = family;
  const std::set<Uuid> joined = JoinedWith(Id(2), Id(4), family[Id(2)]);
  Join(Id(2), Id(4), "", family);
  for (const auto& [id, state] : family) EXPECT_EQ(state == before[id], !joined.contains(id)) << id.ToString();
  before = family;
  const std::set<Uuid> parted = PartedFrom(Id(2), family[Id(2)]);
  Part(Id(2), family);
  for (const auto& [id, state] : family) EXPECT_EQ(state == before[id], !parted.contains(id)) << id.ToString();
}

Case InStage(Stage stage) {
  Case value;
  value.stage = stage;
  return value;
}

TEST(MergeTest, ACaseIsMergedIntoAnOpenOneThatStillWaitsForVerdicts) {
  const ChargeFacts waiting{.charges = 2, .without_verdict = 1};
  const ChargeFacts decided{.charges = 2, .without_verdict = 0};
  const Case from = InStage(Stage::kProsecution);
  EXPECT_EQ(RefuseCaseMerge(from, waiting, InStage(Stage::kProsecution)), std::nullopt);
  EXPECT_EQ(RefuseCaseMerge(InStage(Stage::kDeclined), {}, InStage(Stage::kReported)), std::nullopt);
  for (const Stage stage : {Stage::kClosed, Stage::kInactive, Stage::kDeclined}) {
    EXPECT_EQ(RefuseCaseMerge(from, waiting, InStage(stage))->rule, "CASE_NOT_OPEN");
  }
  for (const Stage stage : {Stage::kDisposed, Stage::kAppeal}) {
    EXPECT_EQ(RefuseCaseMerge(from, waiting, InStage(stage))->rule, "CHARGES_WITHOUT_VERDICT");
    EXPECT_EQ(RefuseCaseMerge(from, decided, InStage(stage)), std::nullopt);
  }
  Case full = InStage(Stage::kProsecution);
  full.merge.members.assign(kMostMerged, Id(9));
  EXPECT_EQ(RefuseCaseMerge(from, waiting, full)->rule, "TOO_MANY_MERGED");
  Case restated = InStage(Stage::kProsecution);
  restated.restatements.resize(kMostRestatements - 1);
  EXPECT_EQ(RefuseCaseMerge(restated, waiting, restated), std::nullopt);
  restated.restatements.emplace_back();
  EXPECT_EQ(RefuseCaseMerge(restated, waiting, from)->rule, "TOO_MANY_RESTATEMENTS");
  EXPECT_EQ(RefuseCaseMerge(from, waiting, restated)->rule, "TOO_MANY_RESTATEMENTS");
}

TEST(MergeTest, ADistinctionHasOneFormAndIsTakenBackOnce) {
  const DistinctionName name{"cebu", Id(5)};
  const Distinction distinction = DistinctionOf(name, Id(3), Id(2), "a", "twins");
  EXPECT_EQ(distinction, DistinctionOf(name, Id(2), Id(3), "a", "twins"));
  EXPECT_EQ(distinction.first, Id(2));
  const Decision<Distinction> withdrawn = WithdrawnDistinction(distinction, "b", "one girl after all");
  ASSERT_TRUE(withdrawn.ok());
  EXPECT_EQ(withdrawn.value().withdrawer, "b");
  EXPECT_THAT(WithdrawnDistinction(withdrawn.value(), "b", "again"), IsRefusedBy("DISTINCTION_WITHDRAWN"));
}

}  // namespace
}  // namespace amparo::cases
