// The physical copies of documents: for whom each is, and the proof that they have it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/document.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// The numbers of these enums are those of the contract and of the database.
enum class CopyKind { kUnspecified = 0, kPhotocopy = 1, kCertified = 2, kOriginal = 3, kElectronic = 4 };

enum class CopyRecipient {
  kUnspecified = 0,
  kProsecutor = 1,
  kCourt = 2,
  kPolice = 3,
  kFamily = 4,
  kDefence = 5,
  kSocialWelfare = 6,
  kEmbassy = 7,
  kOther = 8,
};

enum class CopyState {
  kUnspecified = 0,
  kRequested = 1,
  kMade = 2,
  kHandedOver = 3,
  kDelivered = 4,
  kReturned = 5,
  kWithdrawn = 6,
};

enum class CopyAct {
  kRequest = 1,
  kMake = 2,
  kHandOver = 3,
  kDeliver = 4,
  kReturn = 5,
  kWithdraw = 6,
};

// "HANDED_OVER".
std::string_view CopyStateWord(CopyState state);

// One thing that was done with a copy.
struct CopyEvent {
  CopyAct act = {};
  // The day it happened in the world, in the office's zone.
  absl::CivilDay date;
  // When it was entered.
  absl::Time record_time;
  std::string reason;

  friend bool operator==(const CopyEvent&, const CopyEvent&) = default;
};

// A copy without what identifies people.
struct DocumentCopy {
  DocumentCopyName name;
  // Its document, of the same case.
  Uuid document;
  int32_t number = 0;
  CopyKind kind = CopyKind::kUnspecified;
  CopyRecipient recipient = CopyRecipient::kUnspecified;
  std::string institution;
  CopyState state = CopyState::kRequested;
  // In order; the first is the request.
  std::vector<CopyEvent> events;
  std::string reference;
};

// One act as a caller asks for it.
struct CopyActInput {
  CopyAct act = {};
  absl::CivilDay date;
  std::string reason;
  // The proof of a delivery; of who took the copy only whether that is said.
  std::string reference;
  bool says_who = false;
};

// True while there is no proof that the recipient has it, and there should be.
bool IsOutstanding(CopyState state);

// What is wrong with a new copy, asked for on `date`.
void CheckDocumentCopy(const DocumentCopy& value, absl::CivilDay date, absl::CivilDay today, Violations& violations);

// What is wrong with the name of who took a copy.
void CheckReceivedBy(std::string_view received_by, Violations& violations);

// What is wrong with the request for an act, whatever the state of the copy.
void CheckCopyAct(const CopyActInput& input, absl::CivilDay today, Violations& violations);

// The document with one more copy, and the copy with its number and first event. Refused: DOCUMENT_NOT_NEEDED.
struct NumberedCopy {
  Document document;
  DocumentCopy copy;
};
Decision<NumberedCopy> NumberCopy(Document document, DocumentCopy copy, absl::CivilDay date, absl::Time now);

// The copy after an act. Refused: COPY_STATE, BEFORE_LAST_ACT, TOO_MANY_EVENTS.
Decision<DocumentCopy> ApplyCopyAct(DocumentCopy value, const CopyActInput& input, absl::Time now);

// Why no copy can be made of a document: DOCUMENT_NOT_OBTAINED.
std::optional<Refusal> RefuseToCopy(DocumentState document);

}  // namespace amparo::cases
