#include "services/case/api/operation_list.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "services/case/api/operation_sight.h"
#include "services/case/api/reads.h"
#include "services/case/convert/operation_whole.h"

namespace amparo::cases {
namespace {

constexpr int kMostLooks = 3;

// The filters of a list, in the order of the operation's table.
std::vector<Value> OperationFilters(const v1::ListOperationsRequest& request, const std::string& office,
                                    std::string_view caller, errors::FieldViolations& violations) {
  std::vector<Value> filters(3);
  filters[0] = InAudience(caller);
  if (!request.follows().empty()) {
    const auto followed = ParseName<OperationName>(request.follows());
    const bool fits = followed && followed->office == office;
    if (violations.Require(fits, "follows", "must be the name of an operation of the same office")) {
      filters[1] = followed->id;
    }
  }
  std::vector<int64_t> states;
  for (const int state : request.states()) {
    const bool known = state != v1::OPERATION_STATE_UNSPECIFIED && v1::OperationState_IsValid(state);
    if (violations.Require(known, "states", "must be states of an operation")) states.push_back(state);
  }
  if (!states.empty()) filters[2] = std::move(states);
  return filters;
}

// What the caller is shown of a page, and its receipts.
struct ShownPage {
  v1::ListOperationsResponse response;
  std::vector<Shown> shown;
};

// `unseen` are operations that the caller does not see and is not told the names of.
absl::StatusOr<ShownPage> ShowPage(const std::vector<Listed>& listed, const std::set<std::string>& unseen,
                                   std::string_view caller, absl::Time now, bool full) {
  ShownPage page;
  for (const Listed& one : listed) {
    AMPARO_ASSIGN_OR_RETURN(v1::Operation whole, WholeOf(one.record));
    const std::optional<OperationName> name = ParseName<OperationName>(whole.name());
    if (!name) return absl::InternalError("a stored operation has no name");
    absl::StatusOr<SeenOperation> seen = SeenIn(one.record, *name, caller, now);
    // The list in the column is wider than the sealed one for what was entered before there were lists.
    if (absl::IsNotFound(seen.status())) continue;
    AMPARO_RETURN_IF_ERROR(seen.status());
    if (unseen.contains(whole.follows())) whole.clear_follows();
    OperationView view = ViewOf(*seen, std::move(whole), one.record.version, caller, full);
    page.shown.push_back(ShownBy(view, *name, one.record.version, false));
    *page.response.add_operations() = std::move(view.answer);
  }
  return page;
}

// Those of the operations that others on a page follow up which the caller does not see.
Task<absl::StatusOr<std::set<std::string>>> UnseenFollowed(CompartmentStore* compartments, rpc::CallContext* context,
                                                           const std::vector<Listed>* listed) {
  std::set<std::string> followed;
  for (const Listed& one : *listed) {
    AMPARO_CO_ASSIGN_OR_RETURN(const v1::Operation whole, WholeOf(one.record));
    if (!whole.follows().empty()) followed.insert(whole.follows());
  }
  std::set<std::string> unseen;
  for (const std::string& name : followed) {
    AMPARO_CO_ASSIGN_OR_RETURN(const bool seen, co_await SeesNamed(compartments, context, name));
    if (!seen) unseen.insert(name);
  }
  co_return unseen;
}

// Whether the caller may ask what follows up the operation `followed`; empty = whatever any does.
Task<absl::StatusOr<bool>> MayAskAfter(CompartmentStore* compartments, rpc::CallContext* context,
                                       std::string followed) {
  if (followed.empty()) co_return true;
  const absl::StatusOr<bool> seen = co_await SeesNamed(compartments, context, std::move(followed));
  co_return seen;
}

// The same operations in the same versions.
bool SameRecords(const std::vector<Listed>& a, const std::vector<Listed>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Listed& one, const Listed& other) {
    return one.record.id == other.record.id && one.record.version == other.record.version;
  });
}

}  // namespace

void CheckReadReason(std::string_view reason, errors::FieldViolations& violations) {
  Violations found;
  found.RequireText(reason, {.min = 0, .max = 500}, "reason");
  AddViolations(found, violations);
}

Task<absl::StatusOr<v1::ListOperationsResponse>> ListSeen(Store* store, CompartmentStore* compartments,
                                                          rpc::CallContext* context, v1::ListOperationsRequest request,
                                                          bool full) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(*context, request.parent(), Kind::kOperation));
  const std::string caller = context->caller().identity();
  errors::FieldViolations violations;
  query.filters = OperationFilters(request, query.office, caller, violations);
  CheckReadReason(request.reason(), violations);
  ReadPage(request, query, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  // What follows an operation that the caller does not see is not told either: it would tell of that operation.
  AMPARO_CO_ASSIGN_OR_RETURN(const bool told, co_await MayAskAfter(compartments, context, request.follows()));
  std::vector<Listed> listed;
  if (told) {
    AMPARO_CO_ASSIGN_OR_RETURN(listed, co_await compartments->OpenList(query, context->limits()));
  }
  // A parent without operations of the caller's and one that is not there look the same in the list itself.
  if (listed.empty() && !query.after) {
    const absl::StatusOr<Record> parent = co_await store->Get(ParentOfList(query), std::nullopt, context->limits());
    AMPARO_CO_RETURN_IF_ERROR(parent.status());
  }
  for (int look = 0; look < kMostLooks; ++look) {
    std::vector<Listed> fits = listed;
    const std::string next = FinishPage(request, query, fits);
    AMPARO_CO_ASSIGN_OR_RETURN(const std::set<std::string> unseen,
                               co_await UnseenFollowed(compartments, context, &fits));
    AMPARO_CO_ASSIGN_OR_RETURN(ShownPage page, ShowPage(fits, unseen, caller, context->clock().Now(), full));
    page.response.set_next_page_token(next);
    if (page.shown.empty()) co_return std::move(page.response);
    ReceiptStamp stamp = ReceiptStampOf(*context, query.office, request.reason());
    const absl::Status left =
        co_await compartments->LeaveReceipts(std::move(stamp), std::move(page.shown), context->limits());
    if (!left.ok()) co_return left;
    AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Listed> still, co_await compartments->OpenList(query, context->limits()));
    if (SameRecords(listed, still)) co_return std::move(page.response);
    listed = std::move(still);
  }
  co_return errors::Aborted("RECORD_CHANGED", "operations of the list change all the time; try again");
}

}  // namespace amparo::cases
