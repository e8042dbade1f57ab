// Who reads, as far as notes ask, and what lists of notes and feeds show them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/access/access.h"
#include "common/rpc/call_context.h"
#include "services/case/domain/note.h"

namespace amparo::cases {

// The caller of a call, by their roles in `office`, whose notes they read.
NoteReader NoteReaderOf(const rpc::CallContext& context, std::string_view office);

// Who meets notes of `office` elsewhere than at NoteService; nullopt for one who may read none of them there.
std::optional<NoteReader> NoteFollowerOf(const access::Account& account, std::string_view office);

// True when a note, as it was kept, is open to a reader; one that is malformed is to nobody.
bool MayReadKept(std::string_view note, const NoteReader& reader);

// What the filter of the note's table lets through (store/tables.cc).
std::vector<std::string> ReadableBy(const NoteReader& reader);

}  // namespace amparo::cases
