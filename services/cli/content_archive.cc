#include "services/cli/content_archive.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "services/cli/failure.h"
#include "services/cli/transfer_retry.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;

// Long enough for a slow line: what is left goes into the next stream.
constexpr absl::Duration kContentTime = absl::Minutes(20);
// Uploads that were begun for a content and are of no more use, at most.
constexpr int kMostUploads = 4;

feed::v1::Event ContentPieceOf(const v1::Document& document, int64_t offset, std::string data) {
  v1::UploadRequest bytes;
  bytes.set_name(document.content().name());
  bytes.set_offset(offset);
  bytes.set_data(std::move(data));
  feed::v1::Event piece;
  piece.set_office(LastPart(OfficeOf(document.name())));
  piece.set_name(bytes.name());
  piece.set_kind(kContentKind);
  piece.mutable_resource()->PackFrom(bytes);
  return piece;
}

// A content on its way into an archive.
struct ContentDownload {
  int64_t done = 0;
  Sha256 digest;
  // It is not there any more.
  bool gone = false;
};

// One stream of what is left.
absl::Status DownloadOnce(Connection& connection, const v1::Document& document, ContentDownload& download,
                          ArchiveWriter& archive) {
  v1::ContentService::Stub stub(connection.ChannelTo(Service::kCase));
  const auto context = connection.ReadContext(kContentTime);
  v1::DownloadRequest request;
  request.set_name(document.content().name());
  request.set_offset(download.done);
  const auto reader = stub.Download(context.get(), request);
  v1::DownloadResponse response;
  while (reader->Read(&response)) {
    const auto size = static_cast<int64_t>(response.data().size());
    Records piece;
    download.digest.Update(response.data());
    *piece.Add() = ContentPieceOf(document, download.done, std::move(*response.mutable_data()));
    archive.Add(piece);
    download.done += size;
  }
  const absl::Status status = errors::FromGrpc(reader->Finish());
  download.gone = absl::IsNotFound(status) || absl::IsFailedPrecondition(status);
  if (download.gone) return absl::OkStatus();
  if (status.ok() && download.done < document.content().size()) {
    return absl::UnavailableError("the content ended before it was complete");
  }
  return status;
}

}  // namespace

void NoteContent(const feed::v1::Event& record, ContentOwners& owners) {
  if (record.kind() != "document") return;
  v1::Document document;
  if (!record.resource().UnpackTo(&document)) {
    throw Failure(kRefused, StrCat(record.name(), ": is no record of its kind"));
  }
  if (!document.has_content()) return;
  v1::Document& owner = owners[document.content().name()];
  owner.set_name(document.name());
  *owner.mutable_content() = document.content();
}

void ArchiveContents(Connection& connection, const ContentOwners& owners, ArchiveWriter& archive) {
  for (const auto& [name, document] : owners) {
    ContentDownload download;
    int64_t before = 0;
    Retry(
        "exporting the content of a document", [&] { return DownloadOnce(connection, document, download, archive); },
        [&] { return std::exchange(before, download.done) != download.done; });
    if (download.gone) continue;
    if (absl::BytesToHexString(ToAbsl(download.digest.Finish())) != document.content().sha256()) {
      throw Failure(kFailed, StrCat(name, ": has another SHA-256 than its document says"));
    }
  }
}

ContentSender::~ContentSender() {
  if (writer_ == nullptr) return;
  context_->TryCancel();
  writer_->Finish();
}

void ContentSender::Add(const feed::v1::Event& piece) {
  if (piece.name() != name_) {
    End();
    Begin(piece.name());
  }
  if (writer_ == nullptr) return;
  v1::UploadRequest bytes;
  if (!piece.resource().UnpackTo(&bytes)) throw Failure(kRefused, StrCat(name_, ": is no piece of a content"));
  if (bytes.offset() + static_cast<int64_t>(bytes.data().size()) <= upload_.committed_offset()) return;
  bytes.set_name(upload_.name());
  // Why it broke, the end of the stream says.
  writer_->Write(bytes);
}

void ContentSender::Finish() {
  End();
  name_.clear();
}

void ContentSender::Begin(const std::string& name) {
  name_ = name;
  const auto owner = owners_.find(name);
  if (owner == owners_.end()) return;
  const absl::Status found = FindUpload(owner->second);
  if (!found.ok()) return Give(found);
  if (upload_.attached()) {
    ++tally_.unchanged;
    return;
  }
  // All came before, and nobody said that it was all.
  if (upload_.committed_offset() >= upload_.size()) return Attach();
  context_ = Connection::Context(kContentTime);
  writer_ = stub_.Upload(context_.get(), &response_);
}

absl::Status ContentSender::FindUpload(const v1::Document& document) {
  std::string key = StrCat("archive/", document.name(), "/", document.content().sha256());
  absl::Status status;
  for (int i = 0; i < kMostUploads; ++i) {
    v1::BeginUploadRequest begin;
    begin.set_document(document.name());
    begin.set_size(document.content().size());
    begin.set_sha256(document.content().sha256());
    begin.set_media_type(document.content().media_type());
    begin.set_request_id(UuidFromKey(key));
    upload_.Clear();
    status = connection_.Try(stub_, &v1::ContentService::Stub::BeginUpload, begin, upload_);
    if (!status.ok()) return status;
    v1::GetUploadRequest get;
    get.set_name(upload_.name());
    v1::ContentUpload kept;
    status = connection_.Try(stub_, &v1::ContentService::Stub::GetUpload, get, kept);
    if (status.ok()) {
      upload_ = std::move(kept);
      return status;
    }
    // It expired: it gives the next its request id, so that this is found again too.
    if (!absl::IsNotFound(status)) return status;
    key = StrCat("archive/", upload_.name());
  }
  return status;
}

void ContentSender::End() {
  if (writer_ == nullptr) return;
  writer_->WritesDone();
  const absl::Status sent = errors::FromGrpc(writer_->Finish());
  writer_.reset();
  if (!sent.ok()) return Give(sent);
  Attach();
}

void ContentSender::Attach() {
  v1::FinishUploadRequest finish;
  finish.set_name(upload_.name());
  finish.set_request_id(UuidFromKey(StrCat("finish/", upload_.name())));
  const auto context = Connection::Context(kContentTime);
  v1::Document document;
  const absl::Status finished = errors::FromGrpc(stub_.FinishUpload(context.get(), finish, &document));
  if (!finished.ok()) return Give(finished);
  ++tally_.created;
}

void ContentSender::Give(const absl::Status& why) {
  // Its document may come in a later reading, as that of a record that waits for another.
  if (MayPass(why) || absl::IsNotFound(why)) {
    waiting_[name_] = std::string(FromAbsl(why.message()));
  } else {
    tally_.Reject(name_, why);
  }
}

}  // namespace amparo::cli
