#include "services/case/api/party_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/request_id.h"
#include "services/case/api/support.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/party_convert.h"

namespace amparo::cases {
namespace {

// The identity as it will be sealed; nothing when it says nothing.
std::optional<std::string> SecretOf(const v1::Party& wanted) {
  const std::string bytes = wanted.identity().SerializeAsString();
  return bytes.empty() ? std::nullopt : std::optional(bytes);
}

// The day a case was reported.
absl::StatusOr<absl::CivilDay> ReportDateOf(const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
  return CaseFromStored(message).report_date;
}

// A person to be entered in the case that was found.
absl::StatusOr<Change> NewParty(Party value, const Identity& identity, std::optional<std::string> secret,
                                const Found& found, absl::Time now) {
  const CaseName parent = value.name.parent();
  AMPARO_RETURN_IF_ERROR(RequireFound(found[0], KeyOf(parent)));
  AMPARO_ASSIGN_OR_RETURN(const v1::Case the_case, MessageIn<v1::Case>(*found[0]));
  const Case parent_case = CaseFromStored(the_case);
  if (!IsOpen(parent_case.stage)) {
    return errors::FailedPrecondition("CASE_NOT_OPEN", the_case.name(), "people are entered in open cases only");
  }
  DeriveMinor(identity, parent_case.report_date, value);
  Change change = ChangeTo(value, 1, now, v1::Party());
  change.secret = std::move(secret);
  change.guard = CaseGuard{parent.id, OpenStages(), 0, 0};
  return change;
}

// Takes the fields of `mask` from `wanted`.
absl::StatusOr<Change> UpdatedParty(const v1::Party& wanted, const rpc::UpdateMask& mask, const Record& record,
                                    const Record& the_case, absl::CivilDay today, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(v1::Party kept, MessageIn<v1::Party>(record));
  AMPARO_ASSIGN_OR_RETURN(const absl::CivilDay report_date, ReportDateOf(the_case));
  Violations violations("party.");
  Party value = PartyFromStored(kept);
  if (mask.Has("pseudonym")) value.pseudonym = wanted.pseudonym();
  if (mask.Has("minor")) value.minor = wanted.minor();
  if (mask.Has("testified")) value.testified = wanted.testified();
  if (mask.Has("minor_date")) {
    value.minor_date = OptionalDay(wanted.has_minor_date(), wanted.minor_date(), "minor_date", violations);
  }
  std::optional<std::string> secret;
  if (mask.Has("identity")) {
    const Identity identity = IdentityFrom(wanted.identity(), violations);
    CheckIdentity(identity, today, violations);
    DeriveMinor(identity, report_date, value);
    secret = SecretOf(wanted);
    kept.clear_sealed_identity();
  }
  CheckParty(value, today, violations);
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  Change change = ChangeTo(value, record.version + 1, now, std::move(kept));
  change.secret = std::move(secret);
  return change;
}

}  // namespace

rpc::ServiceBinding PartyApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.PartyService");
  binding.Unary<&PartyApi::CreateParty>("CreateParty", this)
      .Unary<&PartyApi::GetParty>("GetParty", this)
      .Unary<&PartyApi::ListParties>("ListParties", this)
      .Unary<&PartyApi::UpdateParty>("UpdateParty", this);
  return binding;
}

Task<absl::StatusOr<v1::Party>> PartyApi::CreateParty(rpc::CallContext& context, v1::CreatePartyRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const OfficeFacts> office,
                             co_await offices_->Find(parent.office, context.limits()));
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Violations wrong("party.");
  Party value = PartyFromRequest(request.party(), wrong);
  value.name = {parent.office, parent.id, IdFrom(request.party_id(), "party_id", now, violations)};
  const Identity identity = IdentityFrom(request.party().identity(), wrong);
  CheckParty(value, office->Today(now), wrong);
  CheckIdentity(identity, office->Today(now), wrong);
  AddViolations(wrong, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());

  ActPlan plan;
  plan.stamp = StampOf(context, parent.office, request.request_id(), request);
  plan.reads = {KeyOf(parent)};
  plan.decide = [&](const Found& found) { return NewParty(value, identity, SecretOf(request.party()), found, now); };
  absl::StatusOr<std::string> response = co_await store_->Run(std::move(plan), context.limits());
  co_return ParseStored<v1::Party>(response);
}

Task<absl::StatusOr<v1::Party>> PartyApi::GetParty(rpc::CallContext& context, v1::GetPartyRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const PartyName name, RequireName<PartyName>(context, request.name(), "name"));
  errors::FieldViolations violations;
  const bool full = WantsFull(request.view(), violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  if (!full) {
    AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), context.limits()));
    co_return BasicOf<v1::Party>(record);
  }
  std::vector<std::string> fields = {"identity"};
  RevealStamp stamp = RevealStampOf(context, std::move(fields));
  AMPARO_CO_ASSIGN_OR_RETURN(const Revealed revealed,
                             co_await store_->Reveal(KeyOf(name), std::move(stamp), context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(v1::Party answer, BasicOf<v1::Party>(revealed.record));
  if (revealed.secret && !answer.mutable_identity()->ParseFromString(*revealed.secret)) {
    co_return absl::InternalError("a sealed identity is malformed");
  }
  co_return answer;
}

Task<absl::StatusOr<v1::ListPartiesResponse>> PartyApi::ListParties(rpc::CallContext& context,
                                                                    v1::ListPartiesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  ListQuery query;
  query.kind = Kind::kParty;
  query.office = parent.office;
  query.case_id = parent.id;
  query.filters.resize(1);
  violations.Require(v1::PartyRole_IsValid(request.role()), "role", "must be one of the roles");
  if (request.role() != v1::PARTY_ROLE_UNSPECIFIED) query.filters[0] = static_cast<int64_t>(request.role());
  ReadPage(request, query, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Listed> listed, co_await store_->List(query, context.limits()));
  v1::ListPartiesResponse response;
  response.set_next_page_token(FinishPage(request, query, listed));
  for (const Listed& one : listed) {
    AMPARO_CO_ASSIGN_OR_RETURN(*response.add_parties(), BasicOf<v1::Party>(one.record));
  }
  co_return response;
}

Task<absl::StatusOr<v1::Party>> PartyApi::UpdateParty(rpc::CallContext& context, v1::UpdatePartyRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const PartyName name,
                             RequireName<PartyName>(context, request.party().name(), "party.name"));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const rpc::UpdateMask mask = rpc::UpdateMask::Parse(
      request.update_mask(), {"pseudonym", "minor", "minor_date", "testified", "identity"}, violations);
  const std::optional<int64_t> etag = EtagFrom(request.party().etag(), violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const OfficeFacts> office,
                             co_await offices_->Find(name.office, context.limits()));
  const absl::Time now = context.clock().Now();

  ActPlan plan;
  plan.stamp = StampOf(context, name.office, request.request_id(), request);
  plan.reads = {KeyOf(name), KeyOf(name.parent())};
  plan.decide = [&](const Found& found) -> absl::StatusOr<Change> {
    AMPARO_RETURN_IF_ERROR(RequireFound(found[0], KeyOf(name)));
    AMPARO_RETURN_IF_ERROR(RequireFound(found[1], KeyOf(name.parent())));
    AMPARO_RETURN_IF_ERROR(CheckEtag(etag, *found[0], request.party().name()));
    return UpdatedParty(request.party(), mask, *found[0], *found[1], office->Today(now), now);
  };
  absl::StatusOr<std::string> response = co_await store_->Run(std::move(plan), context.limits());
  co_return ParseStored<v1::Party>(response);
}

}  // namespace amparo::cases
