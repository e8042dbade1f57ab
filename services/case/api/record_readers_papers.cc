// Documents and their copies, tasks, notes and flags.
#include <string>
#include <utility>

#include "services/case/api/acts.h"
#include "services/case/api/document_changes.h"
#include "services/case/api/record_readers.h"
#include "services/case/convert/document_convert.h"
#include "services/case/convert/document_copy_convert.h"
#include "services/case/convert/flag_convert.h"
#include "services/case/convert/note_convert.h"
#include "services/case/convert/party_convert.h"
#include "services/case/convert/task_convert.h"
#include "services/case/domain/record_history.h"

namespace amparo::cases {
namespace {

// The case of a record, and the party that it is about, if it is about one.
template <typename Own>
std::vector<RecordKey> CaseAndParty(const Own& own, const std::optional<Uuid>& party) {
  std::vector<RecordKey> keys = {KeyOf(own.parent())};
  if (party) keys.push_back(KeyOf(PartyName{own.office, own.case_id, *party}));
  return keys;
}

// Notes in `field` a text that is missing: only what was said of somebody who was erased may be gone.
absl::Status RequireSaid(bool said, bool of_party, const Found& there, std::string_view field, Violations& found) {
  bool erased = false;
  if (!said && of_party) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Party party, MessageIn<v1::Party>(*there[1]));
    erased = party.has_erase_time();
  }
  found.Require(said || erased, field, "must say something, unless the person was erased");
  return absl::OkStatus();
}

// What is said of a party is sealed for the person; anything else for itself. `there` has CaseAndParty.
template <typename Message, typename T>
Change SealedForParty(T value, const std::optional<std::string>& secret, const Found& there, absl::Time now) {
  if (value.party) value.subject = there[1]->subject;
  Change change = NewResource<Message>(value, now, secret);
  change.subject = value.subject;
  return change;
}

}  // namespace

void ReadDocumentRecord(const EntryFrame& frame, const v1::Document& message, const DocumentName& name,
                        RecordEntry& entry, Violations& found) {
  DocumentFromRequest(message, name, found);
  for (const v1::DocumentEvent& event : message.events()) {
    found.Require(event.has_date(), "events", "must each have a day");
  }
  if (!found.empty()) return;
  Document value = DocumentFromStored(message);
  CheckDocument(value, found);
  CheckContact(message.contact(), found);
  CheckDocumentHistory(value, frame.today, found);
  // Its bytes did not come with it.
  value.content.reset();
  entry.rests_on = CaseAndParty(name, value.party);
  entry.decide = [value, secret = SecretOf(message), now = frame.now](const Found& there,
                                                                      Violations&) -> absl::StatusOr<Change> {
    return SealedForParty<v1::Document>(value, secret, there, now);
  };
}

void ReadCopyRecord(const EntryFrame& frame, const v1::DocumentCopy& message, const DocumentCopyName& name,
                    RecordEntry& entry, Violations& found) {
  CopyFromRequest(message, name, found);
  for (const v1::CopyEvent& event : message.events()) {
    found.Require(event.has_date(), "events", "must each have a day");
  }
  found.Require(message.events_size() > 0, "events", "must begin with the request");
  if (!found.empty()) return;
  const DocumentCopy value = CopyFromStored(message);
  CheckDocumentCopy(value, value.events.front().date, frame.today, found);
  CheckReceivedBy(message.received_by(), found);
  CheckCopyHistory(value, frame.today, found);
  entry.rests_on = {KeyOf(name.parent()), KeyOf(DocumentName{name.office, name.case_id, value.document})};
  entry.decide = [value, secret = SecretOf(message), now = frame.now](
                     const Found& there, Violations& violations) -> absl::StatusOr<Change> {
    AMPARO_ASSIGN_OR_RETURN(const v1::Document document, MessageIn<v1::Document>(*there[1]));
    violations.Require(value.number <= document.copies(), "number", "must be one that the document counts");
    return NewResource<v1::DocumentCopy>(value, now, secret);
  };
}

void ReadTaskRecord(const EntryFrame& frame, const v1::Task& message, const TaskName& name, RecordEntry& entry,
                    Violations& found) {
  TaskFromRequest(message, name, found);
  for (const v1::TaskEvent& event : message.events()) {
    found.Require(event.has_date(), "events", "must each have a day");
  }
  const std::string& document = message.origin().document();
  const auto hangs_on = ParseName<DocumentName>(document);
  found.Require(document.empty() || (hangs_on && hangs_on->office == name.office), "origin.document",
                "must be the name of a document of the same office");
  if (!found.empty()) return;
  const CaseTask value = TaskFromStored(message);
  CheckTask(value, found);
  CheckTaskHistory(value, frame.today, found);
  entry.rests_on = CaseAndParty(name, value.party);
  if (hangs_on) entry.rests_on.push_back(KeyOf(*hangs_on));
  entry.decide = [value, now = frame.now](const Found&, Violations&) -> absl::StatusOr<Change> {
    return NewResource<v1::Task>(value, now);
  };
}

void ReadNoteRecord(const EntryFrame& frame, const v1::Note& message, const NoteName& name, RecordEntry& entry,
                    Violations& found) {
  NoteFromRequest(message, name, frame.today, found);
  if (!found.empty()) return;
  const Note value = NoteFromStored(message);
  CheckNote(value, frame.today, found);
  CheckNoteHistory(value, frame.today, found);
  if (!message.text().empty()) CheckNoteText(message.text(), found);
  entry.rests_on = CaseAndParty(name, value.party);
  entry.decide = [value, secret = SecretOf(message), now = frame.now](
                     const Found& there, Violations& violations) -> absl::StatusOr<Change> {
    AMPARO_RETURN_IF_ERROR(RequireSaid(secret.has_value(), value.party.has_value(), there, "text", violations));
    return SealedForParty<v1::Note>(value, secret, there, now);
  };
}

void ReadFlagRecord(const EntryFrame& frame, const v1::Flag& message, const FlagName& name, RecordEntry& entry,
                    Violations& found) {
  FlagFromRequest(message, name, found);
  found.Require(message.raised().has_date(), "raised.date", "must be given");
  if (!found.empty()) return;
  const Flag value = FlagFromStored(message);
  CheckFlag(value, frame.today, found);
  CheckFlagHistory(value, frame.today, found);
  if (!message.reason().empty()) CheckFlagReason(message.reason(), found);
  entry.rests_on = CaseAndParty(name, value.party);
  entry.decide = [value, secret = SecretOf(message), now = frame.now](
                     const Found& there, Violations& violations) -> absl::StatusOr<Change> {
    AMPARO_RETURN_IF_ERROR(RequireSaid(secret.has_value(), value.party.has_value(), there, "reason", violations));
    return SealedForParty<v1::Flag>(value, secret, there, now);
  };
}

}  // namespace amparo::cases
