#include "common/idempotency/request.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/errors.h"
#include "common/pg/params.h"

namespace amparo::idempotency {

namespace {

bool IsSameRequest(const Request& request, std::string_view stored) {
  const auto& former = request.former_fingerprints;
  return stored.empty() || request.fingerprint == stored ||
         std::find(former.begin(), former.end(), stored) != former.end();
}

}  // namespace

absl::StatusOr<std::string> Replay(const Request& request, std::string_view stored_fingerprint,
                                   std::string_view stored_response) {
  if (!IsSameRequest(request, stored_fingerprint)) {
    return errors::RequestIdReused(request.id ? request.id->ToString() : std::string());
  }
  return std::string(stored_response);
}

Task<absl::StatusOr<std::optional<std::string>>> Lookup(pg::Reader& reader, Request request, Limits limits) {
  if (!request.id) co_return std::nullopt;
  pg::Params params;
  params.Text(request.office).Text(request.caller).UuidValue(*request.id);
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows,
                             co_await reader.Run(kFindRequest, std::move(params), std::move(limits)));
  if (rows.empty()) co_return std::nullopt;
  AMPARO_CO_ASSIGN_OR_RETURN(std::string response, Replay(request, rows.front().Bytes(0), rows.front().Bytes(1)));
  co_return std::move(response);
}

}  // namespace amparo::idempotency
