#include "services/case/api/document_changes.h"

#include <utility>

#include "services/case/convert/document_convert.h"

namespace amparo::cases {

absl::StatusOr<StoredDocument> DocumentIn(const Record& record) {
  StoredDocument stored;
  AMPARO_ASSIGN_OR_RETURN(stored.message, MessageIn<v1::Document>(record));
  stored.value = DocumentFromStored(stored.message);
  if (record.subject != record.id) stored.value.subject = record.subject;
  return stored;
}

Change NewDocument(const Document& value, absl::Time now, std::optional<std::string> contact) {
  Change change = NewResource<v1::Document>(value, now, std::move(contact));
  change.subject = value.subject;
  return change;
}

Change ChangedDocument(StoredDocument stored, const Document& value, const Record& record, absl::Time now,
                       std::optional<std::string> contact) {
  if (contact) ClearSealed(stored.message);
  Change change = ChangeTo(value, record.version + 1, now, std::move(stored.message));
  change.secret = std::move(contact);
  change.subject = value.subject;
  return change;
}

absl::StatusOr<Change> UpdatedDocument(const Update<v1::Document>& update, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(StoredDocument stored, DocumentIn(record));
  TakeFields(update.mask, update.wanted, stored.message);
  Violations violations("document.");
  Document wanted = DocumentFromRequest(stored.message, stored.value.name, violations);
  Document& value = stored.value;
  value.title = std::move(wanted.title);
  value.source = wanted.source;
  value.due_date = wanted.due_date;
  CheckDocument(value, violations);
  if (update.mask.Has("contact")) CheckContact(update.wanted.contact(), violations);
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  Change change = ChangeBy(update, value, record, std::move(stored.message));
  change.subject = value.subject;
  return change;
}

absl::StatusOr<Change> MovedDocument(const DocumentActInput& input, const Record& record, absl::Time now,
                                     std::optional<std::string> contact) {
  AMPARO_ASSIGN_OR_RETURN(StoredDocument stored, DocumentIn(record));
  AMPARO_ASSIGN_OR_RETURN(const Document value,
                          ToStatusOr(ApplyDocumentAct(stored.value, input, now), ToString(stored.value.name)));
  return ChangedDocument(std::move(stored), value, record, now, std::move(contact));
}

absl::StatusOr<Change> AttachedDocument(const Content& content, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(StoredDocument stored, DocumentIn(record));
  Document value = stored.value;
  value.content = content;
  return ChangedDocument(std::move(stored), value, record, content.attach_time);
}

}  // namespace amparo::cases
