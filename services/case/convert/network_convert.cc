#include "services/case/convert/network_convert.h"

#include "common/base/check.h"
#include "services/case/convert/case_members.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(VenueKind::kOther) == v1::VENUE_KIND_OTHER);
static_assert(static_cast<int>(LinkKind::kAccusedIn) == v1::LINK_KIND_ACCUSED_IN);
static_assert(static_cast<int>(LinkKind::kNamedIn) == v1::LINK_KIND_NAMED_IN);
static_assert(static_cast<int>(Confidence::kHigh) == v1::CONFIDENCE_HIGH);

LinkEnd RequiredEnd(std::string_view text, const std::string& office, std::string_view field, Violations& violations) {
  const auto end = LinkEndFrom(text, office);
  violations.Require(end.has_value(), field,
                     "must be the name of a person, party, venue, organization, asset or case of the same office");
  return end.value_or(LinkEnd());
}

// The end that a name in an office is.
template <typename Name>
bool ReadEnd(std::string_view text, NodeKind kind, std::optional<NamedEnd>& found) {
  const auto name = ParseName<Name>(text);
  if (!name) return false;
  found = NamedEnd{name->office, {.kind = kind, .case_id = Uuid(), .id = name->id}};
  return true;
}

}  // namespace

std::optional<Withdrawal> WithdrawalFrom(bool present, const v1::NetworkWithdrawal& stored) {
  if (!present) return std::nullopt;
  return Withdrawal{
      .record_time = TimeFrom(stored.record_time()), .recorder = stored.recorder(), .reason = stored.reason()};
}

void SetWithdrawal(const Withdrawal& value, v1::NetworkWithdrawal& out) {
  SetTimestamp(value.record_time, out.mutable_record_time());
  out.set_recorder(value.recorder);
  out.set_reason(value.reason);
}

Value WithdrawTimeOf(const std::optional<Withdrawal>& withdrawal) {
  if (!withdrawal) return std::monostate();
  return withdrawal->record_time;
}

Venue VenueFromRequest(const v1::Venue& request, const VenueName& name, Violations& violations) {
  return {.name = name,
          .kind = EnumFrom<VenueKind>(request.kind(), v1::VenueKind_IsValid, "kind", violations),
          .pseudonym = request.pseudonym(),
          .city = request.city(),
          .close_date = OptionalDay(request.has_close_date(), request.close_date(), "close_date", violations)};
}

Venue VenueFromStored(const v1::Venue& stored) {
  Violations none;
  Venue value = VenueFromRequest(stored, StoredName<VenueName>(stored), none);
  AMPARO_CHECK(none.empty(), "a stored venue is well formed");
  value.withdrawal = WithdrawalFrom(stored.has_withdrawal(), stored.withdrawal());
  return value;
}

void ToProto(const Venue& value, v1::Venue& out) {
  out.set_name(ToString(value.name));
  out.set_kind(static_cast<v1::VenueKind>(value.kind));
  out.set_pseudonym(value.pseudonym);
  out.set_city(value.city);
  out.clear_close_date();
  if (value.close_date) SetDate(*value.close_date, out.mutable_close_date());
  out.clear_withdrawal();
  if (value.withdrawal) SetWithdrawal(*value.withdrawal, *out.mutable_withdrawal());
}

std::vector<Value> ColumnsOf(const Venue& value) {
  return {static_cast<int64_t>(value.kind), WithdrawTimeOf(value.withdrawal)};
}

std::optional<NamedEnd> EndNamed(std::string_view text) {
  if (const auto party = ParseName<PartyName>(text)) {
    return NamedEnd{party->office, {.kind = NodeKind::kParty, .case_id = party->case_id, .id = party->id}};
  }
  std::optional<NamedEnd> found;
  const bool any = ReadEnd<PersonName>(text, NodeKind::kPerson, found) ||
                   ReadEnd<VenueName>(text, NodeKind::kVenue, found) ||
                   ReadEnd<OrganizationName>(text, NodeKind::kOrganization, found) ||
                   ReadEnd<AssetName>(text, NodeKind::kAsset, found) || ReadEnd<CaseName>(text, NodeKind::kCase, found);
  return any ? found : std::nullopt;
}

