#include "services/case/convert/network_convert.h"

#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(VenueKind::kOther) == v1::VENUE_KIND_OTHER);
static_assert(static_cast<int>(LinkKind::kAssociatedWith) == v1::LINK_KIND_ASSOCIATED_WITH);
static_assert(static_cast<int>(Confidence::kHigh) == v1::CONFIDENCE_HIGH);

LinkEnd RequiredEnd(std::string_view text, const std::string& office, std::string_view field, Violations& violations) {
  const auto end = LinkEndFrom(text, office);
  violations.Require(end.has_value(), field, "must be the name of a party or venue of the same office");
  return end.value_or(LinkEnd());
}

std::string EndName(const LinkEnd& end, const std::string& office) {
  if (end.is_party()) return ToString(PartyName{office, end.case_id, end.id});
  return ToString(VenueName{office, end.id});
}

}  // namespace

Venue VenueFromRequest(const v1::Venue& request, const VenueName& name, Violations& violations) {
  return {.name = name,
          .kind = EnumFrom<VenueKind>(request.kind(), v1::VenueKind_IsValid, "kind", violations),
          .pseudonym = request.pseudonym(),
          .city = request.city()};
}

void ToProto(const Venue& value, v1::Venue& out) {
  out.set_name(ToString(value.name));
  out.set_kind(static_cast<v1::VenueKind>(value.kind));
  out.set_pseudonym(value.pseudonym);
  out.set_city(value.city);
}

std::vector<Value> ColumnsOf(const Venue& value) {
  return {static_cast<int64_t>(value.kind)};
}

std::optional<LinkEnd> LinkEndFrom(std::string_view text, std::string_view office) {
  if (const auto venue = ParseName<VenueName>(text)) {
    if (venue->office == office) return LinkEnd{.case_id = Uuid(), .id = venue->id};
  }
  if (const auto party = ParseName<PartyName>(text)) {
    if (party->office == office) return LinkEnd{.case_id = party->case_id, .id = party->id};
  }
  return std::nullopt;
}

RecordKey KeyOf(const LinkEnd& end, const std::string& office) {
  if (end.is_party()) return KeyOf(PartyName{office, end.case_id, end.id});
  return KeyOf(VenueName{office, end.id});
}

Link LinkFromRequest(const v1::Link& request, const LinkName& name, Violations& violations) {
  Link link;
  link.name = name;
  link.kind = EnumFrom<LinkKind>(request.kind(), v1::LinkKind_IsValid, "kind", violations);
  link.from = RequiredEnd(request.from(), name.office, "from", violations);
  link.to = RequiredEnd(request.to(), name.office, "to", violations);
  link.observed_date = OptionalDay(request.has_observed_date(), request.observed_date(), "observed_date", violations);
  link.confidence = EnumFrom<Confidence>(request.confidence(), v1::Confidence_IsValid, "confidence", violations);
  link.source = request.source();
  return link;
}

void ToProto(const Link& value, v1::Link& out) {
  out.set_name(ToString(value.name));
  out.set_kind(static_cast<v1::LinkKind>(value.kind));
  out.set_from(EndName(value.from, value.name.office));
  out.set_to(EndName(value.to, value.name.office));
  out.clear_observed_date();
  if (value.observed_date) SetDate(*value.observed_date, out.mutable_observed_date());
  out.set_confidence(static_cast<v1::Confidence>(value.confidence));
  out.set_source(value.source);
}

std::vector<Value> ColumnsOf(const Link& value) {
  return {static_cast<int64_t>(value.kind), value.from.id, value.to.id};
}

}  // namespace amparo::cases
