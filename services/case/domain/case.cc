#include "services/case/domain/case.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_join.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/case/domain/crime_type.h"

namespace amparo::cases {
namespace {

constexpr TextBounds kTitle{1, 200};
constexpr TextBounds kLead{0, 200};
constexpr TextBounds kNarrative{0, 20000};
constexpr TextBounds kReporter{0, 1000};
constexpr TextBounds kReason{0, 1000};
constexpr std::size_t kLongestCaseNumber = 40;

// What an act asks of a case. `to` unspecified = back to the stage before the present one.
struct Transition {
  CaseAct act;
  std::string_view word;
  std::vector<Stage> from;
  Stage to;
  bool needs_reason;
};

// Every way a case can move.
const std::array<Transition, 13>& Transitions() {
  using enum Stage;
  using enum CaseAct;
  static const std::array<Transition, 13> transitions = {{
      {kScreen, "ScreenCase", {kReported}, kScreened, false},
      {kDecline, "DeclineCase", {kReported, kScreened}, kDeclined, true},
      {kStartInvestigation, "StartInvestigation", {kScreened}, kInvestigation, false},
      {kStartOperation, "StartOperation", {kInvestigation}, Stage::kOperation, false},
      {kStartProsecution, "StartProsecution", {kInvestigation, Stage::kOperation}, kProsecution, false},
      {kDispose, "DisposeCase", {kProsecution, kAppeal}, kDisposed, false},
      {kLodgeAppeal, "LodgeAppeal", {kDisposed}, kAppeal, false},
      {kRemand, "DecideAppeal", {kAppeal}, kProsecution, false},
      {kClose, "ApproveClosure", {kInvestigation, Stage::kOperation, kProsecution, kDisposed}, kClosed, false},
      {kDeactivate,
       "DeactivateCase",
       {kReported, kScreened, kInvestigation, Stage::kOperation, kProsecution, kAppeal},
       kInactive,
       true},
      {kReactivate, "ReactivateCase", {kInactive}, kUnspecified, false},
      {kReopen, "ReopenCase", {kClosed, kDeclined}, kUnspecified, true},
      {kReopenProsecution, "ReopenCase for further accused", {kDisposed, kClosed}, kProsecution, true},
  }};
  return transitions;
}

const Transition& TransitionOf(CaseAct act) {
  for (const Transition& transition : Transitions()) {
    if (transition.act == act) return transition;
  }
  AMPARO_CHECK(false, "every act has a transition");
}

std::string Words(const std::vector<Stage>& stages) {
  return absl::StrJoin(stages, " or ", [](std::string* out, Stage stage) { out->append(StageWord(stage)); });
}

bool IsCaseNumber(std::string_view number) {
  return number.size() <= kLongestCaseNumber && std::all_of(number.begin(), number.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '/' ||
                  c == '_' || c == '-';
         });
}

// Spreads every bit of `value` over all bits (the finalizer of MurmurHash3).
uint64_t Mix(uint64_t value) {
  value = (value ^ (value >> 33)) * 0xff51afd7ed558ccdULL;
  value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53ULL;
  return value ^ (value >> 33);
}

uint64_t BigEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<uint8_t>(byte);
  return value;
}

// The move of `value` to `to`, if an act allows it.
const Transition* TransitionTo(const Case& value, Stage to) {
  for (const Transition& transition : Transitions()) {
    if (NextStage(value, transition.act) == to) return &transition;
  }
  return nullptr;
}

// Notes coded reasons that are not for this move. What other systems kept may have no code where an act of here has
// one.
void CheckCodes(const StageChange& change, Stage from, std::string_view path, Violations& violations) {
  violations.Require(change.decline_reason == DeclineReason::kUnspecified || change.stage == Stage::kDeclined,
                     StrCat(path, "decline_reason"), "is for DECLINED only");
  const bool undisposed = change.stage == Stage::kClosed && from != Stage::kDisposed;
  violations.Require(change.closure_reason == ClosureReason::kUnspecified || undisposed, StrCat(path, "closure_reason"),
                     "is for CLOSED only, and not from DISPOSED");
  const bool again = change.stage == Stage::kProsecution && (from == Stage::kDisposed || from == Stage::kClosed);
  violations.Require(change.reopen_reason == ReopenReason::kUnspecified || again, StrCat(path, "reopen_reason"),
                     "is for PROSECUTION after DISPOSED or CLOSED only");
}

