// Every statement of the scheduling service's store. Each names the office: it is the key by which the data can be
// spread.
#pragma once

#include <span>

#include "common/pg/statement.h"

namespace amparo::scheduling {

// Courts. kGetCourt: $1 office, $2 id -> body. kListCourts: $1 office, $2 $3 position, $4 limit -> body.
// kInsertCourt: feed::ActSql, then $17 id, $18 time zone.
extern const pg::Statement kGetCourt;
extern const pg::Statement kListCourts;
extern const pg::Statement kInsertCourt;

// Travel times. kListTravelTimes: as kListCourts. kInsertTravelTime: feed::ActSql, then $17 id, $18 from, $19 to, $20
// mode.
extern const pg::Statement kListTravelTimes;
extern const pg::Statement kInsertTravelTime;

// Hearings. kGetHearing: $1 office, $2 id -> body. kGetHearingAndZone: the same -> body, the court's zone.
extern const pg::Statement kGetHearing;
extern const pg::Statement kGetHearingAndZone;

// $1 office, $2 $3 position, $4 limit, $5 states, $6 case or null, $7 court or null, $8 day or null -> body. One
// statement for each index that can lead: the one that is named for a filter needs that filter.
extern const pg::Statement kListHearings;
extern const pg::Statement kListHearingsOfCase;
extern const pg::Statement kListHearingsAtCourt;
extern const pg::Statement kListHearingsOfDay;

// kInsertHearing: feed::ActSql, then $17 id, $18 case, $19 court, $20 state, $21 start, $22 day.
// kUpdateHearing: feed::ActSql, then $17 id, $18 state; takes effect on the version before $4.
// kAdjournHearing: feed::PairActSql, then $21 id, $22 state of the adjourned, and $23 id, $24 case, $25 court, $26
// state, $27 start, $28 day of the next.
extern const pg::Statement kInsertHearing;
extern const pg::Statement kUpdateHearing;
extern const pg::Statement kAdjournHearing;

// All of them, for checks over every statement.
std::span<const pg::Statement> Statements();

}  // namespace amparo::scheduling
