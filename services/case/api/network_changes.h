// What changes in the network. Linking and withdrawing go each in one transaction that has locked what it rests on: so
// nothing is linked with what is withdrawn at the same moment. What is corrected or ended rests on itself alone.
#pragma once

#include <string>
#include <string_view>
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

// The change that an update makes of a venue, an organization or an asset, which is called `resource` in its request.
// `check(value, message, violations)` notes what is wrong with it as it would be; `message` has the plaintext of its
// sealed field if that is changed. Refused ALREADY_WITHDRAWN.
template <typename Name, typename Message, typename T, typename Check>
absl::StatusOr<Change> UpdatedInNetwork(const Update<Message>& update, const Record& record, std::string_view resource,
                                        T (*from_request)(const Message&, const Name&, Violations&),
                                        T (*from_stored)(const Message&), const Check& check) {
  const RecordKey& key = update.target.key;
  AMPARO_ASSIGN_OR_RETURN(Message message, Merged(update, record));
  Violations found(StrCat(resource, "."));
  from_request(message, Name{key.office, key.id}, found);
  // What cannot be read is never taken for what is kept.
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  const T value = from_stored(message);
  check(value, message, found);
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  if (value.withdrawal) return ToStatus(WithdrawnBefore(), NameOf(key));
  return ChangeBy(update, value, record, std::move(message));
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
