#include "services/cli/content_transfer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "amparo/cases/v1/content.grpc.pb.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "services/cli/transfer_retry.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using cases::v1::ContentService;
namespace fs = std::filesystem;

constexpr std::size_t kBlock = std::size_t{1} << 20;
// Long enough for a slow line, short of what the service allows: what is left goes into the next stream.
constexpr absl::Duration kStreamTime = absl::Minutes(20);
constexpr int kMostFailures = 6;

// Reads up to a block; empty at the end. A Failure when the file cannot be read.
std::string ReadBlock(std::ifstream& file, const std::string& path) {
  std::string block(kBlock, '\0');
  file.read(block.data(), static_cast<std::streamsize>(block.size()));
  if (file.bad()) throw Failure(kFailed, StrCat(path, ": cannot be read"));
  block.resize(static_cast<std::size_t>(file.gcount()));
  return block;
}

std::ifstream OpenFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code ignored;
  if (!file || fs::is_directory(path, ignored)) throw Failure(kUsage, StrCat(path, ": cannot be read"));
  return file;
}

// Repeats `step` (which moves `done` on and says how it ended) until `done` is `size`. Failures that may pass are
// waited out, longer each time; after kMostFailures without any progress the last one is thrown.
void UntilDone(int64_t& done, int64_t size, const std::string& doing, const std::function<absl::Status()>& step) {
  int failures = 0;
  while (done < size) {
    const int64_t before = done;
    const absl::Status status = step();
    if (done > before) failures = 0;
    if (status.ok() && done > before) continue;
    if (status.ok()) throw Failure(kFailed, StrCat(doing, ": no more bytes come; was the file changed?"));
    if (!MayPass(status) || ++failures >= kMostFailures) Check(status, StrCat(doing, " (again goes on from here)"));
    absl::SleepFor(absl::Milliseconds(100) * (1 << failures));
  }
}

// An upload and how far it came.
class Uploader {
 public:
  Uploader(Connection& connection, const std::string& document, const FileFacts& file)
      : connection_(connection), stub_(connection.ChannelTo(Service::kCase)), document_(document), file_(file) {}

  // Begins the upload, or finds the one that an earlier run began: the same file for the same document asks with the
  // same request id. An upload that is of no more use gives the next its request id, so that this is found again too.
  void Begin(const std::string& media_type) {
    std::string key = StrCat("upload/", document_, "/", media_type, "/", file_.sha256);
    do {
      upload_ = Begun(media_type, UuidFromKey(key));
      key = StrCat("upload/", upload_.name());
    } while (!IsOfUse());
  }

  void Send(const ShowProgress& progress) {
    int64_t done = upload_.attached() ? file_.size : upload_.committed_offset();
    progress(done, file_.size);
    UntilDone(done, file_.size, "uploading", [&] {
      const absl::Status sent = SendFrom(done, progress);
      const absl::Status known = Refresh();
      if (known.ok()) done = upload_.committed_offset();
      return sent.ok() ? known : sent;
    });
  }

  cases::v1::Document Finish() {
    const absl::StatusOr<cases::v1::Document> document = TryFinish(UuidFromKey(StrCat("finish/", upload_.name())));
    Check(document.status(), "finishing the upload");
    return *document;
  }

 private:
  cases::v1::ContentUpload Begun(const std::string& media_type, const std::string& request_id) {
    cases::v1::BeginUploadRequest request;
    request.set_document(document_);
    request.set_size(file_.size);
    request.set_sha256(file_.sha256);
    request.set_media_type(media_type);
    request.set_request_id(request_id);
    return connection_.Call(stub_, &ContentService::Stub::BeginUpload, request, "beginning the upload");
  }

  absl::Status Refresh() {
    cases::v1::GetUploadRequest request;
    request.set_name(upload_.name());
    cases::v1::ContentUpload found;
    const absl::Status status = connection_.Try(stub_, &ContentService::Stub::GetUpload, request, found);
    if (status.ok()) upload_ = std::move(found);
    return status;
  }

  absl::StatusOr<cases::v1::Document> TryFinish(const std::string& request_id) {
    cases::v1::FinishUploadRequest request;
    request.set_name(upload_.name());
    request.set_request_id(request_id);
    const auto context = Connection::Context(kStreamTime);
    cases::v1::Document document;
    const absl::Status status = errors::FromGrpc(stub_.FinishUpload(context.get(), request, &document));
    if (!status.ok()) return status;
    return document;
  }

