#include "services/case/api/listing.h"

#include <utility>

#include "common/base/status_macros.h"
#include "services/case/convert/kind_message.h"

namespace amparo::cases {
namespace {

// The key of a listed record by the name in it: lists may be of several cases.
absl::StatusOr<RecordKey> KeyIn(Kind kind, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(const std::unique_ptr<google::protobuf::Message> message, OpenedMessage(kind, record));
  const google::protobuf::FieldDescriptor* const name = message->GetDescriptor()->FindFieldByName("name");
  RecordKey key;
  key.kind = kind;
  Uuid first;
  Uuid second;
  if (!names_internal::Split(message->GetReflection()->GetString(*message, name), kind, key.office, first, second)) {
    return absl::InternalError("a stored resource has no name");
  }
  key.case_id = second.IsNil() ? Uuid() : first;
  key.id = second.IsNil() ? first : second;
  return key;
}

}  // namespace

Task<absl::StatusOr<std::vector<Record>>> ListAll(Store* store, ListQuery query, Limits limits) {
  query.limit = kMostPerPage;
  std::vector<Record> all;
  while (true) {
    AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Listed> page, co_await store->List(query, limits));
    if (page.empty()) break;
    query.after = ListQuery::After{page.back().order_time, page.back().record.id};
    for (Listed& one : page) all.push_back(std::move(one.record));
    if (page.size() < static_cast<std::size_t>(kMostPerPage)) break;
  }
  co_return all;
}

Task<absl::StatusOr<std::vector<Record>>> ListAllAt(Store* store, ListQuery query, std::optional<absl::Time> at,
                                                    Limits limits) {
  const Kind kind = query.kind;
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Record> all, co_await ListAll(store, std::move(query), limits));
  if (!at) co_return all;
  std::vector<Record> then;
  for (const Record& one : all) {
    if (one.create_time > *at) continue;
    AMPARO_CO_ASSIGN_OR_RETURN(RecordKey key, KeyIn(kind, one));
    AMPARO_CO_ASSIGN_OR_RETURN(then.emplace_back(), co_await store->Get(std::move(key), at, limits));
  }
  co_return then;
}

}  // namespace amparo::cases
