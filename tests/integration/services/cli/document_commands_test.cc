// `amparo document ...` against a case service.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "absl/strings/escaping.h"
#include "common/base/sha256.h"
#include "services/cli/failure.h"
#include "services/cli/table.h"
#include "services/cli/values.h"
#include "tests/integration/services/case/content_test.h"
#include "tests/integration/services/cli/terminal.h"

namespace amparo::cases {
namespace {

namespace fs = std::filesystem;
using ::amparo::testing::ConfigFor;
using ::amparo::testing::Outcome;
using ::amparo::testing::Terminal;
using cli::Json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string ContentOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class DocumentCommandsTest : public ContentTest {
 protected:
  // Begins the upload of `data_` as `amparo` does, under the request id that it makes of `key`; its name.
  std::string BeginAsAmparo(const std::string& key) {
    v1::BeginUploadRequest begin = BeginRequest(document_, data_);
    begin.set_request_id(cli::UuidFromKey("upload/" + key));
    return Done(*contents_, &ContentStub::BeginUpload, begin).name();
  }
  std::string FirstKey() {
    const v1::BeginUploadRequest begin = BeginRequest(document_, data_);
    return document_ + "/" + begin.media_type() + "/" + begin.sha256();
  }

  Terminal terminal_{ConfigFor(service_.server(), "everyone")};
  const std::string document_ = Enter().name();
  const std::string data_ = Bytes(5 * kChunk + 77);
  const std::string scan_ = terminal_.Write("scan.pdf", data_);
  const std::string back_ = scan_ + ".back";
};

TEST_F(DocumentCommandsTest, AFileGoesUpAndComesBack) {
  const Outcome up = terminal_.Run({"document", "upload", document_, scan_, "--format", "json"});
  ASSERT_EQ(up.code, cli::kOk) << up.err;
  EXPECT_EQ(Json::parse(up.out).at("content").at("sha256"), absl::BytesToHexString(Sha256Of(data_)));
  EXPECT_THAT(up.err, IsEmpty()) << "nobody watches";
  const Outcome down = terminal_.Run({"document", "download", document_, back_});
  ASSERT_EQ(down.code, cli::kOk) << down.err;
  EXPECT_EQ(ContentOf(back_), data_);
  EXPECT_EQ(fs::status(back_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const Outcome again = terminal_.Run({"document", "download", document_, back_});
  EXPECT_EQ(again.code, cli::kUsage);
  EXPECT_THAT(again.err, HasSubstr("--overwrite"));
  EXPECT_EQ(terminal_.Run({"document", "download", document_, back_, "--overwrite"}).code, cli::kOk);
}

TEST_F(DocumentCommandsTest, TheSameFileAgainIsNoSecondUpload) {
  ASSERT_EQ(terminal_.Run({"document", "upload", document_, scan_}).code, cli::kOk);
  ASSERT_EQ(terminal_.Run({"document", "upload", document_, scan_}).code, cli::kOk);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM content"), "1");
  // Replaced by another and then wanted again, it is uploaded anew.
  const std::string other = terminal_.Write("other.pdf", Bytes(1000, 2));
  ASSERT_EQ(terminal_.Run({"document", "upload", document_, other}).code, cli::kOk);
  ASSERT_EQ(terminal_.Run({"document", "upload", document_, scan_}).code, cli::kOk);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM content"), "3");
  EXPECT_EQ(Get(document_)->content().size(), static_cast<int64_t>(data_.size()));
}

TEST_F(DocumentCommandsTest, AnUploadGoesOnWhereAnEarlierRunCameTo) {
  const std::string name = BeginAsAmparo(FirstKey());
  ASSERT_THAT(Send(name, data_, 0, 3 * kChunk), IsOk());
  const Outcome outcome = terminal_.Run({"document", "upload", document_, scan_});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_EQ(Get(document_)->content().name(), name);
  EXPECT_EQ(*Download(name), data_);
}

TEST_F(DocumentCommandsTest, AnUploadThatExpiredBeginsAnew) {
  const std::string expired = BeginAsAmparo(FirstKey());
  service_.Sql("UPDATE content SET state = 3");
  // The one that takes its place is found again too.
  const std::string next = BeginAsAmparo(expired);
  ASSERT_THAT(Send(next, data_, 0, 2 * kChunk), IsOk());
  const Outcome outcome = terminal_.Run({"document", "upload", document_, scan_});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_EQ(Get(document_)->content().name(), next);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM content"), "2");
}

TEST_F(DocumentCommandsTest, AnUploadOfSomethingElseBeginsAnew) {
  const std::string other = BeginAsAmparo(FirstKey());
  ASSERT_THAT(Send(other, Bytes(data_.size(), 2)), IsOk());
  const Outcome outcome = terminal_.Run({"document", "upload", document_, scan_});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_EQ(*Download(Get(document_)->content().name()), data_);
}

TEST_F(DocumentCommandsTest, AnUploadThatLacksOnlyItsEndIsFinished) {
  const std::string name = BeginAsAmparo(FirstKey());
  ASSERT_THAT(Send(name, data_), IsOk());
  const Outcome outcome = terminal_.Run({"document", "upload", document_, scan_});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_EQ(Get(document_)->content().name(), name);
}

TEST_F(DocumentCommandsTest, ADownloadGoesOnWhereAnEarlierRunCameToAndIsProved) {
  const auto attached = Attach(document_, data_);
  ASSERT_THAT(attached, IsOk());
  const std::string part = back_ + "." + cli::LastPart(attached->content().name()) + ".part";
  std::ofstream(part, std::ios::binary) << data_.substr(0, 100'000);
  ASSERT_EQ(terminal_.Run({"document", "download", document_, back_}).code, cli::kOk);
  EXPECT_EQ(ContentOf(back_), data_);
  EXPECT_FALSE(fs::exists(part));

  fs::remove(back_);
  std::ofstream(part, std::ios::binary) << std::string(100'000, 'x');
  const Outcome outcome = terminal_.Run({"document", "download", document_, back_});
  EXPECT_EQ(outcome.code, cli::kFailed);
  EXPECT_THAT(outcome.err, HasSubstr("SHA-256"));
  EXPECT_FALSE(fs::exists(part));
  EXPECT_FALSE(fs::exists(back_));
}

TEST_F(DocumentCommandsTest, WhatIsNotThereIsTold) {
  EXPECT_EQ(terminal_.Run({"document", "download", document_, back_}).code, cli::kNotFound);
  EXPECT_EQ(terminal_.Run({"document", "upload", document_, scan_ + ".none"}).code, cli::kUsage);
  EXPECT_EQ(terminal_.Run({"document", "upload", document_, terminal_.Write("empty", "")}).code, cli::kUsage);
  EXPECT_EQ(terminal_.Run({"document", "upload", case_ + "/documents/" + NewId(), scan_}).code, cli::kNotFound);
}

TEST_F(DocumentCommandsTest, DocumentsAndCopiesAreListed) {
  v1::CreateDocumentRequest late = DocumentRequest("police-report");
  *late.mutable_document()->mutable_due_date() = DateOf(absl::CivilDay(2014, 12, 1));
  const std::string overdue = Enter(late).name();
  const Outcome list =
      terminal_.Run({"document", "list", "--office", "cebu", "--overdue-at", "2014-12-11", "--format", "csv"});
  ASSERT_EQ(list.code, cli::kOk) << list.err;
  EXPECT_THAT(list.out, AllOf(HasSubstr("police-report,needed,2014-12-01,"), Not(HasSubstr(document_))));
  EXPECT_THAT(terminal_.Run({"document", "list", "--case", case_}).out, HasSubstr("birth-certificate"));
  EXPECT_EQ(terminal_.Run({"document", "list"}).code, cli::kUsage);

  EnterCopy(CopyRequest(overdue));
  EnterCopy(CopyRequest(overdue, v1::COPY_RECIPIENT_COURT));
  const Outcome copies = terminal_.Run(
      {"document", "copies", "--office", "cebu", "--recipient", "prosecutor", "--outstanding", "--format", "json"});
  ASSERT_EQ(copies.code, cli::kOk) << copies.err;
  ASSERT_EQ(Json::parse(copies.out).size(), 1u);
  EXPECT_EQ(Json::parse(copies.out)[0].at("state"), "requested");
}

}  // namespace
}  // namespace amparo::cases
