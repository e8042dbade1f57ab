#include "services/scheduling/store/pg_store.h"

#include <utility>

#include "absl/time/civil_time.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/base/zone.h"
#include "common/errors/errors.h"
#include "common/pg/sqlstate.h"
#include "services/scheduling/convert/court.h"
#include "services/scheduling/convert/hearing.h"
#include "services/scheduling/store/acts.h"
#include "services/scheduling/store/statements.h"

namespace amparo::scheduling {
namespace {

using idempotency::Attempt;

// What each resource is called, and the message that answers an act on it.
template <typename Resource>
struct Called;
template <>
struct Called<Court> {
  using Message = v1::Court;
  static constexpr std::string_view kType = "court";
  static constexpr Collection kCollection = Collection::kCourts;
};
template <>
struct Called<TravelTime> {
  using Message = v1::TravelTime;
  static constexpr std::string_view kType = "travel time";
  static constexpr Collection kCollection = Collection::kTravelTimes;
};
template <>
struct Called<Hearing> {
  using Message = v1::Hearing;
  static constexpr std::string_view kType = "hearing";
  static constexpr Collection kCollection = Collection::kHearings;
};
template <typename Resource>
using MessageFor = typename Called<Resource>::Message;

template <typename Resource>
absl::Status Missing(const Key& key) {
  return errors::NotFound(Called<Resource>::kType, BuildName(Called<Resource>::kCollection, key));
}

template <typename Resource>
absl::Status Exists(const Key& key) {
  return errors::AlreadyExists(Called<Resource>::kType, BuildName(Called<Resource>::kCollection, key));
}

// The list's very beginning, earlier than any record.
Position OrBeginning(const std::optional<Position>& after) {
  static const Position kBeginning{absl::FromCivil(absl::CivilDay(1, 1, 1), absl::UTCTimeZone()), Uuid()};
  return after.value_or(kBeginning);
}

pg::Params ListParams(const ListQuery& query) {
  const Position after = OrBeginning(query.after);
  return pg::Params().Text(query.office).Time(after.time).UuidValue(after.id).Int64(query.limit);
}

// The bodies of all rows, read by `read`.
template <typename Resource>
absl::StatusOr<std::vector<Resource>> ReadAll(const pg::Rows& rows,
                                              absl::StatusOr<Resource> (*read)(std::string_view)) {
  std::vector<Resource> resources;
  resources.reserve(static_cast<size_t>(rows.size()));
  for (const pg::Row row : rows) {
    AMPARO_ASSIGN_OR_RETURN(Resource resource, read(row.Bytes(0)));
    resources.push_back(std::move(resource));
  }
  return resources;
}

// What a violated key of a new record means to the caller.
absl::Status ExplainClash(absl::Status status, const Court& court) {
  return pg::ConstraintOf(status) == "court_pkey" ? Exists<Court>(court.key) : status;
}

absl::Status ExplainClash(absl::Status status, const TravelTime& travel_time) {
  const std::string constraint = pg::ConstraintOf(status);
  if (constraint == "travel_time_pkey") return Exists<TravelTime>(travel_time.key);
  if (constraint == "travel_time_places") {
    return errors::AlreadyExists("travel time",
                                 StrCat(travel_time.from_city, " to ", travel_time.to_city, " by that mode"));
  }
  return status;
}

absl::Status ExplainClash(absl::Status status, const Hearing& hearing) {
  return pg::ConstraintOf(status) == "hearing_pkey" ? Exists<Hearing>(hearing.key) : status;
}

// One attempt to enter a resource that is made already.
template <typename Resource>
Task<absl::StatusOr<Attempt>> PrepareInsert(const ActStamp* stamp, const Resource* resource) {
  co_return InsertAttempt(*stamp, *resource);
}

const pg::Statement& LeadingStatement(const HearingQuery& query) {
  if (query.case_id) return kListHearingsOfCase;
  if (query.day) return kListHearingsOfDay;
  if (query.court) return kListHearingsAtCourt;
  return kListHearings;
}

pg::Params HearingParams(const HearingQuery& query) {
  std::vector<int32_t> states;
  for (const HearingState state : query.states) states.push_back(static_cast<int32_t>(state));
  if (states.empty()) states = {1, 2, 3, 4};
  pg::Params params = ListParams(query);
  params.Int32Array(states).UuidValue(query.case_id).UuidValue(query.court).Date(query.day);
  return params;
}

}  // namespace

std::vector<feed::Kind> FeedKinds() {
  return {{"court", "amparo.scheduling.v1.Court",
           "SELECT office, 'offices/' || office || '/courts/' || id, version, update_time, body FROM court"},
          {"travel_time", "amparo.scheduling.v1.TravelTime",
           "SELECT office, 'offices/' || office || '/travelTimes/' || id, version, update_time, body FROM travel_time"},
          {"hearing", "amparo.scheduling.v1.Hearing",
           "SELECT office, 'offices/' || office || '/hearings/' || id, version, update_time, body FROM hearing"}};
}

template <typename Resource>
Task<absl::StatusOr<Resource>> PgStore::Create(ActStamp stamp, Make<Resource> make, Limits limits) {
  const idempotency::Request request = RequestOf(stamp);
  // Making asks other services: a request that was answered before must not depend on them.
  AMPARO_CO_ASSIGN_OR_RETURN(const std::optional<std::string> before,
                             co_await idempotency::Lookup(decides_, request, limits));
  MessageFor<Resource> message;
  if (before) {
    if (!message.ParseFromString(*before)) co_return absl::InternalError("a stored answer is malformed");
    co_return FromProto(message);
  }
  AMPARO_CO_ASSIGN_OR_RETURN(const Resource resource, co_await make());
  const idempotency::Database database{decides_, writer_};
  const idempotency::Prepare prepare = [&] { return PrepareInsert(&stamp, &resource); };
  absl::StatusOr<MessageFor<Resource>> answer =
      co_await idempotency::RunAct<MessageFor<Resource>>(database, request, limits, prepare);
  if (!answer.ok()) co_return ExplainClash(answer.status(), resource);
  co_return FromProto(*answer);
}

template <typename Resource>
Task<absl::StatusOr<Resource>> PgStore::Get(const pg::Statement* statement, Key key,
                                            absl::StatusOr<Resource> (*read)(std::string_view), Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(
      const pg::Rows rows,
      co_await decides_.Run(*statement, pg::Params().Text(key.office).UuidValue(key.id), std::move(limits)));
  if (rows.empty()) co_return Missing<Resource>(key);
  co_return read(rows.front().Bytes(0));
}

Task<absl::StatusOr<Court>> PgStore::GetCourt(Key key, Limits limits) {
  return Get(&kGetCourt, std::move(key), &CourtFromRecord, std::move(limits));
}

Task<absl::StatusOr<std::vector<Court>>> PgStore::ListCourts(ListQuery query, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows,
                             co_await lists_.Run(kListCourts, ListParams(query), std::move(limits)));
  co_return ReadAll(rows, &CourtFromRecord);
}

