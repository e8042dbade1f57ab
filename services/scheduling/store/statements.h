// Every statement of the scheduling service's store. Each names the office: it is the key by which the data can be
// spread.
#pragma once

#include <span>

#include "common/pg/statement.h"

namespace amparo::scheduling {

// Courts. kGetCourt: $1 office, $2 id -> body. kListCourts: $1 office, $2 $3 position, $4 limit -> body.
// kInsertCourt: feed::ActSql, then $18 id, $19 time zone.
extern const pg::Statement kGetCourt;
extern const pg::Statement kListCourts;
extern const pg::Statement kInsertCourt;

// Travel times. kGetTravelTime, kListTravelTimes: as those of courts. kInsertTravelTime: feed::ActSql, then $18 id, $19
// from, $20 to, $21 mode.
extern const pg::Statement kGetTravelTime;
extern const pg::Statement kListTravelTimes;
extern const pg::Statement kInsertTravelTime;

// Hearings. kGetHearing: $1 office, $2 id -> body. kGetHearingAt: $1 office, $2 name, $3 a moment -> the body of then.
// kGetHearingAndZone: as kGetHearing -> body, the court's zone.
extern const pg::Statement kGetHearing;
extern const pg::Statement kGetHearingAt;
extern const pg::Statement kGetHearingAndZone;

// $1 office, $2 $3 position, $4 limit, $5 states, $6 case or null, $7 court or null, $8 day or null -> body. One
// statement for each index that can lead: the one that is named for a filter needs that filter.
extern const pg::Statement kListHearings;
extern const pg::Statement kListHearingsOfCase;
extern const pg::Statement kListHearingsAtCourt;
extern const pg::Statement kListHearingsOfDay;

// kInsertHearing: feed::ActSql, then $18 id, $19 case, $20 court, $21 state, $22 start, $23 day.
// kUpdateHearing: feed::ActSql, then $18 id, $19 state; takes effect on the version before $4.
// kAdjournHearing: feed::PairActSql, then $22 id, $23 state of the adjourned, and $24 id, $25 case, $26 court, $27
// state, $28 start, $29 day of the next.
extern const pg::Statement kInsertHearing;
extern const pg::Statement kUpdateHearing;
extern const pg::Statement kAdjournHearing;

// $1 how many offices at most -> office, zone: the zones of each office's courts.
extern const pg::Statement kListCourtZones;

// $1 offices, $2 a zone of its courts each, $3 the day it is there, $4 a number of days -> office, hearings of today
// that were not vacated, and those held and those adjourned of the last $4 days. An office may be given with each of
// its zones.
extern const pg::Statement kCountHearings;

// All of them, for checks over every statement.
std::span<const pg::Statement> Statements();

}  // namespace amparo::scheduling
