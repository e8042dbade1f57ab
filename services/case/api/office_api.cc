#include "services/case/api/office_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/paging.h"
#include "common/rpc/request_id.h"
#include "services/case/api/support.h"
#include "services/case/convert/office_convert.h"

namespace amparo::cases {
namespace {

Change ChangeTo(const Office& value, int64_t version, absl::Time now, v1::Office message) {
  Change change;
  change.key = KeyOf(value.name);
  change.version = version;
  change.time = now;
  ToProto(value, message);
  message.clear_etag();
  StampTimes(version == 1 ? std::optional(now) : std::nullopt, now, message);
  SetResource(std::move(message), change);
  return change;
}

// The offices a caller sees, nullopt for all.
std::optional<std::vector<std::string>> VisibleTo(const access::Caller& caller) {
  if (caller.sees_all_offices()) return std::nullopt;
  return std::vector<std::string>(caller.offices().begin(), caller.offices().end());
}

absl::StatusOr<Change> DecideUpdate(const v1::UpdateOfficeRequest& request, const rpc::UpdateMask& mask,
                                    std::optional<int64_t> etag, const OfficeName& name,
                                    const std::optional<Record>& record, absl::Time now) {
  AMPARO_RETURN_IF_ERROR(RequireFound(record, KeyOf(name)));
  AMPARO_RETURN_IF_ERROR(CheckEtag(etag, *record, request.office().name()));
  AMPARO_ASSIGN_OR_RETURN(v1::Office kept, MessageIn<v1::Office>(*record));
  Office value = OfficeFromStored(kept);
  if (mask.Has("display_name")) value.display_name = request.office().display_name();
  if (mask.Has("city")) value.city = request.office().city();
  Violations violations("office.");
  CheckOffice(value, violations);
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  return ChangeTo(value, record->version + 1, now, std::move(kept));
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
  const Change change = ChangeTo(value, 1, context.clock().Now(), v1::Office());
  plan.decide = [change](const Found&) { return change; };
  absl::StatusOr<std::string> response = co_await store_->Run(std::move(plan), context.limits());
  co_return ParseStored<v1::Office>(response);
}

Task<absl::StatusOr<v1::Office>> OfficeApi::GetOffice(rpc::CallContext& context, v1::GetOfficeRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName name, RequireName<OfficeName>(context, request.name(), "name"));
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), context.limits()));
  co_return BasicOf<v1::Office>(record);
}

Task<absl::StatusOr<v1::ListOfficesResponse>> OfficeApi::ListOffices(rpc::CallContext& context,
                                                                     v1::ListOfficesRequest request) {
  errors::FieldViolations violations;
  const int32_t fits = rpc::PageSize(request.page_size(), kPerPage, kMostPerPage, violations);
  // The cursor is the id of the last office answered.
  std::string after = rpc::ReadPageToken(request, violations);
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
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName name,
                             RequireName<OfficeName>(context, request.office().name(), "office.name"));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const rpc::UpdateMask mask = rpc::UpdateMask::Parse(request.update_mask(), {"display_name", "city"}, violations);
  const std::optional<int64_t> etag = EtagFrom(request.office().etag(), violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());

  ActPlan plan;
  plan.stamp = StampOf(context, name.office, request.request_id(), request);
  plan.reads = {KeyOf(name)};
  const absl::Time now = context.clock().Now();
  plan.decide = [&request, &mask, etag, &name, now](const Found& found) {
    return DecideUpdate(request, mask, etag, name, found[0], now);
  };
  absl::StatusOr<std::string> response = co_await store_->Run(std::move(plan), context.limits());
  co_return ParseStored<v1::Office>(response);
}

}  // namespace amparo::cases