  // False when the upload was given up, when what came is not the file, and when it was attached and replaced since.
  bool IsOfUse() {
    const absl::Status found = Refresh();
    if (found.code() == absl::StatusCode::kNotFound) return false;
    Check(found, "asking how far the upload came");
    if (upload_.committed_offset() < file_.size) return true;
    // All has come. Without a request id the answer is the document as it is now.
    const absl::StatusOr<cases::v1::Document> document = TryFinish("");
    if (errors::Reason(document.status()) == "SHA256_MISMATCH") return false;
    Check(document.status(), "finishing the upload");
    return document->content().name() == upload_.name();
  }

  // One stream of what is left.
  absl::Status SendFrom(int64_t offset, const ShowProgress& progress) {
    std::ifstream file = OpenFile(file_.path);
    file.seekg(offset);
    const auto context = Connection::Context(kStreamTime);
    cases::v1::UploadResponse response;
    const auto writer = stub_.Upload(context.get(), &response);
    cases::v1::UploadRequest request;
    request.set_name(upload_.name());
    for (request.set_data(ReadBlock(file, file_.path)); !request.data().empty();
         request.set_data(ReadBlock(file, file_.path))) {
      request.set_offset(offset);
      if (!writer->Write(request)) break;
      offset += static_cast<int64_t>(request.data().size());
      progress(offset, file_.size);
    }
    writer->WritesDone();
    return errors::FromGrpc(writer->Finish());
  }

  Connection& connection_;
  ContentService::Stub stub_;
  const std::string document_;
  const FileFacts file_;
  cases::v1::ContentUpload upload_;
};

// Makes the file if there is none, for its owner only; how many bytes it has.
int64_t OwnFile(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) throw Failure(kFailed, StrCat("cannot write ", path));
  const off_t size = ::lseek(descriptor, 0, SEEK_END);
  ::close(descriptor);
  return static_cast<int64_t>(size);
}

// One stream of what is left, appended to the file; `done` is how much that has.
absl::Status ReceiveFrom(Connection& connection, const std::string& name, const std::string& path, int64_t& done,
                         const std::function<void()>& took) {
  ContentService::Stub stub(connection.ChannelTo(Service::kCase));
  std::ofstream file(path, std::ios::binary | std::ios::app);
  const auto context = connection.ReadContext(kStreamTime);
  cases::v1::DownloadRequest request;
  request.set_name(name);
  request.set_offset(done);
  const auto reader = stub.Download(context.get(), request);
  cases::v1::DownloadResponse response;
  while (reader->Read(&response)) {
    if (!file.write(response.data().data(), static_cast<std::streamsize>(response.data().size())).flush()) {
      context->TryCancel();
      reader->Finish();
      throw Failure(kFailed, StrCat("cannot write ", path));
    }
    done += static_cast<int64_t>(response.data().size());
    took();
  }
  return errors::FromGrpc(reader->Finish());
}

}  // namespace

FileFacts FactsOf(const std::string& path) {
  std::ifstream file = OpenFile(path);
  FileFacts facts;
  facts.path = path;
  Sha256 digest;
  for (std::string block = ReadBlock(file, path); !block.empty(); block = ReadBlock(file, path)) {
    facts.size += static_cast<int64_t>(block.size());
    digest.Update(block);
  }
  if (facts.size == 0) throw Failure(kUsage, StrCat(path, " is empty"));
  facts.sha256 = absl::BytesToHexString(digest.Finish());
  return facts;
}

cases::v1::Document UploadContent(Connection& connection, const std::string& document, const FileFacts& file,
                                  const std::string& media_type, const ShowProgress& progress) {
  Uploader uploader(connection, document, file);
  uploader.Begin(media_type);
  uploader.Send(progress);
  return uploader.Finish();
}

void DownloadContent(Connection& connection, const cases::v1::DocumentContent& content, const std::string& path,
                     const ShowProgress& progress) {
  // Of this content and no other: a newer one of the same document begins anew.
  const std::string part = StrCat(path, ".", LastPart(content.name()), ".part");
  int64_t done = OwnFile(part);
  if (done > content.size()) {
    fs::resize_file(part, 0);
    done = 0;
  }
  progress(done, content.size());
  UntilDone(done, content.size(), "downloading", [&] {
    return ReceiveFrom(connection, content.name(), part, done, [&] { progress(done, content.size()); });
  });
  if (FactsOf(part).sha256 != content.sha256()) {
    fs::remove(part);
    throw Failure(kFailed, "what came has another SHA-256 than the document says: it was thrown away");
  }
  fs::rename(part, path);
}

}  // namespace amparo::cli
