// What contents ask of the database: pieces are taken and given one after another, sealed before PostgreSQL sees them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/content.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// A content as it is kept.
struct ContentFacts {
  ContentName name;
  DocumentName document;
  ContentSpec spec;
  // How many bytes are kept.
  int64_t committed = 0;
  bool attached = false;
  // When the upload is given up; of those that are not attached.
  absl::Time expire_time;
};

// A content at hand, with its key. Each method needs a connection for a moment only.
class OpenContent {
 public:
  virtual ~OpenContent() = default;

  // As it was when it was opened.
  virtual const ContentFacts& facts() const = 0;

  // Keeps `data`, whole pieces that begin at `offset`, if the content is kept up to there and no farther; answers up to
  // where it is kept then, whoever did it. The upload expires kUploadRetention after `now`. FAILED_PRECONDITION
  // UPLOAD_FINISHED, DATA_KEY_ERASED; NOT_FOUND when it expired.
  virtual Task<absl::StatusOr<int64_t>> Append(int64_t offset, std::string data, absl::Time now, Limits limits) = 0;

  // The piece `first` and those after it that are read with it. DATA_LOSS when one is missing, altered or another's;
  // FAILED_PRECONDITION DATA_KEY_ERASED.
  virtual Task<absl::StatusOr<std::vector<std::string>>> Read(int64_t first, Limits limits) = 0;

  // Commits the audit row of a read; no bytes leave unless it answers OK.
  virtual Task<absl::Status> RecordRead(RevealStamp stamp, absl::Time now, Limits limits) = 0;
};

// The contents of an office's documents. Safe to call from any thread.
class ContentStore {
 public:
  virtual ~ContentStore() = default;

  // Begins an upload; answers `response`, or what was answered to the request before. NOT_FOUND for the document;
  // FAILED_PRECONDITION TOO_MANY_UPLOADS, DATA_KEY_ERASED; INVALID_ARGUMENT REQUEST_ID_REUSED.
  virtual Task<absl::StatusOr<std::string>> Begin(ActStamp stamp, ContentFacts content, absl::Time now,
                                                  std::string response, Limits limits) = 0;

  // A content by its name. NOT_FOUND.
  virtual Task<absl::StatusOr<std::shared_ptr<OpenContent>>> Open(ContentName name, Limits limits) = 0;

  // Marks a whole upload as attached and carries out `body`, which writes its document, in one transaction; answers as
  // Store::RunWork. NOT_FOUND when it expired; FAILED_PRECONDITION UPLOAD_FINISHED.
  virtual Task<absl::StatusOr<std::string>> Attach(ActStamp stamp, ContentName name, WorkBody body, Limits limits) = 0;
};

}  // namespace amparo::cases
