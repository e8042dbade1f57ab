#include "common/crypto/envelope.h"

#include <set>
#include <string>
#include <vector>

#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace amparo::crypto {
namespace {

constexpr char kOldKey[] = "2013:0000000000000000000000000000000000000000000000000000000000000001\n";
constexpr char kNewKey[] = "2014:AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n";

Envelope EnvelopeOf(const std::string& text) {
  return Envelope(*KeyRing::Parse(text, "keys"));
}

Uuid Person(uint8_t number) {
  std::array<uint8_t, Uuid::kSize> bytes{};
  bytes[15] = number;
  return Uuid(bytes);
}

Place Identity(uint8_t number) {
  return {.table = "cases.party", .office = "cebu", .row = Person(number), .column = "identity"};
}

Key KeyOf(uint8_t fill) {
  std::array<uint8_t, Key::kSize> bytes;
  bytes.fill(fill);
  return Key(bytes);
}

std::vector<std::string> Plaintexts() {
  std::vector<std::string> texts = {"", "Maria"};
  texts.emplace_back("\0\xff", 2);
  texts.emplace_back(100'000, 'x');
  return texts;
}

TEST(SealTest, OpensWhatWasSealed) {
  for (const std::string& plain : Plaintexts()) {
    const auto sealed = Seal(KeyOf(1), Identity(1), plain);
    ASSERT_TRUE(sealed.ok());
    EXPECT_EQ(sealed->size(), plain.size() + 1 + 12 + 16);
    const auto opened = Open(KeyOf(1), Identity(1), *sealed);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*opened, plain);
  }
}

TEST(SealTest, NeverSealsTheSameTwice) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(*Seal(KeyOf(1), Identity(1), "Maria")).second);
}

TEST(SealTest, HidesThePlaintext) {
  EXPECT_THAT(*Seal(KeyOf(1), Identity(1), "a name that must not be seen"),
              ::testing::Not(::testing::HasSubstr("name")));
}

TEST(SealTest, RefusesAnyAlteredByte) {
  const std::string sealed = *Seal(KeyOf(1), Identity(1), "Maria, Cebu");
  for (size_t at = 0; at < sealed.size(); ++at) {
    for (const int bit : {1, 128}) {
      std::string altered = sealed;
      altered[at] = static_cast<char>(altered[at] ^ bit);
      EXPECT_EQ(Open(KeyOf(1), Identity(1), altered).status().code(), absl::StatusCode::kDataLoss) << "byte " << at;
    }
  }
}

TEST(SealTest, RefusesCutAndLengthenedValues) {
  const std::string sealed = *Seal(KeyOf(1), Identity(1), "Maria");
  for (size_t length = 0; length < sealed.size(); ++length) {
    EXPECT_FALSE(Open(KeyOf(1), Identity(1), sealed.substr(0, length)).ok()) << "length " << length;
  }
  EXPECT_FALSE(Open(KeyOf(1), Identity(1), sealed + 'x').ok());
}

TEST(SealTest, BindsTheValueToItsPlace) {
  const std::string sealed = *Seal(KeyOf(1), Identity(1), "Maria");
  Place elsewhere = Identity(2);
  EXPECT_FALSE(Open(KeyOf(1), elsewhere, sealed).ok()) << "swapped rows";
  elsewhere = Identity(1);
  elsewhere.column = "address";
  EXPECT_FALSE(Open(KeyOf(1), elsewhere, sealed).ok());
  elsewhere = Identity(1);
  elsewhere.table = "cases.venue";
  EXPECT_FALSE(Open(KeyOf(1), elsewhere, sealed).ok());
  elsewhere = Identity(1);
  elsewhere.office = "la-paz";
  EXPECT_FALSE(Open(KeyOf(1), elsewhere, sealed).ok());
  elsewhere = Identity(1);
  elsewhere.version = 2;
  EXPECT_FALSE(Open(KeyOf(1), elsewhere, sealed).ok());
}

TEST(SealTest, RefusesAnotherKey) {
  EXPECT_FALSE(Open(KeyOf(2), Identity(1), *Seal(KeyOf(1), Identity(1), "Maria")).ok());
}

