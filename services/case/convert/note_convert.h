// Notes between the contract and the domain.
#pragma once

#include "absl/time/civil_time.h"
#include "amparo/cases/v1/note.pb.h"
#include "services/case/domain/note.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new note called `name`: level, person, day (absent = `today`).
Note NoteFromRequest(const v1::Note& request, const NoteName& name, absl::CivilDay today, Violations& violations);

// A note as it was kept; whose key seals it the record says (Record::subject).
Note NoteFromStored(const v1::Note& stored);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, sealed text) as it is.
void ToProto(const Note& value, v1::Note& out);

// The columns of the note's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Note& value);

}  // namespace amparo::cases
