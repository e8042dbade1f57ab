#include "services/scheduling/store/statements.h"

#include <array>
#include <string>

#include "common/base/strings.h"
#include "common/feed/act.h"
#include "common/feed/pair_act.h"

namespace amparo::scheduling {
namespace {

// Statements are views: their composed texts live here, made before the views that name them.
const std::string kInsertCourtSql =
    feed::ActSql(StrCat("INSERT INTO court (office, id, time_zone, version, create_time, update_time, body) "
                        "SELECT $1, $18, $19, $4, $6, $6, $5 WHERE ",
                        feed::kNewRequest, " RETURNING version"));

const std::string kInsertTravelTimeSql = feed::ActSql(
    StrCat("INSERT INTO travel_time (office, id, from_city, to_city, mode, version, create_time, update_time, body) "
           "SELECT $1, $18, $19, $20, $21, $4, $6, $6, $5 WHERE ",
           feed::kNewRequest, " RETURNING version"));

constexpr std::string_view kHearingColumns =
    "INSERT INTO hearing (office, id, case_id, court_id, state, start_time, hearing_date, version, create_time, "
    "update_time, body) ";

const std::string kInsertHearingSql =
    feed::ActSql(StrCat(kHearingColumns, "SELECT $1, $18, $19, $20, $21, $22, $23, $4, $6, $6, $5 WHERE ",
                        feed::kNewRequest, " RETURNING version"));

const std::string kUpdateHearingSql =
    feed::ActSql(StrCat("UPDATE hearing SET state = $19, version = $4, update_time = $6, body = $5 "
                        "WHERE office = $1 AND id = $18 AND version = $4 - 1 AND ",
                        feed::kNewRequest, " RETURNING version"));

const std::string kAdjournHearingSql =
    feed::PairActSql(StrCat("UPDATE hearing SET state = $23, version = $4, update_time = $6, body = $5 "
                            "WHERE office = $1 AND id = $22 AND version = $4 - 1 AND ",
                            feed::kNewRequest, " RETURNING version"),
                     StrCat(kHearingColumns, "SELECT $1, $24, $25, $26, $27, $28, $29, $19, $6, $6, $20 FROM changed"));

#define AMPARO_HEARINGS_AFTER \
  "SELECT body FROM hearing WHERE office = $1 AND (start_time, id) > ($2, $3) AND state = ANY ($5) "
#define AMPARO_IN_ORDER "ORDER BY start_time, id LIMIT $4"
#define AMPARO_MAYBE_CASE "AND ($6 IS NULL OR case_id = $6) "
#define AMPARO_MAYBE_COURT "AND ($7 IS NULL OR court_id = $7) "
#define AMPARO_MAYBE_DAY "AND ($8 IS NULL OR hearing_date = $8) "

}  // namespace

const pg::Statement kGetCourt{"court_get", "SELECT body FROM court WHERE office = $1 AND id = $2"};
const pg::Statement kListCourts{
    "court_list",
    "SELECT body FROM court WHERE office = $1 AND (create_time, id) > ($2, $3) ORDER BY create_time, id LIMIT $4"};
const pg::Statement kInsertCourt{"court_insert", kInsertCourtSql};

const pg::Statement kGetTravelTime{"travel_time_get", "SELECT body FROM travel_time WHERE office = $1 AND id = $2"};
const pg::Statement kListTravelTimes{"travel_time_list",
                                     "SELECT body FROM travel_time WHERE office = $1 AND (create_time, id) > ($2, $3) "
                                     "ORDER BY create_time, id LIMIT $4"};
const pg::Statement kInsertTravelTime{"travel_time_insert", kInsertTravelTimeSql};

const pg::Statement kGetHearing{"hearing_get", "SELECT body FROM hearing WHERE office = $1 AND id = $2"};
const pg::Statement kGetHearingAt{"hearing_get_at",
                                  "SELECT payload FROM outbox WHERE office = $1 AND name = $2 AND change_time <= $3 "
                                  "ORDER BY version DESC LIMIT 1"};
const pg::Statement kGetHearingAndZone{
    "hearing_get_and_zone",
    "SELECT h.body, c.time_zone FROM hearing h JOIN court c ON c.office = h.office AND c.id = h.court_id "
    "WHERE h.office = $1 AND h.id = $2"};

const pg::Statement kListHearings{
    "hearing_list", AMPARO_HEARINGS_AFTER AMPARO_MAYBE_CASE AMPARO_MAYBE_COURT AMPARO_MAYBE_DAY AMPARO_IN_ORDER};
const pg::Statement kListHearingsOfCase{"hearing_list_of_case", AMPARO_HEARINGS_AFTER
                                        "AND case_id = $6 " AMPARO_MAYBE_COURT AMPARO_MAYBE_DAY AMPARO_IN_ORDER};
const pg::Statement kListHearingsAtCourt{"hearing_list_at_court", AMPARO_HEARINGS_AFTER
                                         "AND court_id = $7 " AMPARO_MAYBE_CASE AMPARO_MAYBE_DAY AMPARO_IN_ORDER};
const pg::Statement kListHearingsOfDay{"hearing_list_of_day", AMPARO_HEARINGS_AFTER
                                       "AND hearing_date = $8 " AMPARO_MAYBE_CASE AMPARO_MAYBE_COURT AMPARO_IN_ORDER};

const pg::Statement kInsertHearing{"hearing_insert", kInsertHearingSql};
const pg::Statement kUpdateHearing{"hearing_update", kUpdateHearingSql};
const pg::Statement kAdjournHearing{"hearing_adjourn", kAdjournHearingSql};

const pg::Statement kListCourtZones{"court_list_zones",
                                    "SELECT DISTINCT office, time_zone FROM court WHERE office IN "
                                    "(SELECT DISTINCT office FROM court ORDER BY office LIMIT $1)",
                                    "it lists the offices that have a court"};

// By the index of days, so that it costs as much as there were hearings in these days, however old the calendar is.
// States are numbered as HearingState.
const pg::Statement kCountHearings{
    "hearing_count",
    "SELECT d.office, sum(h.of_today)::bigint, sum(h.held)::bigint, sum(h.adjourned)::bigint "
    "FROM unnest($1::text[], $2::text[], $3::date[]) AS d (office, time_zone, today) CROSS JOIN LATERAL "
    "(SELECT count(*) FILTER (WHERE hearing.hearing_date = d.today AND hearing.state <> 4) AS of_today, "
    "count(*) FILTER (WHERE hearing.state = 2) AS held, count(*) FILTER (WHERE hearing.state = 3) AS adjourned "
    "FROM hearing JOIN court ON court.office = hearing.office AND court.id = hearing.court_id "
    "WHERE hearing.office = d.office AND hearing.hearing_date > d.today - $4::integer "
    "AND hearing.hearing_date <= d.today AND court.time_zone = d.time_zone) AS h GROUP BY d.office",
    "it counts the hearings of all offices for the operators"};

std::span<const pg::Statement> Statements() {
  static const std::array kAll = {kGetCourt,        kListCourts,         kInsertCourt,         kGetTravelTime,
                                  kListTravelTimes, kInsertTravelTime,   kGetHearing,          kGetHearingAndZone,
                                  kListHearings,    kListHearingsOfCase, kListHearingsAtCourt, kListHearingsOfDay,
                                  kInsertHearing,   kUpdateHearing,      kAdjournHearing,      kListCourtZones,
                                  kCountHearings,   kGetHearingAt};
  return kAll;
}

}  // namespace amparo::scheduling
