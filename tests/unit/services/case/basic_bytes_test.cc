// Answers made of a record's bytes are what parsing the record, changing it and serializing it again would give.
#include "services/case/convert/basic_bytes.h"

#include "amparo/cases/v1/case.pb.h"
#include "gtest/gtest.h"

namespace amparo::cases {
namespace {

constexpr BasicFields kOfCase{.sealed = v1::Case::kSealedNarrativeFieldNumber, .etag = v1::Case::kEtagFieldNumber};

v1::Case SomeCase() {
  v1::Case record;
  record.set_name("offices/cebu/cases/0190f3c2-7d1e-7abc-8def-0123456789ab");
  record.set_title("Girls held at a bar near the port");
  record.mutable_report_date()->set_year(2014);
  record.add_stage_changes()->set_reason("Sinumbong ng kapitbahay, ñ");
  record.set_reconstructed(true);
  record.mutable_create_time()->set_seconds(1'400'000'000);
  record.add_open_flags(v1::FLAG_KIND_UNSPECIFIED);
  record.add_merged_cases("offices/cebu/cases/0190f3c2-7d1e-7abc-8def-0123456789ac");
  return record;
}

v1::Case AnswerOf(const std::string& body, const BasicFields& fields = kOfCase) {
  const std::optional<std::string> bytes = BasicBytes(body, fields, "v7");
  v1::Case answer;
  EXPECT_TRUE(bytes && answer.ParseFromString(*bytes));
  return answer;
}

std::string SerializedBasic(v1::Case record) {
  record.clear_sealed_narrative();
  record.set_etag("v7");
  return record.SerializeAsString();
}

TEST(BasicBytes, AreThoseOfTheResourceWithItsEtag) {
  const v1::Case record = SomeCase();
  EXPECT_EQ(AnswerOf(record.SerializeAsString()).SerializeAsString(), SerializedBasic(record));
}

TEST(BasicBytes, NothingSealedLeavesWhereverItStands) {
  v1::Case sealed;
  sealed.set_sealed_narrative("kept sealed");
  const std::string field = sealed.SerializeAsString();
  v1::Case record = SomeCase();
  record.set_sealed_narrative(std::string(1'000, 's'));
  // Sealed again and again, the field is appended.
  for (const std::string& body :
       {record.SerializeAsString(), field + record.SerializeAsString(), record.SerializeAsString() + field + field}) {
    const std::optional<std::string> bytes = BasicBytes(body, kOfCase, "v7");
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->find("kept sealed"), std::string::npos);
    EXPECT_EQ(bytes->find("ssss"), std::string::npos);
    EXPECT_EQ(AnswerOf(body).SerializeAsString(), SerializedBasic(record));
  }
}

TEST(BasicBytes, AnEtagThatWasKeptGivesWayToThatOfTheVersion) {
  v1::Case record = SomeCase();
  record.set_etag("v6");
  const std::string body = record.SerializeAsString();
  EXPECT_EQ(AnswerOf(body).SerializeAsString(), SerializedBasic(record));
  EXPECT_EQ(BasicBytes(body, kOfCase, "v7")->find("v6"), std::string::npos);
}

TEST(BasicBytes, WithoutASealedFieldNothingIsLeftOut) {
  v1::Case record = SomeCase();
  record.set_sealed_narrative("open");
  EXPECT_EQ(AnswerOf(record.SerializeAsString(), {.sealed = 0, .etag = kOfCase.etag}).sealed_narrative(), "open");
}

TEST(BasicBytes, FieldsThatThisVersionDoesNotKnowAreTakenOver) {
  v1::Case record = SomeCase();
  record.GetReflection()->MutableUnknownFields(&record)->AddLengthDelimited(5'000)->assign("of a later version");
  EXPECT_EQ(AnswerOf(record.SerializeAsString()).SerializeAsString(), SerializedBasic(record));
}

TEST(BasicBytes, OfAnEmptyRecordAreItsEtag) {
  EXPECT_EQ(AnswerOf("").SerializeAsString(), SerializedBasic(v1::Case()));
}

TEST(BasicBytes, WhatIsNoSequenceOfFieldsHasNone) {
  const std::string body = SomeCase().SerializeAsString();
  EXPECT_FALSE(BasicBytes(body.substr(0, body.size() - 1), kOfCase, "v7")) << "cut short";
  EXPECT_FALSE(BasicBytes(std::string("\x0a\x7f", 2), kOfCase, "v7")) << "a length past the end";
  EXPECT_FALSE(BasicBytes(std::string("\x02\x00", 2), kOfCase, "v7")) << "field number 0";
  EXPECT_FALSE(BasicBytes(std::string("\x00\x00", 2), kOfCase, "v7")) << "no tag";
  EXPECT_FALSE(BasicBytes(std::string("\x0c", 1), kOfCase, "v7")) << "the end of a group that never began";
}

}  // namespace
}  // namespace amparo::cases
