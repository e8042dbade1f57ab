// Linking and withdrawing, each in one transaction that has locked what it rests on: so nothing is linked with what is
// withdrawn at the same moment.
#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/case/api/acts.h"
#include "services/case/domain/network.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// True when the record of a node of this kind was withdrawn. People, cases and parties never are.
absl::StatusOr<bool> IsWithdrawn(NodeKind kind, const Record& record);

// Enters a link; answers it. NOT_FOUND for an end; FAILED_PRECONDITION END_WITHDRAWN, SAME_PERSON, PERSON_ERASED,
// PERSON_MERGED, CASE_MERGED; ALREADY_EXISTS.
absl::StatusOr<std::string> LinkEndsIn(Work& work, const Link& link, absl::Time now);

// FAILED_PRECONDITION LINKS_STAND while a link with the record stands. OK for a link, which has none.
absl::Status RequireNoLinks(Work& work, const RecordKey& key);

// Withdraws the record of `target`; answers it.
template <typename Message, typename T>
absl::StatusOr<std::string> WithdrawIn(Work& work, const Target& target, T (*from_stored)(const Message&),
                                       const Withdrawal& withdrawal) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, target.key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, record, NameOf(target.key)));
  const Rule<T> rule = [&withdrawal](T value) { return Withdrawn(std::move(value), withdrawal); };
  AMPARO_ASSIGN_OR_RETURN(Change change, ChangeByRule(target, record, from_stored, rule));
  AMPARO_RETURN_IF_ERROR(RequireNoLinks(work, target.key));
  return Written(work, std::move(change));
}

// The whole call that withdraws something of the network: `request` has name, reason, etag and request_id.
template <typename Name, typename Message, typename T, typename Request>
Task<absl::StatusOr<Message>> WithdrawByWork(Store* store, rpc::CallContext* context, Request request,
                                             T (*from_stored)(const Message&)) {
  const Withdrawal withdrawal{context->clock().Now(), context->caller().identity(), request.reason()};
  Violations found;
  CheckWithdrawal(withdrawal, found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<Name>(*context, request, found));
  ActStamp stamp = StampOf(*context, target.key.office, request.request_id(), request);
  WorkBody body = [target, from_stored, withdrawal](Work& work) {
    return WithdrawIn(work, target, from_stored, withdrawal);
  };
  co_return co_await RunWork<Message>(store, context, std::move(stamp), std::move(body));
}

}  // namespace amparo::cases
