// amparo.cases.v1.NoteService: notes on cases, each for those who may read it.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/note.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/acts.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/note.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in note.proto.
class NoteApi {
 public:
  // Both must outlive it.
  NoteApi(Store* store, OfficeDirectory* offices) : store_(store), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Note>> CreateNote(rpc::CallContext& context, v1::CreateNoteRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Note>>> GetNote(rpc::CallContext& context, v1::GetNoteRequest request);
  Task<absl::StatusOr<v1::ListNotesResponse>> ListNotes(rpc::CallContext& context, v1::ListNotesRequest request);
  Task<absl::StatusOr<v1::Note>> AmendNote(rpc::CallContext& context, v1::AmendNoteRequest request);
  Task<absl::StatusOr<v1::Note>> StrikeNote(rpc::CallContext& context, v1::StrikeNoteRequest request);

 private:
  // A rule that changes a note.
  using NoteRule = Decision<Note> (*)(Note, const NoteChange&, const NoteReader&, absl::CivilDay today);

  // An act on a note by a rule; what an AmendNoteRequest says takes the place of its text.
  template <typename Request>
  Task<absl::StatusOr<v1::Note>> RunNoteAct(rpc::CallContext* context, Request request, NoteRule rule);

  Store* const store_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
