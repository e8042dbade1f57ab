// Values that several messages share, between protobuf and the domain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/money.h"
#include "common/rpc/etag.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/message_lite.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "services/scheduling/domain/decision.h"
#include "services/scheduling/domain/names.h"
#include "services/scheduling/domain/record.h"

namespace amparo::scheduling {

// Reads a timestamp, cut to microseconds; a violation of `field` when its nanos are out of range or the year is not 1
// to 9999.
absl::Time TimeFromProto(const google::protobuf::Timestamp& proto, std::string_view field, Violations& violations);
void TimeToProto(absl::Time time, google::protobuf::Timestamp* proto);

// Reads a duration; a violation of `field` when it is malformed.
absl::Duration DurationFromProto(const google::protobuf::Duration& proto, std::string_view field,
                                 Violations& violations);
void DurationToProto(absl::Duration duration, google::protobuf::Duration* proto);

// Reads a whole date; a violation of `field` when there is no such day.
std::optional<absl::CivilDay> DateFromProto(const google::type::Date& proto, std::string_view field,
                                            Violations& violations);
void DateToProto(absl::CivilDay date, google::type::Date* proto);

// Reads an amount; a violation of `field` for an unknown currency or an amount its minor unit cannot hold.
std::optional<Money> MoneyFromProto(const google::type::Money& proto, std::string_view field, Violations& violations);
void MoneyToProto(const Money& money, google::type::Money* proto);

// The key in a name of `collection`; an empty one and a violation of `field` by `rule` when there is none.
Key KeyFromName(Collection collection, std::string_view name, std::string_view field, std::string_view rule,
                Violations& violations);

// The version an etag stands for; a violation of "etag" when it stands for none.
int64_t VersionFromEtag(std::string_view etag, Violations& violations);

// What every resource's message says of its record: name, etag, times.
template <typename Message>
void RecordToProto(const Record& record, Collection collection, Message& proto) {
  proto.set_name(BuildName(collection, record.key));
  proto.set_etag(rpc::ToEtag(record.version));
  TimeToProto(record.create_time, proto.mutable_create_time());
  TimeToProto(record.update_time, proto.mutable_update_time());
}

// The same, read back.
template <typename Message>
void RecordFromProto(const Message& proto, Collection collection, Record& record, Violations& violations) {
  record.key = KeyFromName(collection, proto.name(), "name", "must be the resource's name", violations);
  record.version = VersionFromEtag(proto.etag(), violations);
  record.create_time = TimeFromProto(proto.create_time(), "create_time", violations);
  record.update_time = TimeFromProto(proto.update_time(), "update_time", violations);
}

// Reads a record, the bytes of a message that this service wrote. INTERNAL when they are none; `kind` names it
// ("court").
absl::Status ParseRecord(std::string_view body, std::string_view kind, google::protobuf::MessageLite& message);

// INTERNAL when a record of `kind` breaks rules that held when it was written.
absl::Status RequireWhole(const Violations& violations, std::string_view kind);

}  // namespace amparo::scheduling
