#include "services/case/api/note_reader.h"

namespace amparo::cases {

using options::v1::ROLE_ATTORNEY;
using options::v1::ROLE_PARALEGAL;
using options::v1::ROLE_SOCIAL_WORKER;
using options::v1::ROLE_SUPERVISOR;

NoteReader NoteReaderOf(const rpc::CallContext& context) {
  const access::RoleSet roles = context.caller().roles();
  return {.identity = context.caller().identity(),
          .legal = roles.Has(ROLE_ATTORNEY) || roles.Has(ROLE_PARALEGAL),
          .social_work = roles.Has(ROLE_SOCIAL_WORKER),
          .supervisor = roles.Has(ROLE_SUPERVISOR)};
}

// What the filter of the note's table lets through (store/tables.cc).
std::vector<std::string> ReadableBy(const NoteReader& reader) {
  std::vector<std::string> readable(1, reader.identity);
  for (const Confidentiality level : LevelsOf(reader)) readable.push_back(std::to_string(static_cast<int>(level)));
  return readable;
}

}  // namespace amparo::cases
