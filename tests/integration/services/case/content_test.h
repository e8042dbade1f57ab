// What the tests of contents share: bytes, and short ways to send and get them.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <random>
#include <string>

#include "absl/strings/escaping.h"
#include "common/base/sha256.h"
#include "services/case/domain/content.h"
#include "tests/integration/services/case/document_test.h"

namespace amparo::cases {

using ContentStub = v1::ContentService::Stub;

class ContentTest : public DocumentTest {
 protected:
  // So many bytes, the same for the same seed.
  static std::string Bytes(std::size_t size, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    return bytes;
  }

  static v1::BeginUploadRequest BeginRequest(const std::string& document, const std::string& data) {
    v1::BeginUploadRequest request;
    request.set_document(document);
    request.set_size(static_cast<int64_t>(data.size()));
    request.set_sha256(absl::BytesToHexString(Sha256Of(data)));
    request.set_media_type("application/pdf");
    return request;
  }
  // Begins an upload; its name.
  std::string Begin(const std::string& document, const std::string& data) {
    return Done(*contents_, &ContentStub::BeginUpload, BeginRequest(document, data)).name();
  }

  // Sends data[from, to) in messages of so many bytes; how the stream ended.
  absl::StatusOr<v1::UploadResponse> Send(const std::string& name, const std::string& data, std::size_t from = 0,
                                          std::size_t to = std::string::npos, std::size_t message_size = 1 << 20) {
    to = std::min(to, data.size());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    v1::UploadResponse response;
    const auto writer = contents_->Upload(&context, &response);
    v1::UploadRequest request;
    request.set_name(name);
    for (std::size_t at = from; at < to; at += message_size) {
      request.set_offset(static_cast<int64_t>(at));
      request.set_data(data.substr(at, std::min(message_size, to - at)));
      if (!writer->Write(request)) break;
      request.clear_name();
    }
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) return errors::FromGrpc(status);
    return response;
  }

  absl::StatusOr<v1::Document> Finish(const std::string& name, const std::string& request_id = "") {
    v1::FinishUploadRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    return Call(*contents_, &ContentStub::FinishUpload, request, std::chrono::seconds(120));
  }

  // The whole way.
  absl::StatusOr<v1::Document> Attach(const std::string& document, const std::string& data) {
    const std::string name = Begin(document, data);
    const auto sent = Send(name, data);
    if (!sent.ok()) return sent.status();
    return Finish(name);
  }

  absl::StatusOr<v1::ContentUpload> GetUpload(const std::string& name) {
    v1::GetUploadRequest request;
    request.set_name(name);
    return Call(*contents_, &ContentStub::GetUpload, request);
  }

  // What a download gives, told to `take` as it comes; how it ended.
  absl::Status DownloadTo(const std::string& name, int64_t offset,
                          const std::function<void(const v1::DownloadResponse&)>& take) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120));
    v1::DownloadRequest request;
    request.set_name(name);
    request.set_offset(offset);
    const auto reader = contents_->Download(&context, request);
    v1::DownloadResponse response;
    while (reader->Read(&response)) take(response);
    return errors::FromGrpc(reader->Finish());
  }
  absl::StatusOr<std::string> Download(const std::string& name, int64_t offset = 0) {
    std::string data;
    const absl::Status status = DownloadTo(name, offset, [&](const v1::DownloadResponse& response) {
      EXPECT_EQ(response.offset(), offset + static_cast<int64_t>(data.size()));
      data += response.data();
    });
    if (!status.ok()) return status;
    return data;
  }

  std::unique_ptr<ContentStub> contents_ = service_.StubOf<v1::ContentService>();
};

}  // namespace amparo::cases
