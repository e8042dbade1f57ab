// The statements of the store, composed once from the tables: for each kind one to read a record, several records, a
// page of records, and one act that inserts and one that changes.
#pragma once

#include <string>
#include <vector>

#include "common/pg/params.h"
#include "common/pg/statement.h"
#include "services/case/domain/store.h"
#include "services/case/store/tables.h"

namespace amparo::cases {

// The statements of one kind. Every SELECT but `read` gives id (null for offices), version, create_time, update_time,
// body, order column, the subject of its data key if that is not the record itself; of cases and people the record that
// stands for them, and of cases the counts of charges and of those without a verdict, the day of the first, and the
// stage of the case that stands for them.
struct KindStatements {
  // $1 office, $2 id, $3 case id where there is one.
  pg::Statement get;
  // As `get`, gives version and body only: each further column would cost the client library, and the wire, as much
  // again.
  pg::Statement read;
  // $1 office, $2 ids.
  pg::Statement batch_get;
  // An act (common/feed/act.h): $18 id and case id where the kind has them, then the columns, then the id of the case
  // that stands for the guard's case (mostly itself), its stages and, as $+2 to $+4, the two differences and the day of
  // a charge, then the guard's case id.
  pg::Statement insert;
  pg::Statement insert_guarded;
  // The same for changing the row at version $4 - 1; of cases with a last parameter: whether every charge must have a
  // verdict.
  pg::Statement update;
  pg::Statement update_guarded;
  // By which filters are set (bit i = filter i) and whether a place to go on from is given (see ListOf). $1 office,
  // then the case id where there is one, the filters' arguments, the place (time, id), the limit.
  std::vector<pg::Statement> lists;
  // The same with what belongs to the cases that were merged into the case.
  std::vector<pg::Statement> matter_lists;
  // The same without the case id, for what belongs to a case: lists of all cases of an office.
  std::vector<pg::Statement> all_cases_lists;
  // The same of what an office ($1) received, for what is sent from office to office.
  std::vector<pg::Statement> received_lists;

  // The list statement for a query.
  const pg::Statement& ListOf(const ListQuery& query) const;
};

// The statements of a kind.
const KindStatements& StatementsOf(Kind kind);

// $1 the id to begin after, $2 whether only some are visible, $3 the ids of those, $4 the limit.
inline constexpr pg::Statement kListOffices{
    "office_list",
    "SELECT NULL::uuid, version, create_time, update_time, body, create_time, NULL::uuid FROM office "
    "WHERE office > $1 AND (NOT $2 OR office = ANY ($3)) ORDER BY office LIMIT $4",
    "it lists the offices"};

// $1 offices -> office, stage, how many cases are in it; cases that were merged are counted with the one that stands
// for them. All are counted by the index of stages and the merged ones, which are few, taken off by theirs: `merged_id`
// as a condition of the whole would have every row read, with its body beside it.
inline constexpr pg::Statement kCountStages{
    "case_count_stages",
    "SELECT o.office, c.stage, sum(c.cases)::bigint FROM unnest($1::text[]) AS o (office) CROSS JOIN LATERAL "
    "(SELECT stage, count(*) AS cases FROM \"case\" WHERE office = o.office GROUP BY stage "
    "UNION ALL SELECT stage, -count(*) FROM \"case\" WHERE office = o.office AND merged_id IS NOT NULL GROUP BY stage) "
    "AS c GROUP BY o.office, c.stage",
    "it counts the cases of all offices for the operators"};

// $1 offices, $2 the day it is in each -> office, how many open tasks were due before; by the index of open tasks
// alone, which has their days. A task whose clock stands is due on the last day there is.
inline constexpr pg::Statement kCountOverdueTasks{
    "task_count_overdue",
    "SELECT o.office, (SELECT count(*) FROM task WHERE office = o.office AND state = 1 AND due_date < o.today) "
    "FROM unnest($1::text[], $2::date[]) AS o (office, today)",
    "it counts the tasks of all offices for the operators"};

// $1 office, $2 the resource's name, $3 a moment -> version, time and body of the resource as it was recorded then.
inline constexpr pg::Statement kRecordAt{
    "record_at",
    "SELECT version, change_time, payload FROM outbox WHERE office = $1 AND name = "
    "$2 AND change_time <= $3 ORDER BY version DESC LIMIT 1"};

// $1 office, $2 the subject -> its wrapped data key, null when it was erased, and the id of the key it is wrapped with.
inline constexpr pg::Statement kFindDataKey{
    "data_key_find", "SELECT wrapped, wrapping_key_id FROM data_key WHERE office = $1 AND subject = $2"};

// A statement whose texts are composed; they are kept as long as the program lives. Safe to call from any thread.
pg::Statement Kept(std::string name, std::string sql);

// Every statement of the store, for checks.
std::vector<pg::Statement> AllStatements();

// Adds an argument of a column or filter; monostate is NULL. A value of another type is a broken promise of the
// program.
void AddValue(ColumnType type, const Value& value, pg::Params& params);

}  // namespace amparo::cases
