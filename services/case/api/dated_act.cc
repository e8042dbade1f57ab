#include "services/case/api/dated_act.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <variant>

#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/charge.pb.h"
#include "amparo/cases/v1/office.pb.h"
#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/charge_convert.h"
#include "services/case/convert/document_convert.h"
#include "services/case/convert/document_copy_convert.h"
#include "services/case/convert/office_convert.h"
#include "services/case/convert/task_convert.h"
#include "services/case/domain/document_dates.h"

namespace amparo::cases {
namespace {

// More charges, documents, copies or tasks than any case has.
constexpr int32_t kMostDated = 10000;

// The place of the case among what a plan reads.
std::size_t PlaceOfCase(const ActPlan& plan, const CaseName& the_case) {
  const auto at = std::find_if(plan.reads.begin(), plan.reads.end(), [&the_case](const RecordKey& key) {
    return key.kind == Kind::kCase && key.id == the_case.id;
  });
  AMPARO_CHECK(at != plan.reads.end(), "an act that tasks follow reads its case");
  return static_cast<std::size_t>(at - plan.reads.begin());
}

// True when tasks may hang on what is said in the case. The templates of the one that stands for it, or for which it
// stands, are not at hand: they may have some.
bool MayHaveTasks(const std::optional<Record>& the_case) {
  v1::Case message;
  if (!the_case || the_case->merged_into) return the_case.has_value();
  return message.ParseFromString(the_case->body) && message.task_templates_size() + message.merged_cases_size() > 0;
}

// True when nothing is to be done any more in the case in `record`, by its own stage or that of the one that stands for
// it.
absl::StatusOr<bool> IsOver(Work& work, const CaseName& name, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Case own, MessageIn<v1::Case>(record));
  AMPARO_ASSIGN_OR_RETURN(const Record standing, StandingCase(work, name, record));
  AMPARO_ASSIGN_OR_RETURN(const v1::Case goes_by, MessageIn<v1::Case>(standing));
  return RefuseUpdate(CaseFromStored(own)).has_value() || RefuseUpdate(CaseFromStored(goes_by)).has_value();
}

// What a case has of a kind, as it is by now, in order of entry.
template <typename Message, typename T>
absl::StatusOr<std::vector<T>> AllOfCase(Work& work, const CaseName& name, Kind kind,
                                         T (*from_stored)(const Message&)) {
  ListQuery query;
  query.kind = kind;
  query.office = name.office;
  query.case_id = name.id;
  query.with_merged = true;
  query.limit = kMostDated;
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> records, work.List(query));
  std::vector<T> all;
  for (const Record& record : records) {
    AMPARO_ASSIGN_OR_RETURN(const Message message, MessageIn<Message>(record));
    all.push_back(from_stored(message));
  }
  return all;
}

absl::StatusOr<std::vector<DocumentDates>> DocumentDatesOf(Work& work, const CaseName& name) {
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Document> documents,
                          AllOfCase(work, name, Kind::kDocument, &DocumentFromStored));
  AMPARO_ASSIGN_OR_RETURN(const std::vector<DocumentCopy> copies,
                          AllOfCase(work, name, Kind::kDocumentCopy, &CopyFromStored));
  return DatesOfDocuments(documents, copies);
}

// The day of the earliest verdict on any charge, whatever became of it.
absl::StatusOr<std::optional<absl::CivilDay>> FirstVerdict(Work& work, const CaseName& name) {
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Charge> charges, AllOfCase(work, name, Kind::kCharge, &ChargeFromStored));
  std::optional<absl::CivilDay> first;
  for (const Charge& charge : charges) {
    for (const Ruling& ruling : charge.rulings) {
      // What was struck out was never ruled so.
      const bool verdict = !ruling.strike && std::holds_alternative<Verdict>(ruling.what);
      if (verdict && (!first || ruling.date() < *first)) first = ruling.date();
    }
  }
  return first;
}

// What becomes of a task that follows, and why.
std::pair<TaskAct, std::string> MoveOf(const CaseTask& task, const TaskDue& due) {
  if (task.Withdrawn()) return {TaskAct::kReopen, "the day that it hangs on is known, and its case is open"};
  if (due.stopped == task.clock_stopped) {
    return {TaskAct::kReschedule, "its reference date, the holidays or the case's rests moved"};
  }
  if (due.stopped) return {TaskAct::kStop, "the case rests"};
  return {TaskAct::kResume, "the case goes on"};
}

// When the task is due that `planned` would be made as now.
TaskDue DueNow(const CaseTask& task, const PlannedTask& planned, const KnownDates& dates,
               const TaskFollowing& following) {
  return DueOf(*planned.item, planned.start, ExtensionsOf(task), following.calendar, dates.rests);
}

