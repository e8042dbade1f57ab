// What offices and whole cases become in the tables of the case service: the rows that an import writes (checked by the
// same rules, sealed under real keys, found by real tokens, told on the feed), as tuples of COPY. There are no audit
// rows: nobody did this.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/time/time.h"
#include "amparo/cases/v1/import.pb.h"
#include "common/crypto/envelope.h"
#include "services/case/domain/bundle.h"
#include "services/case/domain/office.h"
#include "services/case/domain/store.h"
#include "tests/bench/bulk_session.h"
#include "tests/bench/copy_buffer.h"
#include "tests/bench/term_tokens.h"

namespace amparo::bench {

// Rows on their way into the database. Not safe for several threads at once.
class CaseRows {
 public:
  // Their events are numbered from `first_seq` on. Both others must outlive it.
  CaseRows(const crypto::Envelope& envelope, TermTokens& tokens, int64_t first_seq)
      : envelope_(envelope), tokens_(tokens), next_seq_(first_seq) {}

  // Adds an office. Throws std::runtime_error when the rules refuse it.
  void AddOffice(const cases::Office& office, absl::Time entered);

  // Adds a case that was entered then in an office of this zone and country. Throws std::runtime_error when the rules
  // refuse it.
  void AddCase(const cases::v1::CaseBundle& bundle, const cases::Office& office, absl::Time entered);

  // The number that the next event would have.
  int64_t next_seq() const { return next_seq_; }

  // Copies everything, in one transaction.
  void Write(BulkSession& session) &&;

 private:
  void Add(cases::Change change);
  void AddRecord(const cases::Change& change);

  const crypto::Envelope& envelope_;
  TermTokens& tokens_;
  int64_t next_seq_;
  std::map<cases::Kind, CopyBuffer> records_;
  CopyBuffer data_keys_;
  CopyBuffer events_;
};

}  // namespace amparo::bench