Task<absl::StatusOr<Court>> PgStore::CreateCourt(ActStamp stamp, Make<Court> make, Limits limits) {
  return Create<Court>(std::move(stamp), std::move(make), std::move(limits));
}

Task<absl::StatusOr<TravelTime>> PgStore::GetTravelTime(Key key, Limits limits) {
  return Get(&kGetTravelTime, std::move(key), &TravelTimeFromRecord, std::move(limits));
}

Task<absl::StatusOr<std::vector<TravelTime>>> PgStore::ListTravelTimes(ListQuery query, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows,
                             co_await lists_.Run(kListTravelTimes, ListParams(query), std::move(limits)));
  co_return ReadAll(rows, &TravelTimeFromRecord);
}

Task<absl::StatusOr<TravelTime>> PgStore::CreateTravelTime(ActStamp stamp, Make<TravelTime> make, Limits limits) {
  return Create<TravelTime>(std::move(stamp), std::move(make), std::move(limits));
}

Task<absl::StatusOr<Hearing>> PgStore::GetHearing(Key key, Limits limits) {
  return Get(&kGetHearing, std::move(key), &HearingFromRecord, std::move(limits));
}

Task<absl::StatusOr<Hearing>> PgStore::GetHearingAt(Key key, absl::Time moment, Limits limits) {
  pg::Params params;
  params.Text(key.office).Text(BuildName(Collection::kHearings, key)).Time(moment);
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows,
                             co_await decides_.Run(kGetHearingAt, std::move(params), std::move(limits)));
  if (rows.empty()) co_return Missing<Hearing>(key);
  co_return HearingFromRecord(rows.front().Bytes(0));
}

