#include "services/case/api/listing.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "amparo/cases/v1/case.pb.h"
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

// The case and those that were recorded as merged into it at `at`.
Task<absl::StatusOr<std::vector<Uuid>>> MatterAt(Store* store, CaseName name, absl::Time at, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store->Get(KeyOf(name), at, limits));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Case then, MessageIn<v1::Case>(record));
  std::vector<Uuid> matter(1, name.id);
  for (const std::string& text : then.merged_cases()) {
    if (const std::optional<CaseName> merged = ParseName<CaseName>(text)) matter.push_back(merged->id);
  }
  co_return matter;
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

absl::StatusOr<std::vector<Record>> ListAll(Work& work, ListQuery query) {
  query.limit = kMostPerPage;
  std::vector<Record> all;
  while (true) {
    AMPARO_ASSIGN_OR_RETURN(std::vector<Record> page, work.List(query));
    const bool last = page.size() < static_cast<std::size_t>(kMostPerPage);
    if (!page.empty()) query.after = ListQuery::After{page.back().create_time, page.back().id};
    for (Record& record : page) all.push_back(std::move(record));
    if (last) return all;
  }
}

Task<absl::StatusOr<std::vector<Record>>> ListAllAt(Store* store, ListQuery query, std::optional<absl::Time> at,
                                                    Limits limits) {
  const Kind kind = query.kind;
  std::vector<Uuid> cases(1, query.case_id);
  // Whatever was merged or parted since.
  if (at && query.with_merged) {
    const CaseName of{query.office, query.case_id};
    AMPARO_CO_ASSIGN_OR_RETURN(cases, co_await MatterAt(store, of, *at, limits));
    query.with_merged = false;
  }
  std::vector<Record> all;
  for (const Uuid& id : cases) {
    query.case_id = id;
    AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Record> more, co_await ListAll(store, query, limits));
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  if (!at) co_return all;
  if (cases.size() > 1) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Record& a, const Record& b) { return a.create_time < b.create_time; });
  }
  std::vector<Record> then;
  for (const Record& one : all) {
    if (one.create_time > *at) continue;
    AMPARO_CO_ASSIGN_OR_RETURN(RecordKey key, KeyIn(kind, one));
    AMPARO_CO_ASSIGN_OR_RETURN(then.emplace_back(), co_await store->Get(std::move(key), at, limits));
  }
  co_return then;
}

}  // namespace amparo::cases
