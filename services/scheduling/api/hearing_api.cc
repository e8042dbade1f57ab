#include "services/scheduling/api/hearing_api.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/rpc/etag.h"
#include "services/scheduling/api/hearing_query.h"
#include "services/scheduling/api/support.h"
#include "services/scheduling/convert/hearing.h"
#include "services/scheduling/domain/hearing_rules.h"

namespace amparo::scheduling {
namespace {

// What every act on a hearing says about itself.
struct ActOn {
  Key key;
  ActStamp stamp;
  // The version the caller has read; nothing = whatever it is.
  std::optional<int64_t> version;
};

// Reads the request of an act; `wrong` may hold what else is wrong with it.
template <typename Request>
absl::StatusOr<ActOn> ReadAct(rpc::CallContext& context, const Request& request, errors::FieldViolations& wrong) {
  ActOn act;
  act.key = NamedKey(Collection::kHearings, request.name(), wrong);
  act.stamp = StampOf(context, act.key.office, request, request.request_id(), wrong);
  const absl::StatusOr<std::optional<int64_t>> version = rpc::ParseEtag(request.etag());
  if (wrong.Require(version.ok(), "etag", "must be empty or an etag from an earlier answer")) act.version = *version;
  AMPARO_RETURN_IF_ERROR(wrong.ToStatus());
  AMPARO_RETURN_IF_ERROR(context.RequireOffice(act.key.office, "hearing", request.name()));
  return act;
}

absl::Status RequireVersion(const ActOn& act, const Hearing& hearing, const std::string& name) {
  if (!act.version || *act.version == hearing.version) return absl::OkStatus();
  return errors::EtagMismatch(name);
}

}  // namespace

rpc::ServiceBinding HearingApi::Binding() {
  rpc::ServiceBinding binding("amparo.scheduling.v1.HearingService");
  binding.Unary<&HearingApi::ScheduleHearing>("ScheduleHearing", this)
      .Unary<&HearingApi::GetHearing>("GetHearing", this)
      .Unary<&HearingApi::ListHearings>("ListHearings", this)
      .Unary<&HearingApi::HoldHearing>("HoldHearing", this)
      .Unary<&HearingApi::AdjournHearing>("AdjournHearing", this)
      .Unary<&HearingApi::VacateHearing>("VacateHearing", this);
  return binding;
}

Task<absl::StatusOr<Hearing>> HearingApi::MakeHearing(const rpc::CallContext* context, const Hearing* draft) {
  AMPARO_CO_RETURN_IF_ERROR(co_await cases_.RequireOpenCase(*context, draft->case_key));
  AMPARO_CO_ASSIGN_OR_RETURN(const Court court, co_await store_.GetCourt(draft->court, context->limits()));
  const std::optional<absl::TimeZone> zone = FindZone(court.time_zone);
  if (!zone) co_return absl::InternalError("a court's zone is no longer known");
  co_return ToStatusOr(Schedule(*draft, *zone, context->clock().Now()), "hearing.",
                       BuildName(Collection::kHearings, draft->key));
}

Task<absl::StatusOr<v1::Hearing>> HearingApi::ScheduleHearing(rpc::CallContext& context,
                                                              v1::ScheduleHearingRequest request) {
  errors::FieldViolations wrong;
  const std::string office = ParentOffice(request.parent(), wrong);
  const Uuid id = GivenOrNewId(request.hearing_id(), "hearing_id", context.clock().Now(), wrong);
  Violations violations;
  const Hearing draft = HearingFromProto(request.hearing(), {office, id}, violations);
  violations.AddOthers(CheckDraft(draft));
  Note(violations, "hearing.", wrong);
  ActStamp stamp = StampOf(context, office, request, request.request_id(), wrong);
  AMPARO_CO_RETURN_IF_ERROR(wrong.ToStatus());
  AMPARO_CO_RETURN_IF_ERROR(context.RequireOffice(office, "office", request.parent()));
  const Store::Make<Hearing> make = [&] { return MakeHearing(&context, &draft); };
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing created,
                             co_await store_.CreateHearing(std::move(stamp), make, context.limits()));
  co_return ToProto(created);
}

Task<absl::StatusOr<v1::Hearing>> HearingApi::GetHearing(rpc::CallContext& context, v1::GetHearingRequest request) {
  errors::FieldViolations wrong;
  const Key key = NamedKey(Collection::kHearings, request.name(), wrong);
  AMPARO_CO_RETURN_IF_ERROR(wrong.ToStatus());
  AMPARO_CO_RETURN_IF_ERROR(context.RequireOffice(key.office, "hearing", request.name()));
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing hearing, co_await store_.GetHearing(key, context.limits()));
  co_return ToProto(hearing);
}

