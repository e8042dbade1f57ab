// Implements domain/export_store.h over PostgreSQL: what is sealed is copied out in binary on connections of their own,
// what is opened is read page by page and audited.
#pragma once

#include <string>
#include <vector>

#include "common/crypto/envelope.h"
#include "common/feed/exporter.h"
#include "common/pg/reader.h"
#include "common/pg/writer.h"
#include "services/case/domain/export_store.h"

namespace amparo::cases {

// What the store works with; all of it must outlive the store.
struct PgExportParts {
  pg::Reader* decides = nullptr;
  pg::Writer* writer = nullptr;
  const crypto::Envelope* envelope = nullptr;
  // For the connections that copy.
  std::string conninfo = {};
};

class PgExportStore final : public ExportStore {
 public:
  explicit PgExportStore(PgExportParts parts);

  Task<absl::StatusOr<std::string>> FeedToken(Limits limits) override;
  absl::StatusOr<std::unique_ptr<SealedExport>> CopySealed(ExportScope scope, std::vector<Kind> kinds,
                                                           ExportPlace place,
                                                           std::function<std::string(Kind, const Uuid&)> token_of,
                                                           Limits limits) override;
  Task<absl::StatusOr<std::vector<ExportedRecord>>> ReadPage(ExportScope scope, Kind kind, Uuid after, int32_t limit,
                                                             Limits limits) override;
  Task<absl::Status> AuditReads(ReceiptStamp stamp, std::vector<std::string> fields,
                                std::vector<const ExportedRecord*> records, Limits limits) override;

 private:
  const PgExportParts parts_;
  feed::Exporter exporter_;
};

}  // namespace amparo::cases
