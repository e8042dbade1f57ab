#include "common/audit/verify.h"

#include <algorithm>
#include <stdexcept>

#include "gmock/gmock.h"
#include "tests/unit/common/audit/world.h"

namespace amparo::audit {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr int64_t kRows = 47;

auto FaultAt(FaultKind kind, std::string compartment, int64_t number) {
  return AllOf(Field(&Fault::kind, kind), Field(&Fault::compartment, std::move(compartment)),
               Field(&Fault::number, number));
}

class VerifyTest : public ::testing::Test {
 protected:
  // The link of the office's own chain at `number`, and its row.
  Link& LinkAt(int64_t number) {
    for (Link& link : world_.links) {
      if (link.head.chain == kCebu && link.head.number == number) return link;
    }
    throw std::out_of_range("no such link");
  }
  Entry& RowAt(int64_t number) { return world_.rows[static_cast<size_t>(LinkAt(number).seq - 1)]; }
  void RemoveRow(int64_t number) {
    std::erase_if(world_.rows, [seq = LinkAt(number).seq](const Entry& row) { return row.seq == seq; });
  }
  void RemoveLinksFrom(int64_t number) {
    std::erase_if(world_.links,
                  [&](const Link& link) { return link.head.chain == kCebu && link.head.number >= number; });
  }
  int64_t Last() const {
    int64_t last = 0;
    for (const Link& link : world_.links) {
      if (link.head.chain == kCebu) last = std::max(last, link.head.number);
    }
    return last;
  }

