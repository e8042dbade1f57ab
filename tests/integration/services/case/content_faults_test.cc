// What somebody with the database in hand can do to contents, and that it is found; and what nobody finishes or may
// read any more.
#include "services/case/store/pg_content_store.h"
#include "tests/integration/services/case/content_test.h"

namespace amparo::cases {
namespace {

class ContentFaultsTest : public ContentTest {
 protected:
  ContentFaultsTest()
      : maya_(EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Maya")),
        document_(Enter(DocumentRequest("scan", maya_)).name()) {}

  static std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

  // Attaches bytes; the content's name.
  std::string Kept(const std::string& data) {
    const auto attached = Attach(document_, data);
    EXPECT_THAT(attached, IsOk());
    return attached.ok() ? attached->content().name() : "";
  }

  // A download must end with an error and give nothing beyond `whole`, the beginning that is as it was.
  void ExpectFound(const std::string& name, const std::string& whole) {
    std::string data;
    const absl::Status status = DownloadTo(name, 0, [&](const auto& response) { data += response.data(); });
    EXPECT_THAT(status, FailsWith(absl::StatusCode::kInternal, "INTERNAL"));
    EXPECT_TRUE(whole.starts_with(data));
  }

  // Sends two pieces in one stream; when the first is kept, `sql` happens before the second comes.
  absl::StatusOr<v1::UploadResponse> SendAround(const std::string& name, const std::string& data,
                                                const std::string& sql) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    v1::UploadResponse response;
    const auto writer = contents_->Upload(&context, &response);
    v1::UploadRequest request;
    request.set_name(name);
    request.set_data(data.substr(0, kChunk));
    writer->Write(request);
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (absl::Now() < deadline) {
      const auto upload = GetUpload(name);
      if (upload.ok() && upload->committed_offset() == kChunk) break;
    }
    service_.Sql(sql);
    request.set_offset(kChunk);
    request.set_data(data.substr(kChunk));
    writer->Write(request);
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) return errors::FromGrpc(status);
    return response;
  }

  int64_t Expire(absl::Time now) {
    const auto removed = RemoveExpiredUploads(service_.workers(), now, Limits::For(absl::Seconds(30)));
    EXPECT_THAT(removed, IsOk());
    return removed.value_or(-1);
  }

