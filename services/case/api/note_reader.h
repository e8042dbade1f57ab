// Who reads, as far as notes ask, and what a list of notes shows them.
#pragma once

#include <string>
#include <vector>

#include "common/rpc/call_context.h"
#include "services/case/domain/note.h"

namespace amparo::cases {

// The caller of a call.
NoteReader NoteReaderOf(const rpc::CallContext& context);

// What the filter of the note's table lets through (store/tables.cc).
std::vector<std::string> ReadableBy(const NoteReader& reader);

}  // namespace amparo::cases
