#include "common/audit/head_book.h"

#include <cstdio>
#include <fstream>
#include <limits>
#include <sstream>

#include "common/base/strings.h"
#include "common/testing/temp_folder.h"
#include "gmock/gmock.h"

namespace amparo::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

const absl::Time kNow = absl::FromUnixMicros(1'415'000'000'250'000);
const Head kHead{{"cebu", ""}, 12, std::string(32, '\xab')};

class HeadBookTest : public ::testing::Test {
 protected:
  HeadBook Open() { return *HeadBook::Open(path_, key_); }
  std::string Text() {
    std::stringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
  std::vector<std::string> AllLines() {
    std::vector<std::string> all;
    LinesPiece piece;
    do {
      piece = *ReadLines(path_, piece.next, std::numeric_limits<int64_t>::max());
      all.insert(all.end(), piece.lines.begin(), piece.lines.end());
    } while (!piece.lines.empty());
    return all;
  }

  testing::TempFolder folder_;
  const std::string path_ = folder_.File("heads.tsv");
  crypto::SigningKey key_ = *crypto::SigningKey::Generate();
  const std::vector<crypto::VerifyingKey> keys_{key_.verifying()};
};

TEST_F(HeadBookTest, ALineSaysWhatWasKnownAndIsSigned) {
  const std::string line = *FormatLine(kHead, kNow, key_);
  EXPECT_THAT(line, StartsWith("head\tcebu\t\t12\tabababab"));
  EXPECT_THAT(line, ::testing::HasSubstr(StrCat("\t2014-11-03T07:33:20.250000Z\t", key_.verifying().id(), "\t")));
  const auto read = ReadLine(std::string_view(line).substr(0, line.size() - 1), keys_);
  ASSERT_TRUE(read && std::holds_alternative<Head>(*read));
  EXPECT_EQ(std::get<Head>(*read).chain, kHead.chain);
  EXPECT_EQ(std::get<Head>(*read).number, 12);
  EXPECT_EQ(std::get<Head>(*read).hash, kHead.hash);
}

TEST_F(HeadBookTest, AnyChangedByteOfALineBreaksItsSignature) {
  std::string line = *FormatLine(NumberRange{4, 9}, kNow, key_);
  line.pop_back();
  ASSERT_EQ(std::get<NumberRange>(*ReadLine(line, keys_)), (NumberRange{4, 9}));
  for (size_t i = 0; i < line.size(); ++i) {
    std::string changed = line;
    changed[i] = changed[i] == '7' ? '8' : '7';
    EXPECT_FALSE(ReadLine(changed, keys_)) << i;
  }
  EXPECT_FALSE(ReadLine(line, std::vector<crypto::VerifyingKey>{crypto::SigningKey::Generate()->verifying()}));
  EXPECT_FALSE(ReadLine("", keys_));
  EXPECT_FALSE(ReadLine("head", keys_));
}

TEST_F(HeadBookTest, ANameWithATabIsNeverWritten) {
  EXPECT_EQ(FormatLine(Head{{"cebu", "a\tb"}, 1, kNoHash}, kNow, key_).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(HeadBookTest, ANameThatNoLineHasRoomForIsNeverWritten) {
  const Head longest{{"cebu", std::string(kLongestLine - 516, 'o')}, std::numeric_limits<int64_t>::max(), kHead.hash};
  const std::string line = *FormatLine(longest, kNow, key_);
  EXPECT_LE(line.size(), kLongestLine + 1);
  const Head longer{{"cebu", std::string(kLongestLine - 515, 'o')}, 1, kHead.hash};
  EXPECT_FALSE(CanBeWritten(longer.chain));
  EXPECT_EQ(FormatLine(longer, kNow, key_).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(HeadBookTest, LinesAreAppendedAndThePlaceIsFoundAgain) {
  const HeadBook book = Open();
  EXPECT_EQ(book.LastSealed().value(), 0);
  ASSERT_TRUE(book.Append(std::vector<HeadLine>{kHead, SealedTo{40}}, kNow).ok());
  ASSERT_TRUE(book.Append(std::vector<HeadLine>{kHead, SealedTo{80}}, kNow).ok());
  EXPECT_EQ(AllLines().size(), 4u);
  EXPECT_EQ(book.size(), static_cast<int64_t>(Text().size()));
  EXPECT_EQ(Open().LastSealed().value(), 80);
}

TEST_F(HeadBookTest, ATornLineStaysAndTheNextBeginsAnew) {
  std::ofstream(path_) << "head\tcebu\t\t1";
  ASSERT_TRUE(Open().Append(std::vector<HeadLine>{SealedTo{3}}, kNow).ok());
  EXPECT_THAT(AllLines(), ElementsAre("head\tcebu\t\t1", StartsWith("sealed\t3\t")));
}

TEST_F(HeadBookTest, AFileThatWasMovedAwayIsBegunAnew) {
  const HeadBook book = Open();
  ASSERT_TRUE(book.Append(std::vector<HeadLine>{SealedTo{3}}, kNow).ok());
  ASSERT_EQ(rename(path_.c_str(), folder_.File("old.tsv").c_str()), 0);
  ASSERT_TRUE(book.Append(std::vector<HeadLine>{SealedTo{4}}, kNow).ok());
  EXPECT_THAT(AllLines(), ElementsAre(StartsWith("sealed\t4\t")));
}

TEST_F(HeadBookTest, ManyLinesAreReadInPieces) {
  const HeadBook book = Open();
  const std::vector<HeadLine> lines(2000, kHead);
  ASSERT_TRUE(book.Append(lines, kNow).ok());
  EXPECT_LT(ReadLines(path_, 0, book.size())->lines.size(), 1000u);
  EXPECT_EQ(AllLines().size(), 2000u);
  EXPECT_THAT(ReadLines(path_, book.size(), book.size())->lines, ::testing::IsEmpty());
}

TEST_F(HeadBookTest, ASignatureHasOneText) {
  // Of the last digit of a signature only the upper bits count: others would stand for the same bytes.
  std::string line = *FormatLine(SealedTo{3}, kNow, key_);
  line.pop_back();
  ASSERT_THAT(line, ::testing::EndsWith("=="));
  ASSERT_TRUE(ReadLine(line, keys_));
  ++line[line.size() - 3];
  EXPECT_FALSE(ReadLine(line, keys_));
}

TEST_F(HeadBookTest, ThePlaceIsFoundFarFromTheEndAndBeforeALineThatIsNotOurs) {
  const HeadBook book = Open();
  ASSERT_TRUE(book.Append(std::vector<HeadLine>{SealedTo{7}}, kNow).ok());
  ASSERT_TRUE(book.Append(std::vector<HeadLine>(2000, kHead), kNow).ok());
  std::ofstream(path_, std::ios::app) << "sealed\t99\t2014-11-03T07:33:20Z\tme\tAAAA\nsealed\t8";
  EXPECT_EQ(book.LastSealed().value(), 7);
}

TEST_F(HeadBookTest, AFileWithoutLineEndsIsRefusedAndNotGathered) {
  const HeadBook book = Open();
  ASSERT_TRUE(book.Append(std::vector<HeadLine>{SealedTo{7}}, kNow).ok());
  std::ofstream(path_, std::ios::app) << std::string(size_t{1} << 20, 'x');
  const absl::Status refused = book.LastSealed().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("more than 4096 bytes"));
  // What stands before a line of ours is not read.
  ASSERT_TRUE(book.Append(std::vector<HeadLine>{SealedTo{8}}, kNow).ok());
  EXPECT_EQ(book.LastSealed().value(), 8);
}

TEST_F(HeadBookTest, ALineThatIsLongerThanOursIsRefusedWhereverItBeginsInAPiece) {
  for (const size_t length : {kLongestLine, kLongestLine + 1}) {
    for (const size_t behind : {size_t{0}, size_t{63} << 10, (size_t{64} << 10) - 100}) {
      std::ofstream(path_, std::ios::trunc) << std::string(length, 'x') << std::string(behind + 1, '\n');
      EXPECT_EQ(Open().LastSealed().ok(), length == kLongestLine) << length << " bytes and " << behind;
    }
  }
}

TEST_F(HeadBookTest, AFolderThatIsNotThereIsSaid) {
  EXPECT_EQ(HeadBook::Open(folder_.File("none/heads.tsv"), key_).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReadLines(folder_.File("none"), 0, 1).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace amparo::audit
