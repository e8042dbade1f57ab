// Values as people write them on a command line, and as commands print them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "amparo/types/v1/period.pb.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "services/cli/table.h"

namespace amparo::cli {

// Reads "YYYY-MM-DD"; a Failure naming `option` otherwise.
google::type::Date DateFrom(const std::string& text, const std::string& option);

// "YYYY-MM-DD", empty for no date.
std::string TextOf(const google::type::Date& date);

// Reads RFC 3339 with an offset ("2014-11-03T09:00:00-04:00"), or "YYYY-MM-DDTHH:MM" on a wall in `zone`. A Failure
// naming `option` for anything else, and for a time that the wall skips or shows twice when the clocks change.
google::protobuf::Timestamp TimeFrom(const std::string& text, const absl::TimeZone& zone, const std::string& option);

// RFC 3339 in UTC, to the second; empty for no time.
std::string TextOf(const google::protobuf::Timestamp& time);

// An IANA zone, or a Failure.
absl::TimeZone ZoneOf(const std::string& name);

// Reads "40.50BOB" or "BOB 40.50"; a Failure naming `option` otherwise.
google::type::Money MoneyFrom(const std::string& text, const std::string& option);

// {"currency": "BOB", "amount": "40.50"}: the amount is text, so that no program rounds it.
Json JsonOf(const google::type::Money& money);

// {"years": 7} with the parts that are not 0.
Json JsonOf(const amparo::types::v1::Term& term);

// The message as protobuf's JSON with the field names of the proto files.
Json JsonOf(const google::protobuf::Message& message);

// The short names of all values of an enum but zero: "held, adjourned".
std::string ChoicesOf(const google::protobuf::EnumDescriptor& type, std::string_view prefix);

// The value of an enum whose names begin with `prefix`, from its short name in any case, "-" for "_": "judge-absent". A
// Failure that lists the choices otherwise.
int EnumFrom(const google::protobuf::EnumDescriptor& type, std::string_view prefix, const std::string& text,
             const std::string& option);

// The short name in lower case; empty for the zero value.
std::string ShortName(const google::protobuf::EnumDescriptor& type, std::string_view prefix, int value);

// A UUID made from `key`, always the same for the same key: request ids of imports are, so that a repetition is known
// as one.
std::string UuidFromKey(const std::string& key);

// The request id that a caller gave, or a new one.
std::string RequestIdOr(const std::string& given);

// "cebu" or "offices/cebu" as "offices/cebu".
std::string OfficeName(const std::string& office);

// The office's id in any name that begins with `offices/`; any other text as it is.
std::string OfficeId(const std::string& name);

// The office's name in any name that begins with it: the parent of what an office has.
std::string OfficeOf(const std::string& name);

// "1 row", "2 rows": so many of a thing whose plural ends in s.
std::string Counted(int64_t number, std::string_view thing);

// The last part of a resource name.
std::string LastPart(const std::string& name);

}  // namespace amparo::cli
