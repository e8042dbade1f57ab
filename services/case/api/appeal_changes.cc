#include "services/case/api/appeal_changes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "services/case/api/charge_changes.h"
#include "services/case/convert/appeal_convert.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/party_convert.h"

namespace amparo::cases {
namespace {

// More appeals than any case has.
constexpr int32_t kMostOfCase = 10000;

const std::vector<Stage>& FilingStages() {
  static const std::vector<Stage> stages = {Stage::kProsecution, Stage::kDisposed, Stage::kAppeal};
  return stages;
}

const std::vector<Stage>& DecidingStages() {
  static const std::vector<Stage> stages = {Stage::kProsecution, Stage::kAppeal};
  return stages;
}

absl::StatusOr<std::vector<Appeal>> AppealsOf(Work& work, const CaseName& parent) {
  ListQuery query;
  query.kind = Kind::kAppeal;
  query.office = parent.office;
  query.case_id = parent.id;
  query.limit = kMostOfCase;
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> records, work.List(query));
  std::vector<Appeal> appeals;
  for (const Record& record : records) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Appeal message, MessageIn<v1::Appeal>(record));
    appeals.push_back(AppealFromStored(message));
  }
  return appeals;
}

absl::Status CheckParty(Work& work, const Appeal& appeal) {
  if (appeal.party.IsNil()) return absl::OkStatus();
  const PartyName name{appeal.name.office, appeal.name.case_id, appeal.party};
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(name)));
  AMPARO_ASSIGN_OR_RETURN(const v1::Party party, MessageIn<v1::Party>(record));
  Violations found("appeal.");
  found.Require(CanAppeal(appeal.appellant, PartyFromStored(party).role), "party",
                "must be in a role that can appeal so");
  return ToStatus(found);
}

absl::Status CheckCharges(Work& work, const Appeal& appeal) {
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Appeal> others, AppealsOf(work, appeal.name.parent()));
  for (const Uuid& id : appeal.charges) {
    const ChargeName name{appeal.name.office, appeal.name.case_id, id};
    AMPARO_ASSIGN_OR_RETURN(const KeptCharge kept, NeedCharge(work, name));
    if (const auto refused = RefuseAppeal(appeal, kept.charge, others)) return ToStatus(*refused, ToString(name));
  }
  return absl::OkStatus();
}

// Moves a case, or the one that stands for it, by an act that an appeal brings with it, unless its stage is not one for
// it: on the day of that, or of the case's last move if it is later.
absl::Status MoveCase(Work& work, const CaseName& name, CaseAct act, absl::CivilDay day, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(const Record own, Need(work, KeyOf(name)));
  AMPARO_ASSIGN_OR_RETURN(const Record record, StandingCase(work, name, own));
  AMPARO_ASSIGN_OR_RETURN(v1::Case message, MessageIn<v1::Case>(record));
  Case value = CaseFromStored(message);
  if (!NextStage(value, act)) return absl::OkStatus();
  const absl::CivilDay effective = std::max(day, value.stage_changes.back().effective_date);
  const CaseActInput input{.act = act, .effective_date = effective, .reason = ""};
  if (const auto refused = ApplyCaseAct(input, record.charges, now, value)) return ToStatus(*refused, message.name());
  return work.Write(ChangeTo(value, record.version + 1, now, std::move(message)));
}

// Since when a charge is to be tried again by these decisions; nothing when none is.
std::optional<absl::CivilDay> RemandedOn(const std::vector<AppealDecision>& decisions) {
  std::optional<absl::CivilDay> last;
  for (const AppealDecision& decision : decisions) {
    if (decision.result == AppealResult::kRemanded) last = std::max(decision.date, last.value_or(decision.date));
  }
  return last;
}

// The charge with the decision on it.
absl::Status DecideCharge(Work& work, const Record& the_case, const AppealDecision& decision, std::size_t index,
                          const Deciding& deciding) {
  const RecordKey& key = deciding.target.key;
  const ChargeName name{key.office, key.case_id, decision.charge};
  AMPARO_ASSIGN_OR_RETURN(const KeptCharge kept, NeedCharge(work, name, the_case));
  AMPARO_ASSIGN_OR_RETURN(const Charge after,
                          ToStatusOr(DecideOnAppeal(kept.charge, decision, deciding.moment), ToString(name)));
  if (decision.sentence) {
    AMPARO_RETURN_IF_ERROR(CheckReferences(work, kept.charge, *decision.sentence, StrCat("decisions[", index, "].")));
  }
  return work.Write(ChargeChange(kept, after, deciding.moment.now, DecidingStages()));
}

}  // namespace

absl::StatusOr<std::string> Filed(Work& work, const Filing& filing) {
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(filing.appeal.name.parent())));
  AMPARO_RETURN_IF_ERROR(RequireStage(the_case, FilingStages(), "CASE_NOT_TRIED",
                                      "appeals are filed while their case is in PROSECUTION, DISPOSED or APPEAL"));
  AMPARO_RETURN_IF_ERROR(CheckParty(work, filing.appeal));
  AMPARO_RETURN_IF_ERROR(CheckCharges(work, filing.appeal));
  AMPARO_ASSIGN_OR_RETURN(std::string response,
                          Written(work, NewResource<v1::Appeal>(filing.appeal, filing.moment.now, filing.grounds)));
  AMPARO_RETURN_IF_ERROR(
      MoveCase(work, filing.appeal.name.parent(), CaseAct::kLodgeAppeal, filing.appeal.file_date, filing.moment.now));
  return response;
}

absl::StatusOr<std::string> Decided(Work& work, const Deciding& deciding) {
  const RecordKey& key = deciding.target.key;
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(CaseName{key.office, key.case_id})));
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(deciding.target.etag, record, NameOf(key)));
  AMPARO_ASSIGN_OR_RETURN(v1::Appeal message, MessageIn<v1::Appeal>(record));
  AMPARO_ASSIGN_OR_RETURN(
      const Appeal after,
      ToStatusOr(WithDecisions(AppealFromStored(message), deciding.decisions, deciding.moment), NameOf(key)));
  AMPARO_RETURN_IF_ERROR(RequireStage(the_case, DecidingStages(), "CASE_NOT_IN_APPEAL",
                                      "appeals are decided while their case is in APPEAL or PROSECUTION"));
  const std::size_t before = after.decisions.size() - deciding.decisions.size();
  for (std::size_t i = 0; i < deciding.decisions.size(); ++i) {
    AMPARO_RETURN_IF_ERROR(DecideCharge(work, the_case, after.decisions[before + i], i, deciding));
  }
  AMPARO_ASSIGN_OR_RETURN(std::string response,
                          Written(work, ChangeTo(after, record.version + 1, deciding.moment.now, std::move(message))));
  if (const auto day = RemandedOn(deciding.decisions)) {
    AMPARO_RETURN_IF_ERROR(MoveCase(work, {key.office, key.case_id}, CaseAct::kRemand, *day, deciding.moment.now));
  }
  return response;
}

}  // namespace amparo::cases
