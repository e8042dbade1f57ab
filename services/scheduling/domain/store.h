// What the scheduling service needs of its database, in the words of the domain.
//
// Acts are read, decided and written by one guarded statement; when somebody else changed the record meanwhile they are
// read and decided anew, so that what decides is called again: it must be pure. A request answered before gets that
// answer and nothing is decided. Every method ends by the limits it is given. Errors besides those named: what
// `common/pg` answers for a database that is away, slow or overloaded; INVALID_ARGUMENT (REQUEST_ID_REUSED); ABORTED
// when an act lost against others too often.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "common/base/uuid.h"
#include "services/scheduling/domain/court.h"
#include "services/scheduling/domain/hearing.h"
#include "services/scheduling/domain/hearing_rules.h"

namespace amparo::scheduling {

// Who acts, and how the answer is remembered.
struct ActStamp {
  std::string office;
  // The caller's identity.
  std::string caller;
  // "package.Service/Method".
  std::string method;
  std::string trace_id;
  // Nothing = the caller does not mean to repeat the request.
  std::optional<Uuid> request_id;
  // What tells a repeated request from another one under the same id: rpc::RequestDigest as it is, since no request of
  // this service holds anything that identifies a person (common/rpc/contract_check).
  std::string fingerprint;
};

// A place in a list: records are ordered by a time (of entry, or of a hearing's start), then by id.
struct Position {
  absl::Time time;
  Uuid id;

  friend bool operator==(const Position&, const Position&) = default;
};

// Some of an office's records, in the order of their list.
struct ListQuery {
  std::string office;
  // The last one of the page before.
  std::optional<Position> after;
  // The most to answer.
  int32_t limit = 0;
};

// Some of an office's hearings by start; what is empty does not filter.
struct HearingQuery : ListQuery {
  std::optional<Uuid> case_id;
  std::optional<Uuid> court;
  // The civil day in the court's zone.
  std::optional<absl::CivilDay> day;
  std::vector<HearingState> states;
};

// The records of this service. Safe to call from any thread.
class Store {
 public:
  // Makes what is to be entered; asked once, and only when the request was not answered before.
  template <typename Resource>
  using Make = std::function<Task<absl::StatusOr<Resource>>()>;

  // Decides over a hearing as it stands; the second also gets the zone of its court.
  using Change = std::function<absl::StatusOr<Hearing>(const Hearing&)>;
  using Adjournal = std::function<absl::StatusOr<Adjourned>(const Hearing&, absl::TimeZone)>;

  // Asks others whether what was decided on may be; nothing = nobody is asked. Not asked for a request that was
  // answered before, whoever cannot be asked today.
  template <typename Decided>
  using Permit = std::function<Task<absl::Status>(const Decided&)>;

  virtual ~Store() = default;

  // Courts and travel times are listed in order of entry, hearings by start.

  // NOT_FOUND.
  virtual Task<absl::StatusOr<Court>> GetCourt(Key key, Limits limits) = 0;
  virtual Task<absl::StatusOr<std::vector<Court>>> ListCourts(ListQuery query, Limits limits) = 0;
  // ALREADY_EXISTS for the id.
  virtual Task<absl::StatusOr<Court>> CreateCourt(ActStamp stamp, Make<Court> make, Limits limits) = 0;

  // NOT_FOUND.
  virtual Task<absl::StatusOr<TravelTime>> GetTravelTime(Key key, Limits limits) = 0;
  virtual Task<absl::StatusOr<std::vector<TravelTime>>> ListTravelTimes(ListQuery query, Limits limits) = 0;
  // ALREADY_EXISTS for the id, or for the same places and mode.
  virtual Task<absl::StatusOr<TravelTime>> CreateTravelTime(ActStamp stamp, Make<TravelTime> make, Limits limits) = 0;

  // NOT_FOUND.
  virtual Task<absl::StatusOr<Hearing>> GetHearing(Key key, Limits limits) = 0;
  // As it was recorded at a moment; NOT_FOUND before it was there.
  virtual Task<absl::StatusOr<Hearing>> GetHearingAt(Key key, absl::Time moment, Limits limits) = 0;
  virtual Task<absl::StatusOr<std::vector<Hearing>>> ListHearings(HearingQuery query, Limits limits) = 0;
  // ALREADY_EXISTS for the id.
  virtual Task<absl::StatusOr<Hearing>> CreateHearing(ActStamp stamp, Make<Hearing> make, Limits limits) = 0;
  // NOT_FOUND, and what `change` and `permit` refuse.
  virtual Task<absl::StatusOr<Hearing>> ChangeHearing(ActStamp stamp, Key key, Change change, Permit<Hearing> permit,
                                                      Limits limits) = 0;
  // Both hearings in one act. NOT_FOUND, what `adjournal` and `permit` refuse, ALREADY_EXISTS for the next hearing's
  // id.
  virtual Task<absl::StatusOr<Adjourned>> AdjournHearing(ActStamp stamp, Key key, Adjournal adjournal,
                                                         Permit<Adjourned> permit, Limits limits) = 0;
};

}  // namespace amparo::scheduling
