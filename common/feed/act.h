// What every act leaves behind, in the transaction of its effect: its number and row in the change feed, the answer
// kept under its request id, its audit row, and the key of what it sealed for the first time.
//
// One statement does it all. The store brings the effect as a CTE that answers one row if it took effect; ActSql adds
// the rest:
//
//   const std::string kHoldSql = feed::ActSql(StrCat(
//       "UPDATE hearing SET version = $4, body = $5, update_time = $6, state = $19 "
//       "WHERE office = $1 AND id = $18 AND version = $4 - 1 AND ", feed::kNewRequest, " RETURNING version"));
//
//   pg::Params params = feed::ActParams(act);        // $1 to $17
//   params.UuidValue(id).Text("HELD");               // the store's own, from $18
//
// The statement answers what the CTE returned: one row if the act took effect, none if its guard failed or the request
// is known (idempotency::RunAct tells which). An INSERT as the effect selects its row: "INSERT INTO t (...) SELECT ...
// WHERE <kNewRequest>".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/base/uuid.h"
#include "common/idempotency/request.h"
#include "common/pg/params.h"

namespace amparo::feed {

// A data key made by an act, to be stored with it.
struct NewDataKey {
  // Whose data it seals: the id of the person, case, venue or operation.
  Uuid subject;
  // The key as it may be stored, and the id of the key it is wrapped with (crypto::Envelope).
  std::string wrapped;
  std::string wrapping_key_id;
};

// One change of one resource.
struct Act {
  // The mutation: office, caller, request id, method, fingerprint. When one request makes several changes, give the id
  // to one of them.
  idempotency::Request request;
  // The resource's name.
  std::string name;
  // Its kind in lower case ("case"): the feed's filter and the key of its message type.
  std::string kind;
  // Its version after the change: 1 for a new one.
  int64_t version = 0;
  // The resource's message after the change as the store keeps it: sensitive fields only sealed.
  std::string body;
  // When the change was made; whole microseconds.
  absl::Time time;
  // The answer to keep; nothing = the same as `body`.
  std::optional<std::string> response;
  // The trace of the call, in hex.
  std::string trace_id;
  // The id of the audit row: Uuid::V7(time).
  Uuid audit_id;
  // The compartment whose chain the audit row belongs to, the name of an operation; empty = the office's own
  // (common/audit/chain.h).
  std::string compartment;
  // The key of what was sealed, when the subject has none yet.
  std::optional<NewDataKey> data_key;
};

// The condition of an effect that a known request must not have twice; belongs into the store's CTE.
inline constexpr std::string_view kNewRequest =
    "NOT EXISTS (SELECT FROM request WHERE office = $1 AND caller = $8 AND request_id = $7)";

// The number of the first parameter that is the store's own.
inline constexpr int kFirstStoreParam = 18;

// The whole statement of an act whose effect is `changed`, a data-modifying statement with RETURNING. Parameters: $1
// office, $2 name, $3 kind, $4 version, $5 body, $6 time, $7 request id or null, $8 caller, $9 method, $10 fingerprint,
// $11 response or null, $12 trace id, $13 audit id, $14 data key subject or null, $15 wrapped key, $16 wrapping key id,
// $17 compartment.
// `also` are further CTEs ("name AS (...)") that may refer to `changed`: what else changes when the effect takes place.
std::string ActSql(std::string_view changed, std::string_view also = "");

// Parameters $1 to $17.
pg::Params ActParams(const Act& act);

}  // namespace amparo::feed
