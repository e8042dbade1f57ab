#include "services/case/domain/names.h"

#include <string>
#include <vector>

#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "services/case/domain/store.h"

namespace amparo::cases {
namespace {

constexpr char kIdText[] = "0190f3c2-7d1e-7abc-8def-0123456789ab";
constexpr char kOtherIdText[] = "0190f3c2-7d1e-7abc-8def-0123456789ac";

template <typename N>
void ExpectRoundTrip(const std::string& text) {
  const std::optional<N> name = ParseName<N>(text);
  ASSERT_TRUE(name) << text;
  EXPECT_EQ(ToString(*name), text);
  EXPECT_EQ(NameOf(KeyOf(*name)), text);
}

TEST(NamesTest, EveryKindIsBuiltAndParsed) {
  const std::string in_case = StrCat("offices/phnom-penh/cases/", kIdText);
  ExpectRoundTrip<OfficeName>("offices/phnom-penh");
  ExpectRoundTrip<CaseName>(in_case);
  ExpectRoundTrip<PartyName>(StrCat(in_case, "/parties/", kOtherIdText));
  ExpectRoundTrip<OperationName>(StrCat(in_case, "/operations/", kOtherIdText));
  ExpectRoundTrip<BreakGlassName>(StrCat(in_case, "/breakGlasses/", kOtherIdText));
  ExpectRoundTrip<ChargeName>(StrCat(in_case, "/charges/", kOtherIdText));
  ExpectRoundTrip<CaseLinkName>(StrCat(in_case, "/links/", kOtherIdText));
  ExpectRoundTrip<TaskName>(StrCat(in_case, "/tasks/", kOtherIdText));
  ExpectRoundTrip<NoteName>(StrCat(in_case, "/notes/", kOtherIdText));
  ExpectRoundTrip<FlagName>(StrCat(in_case, "/flags/", kOtherIdText));
  ExpectRoundTrip<AftercareName>(StrCat(in_case, "/aftercares/", kOtherIdText));
  ExpectRoundTrip<AssessmentName>(StrCat(in_case, "/assessments/", kOtherIdText));
  ExpectRoundTrip<CarePlanName>(StrCat(in_case, "/carePlans/", kOtherIdText));
  ExpectRoundTrip<GoalName>(StrCat(in_case, "/goals/", kOtherIdText));
  ExpectRoundTrip<ServiceDeliveryName>(StrCat(in_case, "/serviceDeliveries/", kOtherIdText));
  ExpectRoundTrip<ReferralName>(StrCat(in_case, "/referrals/", kOtherIdText));
  ExpectRoundTrip<AppealName>(StrCat(in_case, "/appeals/", kOtherIdText));
  ExpectRoundTrip<DocumentName>(StrCat(in_case, "/documents/", kOtherIdText));
  ExpectRoundTrip<DocumentCopyName>(StrCat(in_case, "/copies/", kOtherIdText));
  ExpectRoundTrip<ContentName>(StrCat(in_case, "/contents/", kOtherIdText));
  ExpectRoundTrip<VenueName>(StrCat("offices/phnom-penh/venues/", kIdText));
  ExpectRoundTrip<PersonName>(StrCat("offices/phnom-penh/persons/", kIdText));
  ExpectRoundTrip<OrganizationName>(StrCat("offices/phnom-penh/organizations/", kIdText));
  ExpectRoundTrip<AssetName>(StrCat("offices/phnom-penh/assets/", kIdText));
  ExpectRoundTrip<LinkName>(StrCat("offices/phnom-penh/links/", kIdText));
}

TEST(NamesTest, AChildKnowsItsCase) {
  const auto party = ParseName<PartyName>(StrCat("offices/cebu/cases/", kIdText, "/parties/", kOtherIdText));
  ASSERT_TRUE(party);
  EXPECT_EQ(ToString(party->parent()), StrCat("offices/cebu/cases/", kIdText));
}

TEST(NamesTest, ANameHasOneFormOnly) {
  const std::vector<std::string> others = {
      "",
      "offices",
      "offices/",
      "/offices/cebu",
      "offices/cebu/",
      "offices/cebu/cases",
      "offices/cebu/cases/",
      StrCat("offices/cebu/cases/", kIdText, "/"),
      StrCat("offices/cebu/cases/", kIdText, "x"),
      "offices/cebu/cases/00000000-0000-0000-0000-000000000000",
      "offices/cebu/cases/0190F3C2-7D1E-7ABC-8DEF-0123456789AB",
      StrCat("offices/cebu/cases/{", kIdText, "}"),
      StrCat("offices/Cebu/cases/", kIdText),
      StrCat("offices/cebu/venues/", kIdText),
      StrCat("offices/cebu//cases/", kIdText),
      StrCat("offices/cebu/casesx/", kIdText),
      StrCat("offices/c/cases/", kIdText),
      StrCat("offices/cebu/cases/", kIdText, "/parties/", kIdText),
      StrCat("offices/cebu/cases/", kIdText, std::string(1, 0)),
  };
  for (const std::string& text : others) {
    EXPECT_FALSE(ParseName<CaseName>(text)) << text;
  }
}

TEST(NamesTest, OfficeIdsAreShortAndPlain) {
  for (const char* id : {"cebu", "la-paz", "a1", "abcdefghijabcdefghijabcdefghijabcdefghij"})
    EXPECT_TRUE(IsOfficeId(id));
  for (const char* id :
       {"", "a", "1a", "-a", "La-Paz", "la paz", "la_paz", "abcdefghijabcdefghijabcdefghijabcdefghijk"}) {
    EXPECT_FALSE(IsOfficeId(id)) << id;
  }
}

}  // namespace
}  // namespace amparo::cases
