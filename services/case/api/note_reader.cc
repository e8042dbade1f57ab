#include "services/case/api/note_reader.h"

#include "amparo/cases/v1/note.pb.h"
#include "services/case/api/timeline_sight.h"
#include "services/case/convert/note_convert.h"

namespace amparo::cases {

using options::v1::ROLE_ATTORNEY;
using options::v1::ROLE_PARALEGAL;
using options::v1::ROLE_SOCIAL_WORKER;
using options::v1::ROLE_SUPERVISOR;

namespace {

NoteReader ReaderWho(const access::Account& account, std::string_view office) {
  const access::RoleSet roles = account.RolesIn(office);
  return {.identity = account.identity(),
          .legal = roles.Has(ROLE_ATTORNEY) || roles.Has(ROLE_PARALEGAL),
          .social_work = roles.Has(ROLE_SOCIAL_WORKER),
          .supervisor = roles.Has(ROLE_SUPERVISOR)};
}

}  // namespace

NoteReader NoteReaderOf(const rpc::CallContext& context, std::string_view office) {
  return ReaderWho(context.caller().account(), office);
}

std::optional<NoteReader> NoteFollowerOf(const access::Account& account, std::string_view office) {
  if (OpenTo(account.RolesIn(office), {Kind::kNote}).empty()) return std::nullopt;
  return ReaderWho(account, office);
}

bool MayReadKept(std::string_view note, const NoteReader& reader) {
  v1::Note message;
  return message.ParseFromArray(note.data(), static_cast<int>(note.size())) && MayRead(NoteFromStored(message), reader);
}

// What the filter of the note's table lets through (store/tables.cc).
std::vector<std::string> ReadableBy(const NoteReader& reader) {
  std::vector<std::string> readable(1, reader.identity);
  for (const Confidentiality level : LevelsOf(reader)) readable.push_back(std::to_string(static_cast<int>(level)));
  return readable;
}

}  // namespace amparo::cases
