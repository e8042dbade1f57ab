#include "services/case/api/office_api.h"

#include <functional>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/rpc/paging.h"
#include "common/rpc/request_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/reads.h"
#include "services/case/api/support.h"
#include "services/case/api/visible_offices.h"
#include "services/case/convert/holiday_convert.h"
#include "services/case/convert/office_convert.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

absl::StatusOr<Change> UpdatedOffice(const Update<v1::Office>& update, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(v1::Office message, Merged(update, record));
  const Office value = OfficeFromStored(message);
  Violations violations("office.");
  CheckOffice(value, violations);
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  return ChangeBy(update, value, record, std::move(message));
}

using HolidayRule = std::function<Decision<std::vector<Holiday>>(std::vector<Holiday>)>;

// What each request asks to be made of the office's days.
HolidayRule RuleFor(const v1::SetHolidayRequest& request, const rpc::CallContext& context, Violations& found) {
  Holiday holiday = HolidayFromRequest(request.holiday(), found);
  CheckHoliday(holiday, found);
  holiday.recorder = context.caller().identity();
  holiday.record_time = context.clock().Now();
  return [holiday](std::vector<Holiday> days) { return WithHoliday(std::move(days), holiday); };
}
HolidayRule RuleFor(const v1::RemoveHolidayRequest& request, const rpc::CallContext&, Violations& found) {
  const absl::CivilDay date = RequiredDay(request.has_date(), request.date(), "date", found);
  return [date](std::vector<Holiday> days) { return WithoutHoliday(std::move(days), date); };
}

absl::StatusOr<Change> WithDays(const HolidayRule& rule, const Record& record, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(v1::Office message, MessageIn<v1::Office>(record));
  Office value = OfficeFromStored(message);
  AMPARO_ASSIGN_OR_RETURN(value.holidays, ToStatusOr(rule(std::move(value.holidays)), message.name()));
  return ChangeTo(value, record.version + 1, now, std::move(message));
}

// The days from `from` to `to` that an office has entered, and its country's among them.
void AddDays(const Office& office, const WorkingDays& calendar, absl::CivilDay from, absl::CivilDay to,
             v1::ListHolidaysResponse& response) {
  auto own = office.holidays.begin();
  for (absl::CivilDay day = from; day <= to; ++day) {
    while (own != office.holidays.end() && own->date < day) ++own;
    if (own != office.holidays.end() && own->date == day) {
      cases::SetHoliday(*own, *response.add_holidays());
    } else if (const AnnualHoliday* const annual = calendar.AnnualOn(day)) {
      v1::Holiday& added = *response.add_holidays();
      SetDate(day, added.mutable_date());
      added.set_kind(v1::HOLIDAY_KIND_HOLIDAY);
      added.set_title(annual->title);
      added.set_country_code(office.country_code);
    }
  }
}

}  // namespace

rpc::ServiceBinding OfficeApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.OfficeService");
  binding.Unary<&OfficeApi::CreateOffice>("CreateOffice", this)
      .Unary<&OfficeApi::GetOffice>("GetOffice", this)
      .Unary<&OfficeApi::ListOffices>("ListOffices", this)
      .Unary<&OfficeApi::UpdateOffice>("UpdateOffice", this)
      .Unary<&OfficeApi::SetHoliday>("SetHoliday", this)
      .Unary<&OfficeApi::RemoveHoliday>("RemoveHoliday", this)
      .Unary<&OfficeApi::ListHolidays>("ListHolidays", this);
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

Task<absl::StatusOr<rpc::Encoded<v1::Office>>> OfficeApi::GetOffice(rpc::CallContext& context,
                                                                    v1::GetOfficeRequest request) {
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

Task<absl::StatusOr<v1::Office>> OfficeApi::SetHoliday(rpc::CallContext& context, v1::SetHolidayRequest request) {
  return ChangeHolidays(&context, std::move(request));
}

Task<absl::StatusOr<v1::Office>> OfficeApi::RemoveHoliday(rpc::CallContext& context, v1::RemoveHolidayRequest request) {
  return ChangeHolidays(&context, std::move(request));
}

template <typename Request>
Task<absl::StatusOr<v1::Office>> OfficeApi::ChangeHolidays(rpc::CallContext* context, Request request) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OfficeName>(*context, request, violations));
  Violations found;
  const HolidayRule rule = RuleFor(request, *context, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(*context, target.key.office, request.request_id(), request);
  Decide decide = [rule, now = target.now](const Found& facts) { return WithDays(rule, *facts[0], now); };
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide));
  co_return co_await RunAct<v1::Office>(store_, context, std::move(plan));
}

Task<absl::StatusOr<v1::ListHolidaysResponse>> OfficeApi::ListHolidays(rpc::CallContext& context,
                                                                       v1::ListHolidaysRequest request) {
  constexpr int kMostDaysListed = 3660;
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  Violations found;
  const absl::CivilDay from = RequiredDay(request.has_from_date(), request.from_date(), "from_date", found);
  const absl::CivilDay to = RequiredDay(request.has_to_date(), request.to_date(), "to_date", found);
  found.Require(to >= from && to - from <= kMostDaysListed, "to_date", "must be 0 to 3660 days after from_date");
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(parent), std::nullopt, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Office message, MessageIn<v1::Office>(record));
  const Office office = OfficeFromStored(message);
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<AnnualHoliday> annual,
                             co_await holidays_->ListAnnualHolidays(office.country_code, context.limits()));
  v1::ListHolidaysResponse response;
  AddDays(office, WorkingDays(std::move(annual), office.holidays), from, to, response);
  co_return response;
}

}  // namespace amparo::cases
