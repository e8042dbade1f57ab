// Resource names: what is one, and what only looks like one.
#include "services/scheduling/domain/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"

namespace amparo::scheduling {
namespace {

using ::testing::Eq;

constexpr char kIdText[] = "01890000-0000-7000-8000-00000000000a";
constexpr char kCase[] = "01890000-0000-7000-8000-00000000000b";

TEST(Names, ANameIsBuiltAndParsedBack) {
  for (Collection collection :
       {Collection::kCases, Collection::kCourts, Collection::kTravelTimes, Collection::kHearings}) {
    const Key key{"la-paz", *Uuid::Parse(kIdText)};
    EXPECT_EQ(ParseName(collection, BuildName(collection, key)), key);
  }
  EXPECT_EQ(BuildName(Collection::kTravelTimes, {"la-paz", *Uuid::Parse(kIdText)}),
            StrCat("offices/la-paz/travelTimes/", kIdText));
}

TEST(Names, AnIdInCapitalsNamesTheSameResource) {
  const auto key = ParseName(Collection::kHearings, "offices/cebu/hearings/01890000-0000-7000-8000-00000000000A");
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->id.ToString(), kIdText);
}

TEST(Names, WhatIsNotANameIsRefused) {
  for (const std::string& name :
       {StrCat(""), StrCat("offices/cebu"), StrCat("offices/cebu/hearings/"), StrCat("offices/cebu/hearings/12"),
        StrCat("offices/cebu/courts/", kIdText), StrCat("/offices/cebu/hearings/", kIdText),
        StrCat("offices/cebu/hearings/", kIdText, "/"), StrCat("offices/Cebu/hearings/", kIdText),
        StrCat("offices/cebu/hearings/", Uuid().ToString()), StrCat("offices/c/hearings/", kIdText),
        StrCat("offices/../hearings/", kIdText)}) {
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
  const PartyKey party{{"cebu", *Uuid::Parse(kCase)}, *Uuid::Parse(kIdText)};
  const std::string case_name = BuildName(Collection::kCases, party.case_key);
  EXPECT_EQ(ParsePartyName(StrCat(case_name, "/parties/", kIdText)), party);
  EXPECT_EQ(ParsePartyName(StrCat(case_name, "/parties/01890000-0000-7000-8000-00000000000A")), party);
  EXPECT_NE(ParsePartyName(StrCat(case_name, "/parties/", kCase)), party);
  EXPECT_NE(ParsePartyName(StrCat("offices/cebu/cases/", kIdText, "/parties/", kIdText)), party);
  EXPECT_NE(ParsePartyName(StrCat("offices/la-paz/cases/", kCase, "/parties/", kIdText)), party);
  for (const std::string& other :
       {StrCat(case_name, "/charges/", kIdText), case_name, StrCat(case_name, "/parties/nobody"), std::string(),
        StrCat("/parties/", kIdText), StrCat(case_name, "/parties/", kIdText, "/parties/", kIdText)}) {
    EXPECT_EQ(ParsePartyName(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace amparo::scheduling
