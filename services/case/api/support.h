// What every api class of the service needs: from a request to an ActPlan, from what rules found to errors, from
// records to answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "amparo/types/v1/period.pb.h"
#include "common/errors/errors.h"
#include "common/rpc/call_context.h"
#include "common/rpc/encoded.h"
#include "common/rpc/etag.h"
#include "google/protobuf/message.h"
#include "services/case/convert/basic_bytes.h"
#include "services/case/convert/record_convert.h"
#include "services/case/convert/sealed.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The most records a list answers at once, and how many when the caller does not say.
inline constexpr int32_t kMostPerPage = 1000;
inline constexpr int32_t kPerPage = 50;

// Moves what rules found into the violations of a request.
void AddViolations(const Violations& found, errors::FieldViolations& violations);

// INVALID_ARGUMENT for what rules found; OK when that is nothing.
absl::Status ToStatus(const Violations& found);

// FAILED_PRECONDITION for a rule that `name`'s state breaks.
absl::Status ToStatus(const Refusal& refusal, std::string_view name);

// Reads a name of type N; INVALID_ARGUMENT for `field` when it is none, NOT_FOUND when it is of an office that the
// caller does not see (as if it did not exist). Notes the office for the log.
template <typename N>
absl::StatusOr<N> RequireName(rpc::CallContext& context, std::string_view text, std::string_view field) {
  std::optional<N> name = ParseName<N>(text);
  if (!name) {
    return errors::InvalidField(field, "must be the name of a resource of this kind, such as offices/cebu/...");
  }
  const absl::Status visible = context.RequireOffice(name->office, KindWord(N::kKind), text);
  if (!visible.ok()) return visible;
  return *std::move(name);
}

// The query of a list over what belongs to a case (`offices/{office}/cases/{case}`) or to any case of an office
// (`offices/{office}/cases/-`), whichever `parent` names; errors as RequireName, about "parent".
absl::StatusOr<ListQuery> CaseQuery(rpc::CallContext& context, std::string_view parent, Kind kind);

// Who makes an act, with its checked `request_id` (empty or a UUID: rpc::CheckRequestId) and the request's digest.
ActStamp StampOf(const rpc::CallContext& context, std::string_view office, std::string_view request_id,
                 const google::protobuf::Message& request);

// Who reads what is sealed.
RevealStamp RevealStampOf(const rpc::CallContext& context, std::vector<std::string> fields);

// The version an etag asks for; notes a violation of "etag".
std::optional<int64_t> EtagFrom(std::string_view etag, errors::FieldViolations& violations);

// ABORTED ETAG_MISMATCH when a caller's etag is not of the present version.
absl::Status CheckEtag(std::optional<int64_t> wanted, const Record& record, std::string_view name);

// NOT_FOUND unless there is a record.
absl::Status RequireFound(const std::optional<Record>& record, const RecordKey& key);

// Whether a view asks for everything; notes a violation of "view" for a number that is none.
bool WantsFull(amparo::types::v1::View view, errors::FieldViolations& violations);

// A time up to `now` that a request gives; notes a violation of `field` for any other and answers `now`.
absl::Time PastTime(const google::protobuf::Timestamp& given, std::string_view field, absl::Time now,
                    errors::FieldViolations& violations);

// The place in a list as a page token keeps it, and back; nullopt for a cursor that no list made.
std::string CursorOf(const Listed& last);
std::optional<ListQuery::After> ParseCursor(std::string_view cursor);

// Reads page size and token of a list request into `query`; notes violations. Asks for one record more than fits, by
// which FinishPage sees that there is another page.
template <typename Request>
void ReadPage(const Request& request, ListQuery& query, errors::FieldViolations& violations);

// Cuts a list to the page asked for; answers the next page's token, or "" on the last.
std::string FinishPage(const google::protobuf::Message& request, const ListQuery& query, std::vector<Listed>& listed);

// Makes a resource at `version` its answer: BASIC, with its etag.
template <typename Message>
void MakeBasic(int64_t version, Message& message) {
  ClearSealed(message);
  message.set_etag(rpc::ToEtag(version));
}

// The answer for a resource at `version`.
template <typename Message>
Message Basic(Message message, int64_t version) {
  MakeBasic(version, message);
  return message;
}

// The answer for a record.
template <typename Message>
absl::StatusOr<Message> BasicOf(const Record& record) {
  absl::StatusOr<Message> message = MessageIn<Message>(record);
  if (message.ok()) MakeBasic(record.version, *message);
  return message;
}

// The same for what a record says, made of its bytes: nothing is parsed only to be serialized again.
template <typename Message>
absl::StatusOr<rpc::Encoded<Message>> BasicOf(const VersionedBody& kept) {
  const SealedField& field = SealedFieldOf<Message>();
  const BasicFields fields{.sealed = field ? field.sealed->number() : 0, .etag = Message::kEtagFieldNumber};
  std::optional<std::string> bytes = BasicBytes(kept.body, fields, rpc::ToEtag(kept.version));
  if (!bytes) return absl::InternalError("a stored resource is malformed");
  return rpc::Encoded<Message>(*std::move(bytes));
}

// Puts a resource into a change: as it is kept, without any plaintext of its sealed field, and as the caller is told.
template <typename Message>
void SetResource(Message message, Change& change) {
  ClearSecret(message);
  change.body = message.SerializeAsString();
  change.response = Basic(std::move(message), change.version).SerializeAsString();
}

// The change that writes `value` as version `version` over `message`, which holds the record as it was kept (empty when
// it is new), dated by StampTimes.
template <typename T, typename Message>
Change ChangeTo(const T& value, int64_t version, absl::Time now, Message message) {
  Change change;
  change.key = KeyOf(value.name);
  change.version = version;
  change.columns = ColumnsOf(value);
  ToProto(value, message);
  change.time = StampTimes(version, now, message);
  SetResource(std::move(message), change);
  return change;
}

// Parses a stored message; INTERNAL when its bytes are none.
template <typename Message>
absl::StatusOr<Message> ParseStored(const absl::StatusOr<std::string>& bytes) {
  if (!bytes.ok()) return bytes.status();
  Message message;
  if (!message.ParseFromString(*bytes)) return absl::InternalError("a stored message is malformed");
  return message;
}

}  // namespace amparo::cases

#include "services/case/api/support_inl.h"
