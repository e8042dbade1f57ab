#include "services/case/api/charge_wording.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/case_names.h"
#include "services/case/convert/party_convert.h"

namespace amparo::cases {
namespace {

constexpr int kMostAlsoReplaced = kMostSuperseded - 1;

absl::Status RequireCharging(const Record& the_case) {
  return RequireStage(the_case, ChargingStages(), "CASE_NOT_IN_PROSECUTION",
                      "people are charged while their case is in PROSECUTION");
}

// What a charge is measured against in its case.
absl::StatusOr<ChargeFrame> FrameIn(const Record& the_case, absl::CivilDay today) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(the_case));
  const Case value = CaseFromStored(message);
  return ChargeFrame{.report_date = value.report_date, .today = today, .crime_type = value.crime_type};
}

// Reads the new charge of a request and checks it by itself; `charge` may leave out its accused if `accused` says so.
NewChargeRequest ReadNew(const v1::Charge& given, const ChargeName& name, const OfficeFacts& office, absl::Time now,
                         errors::FieldViolations& violations) {
  NewChargeRequest asked;
  asked.moment = {.today = office.Today(now), .now = now};
  Violations found("charge.");
  asked.charge = ChargeFromRequest(given, name, found);
  asked.charge.article = FindLawArticle(office.country_code, asked.charge.law_article, asked.charge.charge_date);
  CheckCharge(asked.charge, {.report_date = absl::CivilDay::min(), .today = asked.moment.today}, found);
  AddViolations(found, violations);
  return asked;
}

std::vector<ChargeName> ReplacedBy(const v1::ReplaceChargeRequest& request, const ChargeName& first,
                                   Violations& violations) {
  std::vector<ChargeName> names(1, first);
  violations.Require(request.also_replaced_size() <= kMostAlsoReplaced, "also_replaced",
                     "must have at most 20 entries");
  for (int i = 0; i < request.also_replaced_size(); ++i) {
    const std::string path = StrCat("also_replaced[", i, "]");
    const Uuid id = IdInCase<ChargeName>(request.also_replaced(i), first.parent(), path, violations);
    names.push_back({first.office, first.case_id, id});
    violations.Require(std::count(names.begin(), names.end(), names.back()) == 1, path, "must come once");
  }
  return names;
}

}  // namespace

absl::StatusOr<NewChargeRequest> NewChargeOf(rpc::CallContext& context, const v1::CreateChargeRequest& request,
                                             const CaseName& parent, const OfficeFacts& office) {
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const ChargeName name{parent.office, parent.id, rpc::GivenOrNewId(request.charge_id(), "charge_id", now, violations)};
  NewChargeRequest asked = ReadNew(request.charge(), name, office, now, violations);
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  return asked;
}

absl::StatusOr<Change> Bring(const NewChargeRequest& asked, const Record& the_case, const Record& accused) {
  AMPARO_RETURN_IF_ERROR(RequireCharging(the_case));
  AMPARO_ASSIGN_OR_RETURN(const ChargeFrame frame, FrameIn(the_case, asked.moment.today));
  AMPARO_ASSIGN_OR_RETURN(const v1::Party party, MessageIn<v1::Party>(accused));
  Violations found("charge.");
  found.Require(party.role() == v1::PARTY_ROLE_ACCUSED, "accused", "must be a party in the role ACCUSED");
  CheckCharge(asked.charge, frame, found);
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  return NewCharge(asked.charge, asked.moment.now, ChargingStages());
}

