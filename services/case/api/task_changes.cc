#include "services/case/api/task_changes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "amparo/cases/v1/task_service.pb.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/task_convert.h"
#include "services/case/domain/task_clock.h"

namespace amparo::cases {
namespace {

// Cancels what is open of older versions of a template; answers how much that was.
absl::StatusOr<int32_t> CancelOlder(Work& work, const Applying& asked) {
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> records, OpenTasksOf(work, asked.following.the_case));
  const TaskActInput cancel = {.act = TaskAct::kCancel,
                               .date = asked.following.today,
                               .now = asked.following.now,
                               .recorder = asked.following.recorder,
                               .reason = StrCat("version ", asked.from.version, " of the template was applied")};
  int32_t cancelled = 0;
  for (const Record& record : records) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Task message, MessageIn<v1::Task>(record));
    const v1::TaskOrigin& origin = message.origin();
    if (origin.template_id() != asked.from.id || origin.version() >= asked.from.version) continue;
    AMPARO_ASSIGN_OR_RETURN(Change change, MovedTask(cancel, record));
    AMPARO_RETURN_IF_ERROR(work.Write(std::move(change)));
    ++cancelled;
  }
  return cancelled;
}

}  // namespace

absl::StatusOr<Change> UpdatedTask(const Update<v1::Task>& update, const TaskActInput& reschedule,
                                   const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(v1::Task kept, MessageIn<v1::Task>(record));
  CaseTask value = TaskFromStored(kept);
  if (update.mask.Has("title")) {
    AMPARO_ASSIGN_OR_RETURN(value, ToStatusOr(Retitled(std::move(value), update.wanted.title()), kept.name()));
  }
  if (update.mask.Has("due_date")) {
    AMPARO_ASSIGN_OR_RETURN(value, ToStatusOr(ApplyTaskAct(std::move(value), reschedule), kept.name()));
    value.due_by_hand = true;
    value.clock_stopped = false;
  }
  return ChangeTo(value, record.version + 1, update.target.now, std::move(kept));
}

absl::StatusOr<std::string> ReopenedTask(Work& work, const ClockAct& asked) {
  const Target& target = asked.target;
  // The case first, so that no two acts wait for each other.
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(asked.following.the_case)));
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, target.key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, record, NameOf(target.key)));
  AMPARO_RETURN_IF_ERROR(RequireOpen(the_case));
  AMPARO_ASSIGN_OR_RETURN(v1::Task kept, MessageIn<v1::Task>(record));
  CaseTask value = TaskFromStored(kept);
  AMPARO_ASSIGN_OR_RETURN(const std::optional<TaskDue> due, DueByTemplate(work, value, the_case, asked.following));
  if (due) value.due_date = due->day;
  AMPARO_ASSIGN_OR_RETURN(value, ToStatusOr(ApplyTaskAct(std::move(value), asked.input), kept.name()));
  // Of a case that goes by one that rests.
  value.clock_stopped = due && due->stopped;
  return Written(work, ChangeTo(value, record.version + 1, target.now, std::move(kept)));
}

absl::StatusOr<std::string> ExtendedTask(Work& work, const ClockAct& asked) {
  const Target& target = asked.target;
  // The case first, as above: it neither comes to rest nor goes on meanwhile.
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(asked.following.the_case)));
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, target.key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, record, NameOf(target.key)));
  AMPARO_ASSIGN_OR_RETURN(v1::Task kept, MessageIn<v1::Task>(record));
  CaseTask value = TaskFromStored(kept);
  ExtensionFacts facts{.calendar = &asked.following.calendar};
  AMPARO_ASSIGN_OR_RETURN(facts.rests, RestsOfMatter(work, asked.following.the_case, the_case));
  if (value.origin) {
    const TaskOrigin& origin = *value.origin;
    const TaskTemplate* const from = FindTaskTemplate(asked.following.templates, origin.template_id, origin.version);
    if (from != nullptr) facts.item = FindTaskItem(*from, origin.item);
  }
  AMPARO_ASSIGN_OR_RETURN(value, ToStatusOr(ExtendTask(std::move(value), asked.input, facts), kept.name()));
  return Written(work, ChangeTo(value, record.version + 1, target.now, std::move(kept)));
}

absl::StatusOr<TaskTemplate> ChosenTemplate(const std::vector<TaskTemplate>& templates, std::string_view id,
                                            int32_t version, absl::CivilDay date) {
  const TaskTemplate* chosen = nullptr;
  bool known = false;
  for (const TaskTemplate& one : templates) {
    if (one.id != id) continue;
    known = true;
    // In the order of versions: the last that fits.
    if (version == 0 ? one.effective_date <= date : one.version == version) chosen = &one;
  }
  if (chosen != nullptr) return *chosen;
  if (!known || version != 0) return errors::NotFound("task_template", id);
  return errors::FailedPrecondition("TEMPLATE_NOT_IN_FORCE", id, "no version of the template applies that day yet");
}

absl::StatusOr<std::string> AppliedToCase(Work& work, const Applying& asked) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, asked.target.key));
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(record, asked.target.key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(asked.target.etag, record, NameOf(asked.target.key)));
  AMPARO_RETURN_IF_ERROR(RequireOpen(record));
  AMPARO_ASSIGN_OR_RETURN(v1::Case message, MessageIn<v1::Case>(record));
  const Case before = CaseFromStored(message);
  AMPARO_ASSIGN_OR_RETURN(const Case after,
                          ToStatusOr(ApplyTemplate(before, asked.from, asked.applied), message.name()));
  AMPARO_ASSIGN_OR_RETURN(const KnownDates dates, DatesOf(work, before.name, record, HangsOnDocuments(asked.from)));
  v1::ApplyTaskTemplateResponse response;
  if (after.task_templates == before.task_templates) {
    *response.mutable_case_() = Basic(std::move(message), record.version);
  } else {
    Change change = ChangeTo(after, record.version + 1, asked.target.now, std::move(message));
    response.mutable_case_()->ParseFromString(change.response);
    AMPARO_RETURN_IF_ERROR(work.Write(std::move(change)));
  }
  // First what takes the place of what is cancelled then: it takes over what was said of it.
  AMPARO_ASSIGN_OR_RETURN(const FollowedTasks followed, SettleTemplate(work, asked.from, dates, asked.following));
  AMPARO_ASSIGN_OR_RETURN(const int32_t cancelled, CancelOlder(work, asked));
  for (const std::string& task : followed.made) response.add_tasks()->ParseFromString(task);
  response.set_existing(followed.existing);
  response.set_waiting(followed.waiting);
  response.set_cancelled(cancelled);
  return response.SerializeAsString();
}

absl::StatusOr<std::string> EnteredDate(Work& work, const EnteringDate& asked) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, asked.target.key));
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(record, asked.target.key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(asked.target.etag, record, NameOf(asked.target.key)));
  AMPARO_ASSIGN_OR_RETURN(v1::Case message, MessageIn<v1::Case>(record));
  const Case before = CaseFromStored(message);
  if (const auto refusal = RefuseUpdate(before)) return ToStatus(*refusal, message.name());
  AMPARO_ASSIGN_OR_RETURN(const Case after,
                          ToStatusOr(EnterReferenceDate(before, asked.entered, asked.following.today), message.name()));
  Change change = ChangeTo(after, record.version + 1, asked.target.now, std::move(message));
  AMPARO_ASSIGN_OR_RETURN(std::string response, Written(work, std::move(change)));
  AMPARO_RETURN_IF_ERROR(FollowReferenceDates(work, asked.following));
  return response;
}

}  // namespace amparo::cases
