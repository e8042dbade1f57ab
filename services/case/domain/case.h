// A case and the rules by which it moves: plain data and pure functions, no I/O.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/case_parts.h"
#include "services/case/domain/merge.h"
#include "services/case/domain/names.h"
#include "services/case/domain/restatement.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Where a case stands. The numbers are those of the contract (amparo.cases.v1.CaseStage) and of the database.
enum class Stage {
  kUnspecified = 0,
  kReported = 1,
  kScreened = 2,
  kInvestigation = 3,
  kOperation = 4,
  kProsecution = 5,
  kDisposed = 6,
  kAppeal = 7,
  kClosed = 8,
  kInactive = 9,
  kDeclined = 10,
};

// "PROSECUTION".
std::string_view StageWord(Stage stage);

// True while people and charges may be added: everything but CLOSED, INACTIVE and DECLINED.
bool IsOpen(Stage stage);

// The stages of which IsOpen is true.
const std::vector<Stage>& OpenStages();

// One move of a case.
struct StageChange {
  Stage stage = Stage::kUnspecified;
  // The day it happened in the world, in the office's zone.
  absl::CivilDay effective_date;
  // When it was entered.
  absl::Time record_time;
  std::string reason;
  // Of a move to DECLINED.
  DeclineReason decline_reason = DeclineReason::kUnspecified;
  // Of a move to CLOSED that was not from DISPOSED.
  ClosureReason closure_reason = ClosureReason::kUnspecified;
  // Of a move from DISPOSED or CLOSED to PROSECUTION.
  ReopenReason reopen_reason = ReopenReason::kUnspecified;

  friend bool operator==(const StageChange&, const StageChange&) = default;
};

// A case without what identifies people.
struct Case {
  CaseName name;
  std::string case_number;
  std::string title;
  std::string crime_type;
  absl::CivilDay report_date;
  Stage stage = Stage::kUnspecified;
  // In order; the last is `stage`.
  std::vector<StageChange> stage_changes;
  std::string lead;
  bool reconstructed = false;
  // In order; at most the last is pending.
  std::vector<ClosureRequest> closure_requests = {};
  // One a kind, in the order of kinds.
  std::vector<ReferenceDate> reference_dates = {};
  // One version of each template, in the order of their being applied.
  std::vector<AppliedTemplate> task_templates = {};
  // What its open flags warn of, each kind once, in order.
  std::vector<FlagKind> open_flags = {};
  // Which case stands for it, and for which others it stands; one that was merged takes no changes.
  MergeState merge = {};
  // In order of entry.
  std::vector<Restatement> restatements = {};
};

// The most restatements of a case after which it is corrected or merged once more. A merge can always be taken back.
inline constexpr std::size_t kMostRestatements = 1000;

// The day of its last move; of the report while it has made none.
absl::CivilDay LastMove(const Case& value);

// True when the case is in one of `stages`, or was.
bool HasBeen(const Case& value, std::initializer_list<Stage> stages);

// What a caller says that may identify people; sealed before it is kept.
struct CaseNarrative {
  std::string narrative;
  std::string reporter;
};

// The acts that move a case.
enum class CaseAct {
  kScreen,
  kDecline,
  kStartInvestigation,
  kStartOperation,
  kStartProsecution,
  kDispose,
  kLodgeAppeal,
  // Follows from a decision on appeal: a charge is to be tried again.
  kRemand,
  // By approval of a request only (closure.h).
  kClose,
  kDeactivate,
  kReactivate,
  // To the stage before the present one.
  kReopen,
  // To PROSECUTION: somebody else is to be charged.
  kReopenProsecution,
};

// The act that ReopenCase is for this reason.
CaseAct ReopenActFor(ReopenReason reason);

// How far the charges of a case are: what its disposal, its closing and a correction of the report date ask.
struct ChargeFacts {
  int64_t charges = 0;
  int64_t without_verdict = 0;
  // The day of the earliest; absent without charges.
  std::optional<absl::CivilDay> first_date = std::nullopt;
};

