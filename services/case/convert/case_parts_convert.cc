#include "services/case/convert/case_parts_convert.h"

#include "services/case/convert/ruling_convert.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(ClosureState::kWithdrawn) == v1::CLOSURE_STATE_WITHDRAWN);
static_assert(static_cast<int>(ReferenceKind::kDocumentServed) == v1::REFERENCE_KIND_DOCUMENT_SERVED);
static_assert(static_cast<int>(FlagKind::kOther) == v1::FLAG_KIND_OTHER);

ClosureWord ClosureWordFrom(const v1::ClosureWord& word) {
  return {.actor = word.actor(),
          .date = DayFrom(word.effective_date()).value_or(absl::CivilDay()),
          .record_time = TimeFrom(word.record_time()),
          .reason = word.reason()};
}

void SetClosureWord(const ClosureWord& word, v1::ClosureWord& out) {
  out.set_actor(word.actor);
  SetDate(word.date, out.mutable_effective_date());
  SetTimestamp(word.record_time, out.mutable_record_time());
  out.set_reason(word.reason);
}

void SetClosures(const Case& value, v1::Case& out) {
  out.clear_closure_requests();
  for (const ClosureRequest& one : value.closure_requests) {
    v1::ClosureRequest& added = *out.add_closure_requests();
    added.set_state(static_cast<v1::ClosureState>(one.state));
    added.set_closure_reason(static_cast<v1::ClosureReason>(one.closure_reason));
    SetClosureWord(one.request, *added.mutable_request());
    if (one.decision) SetClosureWord(*one.decision, *added.mutable_decision());
  }
}

void SetReferenceDates(const Case& value, v1::Case& out) {
  out.clear_reference_dates();
  for (const ReferenceDate& one : value.reference_dates) {
    v1::ReferenceDate& added = *out.add_reference_dates();
    added.set_kind(static_cast<v1::ReferenceKind>(one.kind));
    if (one.date) SetDate(*one.date, added.mutable_date());
    added.set_recorder(one.recorder);
    SetTimestamp(one.record_time, added.mutable_record_time());
    added.set_reason(one.reason);
  }
}

void SetTaskTemplates(const Case& value, v1::Case& out) {
  out.clear_task_templates();
  for (const AppliedTemplate& one : value.task_templates) {
    v1::AppliedTaskTemplate& added = *out.add_task_templates();
    added.set_template_id(one.id);
    added.set_version(one.version);
    SetDate(one.date, added.mutable_effective_date());
    added.set_recorder(one.recorder);
    SetTimestamp(one.record_time, added.mutable_record_time());
  }
}

}  // namespace

void TakeParts(const v1::Case& stored, Case& value) {
  for (const v1::ClosureRequest& one : stored.closure_requests()) {
    ClosureRequest& added = value.closure_requests.emplace_back();
    added.state = static_cast<ClosureState>(one.state());
    added.closure_reason = static_cast<ClosureReason>(one.closure_reason());
    added.request = ClosureWordFrom(one.request());
    if (one.has_decision()) added.decision = ClosureWordFrom(one.decision());
  }
  for (const v1::ReferenceDate& one : stored.reference_dates()) {
    value.reference_dates.push_back({.kind = static_cast<ReferenceKind>(one.kind()),
                                     .date = DayFrom(one.date()),
                                     .recorder = one.recorder(),
                                     .record_time = TimeFrom(one.record_time()),
                                     .reason = one.reason()});
  }
  for (const v1::AppliedTaskTemplate& one : stored.task_templates()) {
    value.task_templates.push_back({.id = one.template_id(),
                                    .version = one.version(),
                                    .date = DayFrom(one.effective_date()).value_or(absl::CivilDay()),
                                    .recorder = one.recorder(),
                                    .record_time = TimeFrom(one.record_time())});
  }
  for (const int kind : stored.open_flags()) value.open_flags.push_back(static_cast<FlagKind>(kind));
  Violations none;
  for (const v1::Restatement& one : stored.restatements()) value.restatements.push_back(RestatementFrom(one, none));
}

void SetParts(const Case& value, v1::Case& out) {
  SetClosures(value, out);
  SetReferenceDates(value, out);
  SetTaskTemplates(value, out);
  out.clear_open_flags();
  for (const FlagKind kind : value.open_flags) out.add_open_flags(static_cast<v1::FlagKind>(kind));
  out.clear_restatements();
  for (const Restatement& one : value.restatements) SetRestatement(one, out.add_restatements());
}

}  // namespace amparo::cases
