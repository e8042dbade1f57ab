#include "services/case/api/party_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/party_changes.h"
#include "services/case/api/reads.h"
#include "services/case/api/support.h"
#include "services/case/convert/party_convert.h"
#include "services/case/convert/person_convert.h"

namespace amparo::cases {
namespace {

// Opens what identifies the person of a party, which was read as it is or as it was at `at`; audited as a read of the
// person. A party that was entered before people had records may have it itself: `own`.
Task<absl::StatusOr<v1::Identity>> IdentityOfPerson(Store* store, rpc::CallContext* context, PersonName name,
                                                    std::optional<absl::Time> at, std::optional<std::string> own) {
  v1::Identity identity;
  if (own && !identity.ParseFromString(*own)) co_return absl::InternalError("what was sealed is malformed");
  std::vector<std::string> fields(1, "profile");
  RevealStamp stamp = RevealStampOf(*context, std::move(fields));
  const absl::StatusOr<Revealed> person = co_await store->Reveal(KeyOf(name), at, std::move(stamp), context->limits());
  // At an earlier moment the person may not have had a record yet.
  if (at && absl::IsNotFound(person.status())) co_return identity;
  AMPARO_CO_RETURN_IF_ERROR(person.status());
  if (!person->secret) co_return identity;
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Profile profile, ProfileIn(*person->secret));
  co_return IdentityOf(profile);
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
  value.name = {parent.office, parent.id, rpc::GivenOrNewId(request.party_id(), "party_id", now, violations)};
  const auto person = ParseName<PersonName>(request.party().person());
  wrong.Require(!person || person->office == parent.office, "person",
                "must be the name of a person of the same office");
  wrong.Require(!person || !request.party().has_identity(), "identity",
                "must be absent for a person who is known already: it changes with the person");
  const Identity identity = IdentityFrom(request.party().identity(), wrong);
  CheckParty(value, office->Today(now), wrong);
  CheckIdentity(identity, office->Today(now), wrong);
  AddViolations(wrong, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  const bool brings_chosen = !person && !request.party_id().empty();
  WorkBody body = [value = std::move(value), said = request.party().identity(), now,
                   brings_chosen](Work& work) -> absl::StatusOr<std::string> {
    // The person who comes with the party has its id.
    const PersonName comes{value.name.office, value.name.id};
    if (brings_chosen) AMPARO_RETURN_IF_ERROR(RequireUnnamed(work, KeyOf(comes)));
    return CreatePartyIn(work, value, said, now);
  };
  co_return co_await RunWork<v1::Party>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Party>> PartyApi::GetParty(rpc::CallContext& context, v1::GetPartyRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const PartyName name, RequireName<PartyName>(context, request.name(), "name"));
  errors::FieldViolations violations;
  const bool full = WantsFull(request.view(), violations);
  const std::optional<absl::Time> at = ReadTimeOf(context, request, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  if (!full) {
    AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), at, context.limits()));
    co_return BasicOf<v1::Party>(record);
  }
  std::vector<std::string> fields(1, "identity");
  RevealStamp stamp = RevealStampOf(context, std::move(fields));
  AMPARO_CO_ASSIGN_OR_RETURN(Revealed party,
                             co_await store_->Reveal(KeyOf(name), at, std::move(stamp), context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(v1::Party answer, BasicOf<v1::Party>(party.record));
  v1::Identity identity;
  if (const auto person = ParseName<PersonName>(answer.person())) {
    AMPARO_CO_ASSIGN_OR_RETURN(identity,
                               co_await IdentityOfPerson(store_, &context, *person, at, std::move(party.secret)));
  } else if (party.secret && !identity.ParseFromString(*party.secret)) {
    co_return absl::InternalError("what was sealed is malformed");
  }
  if (identity.ByteSizeLong() > 0) *answer.mutable_identity() = std::move(identity);
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
  query.with_merged = true;
  query.filters.resize(2);
  violations.Require(v1::PartyRole_IsValid(request.role()), "role", "must be one of the roles");
  if (request.role() != v1::PARTY_ROLE_UNSPECIFIED) query.filters[0] = static_cast<int64_t>(request.role());
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListPartiesResponse::add_parties, std::move(violations));
}

Task<absl::StatusOr<v1::Party>> PartyApi::UpdateParty(rpc::CallContext& context, v1::UpdatePartyRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Update<v1::Party> update,
                             ReadUpdate<PartyName>(context, request, request.party(), "party",
                                                   {"pseudonym", "minor", "minor_date", "testified", "identity"}));
  const Target& target = update.target;
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  if (IsOfPerson(update)) {
    WorkBody body = [update, today](Work& work) { return UpdatePartyIn(work, update, today); };
    co_return co_await RunWork<v1::Party>(store_, &context, std::move(stamp), std::move(body));
  }
  std::vector<RecordKey> rests_on(1, KeyOf(CaseName{target.key.office, target.key.case_id}));
  Decide decide = [&update, today](const Found& found) { return UpdatedParty(update, found, today); };
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide), std::move(rests_on));
  co_return co_await RunAct<v1::Party>(store_, &context, std::move(plan));
}

}  // namespace amparo::cases
