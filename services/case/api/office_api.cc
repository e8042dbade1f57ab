#include "services/case/api/office_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/paging.h"
#include "common/rpc/request_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/reads.h"
#include "services/case/api/support.h"
#include "services/case/convert/office_convert.h"

namespace amparo::cases {
namespace {

// The offices a caller sees, nullopt for all.
std::optional<std::vector<std::string>> VisibleTo(const access::Caller& caller) {
  if (caller.sees_all_offices()) return std::nullopt;
  return std::vector<std::string>(caller.offices().begin(), caller.offices().end());
}

absl::StatusOr<Change> UpdatedOffice(const Update<v1::Office>& update, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(v1::Office message, Merged(update, record));
  const Office value = OfficeFromStored(message);
  Violations violations("office.");
  CheckOffice(value, violations);
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  return ChangeBy(update, value, record, std::move(message));
}

}  // namespace

rpc::ServiceBinding OfficeApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.OfficeService");
  binding.Unary<&OfficeApi::CreateOffice>("CreateOffice", this)
      .Unary<&OfficeApi::GetOffice>("GetOffice", this)
      .Unary<&OfficeApi::ListOffices>("ListOffices", this)
      .Unary<&OfficeApi::UpdateOffice>("UpdateOffice", this);
  return binding;
}

Task<absl::StatusOr<v1::Office>> OfficeApi::CreateOffice(rpc::CallContext& context, v1::CreateOfficeRequest request) {
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  violations.Require(IsOfficeId(request.office_id()), "office_id",
                     "must be 2 to 40 of [a-z0-9-], starting with a letter");
  Violations found("office.");
  Office value = OfficeFromRequest(request.office(), found);
  value.name = {request.office_id()};
  CheckOffice(value, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_RETURN_IF_ERROR(context.RequireOffice(value.name.office, "office", ToString(value.name)));

  ActPlan plan;
  plan.stamp = StampOf(context, value.name.office, request.request_id(), request);
  const Change change = NewResource<v1::Office>(value, context.clock().Now());
  plan.decide = [change](const Found&) { return change; };
  co_return co_await RunAct<v1::Office>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Office>> OfficeApi::GetOffice(rpc::CallContext& context, v1::GetOfficeRequest request) {
  return GetBasic<OfficeName, v1::Office>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListOfficesResponse>> OfficeApi::ListOffices(rpc::CallContext& context,
                                                                     v1::ListOfficesRequest request) {
  errors::FieldViolations violations;
  const int32_t fits = rpc::PageSize(request.page_size(), kPerPage, kMostPerPage, violations);
  // The cursor is the id of the last office answered.
  std::string after = rpc::ReadPageToken(request, violations);
  violations.Require(after.empty() || IsOfficeId(after), "page_token", "must come from an earlier answer of this list");
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(
      std::vector<Record> records,
      co_await store_->ListOffices(std::move(after), VisibleTo(context.caller()), fits + 1, context.limits()));
  v1::ListOfficesResponse response;
  for (const Record& record : records) {
    if (response.offices_size() == fits) {
      const auto last = ParseName<OfficeName>(response.offices(fits - 1).name());
      response.set_next_page_token(rpc::MakePageToken(request, last->office));
      break;
    }
    AMPARO_CO_ASSIGN_OR_RETURN(*response.add_offices(), BasicOf<v1::Office>(record));
  }
  co_return response;
}

Task<absl::StatusOr<v1::Office>> OfficeApi::UpdateOffice(rpc::CallContext& context, v1::UpdateOfficeRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(
      const Update<v1::Office> update,
      ReadUpdate<OfficeName>(context, request, request.office(), "office", {"display_name", "city"}));
  ActStamp stamp = StampOf(context, update.target.key.office, request.request_id(), request);
  Decide decide = [&update](const Found& found) { return UpdatedOffice(update, *found[0]); };
  ActPlan plan = ChangePlan(std::move(stamp), update.target, std::move(decide));
  co_return co_await RunAct<v1::Office>(store_, &context, std::move(plan));
}

}  // namespace amparo::cases
