// Venues and links between the contract and the domain.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amparo/cases/v1/network.pb.h"
#include "services/case/domain/network.h"
#include "services/case/domain/network_walk.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a venue called `name`.
Venue VenueFromRequest(const v1::Venue& request, const VenueName& name, Violations& violations);

// A venue as it is kept.
Venue VenueFromStored(const v1::Venue& stored);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, sealed address) as it is.
void ToProto(const Venue& value, v1::Venue& out);

// The columns of the venue's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Venue& value);

// What a caller gives of a link called `name`. Ends that are nothing of the same office are violations.
Link LinkFromRequest(const v1::Link& request, const LinkName& name, Violations& violations);

// A link as it is kept.
Link LinkFromStored(const v1::Link& stored);

// Writes the domain's fields into `out`, and leaves its times as they are.
void ToProto(const Link& value, v1::Link& out);

// The columns of the link's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Link& value);

// An end and the office it is of.
struct NamedEnd {
  std::string office;
  LinkEnd end;
};

// What `text` names that may be an end of a link, of whatever office; nullopt for anything else.
std::optional<NamedEnd> EndNamed(std::string_view text);

// The same of one office; nullopt for another office too.
std::optional<LinkEnd> LinkEndFrom(std::string_view text, std::string_view office);

// An end as the filter of lists takes it (store/tables.cc): its kind and its id.
std::string FilterTextOf(const LinkEnd& end);

// The key of the record at an end.
RecordKey KeyOf(const LinkEnd& end, const std::string& office);

// The name of what a node stands for.
std::string NameOfNode(const std::string& office, const NetworkNode& node);

// The withdrawal in a stored message, and back.
std::optional<Withdrawal> WithdrawalFrom(bool present, const v1::NetworkWithdrawal& stored);
void SetWithdrawal(const Withdrawal& value, v1::NetworkWithdrawal& out);

// Since when something does not stand, as its column holds it.
Value WithdrawTimeOf(const std::optional<Withdrawal>& withdrawal);

}  // namespace amparo::cases
