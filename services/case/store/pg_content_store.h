// Implements domain/content_store.h over PostgreSQL, and removes what nobody finishes.
#pragma once

#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/idempotency/run_act.h"
#include "common/pg/reader.h"
#include "common/pg/workers.h"
#include "common/pg/writer.h"
#include "services/case/domain/content_store.h"

namespace amparo::cases {

class PgContentStore final : public ContentStore {
 public:
  // What it works with; all of it must outlive the store.
  struct Parts {
    // Must see what is committed.
    pg::Reader* decides = nullptr;
    pg::Writer* writer = nullptr;
    // For the pieces.
    pg::Workers* workers = nullptr;
    const crypto::Envelope* envelope = nullptr;
    // For what requests are known by.
    const crypto::BlindIndex* index = nullptr;
  };

  explicit PgContentStore(Parts parts) : parts_(parts) {}

  Task<absl::StatusOr<std::string>> Begin(ActStamp stamp, ContentFacts content, absl::Time now, std::string response,
                                          Limits limits) override;
  Task<absl::StatusOr<std::shared_ptr<OpenContent>>> Open(ContentName name, Limits limits) override;
  Task<absl::StatusOr<std::string>> Attach(ActStamp stamp, ContentName name, WorkBody body, Limits limits) override;

 private:
  // An upload as it is to be begun.
  struct Beginning {
    idempotency::Request request;
    ContentFacts content;
    absl::Time now;
    std::string response;
  };
  Task<absl::StatusOr<idempotency::Attempt>> PrepareBegin(const Beginning* beginning, Limits limits);

  const Parts parts_;
};

// Gives up the uploads that expired before `now` and removes them, piece by piece in short transactions. Blocks its
// thread; answers how many pieces went.
absl::StatusOr<int64_t> RemoveExpiredUploads(pg::Workers& workers, absl::Time now, Limits limits);

}  // namespace amparo::cases