void CheckMove(const StageChange& change, std::string_view path, absl::CivilDay earliest, absl::CivilDay today,
               Violations& violations) {
  violations.Require(change.effective_date >= earliest, StrCat(path, "effective_date"),
                     "must not be before the move it follows");
  violations.Require(change.effective_date <= today, StrCat(path, "effective_date"), "must not be in the future");
  violations.RequireText(change.reason, kReason, StrCat(path, "reason"));
}

// Withdraws the request to close that is pending, because of another act.
void WithdrawPending(const CaseActInput& input, absl::Time now, Case& value) {
  if (value.closure_requests.empty() || value.closure_requests.back().state != ClosureState::kPending) return;
  ClosureRequest& pending = value.closure_requests.back();
  pending.state = ClosureState::kWithdrawn;
  pending.decision = ClosureWord{.actor = input.actor,
                                 .date = input.effective_date,
                                 .record_time = now,
                                 .reason = StrCat(TransitionOf(input.act).word, " moved the case")};
}

// Why an act is not for the stage that `value` is in.
Refusal StageRefusal(const Case& value, CaseAct act) {
  if (act == CaseAct::kReopenProsecution && value.stage == Stage::kClosed) {
    return {"NEVER_PROSECUTED",
            "a case that was closed before PROSECUTION is reopened where it was closed, and goes on to PROSECUTION "
            "from there"};
  }
  return {"CASE_STAGE", StrCat(TransitionOf(act).word, " is for a case in ", StagesFor(act), "; this one is in ",
                               StageWord(value.stage))};
}

// Why the charges of a case do not let it end so.
std::optional<Refusal> RefuseCharges(CaseAct act, const ChargeFacts& facts) {
  if (act == CaseAct::kClose) return RefuseClosing(facts);
  if (act != CaseAct::kDispose || (facts.charges > 0 && facts.without_verdict == 0)) return std::nullopt;
  return Refusal{"CHARGES_WITHOUT_VERDICT",
                 StrCat("a case is disposed of when every charge has a verdict and there is one; this one has ",
                        facts.charges, " charges, ", facts.without_verdict, " without a verdict")};
}

}  // namespace

CaseAct ReopenActFor(ReopenReason reason) {
  return reason == ReopenReason::kFurtherAccused ? CaseAct::kReopenProsecution : CaseAct::kReopen;
}

std::string_view StageWord(Stage stage) {
  static constexpr std::array<std::string_view, 11> kWords = {"UNSPECIFIED", "REPORTED",    "SCREENED", "INVESTIGATION",
                                                              "OPERATION",   "PROSECUTION", "DISPOSED", "APPEAL",
                                                              "CLOSED",      "INACTIVE",    "DECLINED"};
  return kWords[static_cast<std::size_t>(stage)];
}

bool IsOpen(Stage stage) {
  return stage != Stage::kUnspecified && stage != Stage::kClosed && stage != Stage::kInactive &&
         stage != Stage::kDeclined;
}

const std::vector<Stage>& OpenStages() {
  static const std::vector<Stage> stages = {Stage::kReported,  Stage::kScreened,    Stage::kInvestigation,
                                            Stage::kOperation, Stage::kProsecution, Stage::kDisposed,
                                            Stage::kAppeal};
  return stages;
}

absl::CivilDay LastMove(const Case& value) {
  return value.stage_changes.empty() ? value.report_date : value.stage_changes.back().effective_date;
}