TEST(SealTest, SaysNothingAboutWhyItDoesNotOpen) {
  const std::string sealed = *Seal(KeyOf(1), Identity(1), "Maria");
  EXPECT_EQ(Open(KeyOf(2), Identity(1), sealed).status(), Open(KeyOf(1), Identity(2), sealed).status());
}

TEST(AssociatedDataTest, IsDifferentForPlacesWhoseTextsRunTogether) {
  Place a = Identity(1), b = Identity(1);
  a.table = "ab";
  a.office = "c";
  b.table = "a";
  b.office = "bc";
  EXPECT_NE(AssociatedData(a), AssociatedData(b));
}

TEST(EnvelopeTest, UnwrapsItsOwnKeys) {
  const Envelope envelope = EnvelopeOf(kNewKey);
  const auto key = envelope.NewDataKey("cases", "cebu", Person(1));
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->wrapping_key_id, "2014");
  EXPECT_EQ(key->wrapped.find(key->plain.view()), std::string::npos);
  const auto plain = envelope.Unwrap("cases", "cebu", Person(1), key->wrapped, key->wrapping_key_id);
  ASSERT_TRUE(plain.ok());
  EXPECT_TRUE(*plain == key->plain);
}

TEST(EnvelopeTest, MakesAKeyForEachSubject) {
  const Envelope envelope = EnvelopeOf(kNewKey);
  const auto one = envelope.NewDataKey("cases", "cebu", Person(1));
  const auto other = envelope.NewDataKey("cases", "cebu", Person(2));
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_FALSE(one->plain == other->plain);
}

TEST(EnvelopeTest, RefusesAKeyOfAnotherSubjectOfficeOrSchema) {
  const Envelope envelope = EnvelopeOf(kNewKey);
  const auto key = envelope.NewDataKey("cases", "cebu", Person(1));
  ASSERT_TRUE(key.ok());
  EXPECT_FALSE(envelope.Unwrap("cases", "cebu", Person(2), key->wrapped, "2014").ok());
  EXPECT_FALSE(envelope.Unwrap("cases", "la-paz", Person(1), key->wrapped, "2014").ok());
  EXPECT_FALSE(envelope.Unwrap("scheduling", "cebu", Person(1), key->wrapped, "2014").ok());
}

TEST(EnvelopeTest, RotatesTheWrappingKeyWithoutTouchingWhatIsSealed) {
  const auto key = EnvelopeOf(kOldKey).NewDataKey("cases", "cebu", Person(1));
  ASSERT_TRUE(key.ok());
  const std::string sealed = *Seal(key->plain, Identity(1), "Maria");

  // Both keys are there: the old one still opens, new wraps are the new one's.
  const Envelope both = EnvelopeOf(StrCat(kNewKey, kOldKey));
  EXPECT_EQ(both.NewDataKey("cases", "cebu", Person(2))->wrapping_key_id, "2014");
  const auto rewrapped = both.Rewrap("cases", "cebu", Person(1), key->wrapped, key->wrapping_key_id);
  ASSERT_TRUE(rewrapped.ok());
  EXPECT_EQ(rewrapped->wrapping_key_id, "2014");

  // The old one is gone.
  const Envelope only_new = EnvelopeOf(kNewKey);
  const auto plain = only_new.Unwrap("cases", "cebu", Person(1), rewrapped->wrapped, rewrapped->wrapping_key_id);
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(*Open(*plain, Identity(1), sealed), "Maria");
}

TEST(EnvelopeTest, NamesTheWrappingKeyThatIsMissing) {
  const auto key = EnvelopeOf(kOldKey).NewDataKey("cases", "cebu", Person(1));
  const absl::Status status = EnvelopeOf(kNewKey).Unwrap("cases", "cebu", Person(1), key->wrapped, "2013").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(errors::Reason(status), "WRAPPING_KEY_MISSING");
}

TEST(EnvelopeTest, RefusesAKeyWrappedByAnotherKeyOfTheSameId) {
  const auto key = EnvelopeOf(kOldKey).NewDataKey("cases", "cebu", Person(1));
  const Envelope other = EnvelopeOf("2013:0000000000000000000000000000000000000000000000000000000000000002\n");
  EXPECT_EQ(other.Unwrap("cases", "cebu", Person(1), key->wrapped, "2013").status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace amparo::crypto