// One act as a caller asks for it.
struct CaseActInput {
  CaseAct act = CaseAct::kScreen;
  absl::CivilDay effective_date;
  std::string reason;
  // Required to decline, and for nothing else.
  DeclineReason decline_reason = DeclineReason::kUnspecified;
  // Who acts: a caller's identity.
  std::string actor = {};
  // As the request has it that is approved; of nothing but kClose.
  ClosureReason closure_reason = ClosureReason::kUnspecified;
  // Of kReopenProsecution, and of nothing else.
  ReopenReason reopen_reason = ReopenReason::kUnspecified;
};

// Why an act is refused: the rule's name (UPPER_SNAKE_CASE; the reason that callers see) and the rule in words.
struct Refusal {
  std::string_view rule;
  std::string description;

  friend bool operator==(const Refusal&, const Refusal&) = default;
};

// What is wrong with a new or changed case; `today` is the present day in the office's zone. Checks the fields a caller
// gives; an empty case number is allowed (one will be made).
void CheckCase(const Case& value, absl::CivilDay today, Violations& violations);

// What is wrong with a narrative.
void CheckNarrative(const CaseNarrative& value, Violations& violations);

// What is wrong with the request for an act, whatever the state of the case: a missing reason, its length, a day in the
// future; a coded reason that is missing, or is for another act.
void CheckCaseAct(const CaseActInput& input, absl::CivilDay today, Violations& violations);

// Moves `value` by an act, or says why not: a wrong stage, nothing that was prosecuted and could be again, a day before
// the last move, charges without a verdict.
// `now` becomes the record time. A request to close that is pending is withdrawn: what it was made for is no more.
std::optional<Refusal> ApplyCaseAct(const CaseActInput& input, ChargeFacts facts, absl::Time now, Case& value);

// The stage that an act leads to from `value`'s present stage, or nullopt when the act is not for that stage.
std::optional<Stage> NextStage(const Case& value, CaseAct act);

// The stages that an act is for, as people read them: "PROSECUTION or APPEAL".
std::string StagesFor(CaseAct act);

// Why a case is not closed while its charges are so far: one of them waits for a verdict (CHARGES_WITHOUT_VERDICT).
std::optional<Refusal> RefuseClosing(const ChargeFacts& facts);

// What is wrong with a history given from outside (an import): it begins as REPORTED on the report date or after, moves
// only as the acts allow, its days are ordered and none is after `today`, and each coded reason stands with the move it
// is for. Paths are "stage_changes[i].field".
void CheckHistory(const Case& value, absl::CivilDay today, Violations& violations);

// Why the fields of a case cannot be changed in its present stage: what is closed or declined is reopened first. People
// may still be corrected; an inactive case is only waiting.
std::optional<Refusal> RefuseUpdate(const Case& value);

// Why nothing more is done to a case that restates what was counted of it (TOO_MANY_RESTATEMENTS).
std::optional<Refusal> RefuseRestatement(const Case& value);

// Why `from` cannot be merged into `into`: the survivor is not open (CASE_NOT_OPEN), waits for no verdict any more
// while charges of `from` do (CHARGES_WITHOUT_VERDICT), or would stand for too many (TOO_MANY_MERGED); and as
// RefuseRestatement of either.
std::optional<Refusal> RefuseCaseMerge(const Case& from, const ChargeFacts& of_from, const Case& into);

// Begins the history of a new case: REPORTED on its report date.
void BeginCase(absl::Time now, Case& value);

// Corrects the day of the report, and with it the day the history begins on; refused when the case has moved on or
// somebody was charged before.
std::optional<Refusal> CorrectReportDate(absl::CivilDay report_date, const ChargeFacts& facts, Case& value);

// The number a case gets when its caller gives none: 12 characters of Crockford's base 32 in groups of four, such as
// "7K3M-9QXT-2VBN", drawn from the id.
std::string CaseNumberFor(const Uuid& id);

}  // namespace amparo::cases
