// What of a case's timeline is there for who asks: nothing that is hidden from them elsewhere.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/access/access.h"
#include "services/case/domain/names.h"
#include "services/case/domain/note.h"
#include "services/case/domain/timeline_store.h"

namespace amparo::cases {

// Of `kinds` those whose Get a caller of these roles may call, as the contract's access rules say.
std::vector<Kind> OpenTo(access::RoleSet roles, std::vector<Kind> kinds);

// Takes out the rows of notes that are not `reader`'s to read. INTERNAL for a malformed row.
absl::Status DropHiddenNotes(const NoteReader& reader, std::vector<JournalRow>& rows);

}  // namespace amparo::cases
