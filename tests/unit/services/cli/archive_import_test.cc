// The records of an office put together again, so that no case is rejected for what another brought along.
#include "services/cli/archive_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kFirst[] = "offices/cebu/cases/a";

template <typename Message>
void AddTo(ArchivedOffice& office, const std::string& kind, const Message& message) {
  feed::v1::Event record;
  record.set_kind(kind);
  record.set_name(message.name());
  record.mutable_resource()->PackFrom(message);
  office.Add(std::move(record));
}

void AddCase(ArchivedOffice& office, const std::string& name, const std::string& merged_into = "") {
  v1::Case message;
  message.set_name(name);
  message.set_merged_into(merged_into);
  AddTo(office, "case", message);
}

v1::Operation OperationCalled(const std::string& id, const std::string& follows) {
  v1::Operation operation;
  operation.set_name(StrCat(kFirst, "/operations/", id));
  if (!follows.empty()) operation.set_follows(StrCat(kFirst, "/operations/", follows));
  return operation;
}

TEST(ArchivedOffice, WhatFollowsAnOperationThatIsNotBroughtComesByItself) {
  ArchivedOffice office;
  AddCase(office, kFirst);
  v1::Operation seen_in_outline = OperationCalled("1", "");
  AddTo(office, "operation", seen_in_outline);
  v1::Operation kept = OperationCalled("2", "1");
  kept.add_readers();
  v1::Operation later = OperationCalled("3", "2");
  later.add_readers();
  AddTo(office, "operation", later);
  AddTo(office, "operation", kept);
  const auto rows = office.Rows("archive");
  ASSERT_THAT(rows, SizeIs(1));
  ASSERT_THAT(rows[0].bundle().operations(), SizeIs(2));
  EXPECT_EQ(rows[0].bundle().operations(0).name(), kept.name());
  EXPECT_THAT(rows[0].bundle().operations(0).follows(), IsEmpty());
  EXPECT_EQ(rows[0].bundle().operations(1).follows(), kept.name());
  EXPECT_EQ(office.not_imported().at("operation"), 1);
}

TEST(ArchivedOffice, AFrozenOperationStaysInTheArchive) {
  ArchivedOffice office;
  AddCase(office, kFirst);
  v1::Operation operation = OperationCalled("1", "");
  operation.add_readers();
  operation.add_freezes()->mutable_unfreeze_time();
  operation.add_freezes();
  AddTo(office, "operation", operation);
  EXPECT_THAT(office.Rows("archive")[0].bundle().operations(), IsEmpty());
  EXPECT_EQ(office.not_imported().at("operation"), 1);
}

TEST(ArchivedOffice, MovesOfPlacesAreSpreadSoThatEachRowKeepsItsBounds) {
  ArchivedOffice office;
  AddCase(office, kFirst);
  AddCase(office, "offices/cebu/cases/b");
  constexpr int kMoves = 90;
  for (int i = 0; i < 2 * kMoves; ++i) {
    v1::Venue venue;
    venue.set_name(StrCat("offices/cebu/venues/", i));
    AddTo(office, "venue", venue);
  }
  for (int i = 0; i < kMoves; ++i) {
    v1::Link link;
    link.set_name(StrCat("offices/cebu/links/", i));
    link.set_from(StrCat("offices/cebu/venues/", 2 * i));
    link.set_to(StrCat("offices/cebu/venues/", 2 * i + 1));
    AddTo(office, "link", link);
  }
  int links = 0;
  for (const v1::ImportCasesRequest& row : office.Rows("archive")) {
    EXPECT_LE(row.bundle().venues_size(), 100);
    links += row.bundle().links_size();
  }
  EXPECT_EQ(links, kMoves);
  EXPECT_THAT(office.not_imported(), IsEmpty());
}

TEST(ArchivedOffice, PeopleOfNoCaseDoNotMakeARowTooLongToBeSent) {
  ArchivedOffice office;
  AddCase(office, kFirst);
  AddCase(office, "offices/cebu/cases/b");
  constexpr int kPeople = 150;
  for (int i = 0; i < kPeople; ++i) {
    v1::Person person;
    person.set_name(StrCat("offices/cebu/persons/", i));
    person.mutable_profile()->set_narrative(std::string(20000, 'x'));
    AddTo(office, "person", person);
  }
  int people = 0;
  for (const v1::ImportCasesRequest& row : office.Rows("archive")) {
    EXPECT_LT(row.ByteSizeLong(), std::size_t{3} << 20);
    people += row.bundle().persons_size();
  }
  EXPECT_EQ(people, kPeople);
}

TEST(ArchivedOffice, WhatIsNotBroughtAsItWasIsTold) {
  ArchivedOffice office;
  AddCase(office, kFirst);
  AddCase(office, "offices/cebu/cases/b", kFirst);
  v1::Person person;
  person.set_name("offices/cebu/persons/p");
  person.set_merged_into("offices/cebu/persons/q");
  AddTo(office, "person", person);
  v1::Venue withdrawn;
  withdrawn.set_name("offices/cebu/venues/v");
  withdrawn.mutable_withdrawal();
  AddTo(office, "venue", withdrawn);
  for (const v1::ImportCasesRequest& row : office.Rows("archive")) EXPECT_THAT(row.bundle().venues(), IsEmpty());
  EXPECT_EQ(office.not_imported().at("merge"), 2);
  EXPECT_EQ(office.not_imported().at("venue"), 1);
}

}  // namespace
}  // namespace amparo::cli