bool HasBeen(const Case& value, std::initializer_list<Stage> stages) {
  return std::any_of(value.stage_changes.begin(), value.stage_changes.end(), [&stages](const StageChange& change) {
    return std::find(stages.begin(), stages.end(), change.stage) != stages.end();
  });
}

void CheckCase(const Case& value, absl::CivilDay today, Violations& violations) {
  violations.Require(IsCaseNumber(value.case_number), "case_number", "must be 1 to 40 of [A-Za-z0-9/._-]");
  violations.RequireText(value.title, kTitle, "title");
  violations.Require(IsCrimeType(value.crime_type), "crime_type", "must be a code of the crime type table");
  violations.Require(value.report_date <= today, "report_date", "must not be in the future");
  violations.RequireText(value.lead, kLead, "lead");
}

void CheckNarrative(const CaseNarrative& value, Violations& violations) {
  violations.RequireText(value.narrative, kNarrative, "narrative.narrative");
  violations.RequireText(value.reporter, kReporter, "narrative.reporter");
}

void CheckCaseAct(const CaseActInput& input, absl::CivilDay today, Violations& violations) {
  const bool needs_reason = TransitionOf(input.act).needs_reason;
  violations.RequireText(input.reason, {needs_reason ? 1u : 0u, kReason.max}, "reason");
  violations.Require(input.effective_date <= today, "effective_date", "must not be in the future");
  const bool coded = input.decline_reason != DeclineReason::kUnspecified;
  violations.Require(coded == (input.act == CaseAct::kDecline), "decline_reason",
                     coded ? "is for DeclineCase only" : "is required to decline");
  const bool further = input.reopen_reason != ReopenReason::kUnspecified;
  violations.Require(further == (input.act == CaseAct::kReopenProsecution), "reopen_reason", "is for ReopenCase only");
}

std::optional<Stage> NextStage(const Case& value, CaseAct act) {
  const Transition& transition = TransitionOf(act);
  if (std::find(transition.from.begin(), transition.from.end(), value.stage) == transition.from.end()) {
    return std::nullopt;
  }
  // Further accused are those beside whom others stood before the prosecutor already.
  if (act == CaseAct::kReopenProsecution && !HasBeen(value, {Stage::kProsecution})) return std::nullopt;
  if (transition.to != Stage::kUnspecified) return transition.to;
  // Only a history shows where to go back to; each case that can come back has one.
  if (value.stage_changes.size() < 2) return std::nullopt;
  return value.stage_changes[value.stage_changes.size() - 2].stage;
}

std::string StagesFor(CaseAct act) {
  return Words(TransitionOf(act).from);
}

std::optional<Refusal> RefuseClosing(const ChargeFacts& facts) {
  if (facts.without_verdict == 0) return std::nullopt;
  return Refusal{"CHARGES_WITHOUT_VERDICT", StrCat("a case is closed when none of its charges waits for a verdict; ",
                                                   facts.without_verdict, " of this one do")};
}

std::optional<Refusal> ApplyCaseAct(const CaseActInput& input, ChargeFacts facts, absl::Time now, Case& value) {
  const std::optional<Stage> next = NextStage(value, input.act);
  if (!next) return StageRefusal(value, input.act);
  if (!value.stage_changes.empty() && input.effective_date < value.stage_changes.back().effective_date) {
    return Refusal{"BEFORE_LAST_MOVE", "effective_date must not be before the case's last move"};
  }
  if (auto refusal = RefuseCharges(input.act, facts)) return refusal;
  if (input.act != CaseAct::kClose) WithdrawPending(input, now, value);
  value.stage = *next;
  value.stage_changes.push_back({*next, input.effective_date, now, input.reason, input.decline_reason,
                                 input.closure_reason, input.reopen_reason});
  return std::nullopt;
}