absl::StatusOr<Change> Amended(const Update<v1::Charge>& update, const v1::AmendChargeRequest& request,
                               const OfficeFacts& office, const Record& record, const Record& the_case) {
  AMPARO_ASSIGN_OR_RETURN(const KeptCharge kept, KeptIn(record));
  AMPARO_ASSIGN_OR_RETURN(const v1::Charge merged, Merged(update, record));
  const Moment moment{.today = office.Today(update.target.now), .now = update.target.now};
  Violations worded("charge.");
  Amendment amendment;
  amendment.wording = WordingFrom(merged, worded);
  Violations found;
  found.Append(std::move(worded).Take());
  found.Require(v1::AmendReason_IsValid(request.reason()), "reason", "must be one of its values");
  amendment.reason = static_cast<AmendReason>(request.reason());
  amendment.date = OptionalDay(request.has_date(), request.date(), "date", found).value_or(moment.today);
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  amendment.article = FindLawArticle(office.country_code, amendment.wording.law_article, amendment.wording.charge_date);
  AMPARO_ASSIGN_OR_RETURN(const ChargeFrame frame, FrameIn(the_case, moment.today));
  amendment.report_date = frame.report_date;
  amendment.case_crime_type = frame.crime_type;
  const Rule<Charge> rule = [&](Charge charge) { return AmendCharge(std::move(charge), amendment, moment); };
  AMPARO_ASSIGN_OR_RETURN(const Charge after, ToStatusOr(rule(kept.charge), NameOf(update.target.key)));
  AMPARO_RETURN_IF_ERROR(RequireOpen(the_case));
  return ChargeChange(kept, after, moment.now, OpenStages());
}

absl::StatusOr<Replacement> ReplacementOf(rpc::CallContext& context, const v1::ReplaceChargeRequest& request,
                                          const ChargeName& first, const OfficeFacts& office) {
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Replacement asked;
  asked.etag = EtagFrom(request.etag(), violations);
  Violations found;
  asked.replaced = ReplacedBy(request, first, found);
  asked.accused = OptionalIdInCase<PartyName>(request.charge().accused(), first.parent(), "charge.accused", found);
  AddViolations(found, violations);
  v1::Charge given = request.charge();
  // Whose it is, is found out with the charge that it replaces.
  if (given.accused().empty()) given.set_accused(NameInCaseOf<PartyName>(first.parent(), Uuid::V7(now)));
  const ChargeName name{first.office, first.case_id,
                        rpc::GivenOrNewId(request.charge_id(), "charge_id", now, violations)};
  asked.fresh = ReadNew(given, name, office, now, violations);
  for (const ChargeName& old : asked.replaced) asked.fresh.charge.supersedes.push_back(old.id);
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  return asked;
}

absl::StatusOr<std::string> Replaced(Work& work, const Replacement& asked) {
  NewChargeRequest fresh = asked.fresh;
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(fresh.charge.name.parent())));
  std::vector<KeptCharge> replaced;
  for (const ChargeName& name : asked.replaced) {
    AMPARO_ASSIGN_OR_RETURN(replaced.emplace_back(), NeedCharge(work, name));
  }
  const KeptCharge& first = replaced.front();
  AMPARO_RETURN_IF_ERROR(CheckEtag(asked.etag, first.record, ToString(first.charge.name)));
  fresh.charge.accused = asked.accused.IsNil() ? first.charge.accused : asked.accused;
  const PartyName party{first.charge.name.office, first.charge.name.case_id, fresh.charge.accused};
  AMPARO_ASSIGN_OR_RETURN(const Record accused, Need(work, KeyOf(party)));
  std::vector<Change> changes;
  for (const KeptCharge& old : replaced) {
    AMPARO_ASSIGN_OR_RETURN(const Charge after,
                            ToStatusOr(Supersede(old.charge, fresh.charge, fresh.moment), ToString(old.charge.name)));
    changes.push_back(ChargeChange(old, after, fresh.moment.now, ChargingStages()));
  }
  AMPARO_ASSIGN_OR_RETURN(Change brought, Bring(fresh, the_case, accused));
  AMPARO_ASSIGN_OR_RETURN(std::string response, Written(work, std::move(brought)));
  for (Change& change : changes) AMPARO_RETURN_IF_ERROR(work.Write(std::move(change)));
  return response;
}

}  // namespace amparo::cases