std::optional<LinkEnd> LinkEndFrom(std::string_view text, std::string_view office) {
  const std::optional<NamedEnd> named = EndNamed(text);
  if (!named || named->office != office) return std::nullopt;
  return named->end;
}

std::string FilterTextOf(const LinkEnd& end) {
  return StrCat(static_cast<int>(end.kind), ":", end.id.ToString());
}

RecordKey KeyOf(const LinkEnd& end, const std::string& office) {
  switch (end.kind) {
    case NodeKind::kPerson:
      return KeyOf(PersonName{office, end.id});
    case NodeKind::kVenue:
      return KeyOf(VenueName{office, end.id});
    case NodeKind::kOrganization:
      return KeyOf(OrganizationName{office, end.id});
    case NodeKind::kAsset:
      return KeyOf(AssetName{office, end.id});
    case NodeKind::kCase:
      return KeyOf(CaseName{office, end.id});
    case NodeKind::kParty:
      return KeyOf(PartyName{office, end.case_id, end.id});
    case NodeKind::kUnspecified:
      break;
  }
  AMPARO_CHECK(false, "every end of a link is of a kind");
}

std::string NameOfNode(const std::string& office, const NetworkNode& node) {
  return NameOf(KeyOf(LinkEnd{.kind = node.kind, .case_id = Uuid(), .id = node.id}, office));
}

Link LinkFromRequest(const v1::Link& request, const LinkName& name, Violations& violations) {
  Link link;
  link.name = name;
  link.kind = EnumFrom<LinkKind>(request.kind(), v1::LinkKind_IsValid, "kind", violations);
  link.from = RequiredEnd(request.from(), name.office, "from", violations);
  link.to = RequiredEnd(request.to(), name.office, "to", violations);
  link.observed_date = OptionalDay(request.has_observed_date(), request.observed_date(), "observed_date", violations);
  link.end_date = OptionalDay(request.has_end_date(), request.end_date(), "end_date", violations);
  link.confidence = EnumFrom<Confidence>(request.confidence(), v1::Confidence_IsValid, "confidence", violations);
  link.source = request.source();
  return link;
}

Link LinkFromStored(const v1::Link& stored) {
  Violations none;
  Link value = LinkFromRequest(stored, StoredName<LinkName>(stored), none);
  AMPARO_CHECK(none.empty(), "a stored link is well formed");
  value.withdrawal = WithdrawalFrom(stored.has_withdrawal(), stored.withdrawal());
  return value;
}

void ToProto(const Link& value, v1::Link& out) {
  const std::string& office = value.name.office;
  out.set_name(ToString(value.name));
  out.set_kind(static_cast<v1::LinkKind>(value.kind));
  out.set_from(NameOf(KeyOf(value.from, office)));
  out.set_to(NameOf(KeyOf(value.to, office)));
  out.clear_observed_date();
  if (value.observed_date) SetDate(*value.observed_date, out.mutable_observed_date());
  out.clear_end_date();
  if (value.end_date) SetDate(*value.end_date, out.mutable_end_date());
  out.set_confidence(static_cast<v1::Confidence>(value.confidence));
  out.set_source(value.source);
  out.clear_withdrawal();
  if (value.withdrawal) SetWithdrawal(*value.withdrawal, *out.mutable_withdrawal());
}

std::vector<Value> ColumnsOf(const Link& value) {
  return {static_cast<int64_t>(value.kind),
          static_cast<int64_t>(value.from.kind),
          value.from.id,
          static_cast<int64_t>(value.to.kind),
          value.to.id,
          WithdrawTimeOf(value.withdrawal),
          value.end_date ? Value(*value.end_date) : Value()};
}

}  // namespace amparo::cases