Task<absl::StatusOr<std::vector<Hearing>>> PgStore::ListHearings(HearingQuery query, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows,
                             co_await lists_.Run(LeadingStatement(query), HearingParams(query), std::move(limits)));
  co_return ReadAll(rows, &HearingFromRecord);
}

Task<absl::StatusOr<Hearing>> PgStore::CreateHearing(ActStamp stamp, Make<Hearing> make, Limits limits) {
  return Create<Hearing>(std::move(stamp), std::move(make), std::move(limits));
}

Task<absl::StatusOr<Attempt>> PgStore::PrepareChange(const Changing* asked, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing hearing, co_await GetHearing(asked->key, std::move(limits)));
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing changed, asked->change(hearing));
  // Only now: what was changed before is refused above and answered as it was then.
  if (asked->permit) AMPARO_CO_RETURN_IF_ERROR(co_await asked->permit(changed));
  co_return UpdateAttempt(asked->stamp, changed);
}

Task<absl::StatusOr<Hearing>> PgStore::ChangeHearing(ActStamp stamp, Key key, Change change, Permit<Hearing> permit,
                                                     Limits limits) {
  const idempotency::Database database{decides_, writer_};
  const Changing asked{std::move(stamp), std::move(key), std::move(change), std::move(permit)};
  const idempotency::Prepare prepare = [&] { return PrepareChange(&asked, limits); };
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Hearing answer, co_await idempotency::RunAct<v1::Hearing>(
                                                           database, RequestOf(asked.stamp), limits, prepare));
  co_return FromProto(answer);
}

Task<absl::StatusOr<Attempt>> PgStore::PrepareAdjournment(Adjourning* asked, Limits limits) {
  const Key& key = asked->key;
  AMPARO_CO_ASSIGN_OR_RETURN(
      const pg::Rows rows,
      co_await decides_.Run(kGetHearingAndZone, pg::Params().Text(key.office).UuidValue(key.id), std::move(limits)));
  if (rows.empty()) co_return Missing<Hearing>(key);
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing hearing, HearingFromRecord(rows.front().Bytes(0)));
  const std::optional<absl::TimeZone> zone = FindZone(rows.front().Text(1));
  if (!zone) co_return absl::InternalError("a court's zone is no longer known");
  AMPARO_CO_ASSIGN_OR_RETURN(const Adjourned adjourned, asked->adjournal(hearing, *zone));
  if (adjourned.next) asked->next = adjourned.next->key;
  // Only now, as in PrepareChange.
  if (asked->permit) AMPARO_CO_RETURN_IF_ERROR(co_await asked->permit(adjourned));
  co_return AdjournAttempt(asked->stamp, adjourned);
}

Task<absl::StatusOr<Adjourned>> PgStore::AdjournHearing(ActStamp stamp, Key key, Adjournal adjournal,
                                                        Permit<Adjourned> permit, Limits limits) {
  const idempotency::Database database{decides_, writer_};
  Adjourning asked{std::move(stamp), std::move(key), std::move(adjournal), std::move(permit), Key()};
  const idempotency::Prepare prepare = [&] { return PrepareAdjournment(&asked, limits); };
  absl::StatusOr<v1::AdjournHearingResponse> answer =
      co_await idempotency::RunAct<v1::AdjournHearingResponse>(database, RequestOf(asked.stamp), limits, prepare);
  if (!answer.ok()) {
    if (pg::ConstraintOf(answer.status()) != "hearing_pkey") co_return answer.status();
    co_return Exists<Hearing>(asked.next);
  }
  AMPARO_CO_ASSIGN_OR_RETURN(Hearing hearing, FromProto(answer->hearing()));
  Adjourned adjourned{std::move(hearing), std::nullopt};
  if (answer->has_next_hearing()) {
    AMPARO_CO_ASSIGN_OR_RETURN(adjourned.next, FromProto(answer->next_hearing()));
  }
  co_return adjourned;
}

}  // namespace amparo::scheduling
