// Contents of documents between services and an archive, piece by piece: none is ever held whole.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "amparo/cases/v1/content.grpc.pb.h"
#include "amparo/cases/v1/document.pb.h"
#include "amparo/feed/v1/feed.pb.h"
#include "common/base/sha256.h"
#include "services/cli/archive_file.h"
#include "services/cli/connection.h"
#include "services/cli/import_tally.h"

namespace amparo::cli {

// The kind that pieces of contents have among the records of an archive: each is an UploadRequest under the content's
// name. They come behind all records, those of one content together and in order.
inline constexpr char kContentKind[] = "content";

// What an archive says of contents: by their names, the documents that have them.
using ContentOwners = std::map<std::string, cases::v1::Document>;

// Notes the content of a document, if `record` is one that has any: what is needed of the document to move it.
void NoteContent(const feed::v1::Event& record, ContentOwners& owners);

// Downloads every content into the archive, each resumed where it broke; each read is audited. A content that was
// replaced or erased meanwhile ends where it was. A Failure when bytes are not those that the document tells of.
void ArchiveContents(Connection& connection, const ContentOwners& owners, ArchiveWriter& archive);

// Uploads contents as their pieces are read. What the service has already is passed over, so that an import that is
// made again goes on where it was.
class ContentSender {
 public:
  // All must outlive it.
  ContentSender(Connection& connection, const ContentOwners& owners, Tally& tally)
      : connection_(connection), stub_(connection.ChannelTo(Service::kCase)), owners_(owners), tally_(tally) {}
  ~ContentSender();
  ContentSender(const ContentSender&) = delete;
  ContentSender& operator=(const ContentSender&) = delete;

  // Takes the next piece.
  void Add(const feed::v1::Event& piece);
  // After the last.
  void Finish();

  // The names of contents that broke off by what may pass, or whose documents are not there yet, each with why.
  const std::map<std::string, std::string>& waiting() const { return waiting_; }

 private:
  void Begin(const std::string& name);
  // The upload that an earlier import began, or a new one.
  absl::Status FindUpload(const cases::v1::Document& document);
  void End();
  // Finishes the upload: the document has the content.
  void Attach();
  // Notes why the content did not come.
  void Give(const absl::Status& why);

  Connection& connection_;
  cases::v1::ContentService::Stub stub_;
  const ContentOwners& owners_;
  Tally& tally_;
  std::map<std::string, std::string> waiting_;
  // Of the content at hand; without a writer its pieces are passed over.
  std::string name_;
  cases::v1::ContentUpload upload_;
  std::unique_ptr<grpc::ClientContext> context_;
  cases::v1::UploadResponse response_;
  std::unique_ptr<grpc::ClientWriter<cases::v1::UploadRequest>> writer_;
};

}  // namespace amparo::cli
