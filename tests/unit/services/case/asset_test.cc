#include "services/case/domain/asset.h"

#include "services/case/domain/organization.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::optional<std::string> TermOfPhone(std::string_view number) {
  return AssetTerm(AssetKind::kPhone, number);
}

TEST(AssetTermTest, APhoneIsOneHoweverItsNumberIsWritten) {
  EXPECT_EQ(TermOfPhone("+63 917 555 0101"), TermOfPhone("0917-555-0101"));
  EXPECT_EQ(TermOfPhone("(0917) 5550101"), TermOfPhone("+639175550101"));
  EXPECT_NE(TermOfPhone("0917-555-0101"), TermOfPhone("0917-555-0102"));
  EXPECT_EQ(TermOfPhone("12345"), std::nullopt) << "an extension is no number";
  EXPECT_EQ(TermOfPhone("unknown"), std::nullopt);
}

TEST(AssetTermTest, APlateIsItsLettersAndDigits) {
  EXPECT_EQ(AssetTerm(AssetKind::kVehicle, "abc 123"), AssetTerm(AssetKind::kVehicle, "ABC-123"));
  EXPECT_NE(AssetTerm(AssetKind::kVehicle, "ABC 123"), AssetTerm(AssetKind::kVehicle, "ABC 132"));
  EXPECT_EQ(AssetTerm(AssetKind::kVehicle, " - "), std::nullopt);
}

TEST(AssetTermTest, AccountsDifferByWhatPartsThem) {
  EXPECT_EQ(AssetTerm(AssetKind::kOnlineAccount, "Maya.S"), AssetTerm(AssetKind::kOnlineAccount, " maya.s "));
  EXPECT_NE(AssetTerm(AssetKind::kOnlineAccount, "maya.s"), AssetTerm(AssetKind::kOnlineAccount, "mayas"));
}

TEST(AssetTermTest, EachKindHasASpaceOfItsOwn) {
  EXPECT_NE(AssetTerm(AssetKind::kVehicle, "123456789"), AssetTerm(AssetKind::kBankAccount, "123456789"));
  EXPECT_NE(TermOfPhone("123456789"), AssetTerm(AssetKind::kBankAccount, "123456789"));
}

TEST(AssetTest, NeedsKindPseudonymAndAnIdentifierThatSaysSomething) {
  Asset asset;
  asset.kind = AssetKind::kPhone;
  asset.pseudonym = "Phone 1";
  Violations none;
  CheckAsset(asset, "0917 555 0101", none);
  EXPECT_THAT(Fields(none), IsEmpty());
  Violations little;
  CheckAsset(asset, "12", little);
  EXPECT_THAT(Fields(little), ElementsAre("identifier"));
  Violations all;
  CheckAsset(Asset(), "", all);
  EXPECT_THAT(Fields(all), UnorderedElementsAre("kind", "identifier", "pseudonym"));
  Violations described;
  CheckDescription(Asset(), described);
  EXPECT_THAT(Fields(described), UnorderedElementsAre("pseudonym"));
}

TEST(OrganizationTest, NeedsKindAndPseudonymWithinBounds) {
  Violations all;
  CheckOrganization(Organization(), std::string(1001, 'x'), all);
  EXPECT_THAT(Fields(all), UnorderedElementsAre("kind", "pseudonym", "details"));
}

}  // namespace
}  // namespace amparo::cases
