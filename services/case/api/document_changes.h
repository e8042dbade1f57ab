// What each mutation of DocumentService makes of a document: pure, from request and record to the Change to be written.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "amparo/cases/v1/document.pb.h"
#include "services/case/api/acts.h"
#include "services/case/domain/document.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The document in a record, with whose key seals it.
struct StoredDocument {
  v1::Document message;
  Document value;
};
absl::StatusOr<StoredDocument> DocumentIn(const Record& record);

// The first version of a document, with the plaintext that says whom to ask.
Change NewDocument(const Document& value, absl::Time now, std::optional<std::string> contact);

// The change of `record` to `value`; a contact replaces the one that is kept.
Change ChangedDocument(StoredDocument stored, const Document& value, const Record& record, absl::Time now,
                       std::optional<std::string> contact = std::nullopt);

// UpdateDocument. INVALID_ARGUMENT.
absl::StatusOr<Change> UpdatedDocument(const Update<v1::Document>& update, const Record& record);

// A document after an act. FAILED_PRECONDITION naming the rule.
absl::StatusOr<Change> MovedDocument(const DocumentActInput& input, const Record& record, absl::Time now,
                                     std::optional<std::string> contact);

// A document with what was uploaded for it.
absl::StatusOr<Change> AttachedDocument(const Content& content, const Record& record);

}  // namespace amparo::cases
