// Values that the contract lets through and no record can hold.
#include "services/case/convert/record_form.h"

#include <cstdint>
#include <string>
#include <vector>

#include "amparo/cases/v1/document.pb.h"
#include "amparo/cases/v1/person.pb.h"
#include "gmock/gmock.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The paths of what is wrong.
std::vector<std::string> WrongWithForm(const google::protobuf::Message& message) {
  Violations found;
  CheckRecordForm(message, found);
  std::vector<std::string> paths;
  for (const Violation& one : found.found()) paths.push_back(one.field);
  return paths;
}

v1::Document FullDocument() {
  v1::Document document;
  document.set_kind("birth-certificate");
  document.set_state(v1::DOCUMENT_STATE_NEEDED);
  v1::DocumentEvent& event = *document.add_events();
  event.set_act(v1::DOCUMENT_ACT_REQUEST);
  event.mutable_date()->set_year(2014);
  event.mutable_date()->set_month(2);
  event.mutable_date()->set_day(28);
  event.mutable_record_time()->set_seconds(1);
  return document;
}

TEST(RecordFormTest, WhatIsWholeIsLetThrough) {
  EXPECT_THAT(WrongWithForm(FullDocument()), IsEmpty());
  EXPECT_THAT(WrongWithForm(v1::Document()), IsEmpty());
}

TEST(RecordFormTest, ANumberThatNoValueHasIsTold) {
  v1::Document document = FullDocument();
  document.set_state(static_cast<v1::DocumentState>(99));
  document.mutable_events(0)->set_act(static_cast<v1::DocumentAct>(-1));
  EXPECT_THAT(WrongWithForm(document), ::testing::UnorderedElementsAre("state", "events[0].act"));
}

TEST(RecordFormTest, ADayThatDoesNotExistIsTold) {
  v1::Document document = FullDocument();
  document.mutable_events(0)->mutable_date()->set_day(30);
  document.mutable_due_date()->set_year(2014);
  EXPECT_THAT(WrongWithForm(document), ::testing::UnorderedElementsAre("due_date", "events[0].date"));
}

TEST(RecordFormTest, OfABirthAYearAloneWillDo) {
  v1::Person person;
  person.mutable_profile()->mutable_birth_date()->set_year(2001);
  EXPECT_THAT(WrongWithForm(person), IsEmpty());
}

TEST(RecordFormTest, ATimeOutOfBoundsIsTold) {
  v1::Document document = FullDocument();
  document.mutable_events(0)->mutable_record_time()->set_seconds(int64_t{1} << 50);
  EXPECT_THAT(WrongWithForm(document), ElementsAre("events[0].record_time"));
}

TEST(RecordFormTest, TextsThatCannotBeKeptAreTold) {
  v1::Document document = FullDocument();
  document.set_title(std::string("a\0b", 3));
  EXPECT_THAT(WrongWithForm(document), ElementsAre("title"));
}

}  // namespace
}  // namespace amparo::cases
