#include "services/case/api/person_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/person_changes.h"
#include "services/case/api/person_matches.h"
#include "services/case/api/reads.h"
#include "services/case/api/support.h"
#include "services/case/convert/person_convert.h"

namespace amparo::cases {
namespace {

constexpr int kMostPersonsPerBatch = 100;
constexpr int kMostAges = 100;

// The filters of a list, in the order of the person's table.
std::vector<Value> PersonFilters(const v1::ListPersonsRequest& request, errors::FieldViolations& violations) {
  std::vector<Value> filters(6);
  Violations text;
  text.RequireText(request.pseudonym(), {0, 100}, "pseudonym");
  AddViolations(text, violations);
  if (!request.pseudonym().empty()) filters[0] = request.pseudonym();
  violations.Require(v1::Sex_IsValid(request.sex()), "sex", "must be one of its values");
  if (request.sex() != v1::SEX_UNSPECIFIED) filters[1] = static_cast<int64_t>(request.sex());
  const bool known = v1::ProtectionNeed_IsValid(request.protection_need());
  violations.Require(known, "protection_need", "must be one of its values");
  if (request.protection_need() != v1::PROTECTION_NEED_UNSPECIFIED) {
    filters[2] = static_cast<int64_t>(request.protection_need());
  }
  if (request.never_contact()) filters[3] = true;
  if (request.erased()) filters[4] = true;
  if (!request.show_merged()) filters[5] = true;
  return filters;
}

// The days of a request; notes violations.
std::vector<absl::CivilDay> DaysIn(const v1::ComputeAgesRequest& request, errors::FieldViolations& violations) {
  Violations found;
  const bool fits = request.dates_size() >= 1 && request.dates_size() <= kMostAges;
  found.Require(fits, "dates", "must be 1 to 100 days");
  std::vector<absl::CivilDay> days;
  for (int i = 0; i < request.dates_size() && fits; ++i) {
    days.push_back(RequiredDay(true, request.dates(i), StrCat("dates[", i, "]"), found));
  }
  AddViolations(found, violations);
  return days;
}

v1::Age AgeOf(const std::optional<Birth>& birth, absl::CivilDay day) {
  v1::Age age;
  SetDate(day, age.mutable_date());
  age.set_known(birth.has_value());
  if (birth) {
    const AgeRange years = AgesOn(*birth, day);
    age.set_min_years(years.min);
    age.set_max_years(years.max);
  }
  age.set_minority(static_cast<v1::Minority>(MinorityOn(birth, day)));
  return age;
}

}  // namespace

rpc::ServiceBinding PersonApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.PersonService");
  binding.Unary<&PersonApi::CreatePerson>("CreatePerson", this)
      .Unary<&PersonApi::GetPerson>("GetPerson", this)
      .Unary<&PersonApi::BatchGetPersons>("BatchGetPersons", this)
      .Unary<&PersonApi::ListPersons>("ListPersons", this)
      .Unary<&PersonApi::UpdatePerson>("UpdatePerson", this)
      .Unary<&PersonApi::SearchPersons>("SearchPersons", this)
      .Unary<&PersonApi::ComputeAges>("ComputeAges", this)
      .Unary<&PersonApi::ListPersonParties>("ListPersonParties", this)
      .Unary<&PersonApi::ErasePerson>("ErasePerson", this);
  return binding;
}

Task<absl::StatusOr<v1::Person>> PersonApi::CreatePerson(rpc::CallContext& context, v1::CreatePersonRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const OfficeFacts> office,
                             co_await offices_->Find(parent.office, context.limits()));
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const PersonName name{parent.office, rpc::GivenOrNewId(request.person_id(), "person_id", now, violations)};
  Violations found("person.");
  const Person value = PersonFromRequest(request.person(), name, found);
  CheckPerson(value, office->Today(now), found);
  CheckProfile(ProfileFrom(request.person().profile(), found), office->Today(now), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActPlan plan;
  plan.stamp = StampOf(context, parent.office, request.request_id(), request);
  plan.reads = GuardianKeys(value);
  plan.decide = [value, profile = request.person().profile(), keys = plan.reads,
                 now](const Found& guardians) -> absl::StatusOr<Change> {
    for (std::size_t i = 0; i < keys.size(); ++i) AMPARO_RETURN_IF_ERROR(RequirePersonIn(guardians[i], keys[i]));
    return NewPerson(value, profile, now);
  };
  if (!request.person_id().empty()) {
    co_return co_await RunUnderChosenId<v1::Person>(store_, &context, KeyOf(value.name), std::move(plan));
  }
  co_return co_await RunAct<v1::Person>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<rpc::Encoded<v1::Person>>> PersonApi::GetPerson(rpc::CallContext& context,
                                                                    v1::GetPersonRequest request) {
  return GetByView<PersonName, v1::Person>(store_, &context, request);
}

Task<absl::StatusOr<v1::BatchGetPersonsResponse>> PersonApi::BatchGetPersons(rpc::CallContext& context,
                                                                             v1::BatchGetPersonsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  const bool fits = request.names_size() >= 1 && request.names_size() <= kMostPersonsPerBatch;
  violations.Require(fits, "names", "must be 1 to 100 names");
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  std::vector<Uuid> ids;
  for (const std::string& text : request.names()) {
    const auto name = ParseName<PersonName>(text);
    violations.Require(name && name->office == parent.office, "names", "must be names of people of the parent office");
    if (name) ids.push_back(name->id);
  }
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Record> records,
                             co_await store_->BatchGet(Kind::kPerson, parent.office, std::move(ids), context.limits()));
  v1::BatchGetPersonsResponse response;
  for (const Record& record : records) {
    AMPARO_CO_ASSIGN_OR_RETURN(*response.add_persons(), BasicOf<v1::Person>(record));
  }
  co_return response;
}

