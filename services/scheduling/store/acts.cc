#include "services/scheduling/store/acts.h"

#include <string>
#include <utility>

#include "common/feed/act.h"
#include "common/feed/pair_act.h"
#include "services/scheduling/convert/court.h"
#include "services/scheduling/convert/hearing.h"
#include "services/scheduling/store/statements.h"

namespace amparo::scheduling {
namespace {

using feed::Act;
using idempotency::Attempt;

constexpr char kCourtKind[] = "court";
constexpr char kTravelTimeKind[] = "travel_time";
constexpr char kHearingKind[] = "hearing";

// What every change leaves behind; the record's body is the resource's whole message.
template <typename Resource, typename Message>
Act MakeAct(const ActStamp& stamp, const char* kind, const Resource& resource, const Message& message) {
  Act act;
  act.request = RequestOf(stamp);
  act.name = message.name();
  act.kind = kind;
  act.version = resource.version;
  act.body = message.SerializeAsString();
  act.time = resource.update_time;
  act.trace_id = stamp.trace_id;
  act.audit_id = Uuid::V7(resource.update_time);
  return act;
}

// The columns of a new hearing, in the order of the statements.
void AddColumns(const Hearing& hearing, pg::Params& params) {
  params.UuidValue(hearing.key.id).UuidValue(hearing.case_key.id).UuidValue(hearing.court.id);
  params.Int32(static_cast<int32_t>(hearing.state)).Time(hearing.start_time).Date(hearing.hearing_date);
}

}  // namespace

idempotency::Request RequestOf(const ActStamp& stamp) {
  return {stamp.office, stamp.caller, stamp.request_id, stamp.method, stamp.fingerprint};
}

Attempt InsertAttempt(const ActStamp& stamp, const Court& court) {
  Act act = MakeAct(stamp, kCourtKind, court, ToProto(court));
  pg::Params params = feed::ActParams(act);
  params.UuidValue(court.key.id).Text(court.time_zone);
  return {kInsertCourt, std::move(params), std::move(act.body), std::nullopt};
}

Attempt InsertAttempt(const ActStamp& stamp, const TravelTime& travel_time) {
  Act act = MakeAct(stamp, kTravelTimeKind, travel_time, ToProto(travel_time));
  pg::Params params = feed::ActParams(act);
  params.UuidValue(travel_time.key.id).Text(travel_time.from_city).Text(travel_time.to_city);
  params.Int32(static_cast<int32_t>(travel_time.mode));
  return {kInsertTravelTime, std::move(params), std::move(act.body), std::nullopt};
}

Attempt InsertAttempt(const ActStamp& stamp, const Hearing& hearing) {
  Act act = MakeAct(stamp, kHearingKind, hearing, ToProto(hearing));
  pg::Params params = feed::ActParams(act);
  AddColumns(hearing, params);
  return {kInsertHearing, std::move(params), std::move(act.body), std::nullopt};
}

Attempt UpdateAttempt(const ActStamp& stamp, const Hearing& hearing) {
  Act act = MakeAct(stamp, kHearingKind, hearing, ToProto(hearing));
  pg::Params params = feed::ActParams(act);
  params.UuidValue(hearing.key.id).Int32(static_cast<int32_t>(hearing.state));
  return {kUpdateHearing, std::move(params), std::move(act.body), std::nullopt};
}

Attempt AdjournAttempt(const ActStamp& stamp, const Adjourned& adjourned) {
  const Hearing& hearing = adjourned.hearing;
  v1::AdjournHearingResponse response;
  *response.mutable_hearing() = ToProto(hearing);
  if (adjourned.next) *response.mutable_next_hearing() = ToProto(*adjourned.next);

  Act act = MakeAct(stamp, kHearingKind, hearing, response.hearing());
  act.response = response.SerializeAsString();
  if (!adjourned.next) {
    pg::Params params = feed::ActParams(act);
    params.UuidValue(hearing.key.id).Int32(static_cast<int32_t>(hearing.state));
    return {kUpdateHearing, std::move(params), *std::move(act.response), std::nullopt};
  }
  const feed::SecondChange next{response.next_hearing().name(), adjourned.next->version,
                                response.next_hearing().SerializeAsString(), Uuid::V7(adjourned.next->update_time)};
  pg::Params params = feed::PairActParams(act, next);
  params.UuidValue(hearing.key.id).Int32(static_cast<int32_t>(hearing.state));
  AddColumns(*adjourned.next, params);
  return {kAdjournHearing, std::move(params), *std::move(act.response), std::nullopt};
}

}  // namespace amparo::scheduling