void CheckHistory(const Case& value, absl::CivilDay today, Violations& violations) {
  Case replayed;
  absl::CivilDay earliest = value.report_date;
  for (std::size_t i = 0; i < value.stage_changes.size(); ++i) {
    const StageChange& change = value.stage_changes[i];
    const std::string path = StrCat("stage_changes[", i, "].");
    CheckMove(change, path, earliest, today, violations);
    CheckCodes(change, replayed.stage, path, violations);
    if (i == 0) {
      violations.Require(change.stage == Stage::kReported, path + "stage", "must be REPORTED, where every case begins");
    } else if (const Transition* transition = TransitionTo(replayed, change.stage); transition == nullptr) {
      violations.Add(path + "stage",
                     StrCat("no act leads from ", StageWord(replayed.stage), " to ", StageWord(change.stage)));
    } else if (transition->needs_reason) {
      violations.Require(!change.reason.empty(), path + "reason", "is required for this move");
    }
    earliest = std::max(earliest, change.effective_date);
    replayed.stage = change.stage;
    replayed.stage_changes.push_back(change);
  }
  violations.Require(!value.stage_changes.empty(), "stage_changes", "is required");
}

std::optional<Refusal> RefuseUpdate(const Case& value) {
  if (value.stage == Stage::kClosed) return Refusal{"CASE_CLOSED", "a closed case is reopened before it is changed"};
  if (value.stage == Stage::kDeclined) {
    return Refusal{"CASE_DECLINED", "a declined case is reopened before it is changed"};
  }
  return std::nullopt;
}

std::optional<Refusal> RefuseRestatement(const Case& value) {
  if (value.restatements.size() < kMostRestatements) return std::nullopt;
  return Refusal{"TOO_MANY_RESTATEMENTS",
                 StrCat("what is counted of a case is changed at most ", kMostRestatements, " times")};
}

std::optional<Refusal> RefuseCaseMerge(const Case& from, const ChargeFacts& of_from, const Case& into) {
  if (!IsOpen(into.stage)) {
    return Refusal{"CASE_NOT_OPEN", "the case that is to stand for both must not be closed, declined or inactive"};
  }
  const bool decided = into.stage == Stage::kDisposed || into.stage == Stage::kAppeal;
  if (decided && of_from.without_verdict > 0) {
    return Refusal{"CHARGES_WITHOUT_VERDICT",
                   StrCat("the case that is to stand for both is in ", StageWord(into.stage), ", and ",
                          of_from.without_verdict, " charges of the other wait for a verdict")};
  }
  if (TooManyMerged(from.merge, into.merge)) {
    return Refusal{"TOO_MANY_MERGED", StrCat("a case stands for at most ", kMostMerged, " others")};
  }
  if (auto refusal = RefuseRestatement(from)) return refusal;
  return RefuseRestatement(into);
}

void BeginCase(absl::Time now, Case& value) {
  value.stage = Stage::kReported;
  value.stage_changes = {{Stage::kReported, value.report_date, now, ""}};
}

std::optional<Refusal> CorrectReportDate(absl::CivilDay report_date, const ChargeFacts& facts, Case& value) {
  if (value.stage_changes.size() > 1 && report_date > value.stage_changes[1].effective_date) {
    return Refusal{"AFTER_NEXT_MOVE", "report_date must not be after the case's first move"};
  }
  if (facts.first_date && report_date > *facts.first_date) {
    return Refusal{"AFTER_FIRST_CHARGE", "report_date must not be after the case's first charge"};
  }
  value.report_date = report_date;
  if (!value.stage_changes.empty()) value.stage_changes.front().effective_date = report_date;
  return std::nullopt;
}

std::string CaseNumberFor(const Uuid& id) {
  static constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const uint64_t bits = Mix(Mix(BigEndian(id.bytes().substr(0, 8))) ^ BigEndian(id.bytes().substr(8)));
  std::string number;
  for (int digit = 0; digit < 12; ++digit) {
    if (digit == 4 || digit == 8) number += '-';
    number += kDigits[bits >> (5 * digit) & 31];
  }
  return number;
}

}  // namespace amparo::cases
