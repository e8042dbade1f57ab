// From a request that changes something to the act that the store carries out. Whatever the resource, an act reads what
// it rests on, refuses what is missing or stale, lets a pure function decide, writes by one statement, and answers the
// resource as it then is, in its BASIC view: once, however often the request is repeated.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/request_id.h"
#include "services/case/api/support.h"
#include "services/case/convert/record_convert.h"
#include "services/case/convert/sealed.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What one act is about: the record, the version its caller wants to change (if they said), and when.
struct Target {
  RecordKey key;
  std::optional<int64_t> etag;
  absl::Time now;
};

// The record that a request with `name`, `etag` and `request_id` is about; notes what is wrong with the last two.
template <typename Name, typename Request>
absl::StatusOr<Target> TargetOf(rpc::CallContext& context, const Request& request,
                                errors::FieldViolations& violations) {
  AMPARO_ASSIGN_OR_RETURN(const Name name, RequireName<Name>(context, request.name(), "name"));
  rpc::CheckRequestId(request.request_id(), violations);
  return Target{.key = KeyOf(name), .etag = EtagFrom(request.etag(), violations), .now = context.clock().Now()};
}

// The same, after everything else in the request was checked: INVALID_ARGUMENT also for what was `found` wrong there.
template <typename Name, typename Request>
absl::StatusOr<Target> TargetOf(rpc::CallContext& context, const Request& request, const Violations& found) {
  errors::FieldViolations violations;
  AMPARO_ASSIGN_OR_RETURN(Target target, TargetOf<Name>(context, request, violations));
  AddViolations(found, violations);
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  return target;
}

// Decides on a change. Every record that its act reads is there.
using Decide = std::function<absl::StatusOr<Change>(const Found&)>;

// The plan of an act that changes the record of `target`: reads it, then what the decision rests on besides. NOT_FOUND
// for the first that is missing; RequireNotMerged; ETAG_MISMATCH when the caller wants to change another version.
ActPlan ChangePlan(ActStamp stamp, const Target& target, Decide decide, std::vector<RecordKey> rests_on = {});

// The plan of an act that makes a record which rests on others. NOT_FOUND for the first that is missing.
ActPlan NewPlan(ActStamp stamp, std::vector<RecordKey> rests_on, Decide decide);

// Carries out an act. `store` and `context` outlive the task.
template <typename Message>
Task<absl::StatusOr<Message>> RunAct(Store* store, rpc::CallContext* context, ActPlan plan) {
  const absl::StatusOr<std::string> answer = co_await store->Run(std::move(plan), context->limits());
  co_return ParseStored<Message>(answer);
}

// Carries out an act of several records.
template <typename Message>
Task<absl::StatusOr<Message>> RunWork(Store* store, rpc::CallContext* context, ActStamp stamp, WorkBody body) {
  const absl::StatusOr<std::string> answer =
      co_await store->RunWork(std::move(stamp), std::move(body), context->limits());
  co_return ParseStored<Message>(answer);
}

// The record that an act of several records needs, locked. NOT_FOUND.
absl::StatusOr<Record> Need(Work& work, const RecordKey& key);

// The case that stands for the one in `record`, which is locked: mostly itself.
absl::StatusOr<Record> StandingCase(Work& work, const CaseName& name, const Record& record);

// Writes a change in an act of several records; answers the record's response.
inline absl::StatusOr<std::string> Written(Work& work, Change change) {
  std::string response = change.response;
  AMPARO_RETURN_IF_ERROR(work.Write(std::move(change)));
  return response;
}

// The first version of a resource: `value` with the caller's plaintext of its sealed field, if any.
template <typename Message, typename T>
Change NewResource(const T& value, absl::Time now, std::optional<std::string> secret = std::nullopt) {
  Change change = ChangeTo(value, 1, now, Message());
  change.secret = std::move(secret);
  return change;
}

// ALREADY_EXISTS for the id of a new case or person, chosen by a caller, when a record that was imported says that it
// was merged into that one: it comes with its history, or not at all. The first step of a work, before all that locks.
absl::Status RequireUnnamed(Work& work, const RecordKey& key);

// The work of an act that makes the case or person `key` by `plan` under an id which its caller chose. ALREADY_EXISTS,
// also by RequireUnnamed.
absl::StatusOr<std::string> EnterUnderChosenId(Work& work, const RecordKey& key, const ActPlan& plan);

// Carries it out; what `plan` captures lives on its own. An id that the service made is named by nobody: that is an act
// like others.
template <typename Message>
Task<absl::StatusOr<Message>> RunUnderChosenId(Store* store, rpc::CallContext* context, RecordKey key, ActPlan plan) {
  ActStamp stamp = plan.stamp;
  WorkBody body = [key = std::move(key), plan = std::move(plan)](Work& work) {
    return EnterUnderChosenId(work, key, plan);
  };
  co_return co_await RunWork<Message>(store, context, std::move(stamp), std::move(body));
}

// FAILED_PRECONDITION PERSON_MERGED or CASE_MERGED, naming where it went, when `record` of `key` was merged: it takes
// no changes, and nothing new is entered under it.
absl::Status RequireNotMerged(const Record& record, const RecordKey& key);

