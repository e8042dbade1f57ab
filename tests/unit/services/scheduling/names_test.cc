// Resource names: what is one, and what only looks like one.
#include "services/scheduling/domain/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"

namespace amparo::scheduling {
namespace {

using ::testing::Eq;

constexpr char kId[] = "01890000-0000-7000-8000-00000000000a";
constexpr char kCase[] = "01890000-0000-7000-8000-00000000000b";

TEST(Names, ANameIsBuiltAndParsedBack) {
  for (Collection collection :
       {Collection::kCases, Collection::kCourts, Collection::kTravelTimes, Collection::kHearings}) {
    const Key key{"la-paz", *Uuid::Parse(kId)};
    EXPECT_EQ(ParseName(collection, BuildName(collection, key)), key);
  }
  EXPECT_EQ(BuildName(Collection::kTravelTimes, {"la-paz", *Uuid::Parse(kId)}),
            StrCat("offices/la-paz/travelTimes/", kId));
}

TEST(Names, AnIdInCapitalsNamesTheSameResource) {
  const auto key = ParseName(Collection::kHearings, "offices/cebu/hearings/01890000-0000-7000-8000-00000000000A");
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->id.ToString(), kId);
}

TEST(Names, WhatIsNotANameIsRefused) {
  for (const std::string& name :
       {StrCat(""), StrCat("offices/cebu"), StrCat("offices/cebu/hearings/"), StrCat("offices/cebu/hearings/12"),
        StrCat("offices/cebu/courts/", kId), StrCat("/offices/cebu/hearings/", kId),
        StrCat("offices/cebu/hearings/", kId, "/"), StrCat("offices/Cebu/hearings/", kId),
        StrCat("offices/c/hearings/", kId), StrCat("offices/../hearings/", kId)}) {
    EXPECT_FALSE(ParseName(Collection::kHearings, name).has_value()) << name;
  }
}

TEST(Names, OfficesFollowTheirPattern) {
  EXPECT_THAT(ParseOfficeName("offices/phnom-penh"), Eq("phnom-penh"));
  EXPECT_EQ(OfficeName("phnom-penh"), "offices/phnom-penh");
  for (const std::string& name : {StrCat("offices/"), StrCat("offices/1a"), StrCat("phnom-penh"), StrCat("offices/a/b"),
                                  StrCat("offices/", std::string(41, 'a'))}) {
    EXPECT_FALSE(ParseOfficeName(name).has_value()) << name;
  }
}

TEST(Names, APartyBelongsToItsCaseOnly) {
  const Key case_key{"cebu", *Uuid::Parse(kCase)};
  const std::string case_name = BuildName(Collection::kCases, case_key);
  EXPECT_TRUE(IsPartyOfCase(StrCat(case_name, "/parties/", kId), case_key));
  EXPECT_FALSE(IsPartyOfCase(StrCat(case_name, "/charges/", kId), case_key));
  EXPECT_FALSE(IsPartyOfCase(case_name, case_key));
  EXPECT_FALSE(IsPartyOfCase(StrCat(case_name, "/parties/nobody"), case_key));
  EXPECT_FALSE(IsPartyOfCase(StrCat("offices/cebu/cases/", kId, "/parties/", kId), case_key));
  EXPECT_FALSE(IsPartyOfCase(StrCat("offices/la-paz/cases/", kCase, "/parties/", kId), case_key));
}

}  // namespace
}  // namespace amparo::scheduling
