// What an export of an office asks of the database.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/compartment_store.h"
#include "services/case/domain/export.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// A record on its way out.
struct ExportedRecord {
  RecordKey key;
  // With its secret, opened.
  Record record;
};

// What is read by who may read it.
struct ExportScope {
  std::string office;
  // Of notes: what the filter of their table lets through, as a list of them has it (domain/note.h).
  std::vector<std::string> readable_notes;
};

// Records as they are kept, sealed, copied out of one snapshot. Whoever holds it takes message after message;
// destroying it ends the copy.
class SealedExport {
 public:
  virtual ~SealedExport() = default;

  // The next serialized ExportOfficeResponse, empty when there is nothing yet, nothing at the end. Errors are why the
  // copy failed.
  virtual Task<absl::StatusOr<std::optional<std::string>>> Next() = 0;
};

// The records of an office. Safe to call from any thread.
class ExportStore {
 public:
  virtual ~ExportStore() = default;

  // The token of the feed's end, now.
  virtual Task<absl::StatusOr<std::string>> FeedToken(Limits limits) = 0;

  // Begins to copy records of `kinds`, in order, from `place` on, by ids; `token_of` makes the resume token of a
  // message whose last record this is. RESOURCE_EXHAUSTED when too many wait.
  virtual absl::StatusOr<std::unique_ptr<SealedExport>> CopySealed(
      ExportScope scope, std::vector<Kind> kinds, ExportPlace place,
      std::function<std::string(Kind kind, const Uuid& id)> token_of, Limits limits) = 0;

  // Records of one kind by ids after `after`, each opened: to be audited before they leave.
  virtual Task<absl::StatusOr<std::vector<ExportedRecord>>> ReadPage(ExportScope scope, Kind kind, Uuid after,
                                                                     int32_t limit, Limits limits) = 0;

  // Audits that `fields` of these records are read, and answers once that is committed; unless it answers OK nothing of
  // them may leave.
  virtual Task<absl::Status> AuditReads(ReceiptStamp stamp, std::vector<std::string> fields,
                                        std::vector<const ExportedRecord*> records, Limits limits) = 0;
};

}  // namespace amparo::cases