// What the service itself does with a task today.
TaskActInput ByItself(TaskAct act, std::string reason, const TaskFollowing& following) {
  return {.act = act,
          .date = following.today,
          .now = following.now,
          .recorder = following.recorder,
          .reason = std::move(reason)};
}

// Lets the task in `record` follow: moves, stops or resumes its due date, unless somebody set it; opens it again if its
// day had been taken back.
absl::Status LetFollow(Work& work, const Record& record, const PlannedTask& planned, const KnownDates& dates,
                       const TaskFollowing& following) {
  AMPARO_ASSIGN_OR_RETURN(v1::Task message, MessageIn<v1::Task>(record));
  CaseTask task = TaskFromStored(message);
  // What was ended otherwise stays as it was.
  if (task.state != TaskState::kOpen && !task.Withdrawn()) return absl::OkStatus();
  const TaskDue before{task.due_date, task.clock_stopped};
  const TaskDue due = task.due_by_hand ? before : DueNow(task, planned, dates, following);
  if (due == before && !task.Withdrawn()) return absl::OkStatus();
  auto [act, reason] = MoveOf(task, due);
  TaskActInput move = ByItself(act, std::move(reason), following);
  move.due_date = due.day;
  task.due_date = due.day;
  const std::string name = ToString(task.name);
  AMPARO_ASSIGN_OR_RETURN(task, ToStatusOr(ApplyTaskAct(std::move(task), move), name));
  task.clock_stopped = due.stopped;
  return work.Write(ChangeTo(task, record.version + 1, following.now, std::move(message)));
}

// Withdraws what is open of a version of a template and not among `planned`.
absl::Status WithdrawOthers(Work& work, const TaskTemplate& from, const std::vector<PlannedTask>& planned,
                            std::string_view why, const TaskFollowing& following) {
  std::set<Uuid> stay;
  for (const PlannedTask& one : planned) stay.insert(one.task.name.id);
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> open, OpenTasksOf(work, following.the_case));
  for (const Record& record : open) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Task message, MessageIn<v1::Task>(record));
    const v1::TaskOrigin& origin = message.origin();
    const bool of_version = origin.template_id() == from.id && origin.version() == from.version;
    if (!of_version || stay.contains(record.id)) continue;
    const TaskActInput withdraw = ByItself(TaskAct::kWithdraw, std::string(why), following);
    AMPARO_ASSIGN_OR_RETURN(Change change, MovedTask(withdraw, record));
    AMPARO_RETURN_IF_ERROR(work.Write(std::move(change)));
  }
  return absl::OkStatus();
}

// What the newest of the older versions made of the item of `planned` and nobody cancelled; nullopt when there is none.
absl::StatusOr<std::optional<CaseTask>> OlderTask(Work& work, const PlannedTask& planned) {
  TaskOrigin origin = *planned.task.origin;
  while (--origin.version > 0) {
    const TaskName name = TaskOfOrigin(planned.task.name.parent(), origin, planned.round);
    AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> record, work.Find(KeyOf(name)));
    if (!record) continue;
    AMPARO_ASSIGN_OR_RETURN(const v1::Task message, MessageIn<v1::Task>(*record));
    CaseTask task = TaskFromStored(message);
    if (task.state != TaskState::kCancelled) return std::optional(std::move(task));
  }
  return std::optional<CaseTask>();
}

// The task to be made of `planned`; nullopt when it was done under an older version of the template.
absl::StatusOr<std::optional<CaseTask>> TaskToMake(Work& work, const PlannedTask& planned, const KnownDates& dates,
                                                   const TaskFollowing& following) {
  AMPARO_ASSIGN_OR_RETURN(const std::optional<CaseTask> older, OlderTask(work, planned));
  if (!older) return std::optional(planned.task);
  if (older->state == TaskState::kDone) return std::optional<CaseTask>();
  const TaskActInput by = ByItself(TaskAct::kCreate, "", following);
  AMPARO_ASSIGN_OR_RETURN(CaseTask task, ToStatusOr(TakenOver(planned, *older, by, following.calendar, dates.rests),
                                                    ToString(planned.task.name)));
  return std::optional(std::move(task));
}

