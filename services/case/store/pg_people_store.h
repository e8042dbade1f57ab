// Implements domain/people_store.h over PostgreSQL.
#pragma once

#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/pg/workers.h"
#include "common/pg/writer.h"
#include "services/case/domain/people_store.h"

namespace amparo::cases {

// What it works with; all of it must outlive the store.
struct PgPeopleParts {
  // Searches may be slow: they never stand before anybody's read.
  pg::Workers* workers = nullptr;
  // For audit rows.
  pg::Writer* writer = nullptr;
  const crypto::Envelope* envelope = nullptr;
  const crypto::BlindIndex* index = nullptr;
  const Clock* clock = nullptr;
};

class PgPeopleStore final : public PeopleStore {
 public:
  explicit PgPeopleStore(PgPeopleParts parts) : parts_(parts) {}

  Task<absl::StatusOr<Candidates>> Find(NameSearch search, Limits limits) override;
  Task<absl::StatusOr<Candidates>> FindAlike(AlikeSearch search, Limits limits) override;
  Task<absl::Status> RecordRead(std::string office, std::vector<Record> people, RevealStamp stamp,
                                Limits limits) override;
  Task<absl::StatusOr<std::vector<PersonName>>> NotIndexed(PersonName after, int32_t most, Limits limits) override;

 private:
  const PgPeopleParts parts_;
};

}  // namespace amparo::cases
