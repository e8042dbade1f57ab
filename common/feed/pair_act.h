// An act that changes two resources of one office in one statement, such as a hearing that is adjourned and the one
// that goes on: two changes in the feed, one after the other, one answer. As act.h otherwise; the parameters of the
// second change follow those of the first:
//
//   const std::string kAdjournSql = feed::PairActSql(
//       StrCat("UPDATE hearing SET ... WHERE office = $1 AND id = $22 AND version = $4 - 1 AND ", feed::kNewRequest, "
//       RETURNING version"), "INSERT INTO hearing (...) SELECT $1, $23, $19, $20 ... FROM changed");
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/uuid.h"
#include "common/feed/act.h"
#include "common/pg/params.h"

namespace amparo::feed {

// The second change; office, compartment, kind, time, caller and method are the first one's.
struct SecondChange {
  // The resource's name.
  std::string name;
  // Its version after the change: 1 for a new one.
  int64_t version = 0;
  // The resource's message after the change.
  std::string body;
  // The id of its audit row: Uuid::V7(time).
  Uuid audit_id;
};

// The whole statement. `changed` is the first effect, as for ActSql; `also` the second, a data-modifying statement that
// acts only on "FROM changed", so that both take effect or neither. Parameters: $1 to $17 as for ActSql, $18 name, $19
// version, $20 body, $21 audit id of the second change; from $22 on they are the store's own.
std::string PairActSql(std::string_view changed, std::string_view also);

// Parameters $1 to $21. The first act's `response` is the answer for both.
pg::Params PairActParams(const Act& act, const SecondChange& second);

}  // namespace amparo::feed
