// Implements domain/content_store.h's OpenContent over PostgreSQL: pieces are sealed and opened here.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/crypto/secret.h"
#include "common/pg/workers.h"
#include "common/pg/writer.h"
#include "services/case/domain/content_store.h"

namespace amparo::cases {

// What jobs need of a content; shared with them, for they may outlive a caller that goes away.
struct KeyedContent {
  ContentFacts facts;
  // Absent when it was erased.
  std::optional<crypto::Key> key;
};

// Up to where a content is kept. FAILED_PRECONDITION UPLOAD_FINISHED when it is attached; NOT_FOUND when it is not
// there or was given up.
absl::StatusOr<int64_t> ProgressOf(pg::Transaction& transaction, const ContentName& name);

class PgOpenContent final : public OpenContent {
 public:
  // Both must outlive it.
  PgOpenContent(std::shared_ptr<const KeyedContent> content, pg::Workers* workers, pg::Writer* writer)
      : content_(std::move(content)), workers_(workers), writer_(writer) {}

  const ContentFacts& facts() const override { return content_->facts; }
  Task<absl::StatusOr<int64_t>> Append(int64_t offset, std::string data, absl::Time now, Limits limits) override;
  Task<absl::StatusOr<std::vector<std::string>>> Read(int64_t first, Limits limits) override;
  Task<absl::Status> RecordRead(RevealStamp stamp, absl::Time now, Limits limits) override;

 private:
  const std::shared_ptr<const KeyedContent> content_;
  pg::Workers* const workers_;
  pg::Writer* const writer_;
};

}  // namespace amparo::cases