// Makes and moves the tasks of the case that `following` names; withdraws them when nothing is to be done in it any
// more.
absl::Status FollowIn(Work& work, const TaskFollowing& following) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(following.the_case)));
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
  if (message.task_templates_size() == 0) return absl::OkStatus();
  AMPARO_ASSIGN_OR_RETURN(const bool over, IsOver(work, following.the_case, record));
  std::vector<const TaskTemplate*> templates;
  bool with_documents = false;
  for (const v1::AppliedTaskTemplate& applied : message.task_templates()) {
    const TaskTemplate* const from = FindTaskTemplate(following.templates, applied.template_id(), applied.version());
    if (from == nullptr) continue;
    templates.push_back(from);
    with_documents = with_documents || HangsOnDocuments(*from);
  }
  KnownDates dates;
  if (!over) {
    AMPARO_ASSIGN_OR_RETURN(dates, DatesOf(work, following.the_case, record, with_documents));
  }
  for (const TaskTemplate* const from : templates) {
    const absl::Status settled = over ? WithdrawOthers(work, *from, {}, "the case is closed or declined", following)
                                      : SettleTemplate(work, *from, dates, following).status();
    AMPARO_RETURN_IF_ERROR(settled);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> DecideAndFollow(Work& work, const ActPlan& plan, const TaskFollowing& following) {
  // The case first, so that no two acts wait for each other.
  AMPARO_RETURN_IF_ERROR(Need(work, KeyOf(following.the_case)).status());
  Found found;
  for (const RecordKey& key : plan.reads) {
    AMPARO_ASSIGN_OR_RETURN(found.emplace_back(), work.Find(key));
  }
  AMPARO_ASSIGN_OR_RETURN(Change change, plan.decide(found));
  AMPARO_ASSIGN_OR_RETURN(std::string response, Written(work, std::move(change)));
  AMPARO_RETURN_IF_ERROR(FollowReferenceDates(work, following));
  return response;
}

}  // namespace

Task<absl::StatusOr<TaskFollowing>> FollowingFor(DatedActParts parts, rpc::CallContext* context, CaseName the_case,
                                                 absl::Time now) {
  TaskFollowing following;
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await parts.offices->Find(the_case.office, context->limits()));
  following.today = office->Today(now);
  const OfficeName of{the_case.office};
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await parts.store->GetLatest(KeyOf(of), context->limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Office kept, MessageIn<v1::Office>(record));
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<AnnualHoliday> annual,
                             co_await parts.templates->ListAnnualHolidays(office->country_code, context->limits()));
  following.calendar = WorkingDays(std::move(annual), OfficeFromStored(kept).holidays);
  AMPARO_CO_ASSIGN_OR_RETURN(following.templates, co_await parts.templates->ListTaskTemplates(context->limits()));
  following.the_case = std::move(the_case);
  following.recorder = context->caller().identity();
  following.now = now;
  co_return following;
}

absl::StatusOr<std::vector<InactivePeriod>> RestsOfMatter(Work& work, const CaseName& name, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(const Record standing, StandingCase(work, name, record));
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(standing));
  return RestsOf(CaseFromStored(message));
}

absl::StatusOr<KnownDates> DatesOf(Work& work, const CaseName& name, const Record& record, bool with_documents) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
  KnownDates dates;
  dates.of_case = DatesIn(CaseFromStored(message));
  AMPARO_ASSIGN_OR_RETURN(dates.rests, RestsOfMatter(work, name, record));
  if (with_documents) {
    AMPARO_ASSIGN_OR_RETURN(dates.of_documents, DocumentDatesOf(work, name));
  }
  if (record.charges.first_date) dates.of_case[ReferenceKind::kFirstCharge] = *record.charges.first_date;
  if (record.charges.charges == 0) return dates;
  AMPARO_ASSIGN_OR_RETURN(const std::optional<absl::CivilDay> verdict, FirstVerdict(work, name));
  if (verdict) dates.of_case[ReferenceKind::kVerdict] = *verdict;
  return dates;
}

absl::StatusOr<std::vector<Record>> OpenTasksOf(Work& work, const CaseName& name) {
  ListQuery query;
  query.kind = Kind::kTask;
  query.office = name.office;
  query.case_id = name.id;
  query.filters.emplace_back(std::vector<int64_t>(1, static_cast<int64_t>(TaskState::kOpen)));
  query.limit = kMostDated;
  return work.List(query);
}

absl::StatusOr<Change> MovedTask(const TaskActInput& input, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(v1::Task kept, MessageIn<v1::Task>(record));
  AMPARO_ASSIGN_OR_RETURN(const CaseTask value, ToStatusOr(ApplyTaskAct(TaskFromStored(kept), input), kept.name()));
  return ChangeTo(value, record.version + 1, input.now, std::move(kept));
}