Task<absl::StatusOr<v1::ListHearingsResponse>> HearingApi::ListHearings(rpc::CallContext& context,
                                                                        v1::ListHearingsRequest request) {
  errors::FieldViolations wrong;
  HearingQuery query = ReadHearingQuery(request, wrong);
  AMPARO_CO_RETURN_IF_ERROR(wrong.ToStatus());
  AMPARO_CO_RETURN_IF_ERROR(context.RequireOffice(query.office, "office", request.parent()));
  // One beyond the page tells whether another follows.
  const auto page_size = static_cast<size_t>(query.limit++);
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Hearing> page, co_await store_.ListHearings(query, context.limits()));
  v1::ListHearingsResponse response;
  if (page.size() > page_size) {
    page.pop_back();
    response.set_next_page_token(TokenAfter(request, {page.back().start_time, page.back().key.id}));
  }
  for (const Hearing& hearing : page) *response.add_hearings() = ToProto(hearing);
  co_return response;
}

Task<absl::StatusOr<v1::Hearing>> HearingApi::HoldHearing(rpc::CallContext& context, v1::HoldHearingRequest request) {
  errors::FieldViolations wrong;
  Violations violations;
  const std::vector<Attendance> attendance = AttendanceFromProto(request.attendance(), violations);
  Note(violations, "", wrong);
  AMPARO_CO_ASSIGN_OR_RETURN(const ActOn act, ReadAct(context, request, wrong));
  const Store::Change hold = [&](const Hearing& hearing) -> absl::StatusOr<Hearing> {
    AMPARO_RETURN_IF_ERROR(RequireVersion(act, hearing, request.name()));
    return ToStatusOr(Hold(hearing, attendance, context.clock().Now()), "", request.name());
  };
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing held,
                             co_await store_.ChangeHearing(act.stamp, act.key, hold, context.limits()));
  co_return ToProto(held);
}

Task<absl::StatusOr<v1::AdjournHearingResponse>> HearingApi::AdjournHearing(rpc::CallContext& context,
                                                                            v1::AdjournHearingRequest request) {
  errors::FieldViolations wrong;
  Violations violations;
  const Adjournment adjournment = AdjournmentFromProto(request.adjournment(), violations);
  const std::vector<Attendance> attendance = AttendanceFromProto(request.attendance(), violations);
  Note(violations, "", wrong);
  const Uuid next_id = GivenOrNewId(request.next_hearing_id(), "next_hearing_id", context.clock().Now(), wrong);
  AMPARO_CO_ASSIGN_OR_RETURN(const ActOn act, ReadAct(context, request, wrong));
  const Store::Adjournal adjourn = [&](const Hearing& hearing, absl::TimeZone zone) -> absl::StatusOr<Adjourned> {
    AMPARO_RETURN_IF_ERROR(RequireVersion(act, hearing, request.name()));
    return ToStatusOr(Adjourn(hearing, adjournment, attendance, next_id, zone, context.clock().Now()), "",
                      request.name());
  };
  AMPARO_CO_ASSIGN_OR_RETURN(const Adjourned adjourned,
                             co_await store_.AdjournHearing(act.stamp, act.key, adjourn, context.limits()));
  v1::AdjournHearingResponse response;
  *response.mutable_hearing() = ToProto(adjourned.hearing);
  if (adjourned.next) *response.mutable_next_hearing() = ToProto(*adjourned.next);
  co_return response;
}

Task<absl::StatusOr<v1::Hearing>> HearingApi::VacateHearing(rpc::CallContext& context,
                                                            v1::VacateHearingRequest request) {
  errors::FieldViolations wrong;
  AMPARO_CO_ASSIGN_OR_RETURN(const ActOn act, ReadAct(context, request, wrong));
  const Store::Change vacate = [&](const Hearing& hearing) -> absl::StatusOr<Hearing> {
    AMPARO_RETURN_IF_ERROR(RequireVersion(act, hearing, request.name()));
    return ToStatusOr(Vacate(hearing, request.reason(), context.clock().Now()), "", request.name());
  };
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing vacated,
                             co_await store_.ChangeHearing(act.stamp, act.key, vacate, context.limits()));
  co_return ToProto(vacated);
}

}  // namespace amparo::scheduling
