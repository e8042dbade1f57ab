// The statement that reads the journal of a case.
#pragma once

#include "common/pg/statement.h"

namespace amparo::cases {

// $1 office, $2 case id, $3 the words of the kinds of records, $4 a moment or null, $5 a number of the feed or null,
// $6 the most, $7 names of operations of the case, $8 ids of the cases that count as merged into it, $9 ids of their
// people -> number, kind, name, version, time, body, caller and method ("" when the audit trail does not say) of every
// version, in the order of the feed, that was entered by $4 and stands in the feed up to $5: of the case and of those
// of $8, of what stands under them but operations and broken glass, of the people, of the network links of the people,
// of their parties and of these cases themselves, of the distinctions of the people and of the cases, and of links that
// other cases of the office have to them; and of the operations named. It begins with the indexes by office and case,
// and goes on by the name of each record.
const pg::Statement& JournalStatement();

}  // namespace amparo::cases
