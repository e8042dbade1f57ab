#include "services/scheduling/api/hearing_api.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/zone.h"
#include "common/rpc/etag.h"
#include "common/rpc/resource_id.h"
#include "services/scheduling/api/hearing_query.h"
#include "services/scheduling/api/support.h"
#include "services/scheduling/convert/common.h"
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

// Reads the request of an act; `violations` and `wrong` are what else is wrong with it.
template <typename Request>
absl::StatusOr<ActOn> ReadAct(rpc::CallContext& context, const Request& request, const Violations& violations,
                              errors::FieldViolations wrong = {}) {
  Note(violations, "", wrong);
  ActOn act;
  act.key = NamedKey(Collection::kHearings, request.name(), wrong);
  act.stamp = StampOf(context, act.key.office, request, request.request_id(), wrong);
  const absl::StatusOr<std::optional<int64_t>> version = rpc::ParseEtag(request.etag());
  if (wrong.Require(version.ok(), "etag", "must be empty or an etag from an earlier answer")) act.version = *version;
  AMPARO_RETURN_IF_ERROR(Admit(context, act.key.office, "hearing", request.name(), wrong));
  return act;
}

// ABORTED when the hearing is no longer what the caller has read.
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
  Key key;
  key.office = ParentOffice(request.parent(), wrong);
  key.id = rpc::GivenOrNewId(request.hearing_id(), "hearing_id", context.clock().Now(), wrong);
  Violations violations;
  const Hearing draft = HearingFromProto(request.hearing(), key, violations);
  violations.AddOthers(CheckDraft(draft));
  Note(violations, "hearing.", wrong);
  const Store::Make<Hearing> make = [&] { return MakeHearing(&context, &draft); };
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing entered, co_await Enter(&store_, &Store::CreateHearing, &context, &request,
                                                                   key.office, wrong, make));
  co_return ToProto(entered);
}

Task<absl::StatusOr<v1::Hearing>> HearingApi::GetHearingAt(rpc::CallContext* context, v1::GetHearingRequest request) {
  Violations violations;
  const absl::Time moment = TimeFromProto(request.read_time(), "read_time", violations);
  violations.Require(moment <= context->clock().Now(), "read_time", "must not be in the future");
  errors::FieldViolations wrong;
  Note(violations, "", wrong);
  const Key key = NamedKey(Collection::kHearings, request.name(), wrong);
  AMPARO_CO_RETURN_IF_ERROR(Admit(*context, key.office, "hearing", request.name(), wrong));
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing hearing, co_await store_.GetHearingAt(key, moment, context->limits()));
  co_return ToProto(hearing);
}

Task<absl::StatusOr<v1::Hearing>> HearingApi::GetHearing(rpc::CallContext& context, v1::GetHearingRequest request) {
  if (request.has_read_time()) return GetHearingAt(&context, std::move(request));
  return Read(&store_, &Store::GetHearing, Collection::kHearings, "hearing", &context, std::move(request));
}

Task<absl::StatusOr<v1::ListHearingsResponse>> HearingApi::ListHearings(rpc::CallContext& context,
                                                                        v1::ListHearingsRequest request) {
  errors::FieldViolations wrong;
  HearingQuery query = ReadHearingQuery(request, wrong);
  return List(&store_, &Store::ListHearings, &cases_, &context, std::move(request), std::move(query),
              &v1::ListHearingsResponse::add_hearings, std::move(wrong));
}

Task<absl::Status> HearingApi::PermitAttendance(const rpc::CallContext* context, const Hearing* hearing) {
  const std::vector<Key> own(1, hearing->case_key);
  if (CheckParties(hearing->attendance, own).empty()) co_return absl::OkStatus();
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Key> matter, co_await cases_.CasesOfMatter(*context, hearing->case_key));
  errors::FieldViolations wrong;
  Note(CheckParties(hearing->attendance, matter), "", wrong);
  co_return wrong.ToStatus();
}

