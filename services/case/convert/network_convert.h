// Venues and links between the contract and the domain.
#pragma once

#include "amparo/cases/v1/network.pb.h"
#include "services/case/domain/network.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a venue called `name`.
Venue VenueFromRequest(const v1::Venue& request, const VenueName& name, Violations& violations);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, sealed address) as it is.
void ToProto(const Venue& value, v1::Venue& out);

// The columns of the venue's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Venue& value);

// What a caller gives of a link called `name`. Ends that are no party or venue of the same office are violations.
Link LinkFromRequest(const v1::Link& request, const LinkName& name, Violations& violations);

// Writes the domain's fields into `out`, and leaves its times as they are.
void ToProto(const Link& value, v1::Link& out);

// The columns of the link's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Link& value);

// The end that `text` names, a party or a venue; nullopt for anything else and for another office.
std::optional<LinkEnd> LinkEndFrom(std::string_view text, std::string_view office);

// The key of the record at an end.
RecordKey KeyOf(const LinkEnd& end, const std::string& office);

}  // namespace amparo::cases
