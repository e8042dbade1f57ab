#include "services/case/api/flag_api.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/flag_changes.h"
#include "services/case/api/reads.h"
#include "services/case/convert/flag_convert.h"

namespace amparo::cases {
namespace {

// A flag to raise.
struct Raising {
  Flag flag;
  std::optional<std::string> reason;
  absl::Time now;
};

// A flag to lower.
struct Lowering {
  Target target;
  FlagAct act;
  absl::CivilDay today;
};

absl::StatusOr<std::string> Raised(Work& work, const Raising& asked) {
  Flag flag = asked.flag;
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(flag.name.parent())));
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(the_case, KeyOf(flag.name.parent())));
  if (flag.party) {
    const PartyName party{flag.name.office, flag.name.case_id, *flag.party};
    AMPARO_ASSIGN_OR_RETURN(const Record person, Need(work, KeyOf(party)));
    flag.subject = person.subject;
  }
  Change change = NewResource<v1::Flag>(flag, asked.now, asked.reason);
  change.subject = flag.subject;
  AMPARO_ASSIGN_OR_RETURN(std::string response, Written(work, std::move(change)));
  AMPARO_RETURN_IF_ERROR(ShowFlagsOnCase(work, the_case, asked.now));
  return response;
}

absl::StatusOr<std::string> Lowered(Work& work, const Lowering& asked) {
  const RecordKey& key = asked.target.key;
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(CaseName{key.office, key.case_id})));
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(asked.target.etag, record, NameOf(key)));
  AMPARO_ASSIGN_OR_RETURN(v1::Flag message, MessageIn<v1::Flag>(record));
  Flag before = FlagFromStored(message);
  if (record.subject != record.id) before.subject = record.subject;
  AMPARO_ASSIGN_OR_RETURN(const Flag after, ToStatusOr(LowerFlag(before, asked.act, asked.today), NameOf(key)));
  Change change = ChangeTo(after, record.version + 1, asked.target.now, std::move(message));
  change.subject = after.subject;
  AMPARO_ASSIGN_OR_RETURN(std::string response, Written(work, std::move(change)));
  AMPARO_RETURN_IF_ERROR(ShowFlagsOnCase(work, the_case, asked.target.now));
  if (!the_case.merged_into) return response;
  AMPARO_ASSIGN_OR_RETURN(const Record survivor, StandingCase(work, {key.office, key.case_id}, the_case));
  AMPARO_RETURN_IF_ERROR(ShowFlagsOnCase(work, survivor, asked.target.now));
  return response;
}

}  // namespace

rpc::ServiceBinding FlagApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.FlagService");
  binding.Unary<&FlagApi::RaiseFlag>("RaiseFlag", this)
      .Unary<&FlagApi::GetFlag>("GetFlag", this)
      .Unary<&FlagApi::ListFlags>("ListFlags", this)
      .Unary<&FlagApi::LowerFlag>("LowerFlag", this);
  return binding;
}

Task<absl::StatusOr<v1::Flag>> FlagApi::RaiseFlag(rpc::CallContext& context, v1::RaiseFlagRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  Raising asked;
  asked.now = context.clock().Now();
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(parent.office, asked.now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const FlagName name{parent.office, parent.id, rpc::GivenOrNewId(request.flag_id(), "flag_id", asked.now, violations)};
  Violations found("flag.");
  Violations of_request;
  Flag& flag = asked.flag;
  flag = FlagFromRequest(request.flag(), name, found);
  flag.state = FlagState::kOpen;
  flag.raised.date = OptionalDay(request.has_date(), request.date(), "date", of_request).value_or(today);
  flag.raised.record_time = asked.now;
  flag.raised.recorder = context.caller().identity();
  CheckFlag(flag, today, found);
  CheckFlagReason(request.flag().reason(), found);
  AddViolations(found, violations);
  AddViolations(of_request, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  asked.reason = SecretOf(request.flag());
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked)](Work& work) { return Raised(work, asked); };
  co_return co_await RunWork<v1::Flag>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<rpc::Encoded<v1::Flag>>> FlagApi::GetFlag(rpc::CallContext& context, v1::GetFlagRequest request) {
  return GetByView<FlagName, v1::Flag>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListFlagsResponse>> FlagApi::ListFlags(rpc::CallContext& context,
                                                               v1::ListFlagsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kFlag));
  errors::FieldViolations violations;
  // In the order of the table's filters (store/tables.cc).
  query.filters.resize(3);
  std::vector<int64_t> kinds;
  for (const int kind : request.kinds()) {
    violations.Require(kind != 0 && v1::FlagKind_IsValid(kind), "kinds", "must be kinds of flags");
    kinds.push_back(kind);
  }
  if (!kinds.empty()) query.filters[0] = std::move(kinds);
  if (!request.show_lowered()) query.filters[1] = static_cast<int64_t>(FlagState::kOpen);
  if (!request.party().empty()) {
    const auto party = ParseName<PartyName>(request.party());
    const bool fits = party && party->office == query.office;
    if (violations.Require(fits, "party", "must be the name of a party")) query.filters[2] = party->id;
  }
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query), &v1::ListFlagsResponse::add_flags,
                              std::move(violations));
}

Task<absl::StatusOr<v1::Flag>> FlagApi::LowerFlag(rpc::CallContext& context, v1::LowerFlagRequest request) {
  errors::FieldViolations violations;
  Lowering asked;
  AMPARO_CO_ASSIGN_OR_RETURN(asked.target, TargetOf<FlagName>(context, request, violations));
  const RecordKey key = asked.target.key;
  AMPARO_CO_ASSIGN_OR_RETURN(asked.today, co_await offices_->Today(key.office, asked.target.now, context.limits()));
  Violations found;
  asked.act.date = OptionalDay(request.has_date(), request.date(), "date", found).value_or(asked.today);
  asked.act.record_time = asked.target.now;
  asked.act.recorder = context.caller().identity();
  asked.act.reason = request.reason();
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, key.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked)](Work& work) { return Lowered(work, asked); };
  co_return co_await RunWork<v1::Flag>(store_, &context, std::move(stamp), std::move(body));
}

}  // namespace amparo::cases