absl::StatusOr<std::optional<TaskDue>> DueByTemplate(Work& work, const CaseTask& task, const Record& the_case,
                                                     const TaskFollowing& following) {
  std::optional<TaskDue> due;
  if (!task.origin) return due;
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(the_case));
  const auto& templates = message.task_templates();
  const bool applies = std::any_of(templates.begin(), templates.end(), [&task](const v1::AppliedTaskTemplate& one) {
    return one.template_id() == task.origin->template_id && one.version() == task.origin->version;
  });
  const TaskTemplate* const from =
      applies ? FindTaskTemplate(following.templates, task.origin->template_id, task.origin->version) : nullptr;
  if (from == nullptr) return due;
  const CaseName name = task.name.parent();
  AMPARO_ASSIGN_OR_RETURN(const KnownDates dates, DatesOf(work, name, the_case, HangsOnDocuments(*from)));
  for (const PlannedTask& planned : TasksOf(*from, name, dates, following.calendar, {.act = TaskAct::kCreate})) {
    if (planned.task.name != task.name) continue;
    if (!task.due_by_hand) due = DueNow(task, planned, dates, following);
    return due;
  }
  return errors::FailedPrecondition(
      "REFERENCE_DATE_UNKNOWN", ToString(task.name),
      "the day that it hung on was taken back (known again, it opens the task), or came anew with a task of its own");
}

absl::StatusOr<FollowedTasks> SettleTemplate(Work& work, const TaskTemplate& from, const KnownDates& dates,
                                             const TaskFollowing& following) {
  const std::vector<PlannedTask> tasks =
      TasksOf(from, following.the_case, dates, following.calendar, ByItself(TaskAct::kCreate, "", following));
  FollowedTasks followed;
  std::set<std::string> hang;
  for (const PlannedTask& one : tasks) hang.insert(one.item->code);
  followed.waiting = static_cast<int32_t>(from.items.size() - hang.size());
  // Entered a microsecond apart, the last now, so that lists keep the template's order.
  absl::Time entered = following.now - absl::Microseconds(tasks.size());
  for (const PlannedTask& one : tasks) {
    entered += absl::Microseconds(1);
    AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> record, work.Find(KeyOf(one.task.name)));
    if (record) {
      ++followed.existing;
      AMPARO_RETURN_IF_ERROR(LetFollow(work, *record, one, dates, following));
      continue;
    }
    AMPARO_ASSIGN_OR_RETURN(const std::optional<CaseTask> task, TaskToMake(work, one, dates, following));
    if (!task) {
      ++followed.existing;
      continue;
    }
    Change change = NewResource<v1::Task>(*task, entered);
    followed.made.push_back(change.response);
    AMPARO_RETURN_IF_ERROR(work.Write(std::move(change)));
  }
  AMPARO_RETURN_IF_ERROR(
      WithdrawOthers(work, from, tasks, "the day that it hung on was taken back, or came anew", following));
  return followed;
}

absl::Status FollowReferenceDates(Work& work, const TaskFollowing& following) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(following.the_case)));
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
  const MergeState merge = CaseFromStored(message).merge;
  std::vector<Uuid> cases(1, following.the_case.id);
  if (merge.merged()) {
    cases.push_back(*merge.survivor());
  } else {
    cases.insert(cases.end(), merge.members.begin(), merge.members.end());
  }
  TaskFollowing in_turn = following;
  for (const Uuid& id : cases) {
    in_turn.the_case.id = id;
    AMPARO_RETURN_IF_ERROR(FollowIn(work, in_turn));
  }
  return absl::OkStatus();
}

Task<absl::StatusOr<std::string>> RunDatedPlan(DatedActParts parts, rpc::CallContext* context, ActPlan plan,
                                               CaseName the_case, absl::Time now) {
  const std::size_t place = PlaceOfCase(plan, the_case);
  bool tasks_follow = false;
  ActPlan alone = plan;
  alone.decide = [&plan, &tasks_follow, place](const Found& found) -> absl::StatusOr<Change> {
    tasks_follow = MayHaveTasks(found[place]);
    if (tasks_follow) return errors::Aborted("TASKS_FOLLOW", "tasks of the case hang on what this act says");
    return plan.decide(found);
  };
  absl::StatusOr<std::string> answer = co_await parts.store->Run(std::move(alone), context->limits());
  if (answer.ok() || !tasks_follow) co_return answer;
  AMPARO_CO_ASSIGN_OR_RETURN(TaskFollowing following, co_await FollowingFor(parts, context, std::move(the_case), now));
  ActStamp stamp = plan.stamp;
  WorkBody body = [plan = std::move(plan), following = std::move(following)](Work& work) {
    return DecideAndFollow(work, plan, following);
  };
  absl::StatusOr<std::string> followed =
      co_await parts.store->RunWork(std::move(stamp), std::move(body), context->limits());
  co_return followed;
}

}  // namespace amparo::cases
