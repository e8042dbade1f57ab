#include "services/case/api/ruling_correction.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "services/case/api/charge_changes.h"
#include "services/case/api/person_charges.h"
#include "services/case/convert/appeal_convert.h"
#include "services/case/convert/charge_convert.h"
#include "services/case/convert/strike_convert.h"

namespace amparo::cases {
namespace {

// Where a charge may be without a verdict again.
const std::vector<Stage>& UndecidedStages() {
  static const std::vector<Stage> stages = {Stage::kProsecution, Stage::kAppeal};
  return stages;
}

// What becomes of sentences is recorded in every stage, and corrected in every stage.
const std::vector<Stage>& StagesToCorrect(const Ruling& wrong) {
  return std::holds_alternative<SentenceEvent>(wrong.what) ? EveryStage() : OpenStages();
}

// The sentence that a ruling orders, or null.
const Sentence* SentenceIn(const Ruling& ruling) {
  const std::optional<Sentence>* ordered = nullptr;
  if (const auto* sentence = std::get_if<Sentence>(&ruling.what)) return sentence;
  if (const auto* decision = std::get_if<AppealDecision>(&ruling.what)) ordered = &decision->sentence;
  if (const auto* event = std::get_if<SentenceEvent>(&ruling.what)) ordered = &event->sentence;
  return ordered != nullptr && ordered->has_value() ? &**ordered : nullptr;
}

// SENTENCE_LOOP when the sentence that stands after a correction, which may be an old one again, follows one that was
// made to follow it meanwhile. That what it follows does not stand any more is no fault: it begins by itself then.
absl::Status RequireNoRing(Work& work, const Charge& before, const Charge& after) {
  const Standing standing = LastStanding(after.rulings);
  if (!standing.runs() || SaySame(LastStanding(before.rulings), standing)) return absl::OkStatus();
  const Uuid& follows = standing.sentence->consecutive_to;
  if (follows.IsNil()) return absl::OkStatus();
  AMPARO_ASSIGN_OR_RETURN(const std::vector<RunningSentence> others, OthersThatRun(work, after));
  const std::optional<Refusal> refused = CheckChain(after.name.id, follows, others);
  if (!refused || refused->rule != "SENTENCE_LOOP") return absl::OkStatus();
  return ToStatus(*refused, ToString(after.name));
}

// Corrects a decision in its appeal too. An appeal that came with an import of its charge alone is not there.
absl::Status CorrectAppeal(Work& work, const CorrectionToMake& asked, const AppealDecision& wrong) {
  const RecordKey& key = asked.target.key;
  const RecordKey appeal = KeyOf(AppealName{key.office, key.case_id, wrong.appeal});
  AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> record, work.Find(appeal));
  if (!record) return absl::OkStatus();
  AMPARO_ASSIGN_OR_RETURN(v1::Appeal message, MessageIn<v1::Appeal>(*record));
  std::optional<AppealDecision> right;
  if (asked.correction.instead) right = std::get<AppealDecision>(asked.correction.instead->what);
  const Appeal before = AppealFromStored(message);
  if (right && right->date < before.file_date) {
    Violations found;
    found.Add("ruling.appeal_decision.date", "must not be before the appeal");
    return ToStatus(found);
  }
  const Appeal after = WithCorrectedDecision(before, wrong.charge, right);
  return work.Write(ChangeTo(after, record->version + 1, asked.moment.now, std::move(message)));
}

// Where the entry of `wrong` stands in the ledger of another charge, if it does and was not struck out before.
std::optional<std::size_t> PlaceOfEntry(const Ruling& wrong, const std::vector<Ruling>& rulings) {
  const auto at = std::find_if(rulings.begin(), rulings.end(), [&wrong](const Ruling& one) {
    return !one.strike && one.record_time == wrong.record_time && one.what == wrong.what;
  });
  if (at == rulings.end()) return std::nullopt;
  return static_cast<std::size_t>(at - rulings.begin());
}

// What befell the person was told on all of their charges in the matter that it concerned, and is corrected on all of
// them; here on those beside `asked_for`. What is true instead is told on those that had been brought by then.
absl::Status CorrectOnTheOthers(Work& work, const CorrectionToMake& asked, const Charge& asked_for) {
  const Ruling& wrong = asked_for.rulings[asked.correction.index];
  const PartyName accused{asked_for.name.office, asked_for.name.case_id, asked_for.accused};
  AMPARO_ASSIGN_OR_RETURN(const std::vector<KeptCharge> all, ChargesOfPerson(work, accused));
  for (const KeptCharge& kept : all) {
    const std::optional<std::size_t> place = PlaceOfEntry(wrong, kept.charge.rulings);
    if (!place || kept.charge.name.id == asked_for.name.id) continue;
    Correction correction = asked.correction;
    correction.index = *place;
    if (correction.instead && correction.instead->date() < kept.charge.charge_date) correction.instead.reset();
    AMPARO_ASSIGN_OR_RETURN(const Charge after, ToStatusOr(CorrectRuling(kept.charge, correction, asked.moment),
                                                           ToString(kept.charge.name)));
    AMPARO_RETURN_IF_ERROR(RequireNoRing(work, kept.charge, after));
    AMPARO_RETURN_IF_ERROR(work.Write(ChargeChange(kept, after, asked.moment.now, EveryStage())));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CorrectionToMake> CorrectionOf(const v1::CorrectRulingRequest& request, const Target& target,
                                              absl::CivilDay today, errors::FieldViolations violations) {
  const CaseName parent{target.key.office, target.key.case_id};
  Violations found;
  CorrectionToMake asked{.target = target, .correction = {}, .moment = {.today = today, .now = target.now}};
  found.Require(!request.etag().empty(), "etag", "is required");
  if (found.Require(request.index() >= 0, "index", "must not be negative")) {
    asked.correction.index = static_cast<std::size_t>(request.index());
  }
  asked.correction.reason = StrikeReasonFrom(request.reason(), "reason", found);
  found.Require(asked.correction.reason != StrikeReason::kUnspecified, "reason", "must be given");
  if (request.has_ruling()) {
    v1::Ruling given = request.ruling();
    given.clear_record_time();
    given.clear_strike();
    Violations inside;
    asked.correction.instead = RulingFrom(given, parent, inside);
    for (const Violation& one : inside.found()) found.Add(StrCat("ruling.", one.field), one.rule);
  }
  AddViolations(found, violations);
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  return asked;
}

absl::StatusOr<std::string> Corrected(Work& work, const CorrectionToMake& asked) {
  const RecordKey& key = asked.target.key;
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(CaseName{key.office, key.case_id})));
  AMPARO_ASSIGN_OR_RETURN(const KeptCharge kept, NeedCharge(work, {key.office, key.case_id, key.id}, the_case));
  AMPARO_RETURN_IF_ERROR(CheckEtag(asked.target.etag, kept.record, NameOf(key)));
  AMPARO_ASSIGN_OR_RETURN(const Charge after,
                          ToStatusOr(CorrectRuling(kept.charge, asked.correction, asked.moment), NameOf(key)));
  const Ruling& wrong = kept.charge.rulings[asked.correction.index];
  AMPARO_RETURN_IF_ERROR(RequireCourtStage(the_case, StagesToCorrect(wrong)));
  if (after.open() && !kept.charge.open()) {
    AMPARO_RETURN_IF_ERROR(
        RequireStage(the_case, UndecidedStages(), "VERDICT_NEEDED",
                     "a charge is without a verdict only while its case is in PROSECUTION or APPEAL"));
  }
  if (asked.correction.instead) {
    const Sentence* sentence = SentenceIn(*asked.correction.instead);
    if (sentence != nullptr) AMPARO_RETURN_IF_ERROR(CheckReferences(work, kept.charge, *sentence, "ruling."));
  }
  if (BefellThePerson(wrong)) AMPARO_RETURN_IF_ERROR(CorrectOnTheOthers(work, asked, kept.charge));
  AMPARO_RETURN_IF_ERROR(RequireNoRing(work, kept.charge, after));
  if (const auto* decision = std::get_if<AppealDecision>(&wrong.what)) {
    AMPARO_RETURN_IF_ERROR(CorrectAppeal(work, asked, *decision));
  }
  return Written(work, ChargeChange(kept, after, asked.moment.now, StagesToCorrect(wrong)));
}

}  // namespace amparo::cases
