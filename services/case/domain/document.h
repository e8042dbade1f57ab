// The papers of a case: what is needed, of whom it was asked, what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/content.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// The numbers of these enums are those of the contract and of the database.
enum class DocumentSource {
  kUnspecified = 0,
  kCivilRegistry = 1,
  kHospital = 2,
  kPolice = 3,
  kProsecutor = 4,
  kCourt = 5,
  kSchool = 6,
  kFamily = 7,
  kEmbassy = 8,
  kSocialWelfare = 9,
  kOwnOffice = 10,
  kOther = 11,
};

enum class DocumentState {
  kUnspecified = 0,
  kNeeded = 1,
  kRequested = 2,
  kObtained = 3,
  kRejected = 4,
  kLost = 5,
  kNotNeeded = 6,
};

enum class DocumentForm { kUnspecified = 0, kOriginal = 1, kCertifiedCopy = 2, kPhotocopy = 3 };

enum class DocumentAct {
  kRequest = 1,
  kObtain = 2,
  kCertify = 3,
  kReject = 4,
  kReportLost = 5,
  kWaive = 6,
  kReinstate = 7,
};

// "OBTAINED".
std::string_view DocumentStateWord(DocumentState state);

// One thing that was done with a document.
struct DocumentEvent {
  DocumentAct act = {};
  // The day it happened in the world, in the office's zone.
  absl::CivilDay date;
  // When it was entered.
  absl::Time record_time;
  std::string reason;
  // Of a request: who was asked.
  DocumentSource source = DocumentSource::kUnspecified;
  std::string institution = {};

  friend bool operator==(const DocumentEvent&, const DocumentEvent&) = default;
};

// A document without what identifies people.
struct Document {
  DocumentName name;
  std::string kind;
  std::string title;
  std::optional<Uuid> party;
  DocumentSource source = DocumentSource::kUnspecified;
  DocumentState state = DocumentState::kNeeded;
  std::optional<absl::CivilDay> due_date;
  // In order.
  std::vector<DocumentEvent> events;
  DocumentForm form = DocumentForm::kUnspecified;
  bool certified = false;
  std::optional<Content> content;
  int32_t copies = 0;
  std::string template_id;
  int32_t template_version = 0;
  // Whose data key seals what is said of it and what is uploaded: the person's it is about. Absent = its own.
  std::optional<Uuid> subject;

  // The last time it was asked for; null when it never was.
  const DocumentEvent* last_request() const;
};

// One act as a caller asks for it.
struct DocumentActInput {
  DocumentAct act = {};
  absl::CivilDay date;
  std::string reason;
  // Of a request.
  DocumentSource source = DocumentSource::kUnspecified;
  std::string institution;
  std::optional<absl::CivilDay> due_date;
  // Of what was obtained.
  DocumentForm form = DocumentForm::kUnspecified;
};

// True while a document is not at hand and is needed: then it may be overdue.
bool IsPending(DocumentState state);

// What is wrong with a new or changed document.
void CheckDocument(const Document& value, Violations& violations);

// What is wrong with the text that says whom to ask.
void CheckContact(std::string_view contact, Violations& violations);

// What is wrong with the request for an act, whatever the state of the document.
void CheckDocumentAct(const DocumentActInput& input, absl::CivilDay today, Violations& violations);

// The document after an act. Refused: DOCUMENT_STATE, DOCUMENT_CERTIFIED, BEFORE_LAST_ACT, TOO_MANY_EVENTS.
Decision<Document> ApplyDocumentAct(Document value, const DocumentActInput& input, absl::Time now);

}  // namespace amparo::cases