  const ChainName kCebu{"cebu", ""};
  WorldMaker maker_;
  World world_ = maker_.Make(kRows);
};

TEST_F(VerifyTest, AWholeTrailHasNoFault) {
  EXPECT_THAT(maker_.Verify(world_), IsEmpty());
  EXPECT_THAT(maker_.Verify(world_, "manila"), IsEmpty());
  // An office without a trail has none that could be wrong.
  EXPECT_THAT(maker_.Verify(world_, "la-paz"), IsEmpty());
}

TEST_F(VerifyTest, AnEditedRowIsFoundWhereItStands) {
  RowAt(9).caller = "spiffe://amparo/somebody-else";
  EXPECT_THAT(maker_.Verify(world_), ElementsAre(FaultAt(FaultKind::kEdited, "", 9)));
}

TEST_F(VerifyTest, SeveralFaultsAreAllFound) {
  RowAt(3).reason = "another";
  RowAt(11).fields = "{}";
  RemoveRow(17);
  EXPECT_THAT(maker_.Verify(world_),
              ElementsAre(FaultAt(FaultKind::kEdited, "", 3), FaultAt(FaultKind::kEdited, "", 11),
                          FaultAt(FaultKind::kMissing, "", 17)));
}

TEST_F(VerifyTest, SwappedRowsAreFound) {
  std::swap(RowAt(4).seq, RowAt(6).seq);
  EXPECT_THAT(maker_.Verify(world_),
              ElementsAre(FaultAt(FaultKind::kSwapped, "", 4), FaultAt(FaultKind::kSwapped, "", 6)));
}

TEST_F(VerifyTest, ARowThatIsGoneWithItsLinkLeavesAHole) {
  const int64_t seq = LinkAt(8).seq;
  RemoveRow(8);
  std::erase_if(world_.links, [seq](const Link& link) { return link.seq == seq; });
  EXPECT_THAT(maker_.Verify(world_), ElementsAre(FaultAt(FaultKind::kLinksMissing, "", 8)));
}

TEST_F(VerifyTest, AnEndThatIsCutOffIsFoundByTheHeads) {
  const int64_t last = Last();
  const int64_t cut = last - 2;
  for (int64_t number = last; number >= cut; --number) RemoveRow(number);
  RemoveLinksFrom(cut);
  EXPECT_THAT(maker_.Verify(world_), ElementsAre(FaultAt(FaultKind::kCut, "", last)));
}

TEST_F(VerifyTest, AChainThatIsGoneAltogetherIsToldOfOnce) {
  std::erase_if(world_.rows, [&](const Entry& row) { return row.chain == kCebu; });
  RemoveLinksFrom(1);
  EXPECT_THAT(maker_.Verify(world_), ElementsAre(Field(&Fault::kind, FaultKind::kCut)));
}

TEST_F(VerifyTest, AChainThatWasMadeAnewIsFoundByTheHeads) {
  RowAt(5).name = "offices/cebu/cases/1/parties/another";
  std::string hash = LinkAt(4).head.hash;
  for (int64_t number = 5; number <= Last(); ++number) {
    hash = NextHash(hash, RowAt(number), number);
    LinkAt(number).head.hash = hash;
  }
  const std::vector<Fault> faults = maker_.Verify(world_);
  ASSERT_THAT(faults, ElementsAre(Field(&Fault::kind, FaultKind::kRewritten)));
  EXPECT_GT(faults.front().line, 0);
}

TEST_F(VerifyTest, ARowThatCameInBesideTheChainIsFound) {
  Entry forged = MakeEntry(2, kCebu);
  forged.seq = -1;
  world_.rows.push_back(forged);
  const std::vector<Fault> faults = maker_.Verify(world_);
  ASSERT_THAT(faults, ElementsAre(Field(&Fault::kind, FaultKind::kUnsealed)));
  EXPECT_EQ(faults.front().entry, forged.id);
}

TEST_F(VerifyTest, ARowThatWasMovedToAnotherOfficeIsFoundInBoth) {
  RowAt(2).chain.office = "manila";
  EXPECT_THAT(maker_.Verify(world_), ElementsAre(FaultAt(FaultKind::kMissing, "", 2)));
  EXPECT_THAT(maker_.Verify(world_, "manila"), ElementsAre(Field(&Fault::kind, FaultKind::kUnsealed)));
}

TEST_F(VerifyTest, ACompartmentHasAChainOfItsOwn) {
  for (Entry& row : world_.rows) {
    if (row.chain.compartment == "offices/cebu/operations/2") row.version = 99;
  }
  const std::vector<Fault> faults = maker_.Verify(world_);
  EXPECT_FALSE(faults.empty());
  for (const Fault& fault : faults) EXPECT_EQ(fault.compartment, "offices/cebu/operations/2");
}

TEST_F(VerifyTest, RowsThatWereGoneBeforeTheyWereSealedAreToldToEveryOffice) {
  world_.head_lines.push_back(maker_.Sign(NumberRange{12, 13}));
  for (const char* office : {"cebu", "manila", "la-paz"}) {
    EXPECT_THAT(maker_.Verify(world_, office), ElementsAre(Field(&Fault::kind, FaultKind::kNeverSealed))) << office;
  }
}

TEST_F(VerifyTest, ALineOfHeadsThatNobodySignedIsFound) {
  world_.head_lines[1][6] = 'x';
  const std::vector<Fault> faults = maker_.Verify(world_);
  ASSERT_THAT(faults, ElementsAre(Field(&Fault::kind, FaultKind::kWrongSignature)));
  EXPECT_EQ(faults.front().line, 2);
}

TEST_F(VerifyTest, ARowThatCannotBeReadWasEdited) {
  struct Unreadable : WorldEvidence {
    using WorldEvidence::WorldEvidence;
    absl::StatusOr<std::vector<SealedEntry>> Links(const std::string& compartment, int64_t after) override {
      auto links = WorldEvidence::Links(compartment, after);
      for (SealedEntry& sealed : *links) {
        if (compartment.empty() && sealed.link.head.number == 6) sealed.entry.reset();
      }
      return links;
    }
    absl::StatusOr<HeadsPiece> HeadLines(int64_t) override { return absl::NotFoundError("gone"); }
  };
  ReadLines read;
  Unreadable evidence(world_, "cebu", {}, read);
  Verification verification("cebu");
  std::vector<Fault> faults;
  while (!verification.done()) ASSERT_TRUE(verification.Step(evidence, faults).ok());
  EXPECT_THAT(faults, ElementsAre(FaultAt(FaultKind::kEdited, "", 6), FaultAt(FaultKind::kHeadsUnreadable, "", 0)));
}

TEST_F(VerifyTest, CountsWhatItLookedAt) {
  ReadLines read;
  WorldEvidence evidence(world_, "manila", {}, read);
  world_.head_lines.clear();
  Verification verification("manila");
  std::vector<Fault> faults;
  while (!verification.done()) ASSERT_TRUE(verification.Step(evidence, faults).ok());
  EXPECT_EQ(verification.chains(), 1);
  EXPECT_EQ(verification.rows(), std::count_if(world_.rows.begin(), world_.rows.end(),
                                               [](const Entry& row) { return row.chain.office == "manila"; }));
  EXPECT_EQ(verification.heads(), 0);
}

}  // namespace
}  // namespace amparo::audit
