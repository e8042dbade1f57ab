// Mutations that may be repeated (AIP-155): the answer of each is kept under the id its caller gave it, in the
// transaction that made its effect, and given again to whoever repeats it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "common/base/uuid.h"
#include "common/pg/reader.h"
#include "common/pg/statement.h"

namespace amparo::idempotency {

// A mutation as its caller asked for it.
struct Request {
  // The office it acts in (its id).
  std::string office;
  // The caller's identity; ids of different callers never meet.
  std::string caller;
  // The caller's id for it; nothing = the caller does not mean to repeat it, and nothing is kept.
  std::optional<Uuid> id;
  // "package.Service/Method".
  std::string method;
  // What makes two requests the same, 32 bytes: rpc::RequestDigest, and where requests hold what identifies people what
  // stands for that under a key which the database does not have (crypto::BlindIndex). May be empty when there is no
  // id.
  std::string fingerprint;
  // The same under keys that were written with before: known, and never kept.
  std::vector<std::string> former_fingerprints = {};
};

// The constraint that two acts break which both make the first data key of one subject: whoever comes second reads
// anew.
inline constexpr std::string_view kDataKeyConstraint = "data_key_pkey";

// $1 office, $2 caller, $3 request_id -> fingerprint (empty when nobody knows it any more), response.
inline constexpr pg::Statement kFindRequest{
    "request_find",
    "SELECT coalesce(fingerprint, ''), response FROM request WHERE office = $1 AND caller = $2 AND request_id = $3"};

// $1 office, $2 caller, $3 request_id, $4 method, $5 fingerprint, $6 response: keeps the answer of an act that changes
// nothing else. No row when there is one already.
inline constexpr pg::Statement kKeepAnswer{
    "request_keep",
    "INSERT INTO request (office, caller, request_id, method, fingerprint, response, request_time) "
    "VALUES ($1, $2, $3, $4, $5, $6, now()) ON CONFLICT DO NOTHING RETURNING office"};

// The named statements of this part.
inline constexpr std::array kStatements = {kFindRequest, kKeepAnswer};

// What a stored answer means to `request`: the answer when it was given to the same request, or to one of which only
// the id is known any more (an empty fingerprint); INVALID_ARGUMENT REQUEST_ID_REUSED when it was given to another.
absl::StatusOr<std::string> Replay(const Request& request, std::string_view stored_fingerprint,
                                   std::string_view stored_response);

// The answer given to `request` before; nothing when there is none (or it has no id). `reader` must read what is
// committed, never a replica. Errors: REQUEST_ID_REUSED, and those of the reader.
Task<absl::StatusOr<std::optional<std::string>>> Lookup(pg::Reader& reader, Request request, Limits limits);

}  // namespace amparo::idempotency
