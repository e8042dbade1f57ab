// The store in PostgreSQL: reads pipelined, acts committed in groups.
#pragma once

#include <string_view>
#include <vector>

#include "common/feed/encoder.h"
#include "common/idempotency/run_act.h"
#include "common/pg/reader.h"
#include "common/pg/writer.h"
#include "services/scheduling/domain/store.h"

namespace amparo::scheduling {

// What the change feed of this service carries: courts first, because hearings refer to them.
std::vector<feed::Kind> FeedKinds();

class PgStore final : public Store {
 public:
  // All must outlive the store. `lists` may lag behind; `decides`, which writes rest on, must read what is committed,
  // never a replica.
  PgStore(pg::Reader& lists, pg::Reader& decides, pg::Writer& writer)
      : lists_(lists), decides_(decides), writer_(writer) {}

  Task<absl::StatusOr<Court>> GetCourt(Key key, Limits limits) override;
  Task<absl::StatusOr<std::vector<Court>>> ListCourts(ListQuery query, Limits limits) override;
  Task<absl::StatusOr<Court>> CreateCourt(ActStamp stamp, Make<Court> make, Limits limits) override;
  Task<absl::StatusOr<TravelTime>> GetTravelTime(Key key, Limits limits) override;
  Task<absl::StatusOr<std::vector<TravelTime>>> ListTravelTimes(ListQuery query, Limits limits) override;
  Task<absl::StatusOr<TravelTime>> CreateTravelTime(ActStamp stamp, Make<TravelTime> make, Limits limits) override;
  Task<absl::StatusOr<Hearing>> GetHearing(Key key, Limits limits) override;
  Task<absl::StatusOr<Hearing>> GetHearingAt(Key key, absl::Time moment, Limits limits) override;
  Task<absl::StatusOr<std::vector<Hearing>>> ListHearings(HearingQuery query, Limits limits) override;
  Task<absl::StatusOr<Hearing>> CreateHearing(ActStamp stamp, Make<Hearing> make, Limits limits) override;
  Task<absl::StatusOr<Hearing>> ChangeHearing(ActStamp stamp, Key key, Change change, Permit<Hearing> permit,
                                              Limits limits) override;
  Task<absl::StatusOr<Adjourned>> AdjournHearing(ActStamp stamp, Key key, Adjournal adjournal, Permit<Adjourned> permit,
                                                 Limits limits) override;

 private:
  // The resource under `key`, its record read by `read`. NOT_FOUND.
  template <typename Resource>
  Task<absl::StatusOr<Resource>> Get(const pg::Statement* statement, Key key,
                                     absl::StatusOr<Resource> (*read)(std::string_view), Limits limits);

  // Enters a new resource: the answer given before, or what `make` makes.
  template <typename Resource>
  Task<absl::StatusOr<Resource>> Create(ActStamp stamp, Make<Resource> make, Limits limits);

  // A change as it was asked for.
  struct Changing {
    ActStamp stamp;
    Key key;
    Change change;
    Permit<Hearing> permit;
  };
  // One attempt of an act, see idempotency::RunAct.
  Task<absl::StatusOr<idempotency::Attempt>> PrepareChange(const Changing* asked, Limits limits);
  // An adjournment as it was asked for, and the key of the next hearing once that is decided on.
  struct Adjourning {
    ActStamp stamp;
    Key key;
    Adjournal adjournal;
    Permit<Adjourned> permit;
    Key next;
  };
  Task<absl::StatusOr<idempotency::Attempt>> PrepareAdjournment(Adjourning* asked, Limits limits);

  pg::Reader& lists_;
  pg::Reader& decides_;
  pg::Writer& writer_;
};

}  // namespace amparo::scheduling
