#include "services/case/domain/names.h"

#include <string>
#include <vector>

#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "services/case/domain/store.h"

namespace amparo::cases {
namespace {

constexpr char kId[] = "0190f3c2-7d1e-7abc-8def-0123456789ab";
constexpr char kOther[] = "0190f3c2-7d1e-7abc-8def-0123456789ac";

template <typename N>
void ExpectRoundTrip(const std::string& text) {
  const std::optional<N> name = ParseName<N>(text);
  ASSERT_TRUE(name) << text;
  EXPECT_EQ(ToString(*name), text);
  EXPECT_EQ(NameOf(KeyOf(*name)), text);
}

TEST(NamesTest, EveryKindIsBuiltAndParsed) {
  const std::string in_case = StrCat("offices/phnom-penh/cases/", kId);
  ExpectRoundTrip<OfficeName>("offices/phnom-penh");
  ExpectRoundTrip<CaseName>(in_case);
  ExpectRoundTrip<PartyName>(StrCat(in_case, "/parties/", kOther));
  ExpectRoundTrip<OperationName>(StrCat(in_case, "/operations/", kOther));
  ExpectRoundTrip<BreakGlassName>(StrCat(in_case, "/breakGlasses/", kOther));
  ExpectRoundTrip<ChargeName>(StrCat(in_case, "/charges/", kOther));
  ExpectRoundTrip<CaseLinkName>(StrCat(in_case, "/links/", kOther));
  ExpectRoundTrip<TaskName>(StrCat(in_case, "/tasks/", kOther));
  ExpectRoundTrip<NoteName>(StrCat(in_case, "/notes/", kOther));
  ExpectRoundTrip<FlagName>(StrCat(in_case, "/flags/", kOther));
  ExpectRoundTrip<AftercareName>(StrCat(in_case, "/aftercares/", kOther));
  ExpectRoundTrip<AssessmentName>(StrCat(in_case, "/assessments/", kOther));
  ExpectRoundTrip<CarePlanName>(StrCat(in_case, "/carePlans/", kOther));
  ExpectRoundTrip<GoalName>(StrCat(in_case, "/goals/", kOther));
  ExpectRoundTrip<ServiceDeliveryName>(StrCat(in_case, "/serviceDeliveries/", kOther));
  ExpectRoundTrip<ReferralName>(StrCat(in_case, "/referrals/", kOther));
  ExpectRoundTrip<AppealName>(StrCat(in_case, "/appeals/", kOther));
  ExpectRoundTrip<DocumentName>(StrCat(in_case, "/documents/", kOther));
  ExpectRoundTrip<DocumentCopyName>(StrCat(in_case, "/copies/", kOther));
  ExpectRoundTrip<ContentName>(StrCat(in_case, "/contents/", kOther));
  ExpectRoundTrip<VenueName>(StrCat("offices/phnom-penh/venues/", kId));
  ExpectRoundTrip<PersonName>(StrCat("offices/phnom-penh/persons/", kId));
  ExpectRoundTrip<OrganizationName>(StrCat("offices/phnom-penh/organizations/", kId));
  ExpectRoundTrip<AssetName>(StrCat("offices/phnom-penh/assets/", kId));
  ExpectRoundTrip<LinkName>(StrCat("offices/phnom-penh/links/", kId));
}

TEST(NamesTest, AChildKnowsItsCase) {
  const auto party = ParseName<PartyName>(StrCat("offices/cebu/cases/", kId, "/parties/", kOther));
  ASSERT_TRUE(party);
  EXPECT_EQ(ToString(party->parent()), StrCat("offices/cebu/cases/", kId));
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
      StrCat("offices/cebu/cases/", kId, "/"),
      StrCat("offices/cebu/cases/", kId, "x"),
      "offices/cebu/cases/00000000-0000-0000-0000-000000000000",
      "offices/cebu/cases/0190F3C2-7D1E-7ABC-8DEF-0123456789AB",
      StrCat("offices/cebu/cases/{", kId, "}"),
      StrCat("offices/Cebu/cases/", kId),
      StrCat("offices/cebu/venues/", kId),
      StrCat("offices/cebu//cases/", kId),
      StrCat("offices/cebu/casesx/", kId),
      StrCat("offices/c/cases/", kId),
      StrCat("offices/cebu/cases/", kId, "/parties/", kId),
      StrCat("offices/cebu/cases/", kId, std::string(1, 0)),
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
