#include "services/case/api/person_charges.h"

#include <algorithm>
#include <set>
#include <utility>

#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/charge.pb.h"
#include "amparo/cases/v1/party.pb.h"
#include "common/base/status_macros.h"
#include "services/case/api/listing.h"
#include "services/case/convert/charge_convert.h"
#include "services/case/convert/party_convert.h"

namespace amparo::cases {
namespace {

// The case that stands for a case.
Task<absl::StatusOr<CaseName>> StandingCase(Store* store, CaseName name, std::optional<absl::Time> at, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store->Get(KeyOf(name), at, limits));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
  co_return ParseName<CaseName>(message.merged_into()).value_or(name);
}

// All records of a kind in a matter.
ListQuery OfMatter(Kind kind, const CaseName& the_case) {
  ListQuery query;
  query.kind = kind;
  query.office = the_case.office;
  query.case_id = the_case.id;
  query.with_merged = true;
  return query;
}

// The roles that the person of `accused` has in the matter.
Task<absl::StatusOr<std::set<Uuid>>> RolesOfPerson(Store* store, PartyName accused, CaseName matter,
                                                   std::optional<absl::Time> at, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store->Get(KeyOf(accused), at, limits));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Party own, MessageIn<v1::Party>(record));
  std::set<Uuid> roles = {accused.id};
  const std::optional<Uuid> person = PartyFromStored(own).standing_person();
  if (!person) co_return roles;
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Record> parties,
                             co_await ListAllAt(store, OfMatter(Kind::kParty, matter), at, limits));
  for (const Record& one : parties) {
    AMPARO_CO_ASSIGN_OR_RETURN(const v1::Party message, MessageIn<v1::Party>(one));
    const Party party = PartyFromStored(message);
    if (party.standing_person() == person) roles.insert(party.name.id);
  }
  co_return roles;
}

// The same in an act of several records.
absl::StatusOr<std::set<Uuid>> RolesOfPerson(Work& work, const PartyName& accused, const CaseName& matter) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(accused)));
  AMPARO_ASSIGN_OR_RETURN(const v1::Party own, MessageIn<v1::Party>(record));
  std::set<Uuid> roles = {accused.id};
  const std::optional<Uuid> person = PartyFromStored(own).standing_person();
  if (!person) return roles;
  ListQuery query = OfMatter(Kind::kParty, matter);
  query.filters = {std::monostate(), std::monostate(), *person};
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> parties, ListAll(work, std::move(query)));
  for (const Record& one : parties) roles.insert(one.id);
  return roles;
}

}  // namespace

Task<absl::StatusOr<std::vector<Charge>>> ChargesOfPerson(Store* store, PartyName accused, std::optional<absl::Time> at,
                                                          Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName matter, co_await StandingCase(store, accused.parent(), at, limits));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::set<Uuid> roles, co_await RolesOfPerson(store, accused, matter, at, limits));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Record> records,
                             co_await ListAllAt(store, OfMatter(Kind::kCharge, matter), at, limits));
  std::vector<Charge> charges;
  for (const Record& record : records) {
    AMPARO_CO_ASSIGN_OR_RETURN(const v1::Charge message, MessageIn<v1::Charge>(record));
    Charge charge = ChargeFromStored(message);
    if (roles.contains(charge.accused)) charges.push_back(std::move(charge));
  }
  co_return charges;
}

absl::StatusOr<std::vector<KeptCharge>> ChargesOfPerson(Work& work, const PartyName& accused) {
  const CaseName own = accused.parent();
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(own)));
  const CaseName matter{own.office, the_case.merged_into.value_or(own.id)};
  AMPARO_ASSIGN_OR_RETURN(const std::set<Uuid> roles, RolesOfPerson(work, accused, matter));
  std::vector<KeptCharge> charges;
  for (const Uuid& role : roles) {
    ListQuery query = OfMatter(Kind::kCharge, matter);
    query.filters.emplace_back(role);
    AMPARO_ASSIGN_OR_RETURN(std::vector<Record> records, ListAll(work, std::move(query)));
    for (Record& record : records) {
      AMPARO_ASSIGN_OR_RETURN(charges.emplace_back(), KeptIn(std::move(record)));
    }
  }
  std::sort(charges.begin(), charges.end(), [](const KeptCharge& a, const KeptCharge& b) {
    return std::pair(a.record.create_time, a.record.id) < std::pair(b.record.create_time, b.record.id);
  });
  return charges;
}

}  // namespace amparo::cases
