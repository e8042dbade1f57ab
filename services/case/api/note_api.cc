#include "services/case/api/note_api.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/charge_changes.h"
#include "services/case/api/note_reader.h"
#include "services/case/api/reads.h"
#include "services/case/convert/note_convert.h"

namespace amparo::cases {
namespace {

// The note in a record, with whose key seals it.
absl::StatusOr<Note> NoteIn(const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Note message, MessageIn<v1::Note>(record));
  Note note = NoteFromStored(message);
  if (record.subject != record.id) note.subject = record.subject;
  return note;
}

// What is not to be read is not there.
absl::Status RequireReadable(const Note& note, const NoteReader& reader) {
  if (MayRead(note, reader)) return absl::OkStatus();
  return errors::NotFound(KindWord(Kind::kNote), ToString(note.name));
}

// What a request gives the note to say: only AmendNote does.
std::optional<std::string> NoteTextIn(const v1::AmendNoteRequest& request, Violations& violations) {
  CheckNoteText(request.text(), violations);
  return request.text();
}
std::optional<std::string> NoteTextIn(const v1::StrikeNoteRequest&, Violations&) {
  return std::nullopt;
}

// A note to be entered; `found` are its case and, if it is about one, the person.
absl::StatusOr<Change> EnteredNote(Note value, std::optional<std::string> text, absl::Time now, const Found& found) {
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(*found[0], KeyOf(value.name.parent())));
  if (value.party) value.subject = found[1]->subject;
  Change change = NewResource<v1::Note>(value, now, std::move(text));
  change.subject = value.subject;
  change.guard = CaseGuard{.case_id = value.name.case_id, .stages = EveryStage()};
  return change;
}

// A change of a note, asked for.
struct NoteAction {
  Target target;
  NoteChange change;
  NoteReader by;
  absl::CivilDay today;
  std::optional<std::string> text;
};

// Who may not read a note is not told either that its etag is stale.
absl::StatusOr<Change> ChangedNote(const NoteAction& action,
                                   Decision<Note> (*rule)(Note, const NoteChange&, const NoteReader&, absl::CivilDay),
                                   const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(const Note before, NoteIn(record));
  AMPARO_RETURN_IF_ERROR(RequireReadable(before, action.by));
  const std::string name = ToString(before.name);
  AMPARO_RETURN_IF_ERROR(CheckEtag(action.target.etag, record, name));
  AMPARO_ASSIGN_OR_RETURN(const Note after, ToStatusOr(rule(before, action.change, action.by, action.today), name));
  AMPARO_ASSIGN_OR_RETURN(v1::Note message, MessageIn<v1::Note>(record));
  if (action.text) ClearSealed(message);
  Change change = ChangeTo(after, record.version + 1, action.target.now, std::move(message));
  change.secret = action.text;
  change.subject = after.subject;
  return change;
}

}  // namespace

rpc::ServiceBinding NoteApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.NoteService");
  binding.Unary<&NoteApi::CreateNote>("CreateNote", this)
      .Unary<&NoteApi::GetNote>("GetNote", this)
      .Unary<&NoteApi::ListNotes>("ListNotes", this)
      .Unary<&NoteApi::AmendNote>("AmendNote", this)
      .Unary<&NoteApi::StrikeNote>("StrikeNote", this);
  return binding;
}

Task<absl::StatusOr<v1::Note>> NoteApi::CreateNote(rpc::CallContext& context, v1::CreateNoteRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  const absl::Time now = context.clock().Now();
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(parent.office, now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const NoteName name{parent.office, parent.id, rpc::NewHiddenId(request.note_id(), "note_id", now, violations)};
  Violations found("note.");
  Note value = NoteFromRequest(request.note(), name, today, found);
  CheckNote(value, today, found);
  CheckNoteText(request.note().text(), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  value = BeginNote(std::move(value), context.caller().identity());
  std::vector<RecordKey> rests_on(1, KeyOf(parent));
  if (value.party) rests_on.push_back(KeyOf(PartyName{parent.office, parent.id, *value.party}));
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  Decide decide = [value, text = SecretOf(request.note()), now](const Found& facts) {
    return EnteredNote(value, text, now, facts);
  };
  ActPlan plan = NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
  co_return co_await RunAct<v1::Note>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<rpc::Encoded<v1::Note>>> NoteApi::GetNote(rpc::CallContext& context, v1::GetNoteRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const NoteName name, RequireName<NoteName>(context, request.name(), "name"));
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), std::nullopt, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const Note note, NoteIn(record));
  AMPARO_CO_RETURN_IF_ERROR(RequireReadable(note, NoteReaderOf(context, name.office)));
  co_return co_await GetKeyByView<v1::Note>(store_, &context, KeyOf(name), request);
}

Task<absl::StatusOr<v1::ListNotesResponse>> NoteApi::ListNotes(rpc::CallContext& context,
                                                               v1::ListNotesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kNote));
  errors::FieldViolations violations;
  // In the order of the table's filters (store/tables.cc).
  query.filters.resize(3);
  query.filters[0] = ReadableBy(NoteReaderOf(context, query.office));
  if (!request.show_struck()) query.filters[1] = static_cast<int64_t>(NoteState::kActive);
  if (!request.party().empty()) {
    const auto party = ParseName<PartyName>(request.party());
    const bool fits = party && party->office == query.office;
    if (violations.Require(fits, "party", "must be the name of a party")) query.filters[2] = party->id;
  }
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query), &v1::ListNotesResponse::add_notes,
                              std::move(violations));
}

Task<absl::StatusOr<v1::Note>> NoteApi::AmendNote(rpc::CallContext& context, v1::AmendNoteRequest request) {
  return RunNoteAct(&context, std::move(request), &cases::AmendNote);
}

Task<absl::StatusOr<v1::Note>> NoteApi::StrikeNote(rpc::CallContext& context, v1::StrikeNoteRequest request) {
  return RunNoteAct(&context, std::move(request), &cases::StrikeNote);
}

template <typename Request>
Task<absl::StatusOr<v1::Note>> NoteApi::RunNoteAct(rpc::CallContext* context, Request request, NoteRule rule) {
  errors::FieldViolations violations;
  NoteAction action;
  AMPARO_CO_ASSIGN_OR_RETURN(action.target, TargetOf<NoteName>(*context, request, violations));
  const RecordKey& key = action.target.key;
  AMPARO_CO_ASSIGN_OR_RETURN(action.today, co_await offices_->Today(key.office, action.target.now, context->limits()));
  Violations found;
  action.change.date = OptionalDay(request.has_date(), request.date(), "date", found).value_or(action.today);
  action.change.record_time = action.target.now;
  action.change.recorder = context->caller().identity();
  action.change.reason = request.reason();
  action.text = NoteTextIn(request, found);
  action.by = NoteReaderOf(*context, key.office);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(*context, key.office, request.request_id(), request);
  std::vector<RecordKey> rests_on(1, key);
  Decide decide = [action, rule](const Found& facts) { return ChangedNote(action, rule, *facts[0]); };
  ActPlan plan = NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
  co_return co_await RunAct<v1::Note>(store_, context, std::move(plan));
}

}  // namespace amparo::cases