Task<absl::Status> HearingApi::PermitAdjournment(const rpc::CallContext* context, const Adjourned* adjourned) {
  AMPARO_CO_RETURN_IF_ERROR(co_await PermitAttendance(context, &adjourned->hearing));
  if (!adjourned->next) co_return absl::OkStatus();
  co_return co_await cases_.RequireOpenMatter(*context, adjourned->next->case_key);
}

Task<absl::StatusOr<v1::Hearing>> HearingApi::HoldHearing(rpc::CallContext& context, v1::HoldHearingRequest request) {
  Violations violations;
  const std::vector<Attendance> attendance = AttendanceFromProto(request.attendance(), violations);
  violations.AddOthers(CheckAttendance(attendance));
  AMPARO_CO_ASSIGN_OR_RETURN(const ActOn act, ReadAct(context, request, violations));
  const Store::Change hold = [&](const Hearing& hearing) -> absl::StatusOr<Hearing> {
    AMPARO_RETURN_IF_ERROR(RequireVersion(act, hearing, request.name()));
    return ToStatusOr(Hold(hearing, attendance, context.clock().Now()), "", request.name());
  };
  const Store::Permit<Hearing> permit = [&](const Hearing& held) { return PermitAttendance(&context, &held); };
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing held,
                             co_await store_.ChangeHearing(act.stamp, act.key, hold, permit, context.limits()));
  co_return ToProto(held);
}

Task<absl::StatusOr<v1::AdjournHearingResponse>> HearingApi::AdjournHearing(rpc::CallContext& context,
                                                                            v1::AdjournHearingRequest request) {
  Violations violations;
  const Adjournment adjournment = AdjournmentFromProto(request.adjournment(), violations);
  const std::vector<Attendance> attendance = AttendanceFromProto(request.attendance(), violations);
  violations.AddOthers(CheckAdjournment(adjournment));
  violations.AddOthers(CheckAttendance(attendance));
  errors::FieldViolations wrong;
  const Uuid next_id = rpc::GivenOrNewId(request.next_hearing_id(), "next_hearing_id", context.clock().Now(), wrong);
  wrong.Require(request.next_hearing_id().empty() || request.adjournment().has_next_start_time(), "next_hearing_id",
                "only with a next date");
  AMPARO_CO_ASSIGN_OR_RETURN(const ActOn act, ReadAct(context, request, violations, std::move(wrong)));
  const Store::Adjournal adjourn = [&](const Hearing& hearing, absl::TimeZone zone) -> absl::StatusOr<Adjourned> {
    AMPARO_RETURN_IF_ERROR(RequireVersion(act, hearing, request.name()));
    return ToStatusOr(Adjourn(hearing, adjournment, attendance, next_id, zone, context.clock().Now()), "",
                      request.name());
  };
  const Store::Permit<Adjourned> permit = [&](const Adjourned& adjourned) {
    return PermitAdjournment(&context, &adjourned);
  };
  AMPARO_CO_ASSIGN_OR_RETURN(const Adjourned adjourned,
                             co_await store_.AdjournHearing(act.stamp, act.key, adjourn, permit, context.limits()));
  v1::AdjournHearingResponse response;
  *response.mutable_hearing() = ToProto(adjourned.hearing);
  if (adjourned.next) *response.mutable_next_hearing() = ToProto(*adjourned.next);
  co_return response;
}

Task<absl::StatusOr<v1::Hearing>> HearingApi::VacateHearing(rpc::CallContext& context,
                                                            v1::VacateHearingRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const ActOn act, ReadAct(context, request, CheckVacateReason(request.reason())));
  const Store::Change vacate = [&](const Hearing& hearing) -> absl::StatusOr<Hearing> {
    AMPARO_RETURN_IF_ERROR(RequireVersion(act, hearing, request.name()));
    return ToStatusOr(Vacate(hearing, request.reason(), context.clock().Now()), "", request.name());
  };
  const Store::Permit<Hearing> nobody_is_asked;
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing vacated, co_await store_.ChangeHearing(act.stamp, act.key, vacate,
                                                                                  nobody_is_asked, context.limits()));
  co_return ToProto(vacated);
}

}  // namespace amparo::scheduling
