#include "services/case/convert/note_convert.h"

#include "services/case/convert/case_members.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(Confidentiality::kAuthorAndSupervisor) ==
              v1::NOTE_CONFIDENTIALITY_AUTHOR_AND_SUPERVISOR);
static_assert(static_cast<int>(NoteState::kStruck) == v1::NOTE_STATE_STRUCK);

NoteChange NoteChangeFrom(const v1::NoteChange& change) {
  return {.date = DayFrom(change.date()).value_or(absl::CivilDay()),
          .record_time = TimeFrom(change.record_time()),
          .recorder = change.recorder(),
          .reason = change.reason()};
}

void SetNoteChange(const NoteChange& change, v1::NoteChange& out) {
  SetDate(change.date, out.mutable_date());
  SetTimestamp(change.record_time, out.mutable_record_time());
  out.set_recorder(change.recorder);
  out.set_reason(change.reason);
}

}  // namespace

Note NoteFromRequest(const v1::Note& request, const NoteName& name, absl::CivilDay today, Violations& violations) {
  Note value;
  value.name = name;
  value.confidentiality = EnumFrom<Confidentiality>(request.confidentiality(), v1::NoteConfidentiality_IsValid,
                                                    "confidentiality", violations);
  value.party = OptionalMemberOf<PartyName>(name.parent(), request.party(), "party", violations);
  value.date = OptionalDay(request.has_date(), request.date(), "date", violations).value_or(today);
  return value;
}

Note NoteFromStored(const v1::Note& stored) {
  Violations none;
  Note value = NoteFromRequest(stored, StoredName<NoteName>(stored), absl::CivilDay(), none);
  AMPARO_CHECK(none.empty(), "a stored note is well formed");
  value.author = stored.author();
  value.state = static_cast<NoteState>(stored.state());
  for (const v1::NoteChange& change : stored.amendments()) value.amendments.push_back(NoteChangeFrom(change));
  if (stored.has_strike()) value.strike = NoteChangeFrom(stored.strike());
  return value;
}

void ToProto(const Note& value, v1::Note& out) {
  out.set_name(ToString(value.name));
  out.set_confidentiality(static_cast<v1::NoteConfidentiality>(value.confidentiality));
  out.set_party(MemberName<PartyName>(value.name, value.party));
  SetDate(value.date, out.mutable_date());
  out.set_author(value.author);
  out.set_state(static_cast<v1::NoteState>(value.state));
  out.clear_amendments();
  for (const NoteChange& change : value.amendments) SetNoteChange(change, *out.add_amendments());
  out.clear_strike();
  if (value.strike) SetNoteChange(*value.strike, *out.mutable_strike());
}

std::vector<Value> ColumnsOf(const Note& value) {
  return {static_cast<int64_t>(value.confidentiality), value.author, static_cast<int64_t>(value.state),
          value.party ? Value(*value.party) : Value(), value.subject ? Value(*value.subject) : Value()};
}

}  // namespace amparo::cases
