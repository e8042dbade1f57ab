#include "services/case/convert/party_convert.h"

#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {

Party PartyFromRequest(const v1::Party& request, Violations& violations) {
  Party value;
  value.role = EnumFrom<PartyRole>(request.role(), v1::PartyRole_IsValid, "role", violations);
  value.pseudonym = request.pseudonym();
  value.minor = request.minor();
  value.minor_date = OptionalDay(request.has_minor_date(), request.minor_date(), "minor_date", violations);
  value.testified = request.testified();
  if (!request.person().empty()) {
    const auto person = ParseName<PersonName>(request.person());
    violations.Require(person.has_value(), "person", "must be the name of a person of the same office");
    if (person) value.person = person->id;
  }
  return value;
}

Party PartyFromStored(const v1::Party& stored) {
  Violations none;
  Party value = PartyFromRequest(stored, none);
  value.minor_derived = stored.minor_derived();
  if (const auto name = ParseName<PartyName>(stored.name())) value.name = *name;
  if (const auto survivor = ParseName<PersonName>(stored.surviving_person())) value.surviving_person = survivor->id;
  if (stored.has_erase_time()) value.erase_time = TimeFrom(stored.erase_time());
  return value;
}

void ToProto(const Party& value, v1::Party& out) {
  out.set_name(ToString(value.name));
  out.set_role(static_cast<v1::PartyRole>(value.role));
  out.set_pseudonym(value.pseudonym);
  out.set_minor(value.minor);
  out.clear_minor_date();
  if (value.minor_date) SetDate(*value.minor_date, out.mutable_minor_date());
  out.set_minor_derived(value.minor_derived);
  out.set_testified(value.testified);
  out.clear_person();
  if (value.person) out.set_person(ToString(PersonName{value.name.office, *value.person}));
  out.clear_surviving_person();
  if (value.surviving_person) {
    out.set_surviving_person(ToString(PersonName{value.name.office, *value.surviving_person}));
  }
  out.clear_erase_time();
  if (value.erase_time) SetTimestamp(*value.erase_time, out.mutable_erase_time());
}

Identity IdentityFrom(const v1::Identity& identity, Violations& violations) {
  Identity value;
  value.full_name = identity.full_name();
  value.other_names.assign(identity.other_names().begin(), identity.other_names().end());
  value.address = identity.address();
  value.contact = identity.contact();
  value.birth_date = OptionalDay(identity.has_birth_date(), identity.birth_date(), "identity.birth_date", violations);
  return value;
}

std::vector<Value> ColumnsOf(const Party& value) {
  return {static_cast<int64_t>(value.role), value.person ? Value(*value.person) : Value(),
          value.surviving_person ? Value(*value.surviving_person) : Value()};
}

}  // namespace amparo::cases
