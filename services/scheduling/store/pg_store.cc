#include "services/scheduling/store/pg_store.h"

#include <utility>

#include "absl/time/civil_time.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/pg/sqlstate.h"
#include "services/scheduling/convert/court.h"
#include "services/scheduling/convert/hearing.h"
#include "services/scheduling/store/acts.h"
#include "services/scheduling/store/statements.h"

namespace amparo::scheduling {
namespace {

using idempotency::Attempt;

// The message that answers an act on each resource.
template <typename Resource>
struct Message;
template <>
struct Message<Court> {
  using Type = v1::Court;
};
template <>
struct Message<TravelTime> {
  using Type = v1::TravelTime;
};
template <>
struct Message<Hearing> {
  using Type = v1::Hearing;
};
template <typename Resource>
using MessageFor = typename Message<Resource>::Type;

// The list's very beginning, earlier than any record.
Position OrBeginning(const std::optional<Position>& after) {
  static const Position kBeginning{absl::FromCivil(absl::CivilDay(1, 1, 1), absl::UTCTimeZone()), Uuid()};
  return after.value_or(kBeginning);
}

pg::Params EntryParams(const EntryQuery& query) {
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

absl::Status NoCourt(const Key& key) {
  return errors::NotFound("court", BuildName(Collection::kCourts, key));
}

absl::Status NoHearing(const Key& key) {
  return errors::NotFound("hearing", BuildName(Collection::kHearings, key));
}

// What a violated key of a new record means to the caller.
absl::Status ExplainClash(absl::Status status, const Court& court) {
  if (pg::ConstraintOf(status) != "court_pkey") return status;
  return errors::AlreadyExists("court", BuildName(Collection::kCourts, court.key));
}

absl::Status ExplainClash(absl::Status status, const TravelTime& travel_time) {
  const std::string constraint = pg::ConstraintOf(status);
  if (constraint == "travel_time_pkey") {
    return errors::AlreadyExists("travel time", BuildName(Collection::kTravelTimes, travel_time.key));
  }
  if (constraint == "travel_time_places") {
    return errors::AlreadyExists("travel time",
                                 StrCat(travel_time.from_city, " to ", travel_time.to_city, " by that mode"));
  }
  return status;
}

absl::Status ExplainClash(absl::Status status, const Hearing& hearing) {
  if (pg::ConstraintOf(status) != "hearing_pkey") return status;
  return errors::AlreadyExists("hearing", BuildName(Collection::kHearings, hearing.key));
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
  pg::Params params = EntryParams({query.office, query.after, query.limit});
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

Task<absl::StatusOr<Court>> PgStore::GetCourt(Key key, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(
      const pg::Rows rows,
      co_await decides_.Run(kGetCourt, pg::Params().Text(key.office).UuidValue(key.id), std::move(limits)));
  if (rows.empty()) co_return NoCourt(key);
  co_return CourtFromRecord(rows.front().Bytes(0));
}

Task<absl::StatusOr<std::vector<Court>>> PgStore::ListCourts(EntryQuery query, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows,
                             co_await lists_.Run(kListCourts, EntryParams(query), std::move(limits)));
  co_return ReadAll(rows, &CourtFromRecord);
}

Task<absl::StatusOr<Court>> PgStore::CreateCourt(ActStamp stamp, Make<Court> make, Limits limits) {
  return Create<Court>(std::move(stamp), std::move(make), std::move(limits));
}

Task<absl::StatusOr<std::vector<TravelTime>>> PgStore::ListTravelTimes(EntryQuery query, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows,
                             co_await lists_.Run(kListTravelTimes, EntryParams(query), std::move(limits)));
  co_return ReadAll(rows, &TravelTimeFromRecord);
}

Task<absl::StatusOr<TravelTime>> PgStore::CreateTravelTime(ActStamp stamp, Make<TravelTime> make, Limits limits) {
  return Create<TravelTime>(std::move(stamp), std::move(make), std::move(limits));
}

Task<absl::StatusOr<Hearing>> PgStore::GetHearing(Key key, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(
      const pg::Rows rows,
      co_await decides_.Run(kGetHearing, pg::Params().Text(key.office).UuidValue(key.id), std::move(limits)));
  if (rows.empty()) co_return NoHearing(key);
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

Task<absl::StatusOr<Attempt>> PgStore::PrepareChange(const ActStamp* stamp, const Key* key, const Change* change,
                                                     Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing hearing, co_await GetHearing(*key, std::move(limits)));
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing changed, (*change)(hearing));
  co_return UpdateAttempt(*stamp, changed);
}

Task<absl::StatusOr<Hearing>> PgStore::ChangeHearing(ActStamp stamp, Key key, Change change, Limits limits) {
  const idempotency::Database database{decides_, writer_};
  const idempotency::Prepare prepare = [&] { return PrepareChange(&stamp, &key, &change, limits); };
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Hearing answer,
                             co_await idempotency::RunAct<v1::Hearing>(database, RequestOf(stamp), limits, prepare));
  co_return FromProto(answer);
}

Task<absl::StatusOr<Attempt>> PgStore::PrepareAdjournment(const ActStamp* stamp, const Key* key,
                                                          const Adjournal* adjournal, std::string* next,
                                                          Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(
      const pg::Rows rows,
      co_await decides_.Run(kGetHearingAndZone, pg::Params().Text(key->office).UuidValue(key->id), std::move(limits)));
  if (rows.empty()) co_return NoHearing(*key);
  AMPARO_CO_ASSIGN_OR_RETURN(const Hearing hearing, HearingFromRecord(rows.front().Bytes(0)));
  const std::optional<absl::TimeZone> zone = FindZone(rows.front().Text(1));
  if (!zone) co_return absl::InternalError("a court's zone is no longer known");
  AMPARO_CO_ASSIGN_OR_RETURN(const Adjourned adjourned, (*adjournal)(hearing, *zone));
  if (adjourned.next) *next = BuildName(Collection::kHearings, adjourned.next->key);
  co_return AdjournAttempt(*stamp, adjourned);
}

Task<absl::StatusOr<Adjourned>> PgStore::AdjournHearing(ActStamp stamp, Key key, Adjournal adjournal, Limits limits) {
  const idempotency::Database database{decides_, writer_};
  std::string next;
  const idempotency::Prepare prepare = [&] { return PrepareAdjournment(&stamp, &key, &adjournal, &next, limits); };
  absl::StatusOr<v1::AdjournHearingResponse> answer =
      co_await idempotency::RunAct<v1::AdjournHearingResponse>(database, RequestOf(stamp), limits, prepare);
  if (!answer.ok()) {
    if (pg::ConstraintOf(answer.status()) != "hearing_pkey") co_return answer.status();
    co_return errors::AlreadyExists("hearing", next);
  }
  AMPARO_CO_ASSIGN_OR_RETURN(Hearing hearing, FromProto(answer->hearing()));
  Adjourned adjourned{std::move(hearing), std::nullopt};
  if (answer->has_next_hearing()) {
    AMPARO_CO_ASSIGN_OR_RETURN(adjourned.next, FromProto(answer->next_hearing()));
  }
  co_return adjourned;
}

}  // namespace amparo::scheduling
