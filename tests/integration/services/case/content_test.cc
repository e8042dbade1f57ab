// Contents by streams: broken off and resumed, sent twice, by two at once, and proved before they count.
#include "tests/integration/services/case/content_test.h"

#include <thread>

#include "tests/integration/services/case/canary.h"

namespace amparo::cases {
namespace {

constexpr absl::StatusCode kOutOfRange = absl::StatusCode::kOutOfRange;

// Three pieces and a bit.
constexpr std::size_t kSize = 3 * kChunk + 12345;

class ContentApiTest : public ContentTest {
 protected:
  ContentApiTest() : document_(Enter().name()) {}

  std::string CountOf(const std::string& table) { return service_.Sql("SELECT count(*) FROM " + table); }

  const std::string document_;
};

TEST_F(ContentApiTest, WhatIsUploadedIsDownloaded) {
  const std::string data = Bytes(kSize);
  const auto attached = Attach(document_, data);
  ASSERT_THAT(attached, IsOk());
  EXPECT_EQ(attached->content().size(), static_cast<int64_t>(kSize));
  EXPECT_EQ(attached->content().sha256(), absl::BytesToHexString(Sha256Of(data)));
  EXPECT_EQ(attached->content().media_type(), "application/pdf");
  EXPECT_EQ(Get(document_)->SerializeAsString(), attached->SerializeAsString());
  const auto downloaded = Download(attached->content().name());
  ASSERT_THAT(downloaded, IsOk());
  EXPECT_EQ(*downloaded, data);
  EXPECT_EQ(CountOf("content_chunk"), "4");
}

TEST_F(ContentApiTest, ADownloadBeginsAnywhere) {
  const std::string data = Bytes(6 * kChunk + 1);
  const auto attached = Attach(document_, data);
  ASSERT_THAT(attached, IsOk());
  const std::string name = attached->content().name();
  for (const std::size_t offset : {std::size_t{1}, std::size_t{kChunk - 1}, std::size_t{kChunk},
                                   std::size_t{5 * kChunk + 7}, data.size() - 1, data.size()}) {
    const auto rest = Download(name, static_cast<int64_t>(offset));
    ASSERT_THAT(rest, IsOk());
    EXPECT_EQ(*rest, data.substr(offset)) << offset;
  }
  EXPECT_THAT(Download(name, static_cast<int64_t>(data.size()) + 1), IsInvalidIn("offset"));
  EXPECT_THAT(Download(name, -1), IsInvalidIn("offset"));
}

TEST_F(ContentApiTest, AnUploadGoesOnWhereItWasBrokenOff) {
  const std::string data = Bytes(kSize);
  const std::string name = Begin(document_, data);
  // Not a whole number of pieces: what is over is to be sent again.
  const auto first = Send(name, data, 0, kChunk + 1000, 100'000);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->committed_offset(), kChunk);
  const auto upload = GetUpload(name);
  ASSERT_THAT(upload, IsOk());
  EXPECT_EQ(upload->committed_offset(), kChunk);
  EXPECT_FALSE(upload->attached());
  EXPECT_THAT(Finish(name), FailsWith(kRefused, "UPLOAD_INCOMPLETE"));
  EXPECT_EQ(errors::MetadataValue(Finish(name).status(), "expected_offset"), std::to_string(kChunk));
  const auto rest = Send(name, data, kChunk);
  ASSERT_THAT(rest, IsOk());
  EXPECT_EQ(rest->committed_offset(), static_cast<int64_t>(kSize));
  ASSERT_THAT(Finish(name), IsOk());
  EXPECT_EQ(*Download(name), data);
}

TEST_F(ContentApiTest, AStreamThatIsKilledLeavesWhatWasKept) {
  const std::string data = Bytes(8 * kChunk);
  const std::string name = Begin(document_, data);
  {
    grpc::ClientContext context;
    v1::UploadResponse response;
    const auto writer = contents_->Upload(&context, &response);
    v1::UploadRequest request;
    request.set_name(name);
    request.set_data(data.substr(0, 2 * kChunk + 5));
    ASSERT_TRUE(writer->Write(request));
    // Killed when the first pieces are kept, in the middle of the third.
    const auto deadline = absl::Now() + absl::Seconds(30);
    while (GetUpload(name)->committed_offset() < 2 * kChunk) ASSERT_LT(absl::Now(), deadline);
    context.TryCancel();
    EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  EXPECT_EQ(GetUpload(name)->committed_offset(), 2 * kChunk);
  ASSERT_THAT(Send(name, data, 2 * kChunk), IsOk());
  ASSERT_THAT(Finish(name), IsOk());
  EXPECT_EQ(*Download(name), data);
}

TEST_F(ContentApiTest, AGapIsRefusedAndSaysWhereToGoOn) {
  const std::string data = Bytes(kSize);
  const std::string name = Begin(document_, data);
  ASSERT_THAT(Send(name, data, 0, kChunk), IsOk());
  const auto gap = Send(name, data, kChunk + 1);
  EXPECT_THAT(gap, FailsWith(kOutOfRange, "UPLOAD_GAP"));
  EXPECT_EQ(errors::MetadataValue(gap.status(), "expected_offset"), std::to_string(kChunk));
  EXPECT_EQ(GetUpload(name)->committed_offset(), kChunk);
}

TEST_F(ContentApiTest, BytesSentAgainAreHarmless) {
  const std::string data = Bytes(kSize);
  const std::string name = Begin(document_, data);
  ASSERT_THAT(Send(name, data, 0, 2 * kChunk), IsOk());
  const auto again = Send(name, data, 0, data.size(), 77'777);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->committed_offset(), static_cast<int64_t>(kSize));
  EXPECT_EQ(Send(name, data)->committed_offset(), static_cast<int64_t>(kSize));
  ASSERT_THAT(Finish(name), IsOk());
  EXPECT_EQ(*Download(name), data);
}

TEST_F(ContentApiTest, TwoMaySendTheSameUploadAtOnce) {
  const std::string data = Bytes(24 * kChunk + 3);
  const std::string name = Begin(document_, data);
  absl::StatusOr<v1::UploadResponse> one, other;
  std::thread first([&] { one = Send(name, data, 0, data.size(), 1 << 20); });
  std::thread second([&] { other = Send(name, data, 0, data.size(), 300'000); });
  first.join();
  second.join();
  ASSERT_THAT(one, IsOk());
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(one->committed_offset(), static_cast<int64_t>(data.size()));
  EXPECT_EQ(other->committed_offset(), static_cast<int64_t>(data.size()));
  EXPECT_EQ(CountOf("content_chunk"), "25");
  ASSERT_THAT(Finish(name), IsOk());
  EXPECT_EQ(*Download(name), data);
}

TEST_F(ContentApiTest, AnotherDigestIsRefusedAndTold) {
  const std::string data = Bytes(kSize, 1);
  const std::string name = Begin(document_, data);
  ASSERT_THAT(Send(name, Bytes(kSize, 2)), IsOk());
  const auto finished = Finish(name);
  EXPECT_THAT(finished, FailsWith(kRefused, "SHA256_MISMATCH"));
  EXPECT_EQ(errors::MetadataValue(finished.status(), "expected"), absl::BytesToHexString(Sha256Of(data)));
  EXPECT_EQ(errors::MetadataValue(finished.status(), "found"), absl::BytesToHexString(Sha256Of(Bytes(kSize, 2))));
  EXPECT_FALSE(Get(document_)->has_content());
  EXPECT_THAT(Download(name), FailsWith(kNotFound, "RESOURCE_NOT_FOUND")) << "nothing leaves that is not attached";
}

TEST_F(ContentApiTest, MessagesKeepTheirBounds) {
  const std::string data = Bytes(kSize);
  const std::string name = Begin(document_, data);
  EXPECT_THAT(Send(name, Bytes(kSize + 1)), IsInvalidIn("data"));
  EXPECT_THAT(Send(name, Bytes(2 * 1024 * 1024), 0, std::string::npos, 2 * 1024 * 1024), IsInvalidIn("data"));
  EXPECT_THAT(Send("", data), IsInvalidIn("name"));
  EXPECT_THAT(Send(name, ""), IsInvalidIn("name")) << "a stream without a message";
  v1::BeginUploadRequest request = BeginRequest(document_, data);
  request.set_size((int64_t{1} << 30) + 1);
  request.set_sha256("abc");
  const auto begun = Call(*contents_, &ContentStub::BeginUpload, request);
  EXPECT_THAT(begun, IsInvalid("size"));
  EXPECT_THAT(begun, IsInvalid("sha256"));
}

TEST_F(ContentApiTest, BeginningAndFinishingAreOnceForARequest) {
  const std::string data = Bytes(1000);
  v1::BeginUploadRequest request = BeginRequest(document_, data);
  request.set_request_id(NewId());
  const auto begun = Call(*contents_, &ContentStub::BeginUpload, request);
  const auto again = Call(*contents_, &ContentStub::BeginUpload, request);
  ASSERT_THAT(begun, IsOk());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), begun->SerializeAsString());
  EXPECT_EQ(CountOf("content"), "1");
  request.set_size(1001);
  EXPECT_THAT(Call(*contents_, &ContentStub::BeginUpload, request), FailsWith(kInvalid, "REQUEST_ID_REUSED"));

  ASSERT_THAT(Send(begun->name(), data), IsOk());
  const std::string id = NewId();
  const auto first = Finish(begun->name(), id);
  const auto second = Finish(begun->name(), id);
  const auto third = Finish(begun->name());
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(third->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(GetUpload(begun->name()), IsOk());
  EXPECT_TRUE(GetUpload(begun->name())->attached());
  EXPECT_EQ(Send(begun->name(), data)->committed_offset(), 1000) << "all of it is there";
}

TEST_F(ContentApiTest, ANewerContentReplacesTheOlderWhichStays) {
  const auto older = Attach(document_, Bytes(1000, 1));
  service_.clock().Advance(absl::Hours(1));
  const auto newer = Attach(document_, Bytes(1000, 2));
  ASSERT_THAT(older, IsOk());
  ASSERT_THAT(newer, IsOk());
  EXPECT_EQ(Get(document_)->content().name(), newer->content().name());
  EXPECT_EQ(*Download(older->content().name()), Bytes(1000, 1));
}

TEST_F(ContentApiTest, ADocumentHasSoManyUploadsUnderWay) {
  for (int i = 0; i < kMostUploads; ++i) Begin(document_, Bytes(10, static_cast<unsigned>(i)));
  EXPECT_THAT(Call(*contents_, &ContentStub::BeginUpload, BeginRequest(document_, Bytes(10))),
              FailsWith(kRefused, "TOO_MANY_UPLOADS"));
  EXPECT_THAT(Call(*contents_, &ContentStub::BeginUpload, BeginRequest(case_ + "/documents/" + NewId(), Bytes(10))),
              FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(ContentApiTest, EveryDownloadIsAuditedBeforeItsFirstByte) {
  const auto attached = Attach(document_, Bytes(kSize));
  ASSERT_THAT(attached, IsOk());
  ASSERT_THAT(Download(attached->content().name()), IsOk());
  ASSERT_THAT(Download(attached->content().name(), kChunk), IsOk());
  EXPECT_EQ(service_.Sql("SELECT count(*) || ' ' || min(name) || ' ' || min(fields::text) FROM audit "
                         "WHERE action = 'READ'"),
            "2 " + attached->content().name() + " {content}");
  service_.Sql("REVOKE INSERT ON audit FROM cases");
  bool any = false;
  EXPECT_FALSE(DownloadTo(attached->content().name(), 0, [&any](const auto&) { any = true; }).ok());
  EXPECT_FALSE(any);
}

TEST_F(ContentApiTest, NothingOfItIsKeptOrToldInClear) {
  const std::string canary = "QvZx7CanaryScan";
  std::string data;
  while (data.size() < kSize) data += canary;
  const auto attached = Attach(document_, data);
  ASSERT_THAT(attached, IsOk());
  EXPECT_EQ(*Download(attached->content().name()), data);
  const std::string other = Begin(document_, data);
  EXPECT_FALSE(Send(other, data + canary).ok());
  ExpectNowhereInClear(service_, canary);
  // The feed tells of the content, not what it says.
  EXPECT_EQ(service_.Sql("SELECT max(length(payload)) < 1000 FROM outbox"), "t");
}

TEST_F(ContentApiTest, OtherOfficesSeeNothing) {
  const auto attached = Attach(document_, Bytes(1000));
  ASSERT_THAT(attached, IsOk());
  service_.OpenOffice("la-paz");
  const std::string abroad = "offices/la-paz" + attached->content().name().substr(std::string("offices/cebu").size());
  EXPECT_THAT(Download(abroad), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
  v1::GetUploadRequest request;
  request.set_name(abroad);
  const auto cebu = service_.StubOf<v1::ContentService>("cebu");
  EXPECT_THAT(Call(*cebu, &ContentStub::GetUpload, request), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace amparo::cases
