// What of an archive is sent as it is, and what stays in it.
#include "services/cli/archive_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>

#include "amparo/cases/v1/document.pb.h"
#include "amparo/cases/v1/note.pb.h"
#include "common/base/strings.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using ::testing::IsEmpty;

constexpr char kCase[] = "offices/cebu/cases/a";

template <typename Message>
feed::v1::Event ArchivedRecord(const std::string& kind, const Message& message) {
  feed::v1::Event record;
  record.set_kind(kind);
  record.set_name(message.name());
  record.mutable_resource()->PackFrom(message);
  return record;
}

v1::Operation OperationCalled(const std::string& id, const std::string& follows) {
  v1::Operation operation;
  operation.set_name(StrCat(kCase, "/operations/", id));
  if (!follows.empty()) operation.set_follows(StrCat(kCase, "/operations/", follows));
  return operation;
}

v1::Operation Seen(v1::Operation operation) {
  operation.add_readers();
  return operation;
}

// What the operation follows as it is sent.
std::string FollowedBySent(const ArchiveSurvey& survey, const v1::Operation& operation) {
  const auto sent = survey.Sent(ArchivedRecord("operation", operation));
  EXPECT_TRUE(sent.has_value());
  v1::Operation message;
  if (sent) sent->resource().UnpackTo(&message);
  return message.follows();
}

TEST(ArchiveSurvey, WhatFollowsAnOperationThatIsNotBroughtFollowsNone) {
  const v1::Operation in_outline = OperationCalled("1", "");
  const v1::Operation kept = Seen(OperationCalled("2", "1"));
  const v1::Operation later = Seen(OperationCalled("3", "2"));
  ArchiveSurvey survey;
  for (const v1::Operation& one : {later, in_outline, kept}) survey.Add(ArchivedRecord("operation", one));
  EXPECT_FALSE(survey.Sent(ArchivedRecord("operation", in_outline)));
  EXPECT_THAT(FollowedBySent(survey, kept), IsEmpty());
  EXPECT_EQ(FollowedBySent(survey, later), kept.name());
  EXPECT_EQ(survey.not_imported().at("operation"), 1);
}

TEST(ArchiveSurvey, AFrozenOperationStaysInTheArchive) {
  v1::Operation frozen = Seen(OperationCalled("1", ""));
  frozen.add_freezes()->mutable_unfreeze_time();
  frozen.add_freezes();
  v1::Operation thawed = Seen(OperationCalled("2", ""));
  thawed.add_freezes()->mutable_unfreeze_time();
  ArchiveSurvey survey;
  survey.Add(ArchivedRecord("operation", frozen));
  survey.Add(ArchivedRecord("operation", thawed));
  EXPECT_FALSE(survey.Sent(ArchivedRecord("operation", frozen)));
  EXPECT_TRUE(survey.Sent(ArchivedRecord("operation", thawed)));
  EXPECT_EQ(survey.not_imported().at("operation"), 1);
}

TEST(ArchiveSurvey, AnOperationWhosePlaceIsWithheldStaysInTheArchive) {
  v1::Operation withheld = Seen(OperationCalled("1", ""));
  withheld.mutable_withheld_until()->set_seconds(1);
  ArchiveSurvey survey;
  survey.Add(ArchivedRecord("operation", withheld));
  EXPECT_FALSE(survey.Sent(ArchivedRecord("operation", withheld)));
}

TEST(ArchiveSurvey, EverythingElseIsSentAsItIs) {
  v1::Note note;
  note.set_name(StrCat(kCase, "/notes/n"));
  note.set_text("she called");
  v1::Office office;
  office.set_name("offices/cebu");
  ArchiveSurvey survey;
  survey.Add(ArchivedRecord("office", office));
  survey.Add(ArchivedRecord("note", note));
  const auto sent = survey.Sent(ArchivedRecord("note", note));
  ASSERT_TRUE(sent.has_value());
  EXPECT_EQ(sent->SerializeAsString(), ArchivedRecord("note", note).SerializeAsString());
  EXPECT_FALSE(survey.Sent(ArchivedRecord("office", office))) << "it is made before";
  EXPECT_EQ(survey.office().name(), "offices/cebu");
  EXPECT_THAT(survey.not_imported(), IsEmpty());
}

// A document with a content of ten bytes.
v1::Document Scanned() {
  v1::Document document;
  document.set_name(StrCat(kCase, "/documents/d"));
  document.mutable_content()->set_name(StrCat(kCase, "/contents/c"));
  document.mutable_content()->set_size(10);
  return document;
}

feed::v1::Event ContentPiece(int64_t offset, const std::string& data) {
  v1::UploadRequest piece;
  piece.set_name(StrCat(kCase, "/contents/c"));
  piece.set_offset(offset);
  piece.set_data(data);
  return ArchivedRecord(kContentKind, piece);
}

TEST(ArchiveSurvey, ContentsThatDidNotComeOrCameInPartAreTold) {
  ArchiveSurvey survey;
  survey.Add(ArchivedRecord("document", Scanned()));
  EXPECT_EQ(survey.not_imported().at("content"), 1);
  survey.Add(ContentPiece(0, "seven b"));
  EXPECT_EQ(survey.not_imported().at("content"), 1);
  EXPECT_FALSE(survey.Sent(ContentPiece(0, "seven b")));
}

TEST(ArchiveSurvey, ContentsThatCameWholeAreSentForTheirDocuments) {
  ArchiveSurvey survey;
  survey.Add(ArchivedRecord("document", Scanned()));
  survey.Add(ContentPiece(0, "seven b"));
  survey.Add(ContentPiece(7, "yte"));
  EXPECT_THAT(survey.not_imported(), IsEmpty());
  EXPECT_TRUE(survey.Sent(ContentPiece(7, "yte")));
  ASSERT_EQ(survey.contents().size(), 1u);
  EXPECT_EQ(survey.contents().begin()->second.name(), Scanned().name());
}

TEST(ArchiveSurvey, ARecordOfAnotherKindThanItSaysIsRefused) {
  v1::Note note;
  note.set_name("offices/cebu");
  ArchiveSurvey survey;
  EXPECT_THROW(survey.Add(ArchivedRecord("office", note)), Failure);
}

}  // namespace
}  // namespace amparo::cli