// FAILED_PRECONDITION `rule` ("`words`") unless the case in `record`, or the one that stands for it since it was
// merged, is in one of `stages`.
absl::Status RequireStage(const Record& record, const std::vector<Stage>& stages, std::string_view rule,
                          std::string_view words);

// FAILED_PRECONDITION CASE_NOT_OPEN unless the case in `record` is open.
absl::Status RequireOpen(const Record& record);

// What must hold of an open case when something that belongs to it is written.
CaseGuard OpenGuard(const Uuid& case_id);

// --- Updates (UpdateX): fields named by a mask ---

// An update as its request asks for it, checked: the record, the fields to change, the resource with its new values.
template <typename Message>
struct Update {
  Target target;
  rpc::UpdateMask mask;
  Message wanted;
};

// Reads a request with `update_mask` and `request_id` whose resource is `wanted`, called `resource` in it; `fields` are
// those that can be changed.
template <typename Name, typename Message, typename Request>
absl::StatusOr<Update<Message>> ReadUpdate(rpc::CallContext& context, const Request& request, const Message& wanted,
                                           std::string_view resource, std::initializer_list<std::string_view> fields) {
  AMPARO_ASSIGN_OR_RETURN(const Name name, RequireName<Name>(context, wanted.name(), StrCat(resource, ".name")));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Update<Message> update;
  update.target = {.key = KeyOf(name), .etag = EtagFrom(wanted.etag(), violations), .now = context.clock().Now()};
  update.mask = rpc::UpdateMask::Parse(request.update_mask(), fields, violations);
  update.wanted = wanted;
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  return update;
}

// Gives `kept` the fields of `mask` as they are in `wanted`, absent ones too.
void TakeFields(const rpc::UpdateMask& mask, const google::protobuf::Message& wanted, google::protobuf::Message& kept);

// The resource in `record` with the fields that the update changes.
template <typename Message>
absl::StatusOr<Message> Merged(const Update<Message>& update, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(Message message, MessageIn<Message>(record));
  TakeFields(update.mask, update.wanted, message);
  return message;
}

// The change that an update makes of `record`: `value` over `message`, and the sealed field anew if the mask names it.
template <typename T, typename Message>
Change ChangeBy(const Update<Message>& update, const T& value, const Record& record, Message message) {
  const SealedField& field = SealedFieldOf<Message>();
  std::optional<std::string> secret;
  if (field && update.mask.Has(field.plain->name())) {
    secret = SecretOf(update.wanted);
    ClearSealed(message);
  }
  Change change = ChangeTo(value, record.version + 1, update.target.now, std::move(message));
  change.secret = std::move(secret);
  return change;
}

// --- Acts by a rule of the domain: plea, verdict, approval of an operation and the like ---

// The value a rule decided on, or its violations or refusal (about `name`) as the error they are for callers.
template <typename T>
absl::StatusOr<T> ToStatusOr(Decision<T> decision, std::string_view name) {
  if (decision.ok()) return std::move(decision.value());
  if (decision.violations() != nullptr) return ToStatus(*decision.violations());
  return ToStatus(*decision.refusal(), name);
}

// A rule with what the request said bound to it.
template <typename T>
using Rule = std::function<Decision<T>(T)>;

// The change of `record` that `rule` decides on, or what the rule says.
template <typename Message, typename T>
absl::StatusOr<Change> ChangeByRule(const Target& target, const Record& record, T (*from_stored)(const Message&),
                                    const Rule<T>& rule) {
  AMPARO_ASSIGN_OR_RETURN(Message message, MessageIn<Message>(record));
  AMPARO_ASSIGN_OR_RETURN(const T value, ToStatusOr(rule(from_stored(message)), NameOf(target.key)));
  return ChangeTo(value, record.version + 1, target.now, std::move(message));
}

// The plan of an act on a record of a case by a rule that looks at nothing but the record. The case must be open
// (CASE_NOT_OPEN), and still be when the act takes effect; its count of charges without a verdict moves by
// `without_verdict_delta`.
template <typename Message, typename T>
ActPlan RulePlan(ActStamp stamp, const Target& target, T (*from_stored)(const Message&),
                 std::type_identity_t<Rule<T>> rule, int32_t without_verdict_delta = 0) {
  Decide decide = [target, from_stored, rule = std::move(rule),
                   without_verdict_delta](const Found& found) -> absl::StatusOr<Change> {
    AMPARO_ASSIGN_OR_RETURN(Change change, ChangeByRule(target, *found[0], from_stored, rule));
    AMPARO_RETURN_IF_ERROR(RequireOpen(*found[1]));
    change.guard = OpenGuard(target.key.case_id);
    change.guard->without_verdict_delta = without_verdict_delta;
    return change;
  };
  std::vector<RecordKey> rests_on(1, KeyOf(CaseName{target.key.office, target.key.case_id}));
  return ChangePlan(std::move(stamp), target, std::move(decide), std::move(rests_on));
}

}  // namespace amparo::cases
