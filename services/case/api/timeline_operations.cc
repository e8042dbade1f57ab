#include "services/case/api/timeline_operations.h"

#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "services/case/api/support.h"
#include "services/case/convert/operation_whole.h"
#include "services/case/domain/compartment.h"

namespace amparo::cases {
namespace {

// The filters of an operation's list: whose, followed by which, in which states.
constexpr std::size_t kOperationFilters = 3;

// What an entry tells of an operation when it comes without details.
std::vector<std::string> FieldsToldOf(const SeenOperation& seen) {
  std::vector<std::string> fields = {"state", "plan_version"};
  if (seen.whole.state() == v1::OPERATION_STATE_EXECUTED) fields.insert(fields.end(), {"start_time", "sites"});
  return fields;
}

OperationView TimelineViewOf(const SeenOperation& seen, std::string_view caller) {
  return ViewOf(seen, seen.whole, seen.record.version, caller, /*full=*/false);
}

Shown ToldOf(const SeenOperation& seen, const OperationName& name, std::string_view caller, bool with_details) {
  OperationView view = TimelineViewOf(seen, caller);
  if (!with_details) view.fields = FieldsToldOf(seen);
  return ShownBy(view, name, seen.record.version, seen.broke_glass);
}

// Adds those of one case.
Task<absl::Status> AddSeen(CompartmentStore* store, rpc::CallContext* context, std::string office, Uuid the_case,
                           SeenOperations* seen) {
  const std::string caller = context->caller().identity();
  ListQuery query;
  query.kind = Kind::kOperation;
  query.office = office;
  query.case_id = the_case;
  query.filters.resize(kOperationFilters);
  query.filters[0] = InAudience(caller);
  query.limit = kMostPerPage;
  while (true) {
    AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Listed> page, co_await store->OpenList(query, context->limits()));
    for (const Listed& one : page) {
      AMPARO_CO_ASSIGN_OR_RETURN(const v1::Operation whole, WholeOf(one.record));
      const std::optional<OperationName> name = ParseName<OperationName>(whole.name());
      if (!name) co_return absl::InternalError("a stored operation has no name");
      absl::StatusOr<SeenOperation> found = SeenIn(one.record, *name, caller, context->clock().Now());
      if (absl::IsNotFound(found.status())) continue;
      if (!found.ok()) co_return found.status();
      seen->emplace(whole.name(), *std::move(found));
    }
    if (page.size() < static_cast<std::size_t>(kMostPerPage)) co_return absl::OkStatus();
    query.after = ListQuery::After{page.back().order_time, page.back().record.id};
  }
}

}  // namespace

Task<absl::StatusOr<SeenOperations>> SeenOperationsOf(CompartmentStore* store, rpc::CallContext* context,
                                                      std::string office, std::vector<Uuid> cases) {
  SeenOperations seen;
  for (const Uuid& id : cases) AMPARO_CO_RETURN_IF_ERROR(co_await AddSeen(store, context, office, id, &seen));
  co_return seen;
}

bool ForKeepersOnly(const SeenOperations& seen, std::string_view caller, const TimelineEntry& entry) {
  const auto operation = seen.find(entry.at.resource);
  if (operation == seen.end() || entry.what != kChangedFields) return false;
  const CompartmentReader* reader = operation->second.compartment.Find(caller);
  return reader == nullptr || !reader->keeper;
}

Task<absl::Status> AddOperationDetails(CompartmentStore* store, rpc::CallContext* context, const SeenOperations* seen,
                                       v1::ListTimelineResponse* page) {
  for (v1::TimelineEntry& entry : *page->mutable_entries()) {
    const auto operation = seen->find(entry.resource());
    if (operation == seen->end()) continue;
    v1::Operation shown = TimelineViewOf(operation->second, context->caller().identity()).answer;
    if (!shown.follows().empty()) {
      AMPARO_CO_ASSIGN_OR_RETURN(const bool seen_too, co_await SeesNamed(store, context, shown.follows()));
      if (!seen_too) shown.clear_follows();
    }
    entry.mutable_details()->PackFrom(shown);
  }
  co_return absl::OkStatus();
}

Task<absl::Status> LeaveTimelineReceipts(CompartmentStore* store, rpc::CallContext* context, std::string office,
                                         const SeenOperations* seen, std::string reason,
                                         const v1::ListTimelineResponse* page) {
  const std::string caller = context->caller().identity();
  std::map<std::string, bool> told;
  for (const v1::TimelineEntry& entry : page->entries()) {
    if (seen->contains(entry.resource())) told[entry.resource()] |= entry.has_details();
  }
  if (told.empty()) co_return absl::OkStatus();
  std::vector<Shown> shown;
  std::map<std::string, OperationName> names;
  for (const auto& [text, with_details] : told) {
    const std::optional<OperationName> name = ParseName<OperationName>(text);
    if (!name) co_return absl::InternalError("a stored operation has no name");
    names.emplace(text, *name);
    shown.push_back(ToldOf(seen->at(text), *name, caller, with_details));
  }
  ReceiptStamp stamp = ReceiptStampOf(*context, std::move(office), std::move(reason));
  const absl::Status left = co_await store->LeaveReceipts(std::move(stamp), std::move(shown), context->limits());
  if (!left.ok()) co_return left;
  for (const auto& [text, name] : names) {
    AMPARO_CO_RETURN_IF_ERROR(co_await StillSeen(store, context, name, seen->at(text).sight));
  }
  co_return absl::OkStatus();
}

}  // namespace amparo::cases