Task<absl::StatusOr<v1::ListPersonsResponse>> PersonApi::ListPersons(rpc::CallContext& context,
                                                                     v1::ListPersonsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  ListQuery query;
  query.kind = Kind::kPerson;
  query.office = parent.office;
  query.filters = PersonFilters(request, violations);
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListPersonsResponse::add_persons, std::move(violations));
}

Task<absl::StatusOr<v1::Person>> PersonApi::UpdatePerson(rpc::CallContext& context, v1::UpdatePersonRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(
      const Update<v1::Person> update,
      ReadUpdate<PersonName>(context, request, request.person(), "person",
                             {"pseudonym", "sex", "nationalities", "languages", "contact_preference",
                              "protection_needs", "guardians", "profile"}));
  const std::string& office = update.target.key.office;
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(office, update.target.now, context.limits()));
  ActStamp stamp = StampOf(context, office, request.request_id(), request);
  WorkBody body = [update, today](Work& work) { return UpdatePersonIn(work, update, today); };
  co_return co_await RunWork<v1::Person>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::SearchPersonsResponse>> PersonApi::SearchPersons(rpc::CallContext& context,
                                                                         v1::SearchPersonsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  PersonSearch search = ReadPersonSearch(request, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  NameSearch names{parent.office, std::move(search.probes), search.most, kMostCandidates};
  AMPARO_CO_ASSIGN_OR_RETURN(const Candidates candidates, co_await people_->Find(std::move(names), context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(v1::SearchPersonsResponse response, MatchesAmong(search, candidates));
  std::vector<std::string> fields(1, "profile");
  RevealStamp stamp = RevealStampOf(context, std::move(fields));
  AMPARO_CO_RETURN_IF_ERROR(
      co_await people_->RecordRead(parent.office, RecordsOf(response, candidates), std::move(stamp), context.limits()));
  co_return response;
}

Task<absl::StatusOr<v1::ComputeAgesResponse>> PersonApi::ComputeAges(rpc::CallContext& context,
                                                                     v1::ComputeAgesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const PersonName name, RequireName<PersonName>(context, request.name(), "name"));
  errors::FieldViolations violations;
  const std::vector<absl::CivilDay> days = DaysIn(request, violations);
  const std::optional<absl::Time> at = ReadTimeOf(context, request, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  std::vector<std::string> fields(1, "profile.birth_date");
  RevealStamp stamp = RevealStampOf(context, std::move(fields));
  AMPARO_CO_ASSIGN_OR_RETURN(const Revealed person,
                             co_await store_->Reveal(KeyOf(name), at, std::move(stamp), context.limits()));
  std::optional<Birth> birth;
  if (person.secret) {
    AMPARO_CO_ASSIGN_OR_RETURN(const v1::Profile profile, ProfileIn(*person.secret));
    birth = ProfileFromStored(profile).birth;
  }
  v1::ComputeAgesResponse response;
  for (const absl::CivilDay day : days) *response.add_ages() = AgeOf(birth, day);
  co_return response;
}

Task<absl::StatusOr<v1::ListPersonPartiesResponse>> PersonApi::ListPersonParties(rpc::CallContext& context,
                                                                                 v1::ListPersonPartiesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const PersonName parent, RequireName<PersonName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  ListQuery query;
  query.kind = Kind::kParty;
  query.office = parent.office;
  query.all_cases = true;
  query.filters.resize(3);
  violations.Require(v1::PartyRole_IsValid(request.role()), "role", "must be one of the roles");
  if (request.role() != v1::PARTY_ROLE_UNSPECIFIED) query.filters[0] = static_cast<int64_t>(request.role());
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const Record person, co_await store_->Get(KeyOf(parent), std::nullopt, context.limits()));
  // Of a record that was merged: what was entered for it; of any other: what the person is.
  query.filters[person.merged_into ? 1 : 2] = parent.id;
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListPersonPartiesResponse::add_parties, std::move(violations));
}

Task<absl::StatusOr<v1::Person>> PersonApi::ErasePerson(rpc::CallContext& context, v1::ErasePersonRequest request) {
  Violations found;
  found.RequireText(request.reason(), {.min = 1, .max = 500}, "reason");
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<PersonName>(context, request, found));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  WorkBody body = [target, reason = request.reason()](Work& work) { return ErasePersonIn(work, target, reason); };
  co_return co_await RunWork<v1::Person>(store_, &context, std::move(stamp), std::move(body));
}

}  // namespace amparo::cases
