#include "services/case/domain/content.h"

#include <random>
#include <string>

#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kSize = 2 * kChunk + 100;

std::vector<std::string> WrongWithSpec(const ContentSpec& spec) {
  Violations violations;
  CheckContentSpec(spec, violations);
  return Fields(violations);
}

bool IsTaken(const ChunkAssembler::Fault& fault) {
  return std::holds_alternative<std::monostate>(fault);
}

TEST(ContentTest, ASpecSaysSizeDigestAndKind) {
  const ContentSpec good{1, std::string(32, 'x'), "application/pdf"};
  EXPECT_THAT(WrongWithSpec(good), IsEmpty());
  EXPECT_THAT(WrongWithSpec({kMostContent, good.sha256, "image/svg+xml"}), IsEmpty());
  EXPECT_THAT(WrongWithSpec({0, "", ""}), ElementsAre("size", "sha256", "media_type"));
  EXPECT_THAT(WrongWithSpec({kMostContent + 1, good.sha256, good.media_type}), ElementsAre("size"));
  for (const char* kind : {"pdf", "/pdf", "application/", "Application/pdf", "a/b/c", "a b/c", "a/b;charset=x"}) {
    EXPECT_THAT(WrongWithSpec({1, good.sha256, kind}), ElementsAre("media_type")) << kind;
  }
  EXPECT_THAT(WrongWithSpec({1, good.sha256, "a/" + std::string(99, 'b')}), ElementsAre("media_type"));
}

TEST(ContentTest, ADigestIsSixtyFourDigits) {
  const std::string hex = "00ff" + std::string(60, 'a');
  ASSERT_TRUE(Sha256FromHex(hex));
  EXPECT_EQ(HexOf(*Sha256FromHex(hex)), hex);
  for (const std::string& other :
       {std::string(), hex + "0", hex.substr(1), std::string(64, 'A'), std::string(64, 'g')}) {
    EXPECT_FALSE(Sha256FromHex(other)) << other;
  }
}

TEST(ContentTest, PiecesAreCutAlike) {
  EXPECT_EQ(ChunksOf(1), 1);
  EXPECT_EQ(ChunksOf(kChunk), 1);
  EXPECT_EQ(ChunksOf(kChunk + 1), 2);
  EXPECT_EQ(ChunksOf(kMostContent), 4096);
  EXPECT_EQ(SizeOfChunk(kSize, 0), kChunk);
  EXPECT_EQ(SizeOfChunk(kSize, 2), 100);
}

TEST(ContentTest, AnUploadRefusesGapsAndWhatIsBeyondTheSize) {
  ChunkAssembler assembler(kSize, kChunk);
  const auto gap = assembler.Take(kChunk + 1, "x");
  ASSERT_TRUE(std::holds_alternative<ChunkAssembler::Gap>(gap));
  EXPECT_EQ(std::get<ChunkAssembler::Gap>(gap).expected_offset, kChunk);
  EXPECT_TRUE(std::holds_alternative<ChunkAssembler::Gap>(assembler.Take(-1, "x")));
  EXPECT_TRUE(
      std::holds_alternative<ChunkAssembler::BeyondSize>(assembler.Take(kChunk, std::string(kSize - kChunk + 1, 'x'))));
  // What was refused left nothing behind.
  EXPECT_TRUE(IsTaken(assembler.Take(kChunk, "x")));
  EXPECT_EQ(std::get<ChunkAssembler::Gap>(assembler.Take(kSize, "")).expected_offset, kChunk + 1);
}

TEST(ContentTest, BytesThatAreThereArePassedOver) {
  ChunkAssembler assembler(kSize, kChunk);
  EXPECT_TRUE(IsTaken(assembler.Take(0, std::string(kChunk, 'a'))));
  EXPECT_EQ(assembler.Ready(), "");
  EXPECT_TRUE(IsTaken(assembler.Take(kChunk - 10, std::string(10, 'a') + std::string(kChunk, 'b'))));
  EXPECT_EQ(assembler.Ready(), std::string(kChunk, 'b'));
  EXPECT_TRUE(IsTaken(assembler.Take(kChunk, std::string(kChunk, 'c'))));
  EXPECT_EQ(assembler.Ready(), std::string(kChunk, 'b'));
}

TEST(ContentTest, AnotherUploadMayBeAhead) {
  ChunkAssembler assembler(kSize, 0);
  EXPECT_TRUE(IsTaken(assembler.Take(0, std::string(kChunk, 'a') + std::string(kChunk, 'b'))));
  assembler.Commit(kChunk);
  EXPECT_EQ(assembler.Ready(), std::string(kChunk, 'b'));
  assembler.Commit(kSize);
  EXPECT_EQ(assembler.Ready(), "");
  EXPECT_EQ(assembler.committed(), kSize);
  assembler.Commit(kChunk);
  EXPECT_EQ(assembler.committed(), kSize) << "what is kept stays kept";
}

// However the bytes come, in messages of any size, again and again, they leave as whole pieces and in order.
TEST(ContentTest, AnyCutGivesTheSamePieces) {
  std::string data(5 * kChunk + 4321, '\0');
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<char>(i * 31 >> 3);
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    ChunkAssembler assembler(static_cast<int64_t>(data.size()), 0);
    std::string kept;
    std::size_t next = 0;
    while (kept.size() < data.size()) {
      const std::size_t back = random() % 4 == 0 ? std::min<std::size_t>(next, random() % 100'000) : 0;
      const std::size_t from = next - back;
      const std::size_t size = std::min<std::size_t>(data.size() - from, random() % 700'000);
      ASSERT_TRUE(IsTaken(assembler.Take(static_cast<int64_t>(from), std::string_view(data).substr(from, size))));
      next = std::max(next, from + size);
      const std::string ready = assembler.Ready();
      ASSERT_TRUE(ready.size() % kChunk == 0 || kept.size() + ready.size() == data.size());
      kept += ready;
      assembler.Commit(static_cast<int64_t>(kept.size()));
    }
    ASSERT_EQ(kept, data) << seed;
  }
}

}  // namespace
}  // namespace amparo::cases