  const std::string maya_;
  const std::string document_;
};

TEST_F(ContentFaultsTest, AnAlteredPieceDoesNotOpen) {
  const std::string data = Bytes(6 * kChunk);
  const std::string name = Kept(data);
  service_.Sql("UPDATE content_chunk SET sealed = set_byte(sealed, 5000, get_byte(sealed, 5000) # 1) WHERE number = 5");
  ExpectFound(name, data.substr(0, 5 * kChunk));
  EXPECT_THAT(Download(name, 5 * kChunk), FailsWith(absl::StatusCode::kInternal, "INTERNAL"));
}

TEST_F(ContentFaultsTest, PiecesDoNotChangePlaces) {
  const std::string data = Bytes(3 * kChunk);
  const std::string name = Kept(data);
  service_.Sql(
      "UPDATE content_chunk a SET sealed = b.sealed FROM content_chunk b WHERE b.content_id = a.content_id AND "
      "((a.number = 1 AND b.number = 2) OR (a.number = 2 AND b.number = 1))");
  ExpectFound(name, data.substr(0, kChunk));
}

TEST_F(ContentFaultsTest, PiecesDoNotMoveBetweenContentsOfOnePerson) {
  const std::string data = Bytes(2 * kChunk, 1);
  const std::string name = Kept(data);
  const std::string other = Kept(Bytes(2 * kChunk, 2));
  EXPECT_EQ(service_.Sql("SELECT count(DISTINCT subject) FROM content"), "1") << "both are sealed by the same key";
  service_.Sql("UPDATE content_chunk a SET sealed = b.sealed FROM content_chunk b WHERE a.content_id = '" + IdOf(name) +
               "' AND b.content_id = '" + IdOf(other) + "' AND a.number = 1 AND b.number = 1");
  ExpectFound(name, data);
}

TEST_F(ContentFaultsTest, NoPieceIsLeftOut) {
  const std::string data = Bytes(6 * kChunk);
  const std::string name = Kept(data);
  service_.Sql("DELETE FROM content_chunk WHERE number = 4");
  ExpectFound(name, data.substr(0, 4 * kChunk));
  service_.Sql("UPDATE content_chunk SET number = 4 WHERE number = 5");
  ExpectFound(name, data.substr(0, 4 * kChunk));
}

TEST_F(ContentFaultsTest, AContentIsNotCutOff) {
  const std::string data = Bytes(3 * kChunk);
  const std::string name = Kept(data);
  service_.Sql("DELETE FROM content_chunk WHERE number = 2");
  service_.Sql("UPDATE content SET size = 2 * 262144, committed = 2 * 262144");
  ExpectFound(name, "");
}

TEST_F(ContentFaultsTest, AnUploadIsProvedAsItIsKept) {
  const std::string data = Bytes(2 * kChunk);
  const std::string name = Begin(document_, data);
  ASSERT_THAT(Send(name, data), IsOk());
  service_.Sql("UPDATE content_chunk SET sealed = set_byte(sealed, 5000, get_byte(sealed, 5000) # 1)");
  EXPECT_THAT(Finish(name), FailsWith(absl::StatusCode::kInternal, "INTERNAL"));
  EXPECT_FALSE(Get(document_)->has_content());
}

TEST_F(ContentFaultsTest, WhoIsErasedTakesTheirDocumentsAlong) {
  const std::string name = Kept(Bytes(1000));
  const std::string begun = Begin(document_, Bytes(1000));
  service_.Sql("UPDATE data_key SET wrapped = NULL, erase_time = now() WHERE subject = '" + IdOf(maya_) + "'");
  EXPECT_THAT(Download(name), FailsWith(kRefused, "DATA_KEY_ERASED"));
  EXPECT_THAT(Send(begun, Bytes(1000)), FailsWith(kRefused, "DATA_KEY_ERASED"));
  EXPECT_THAT(Call(*contents_, &ContentStub::BeginUpload, BeginRequest(document_, Bytes(1000))),
              FailsWith(kRefused, "DATA_KEY_ERASED"));
}

TEST_F(ContentFaultsTest, WhatNobodyFinishesExpires) {
  const std::string plain = Enter("plain").name();
  const std::string kept = Kept(Bytes(1000));
  const std::string data = Bytes(2 * kChunk + 1);
  const std::string left = Begin(plain, data);
  ASSERT_THAT(Send(left, data, 0, 2 * kChunk), IsOk());
  const absl::Time sent = service_.clock().Now();
  const std::string keys = service_.Sql("SELECT count(*) FROM data_key");

  EXPECT_EQ(Expire(sent + absl::Hours(24 * 7)), 0);
  // More of it came: it lives on.
  service_.clock().Advance(absl::Hours(24 * 6));
  ASSERT_THAT(Send(left, data, 2 * kChunk), IsOk());
  EXPECT_EQ(Expire(sent + absl::Hours(24 * 8)), 0);
  ASSERT_THAT(GetUpload(left), IsOk());

  EXPECT_EQ(Expire(sent + absl::Hours(24 * 14)), 3);
  EXPECT_THAT(GetUpload(left), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Send(left, data), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Finish(left), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM content"), "1");
  EXPECT_EQ(std::stoi(service_.Sql("SELECT count(*) FROM data_key")), std::stoi(keys) - 1);
  EXPECT_EQ(*Download(kept), Bytes(1000)) << "what is attached stays";
}

TEST_F(ContentFaultsTest, AnUploadThatIsGivenUpWhileItRunsIsNoLongerThere) {
  const std::string data = Bytes(2 * kChunk);
  const std::string name = Begin(document_, data);
  EXPECT_THAT(SendAround(name, data, "UPDATE content SET state = 3"), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(ContentFaultsTest, AnUploadDoesNotGoOnOverWhatWasLost) {
  const std::string data = Bytes(2 * kChunk);
  const std::string name = Begin(document_, data);
  const auto sent = SendAround(name, data, "DELETE FROM content_chunk; UPDATE content SET committed = 0");
  EXPECT_THAT(sent, FailsWith(absl::StatusCode::kOutOfRange, "UPLOAD_GAP"));
  EXPECT_EQ(errors::MetadataValue(sent.status(), "expected_offset"), "0");
  ASSERT_THAT(Send(name, data), IsOk());
  ASSERT_THAT(Finish(name), IsOk());
}

}  // namespace
}  // namespace amparo::cases
