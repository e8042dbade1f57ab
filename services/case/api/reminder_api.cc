#include "services/case/api/reminder_api.h"

#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/base/civil.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/rpc/request_id.h"
#include "services/case/api/support.h"
#include "services/case/api/task_api.h"
#include "services/case/convert/task_convert.h"

namespace amparo::cases {
namespace {

// The most reminders of one answer.
constexpr int32_t kMostAtOnce = 200;

ReminderScope ScopeFrom(const v1::WatchRemindersRequest& request, Violations& violations) {
  ReminderScope scope;
  scope.assignee = {.principal = request.assignee(), .role = request.role()};
  scope.horizon_days = request.horizon_days();
  violations.RequireText(request.assignee(), {0, 200}, "assignee");
  violations.Require(request.role() == 0 || IsCaseRole(request.role()), "role",
                     "must be a role of people who work on cases");
  const bool fits = scope.horizon_days >= 0 && scope.horizon_days <= kMostHorizonDays;
  violations.Require(fits, "horizon_days", "must be 0 to 366");
  return scope;
}

// What ties a token to the arguments of its stream.
std::string BindingOf(const rpc::CallContext& context, v1::WatchRemindersRequest request) {
  request.clear_start_token();
  return absl::BytesToHexString(rpc::RequestDigest(context.method(), request).substr(0, 8));
}

// A page of the office's open tasks that are due by `last`.
ListQuery DueTasks(const std::string& office, absl::CivilDay last, const std::optional<ListQuery::After>& after) {
  ListQuery query;
  query.kind = Kind::kTask;
  query.office = office;
  query.all_cases = true;
  // In the order of the table's filters (store/tables.cc).
  query.filters.resize(5);
  query.filters[0] = std::vector<int64_t>(1, static_cast<int64_t>(TaskState::kOpen));
  query.filters[4] = last;
  query.after = after;
  query.limit = kMostAtOnce;
  return query;
}

void AddReminder(v1::Task task, Urgency urgency, absl::CivilDay today, v1::WatchRemindersResponse& response) {
  v1::Reminder& added = *response.add_reminders();
  SetOverdue(today, task);
  *added.mutable_task() = std::move(task);
  added.set_urgency(static_cast<v1::Urgency>(urgency));
}

}  // namespace

rpc::ServiceBinding ReminderApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.ReminderService");
  binding.ServerStream<&ReminderApi::WatchReminders>("WatchReminders", this);
  return binding;
}

Task<absl::Status> ReminderApi::Send(Stream* stream, v1::WatchRemindersResponse response, bool goes_on, Out* out) {
  SetDate(*stream->day, response.mutable_day());
  if (!goes_on) response.set_token(StrCat(stream->feed_token, ".", FormatDate(*stream->day), ".", stream->binding));
  const absl::Status sent = co_await out->Write(response);
  stream->spoke = absl::Now();
  co_return sent;
}

Task<absl::Status> ReminderApi::TellAll(rpc::CallContext* context, Stream* stream, absl::CivilDay today, Out* out) {
  stream->day = today;
  stream->told_caught_up = false;
  std::optional<ListQuery::After> after;
  for (bool more = true; more;) {
    ListQuery query = DueTasks(stream->office->id, HorizonOf(stream->scope, today), after);
    AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Listed> listed,
                               co_await store_->List(std::move(query), context->limits()));
    more = listed.size() == static_cast<std::size_t>(kMostAtOnce);
    v1::WatchRemindersResponse response;
    for (const Listed& one : listed) {
      after = ListQuery::After{one.order_time, one.record.id};
      AMPARO_CO_ASSIGN_OR_RETURN(v1::Task task, BasicOf<v1::Task>(one.record));
      const Urgency urgency = UrgencyOf(TaskFromStored(task), stream->scope, today);
      if (urgency == Urgency::kUnspecified) continue;
      stream->told.insert(task.name());
      AddReminder(std::move(task), urgency, today, response);
    }
    if (more && response.reminders_size() == 0) continue;
    AMPARO_CO_RETURN_IF_ERROR(co_await Send(stream, std::move(response), /*goes_on=*/more, out));
  }
  co_return absl::OkStatus();
}

Task<absl::StatusOr<bool>> ReminderApi::TellChanges(rpc::CallContext* context, Stream* stream, Out* out) {
  AMPARO_CO_ASSIGN_OR_RETURN(TaskChanges changes,
                             co_await tasks_->Read(stream->office->id, stream->feed_token, context->limits()));
  const absl::CivilDay today = *stream->day;
  v1::WatchRemindersResponse response;
  for (const std::string& body : changes.tasks) {
    AMPARO_CO_ASSIGN_OR_RETURN(v1::Task task, ParseStored<v1::Task>(body));
    const Urgency urgency = UrgencyOf(TaskFromStored(task), stream->scope, today);
    if (urgency != Urgency::kUnspecified) {
      stream->told.insert(task.name());
      AddReminder(std::move(task), urgency, today, response);
    } else if (stream->told.erase(task.name()) > 0 || !stream->knows_told) {
      response.add_gone(task.name());
    }
    if (response.reminders_size() < kMostAtOnce) continue;
    v1::WatchRemindersResponse full;
    full.Swap(&response);
    AMPARO_CO_RETURN_IF_ERROR(co_await Send(stream, std::move(full), /*goes_on=*/true, out));
  }
  stream->feed_token = std::move(changes.token);
  const bool news = response.reminders_size() > 0 || response.gone_size() > 0;
  const bool arrived = changes.caught_up && !stream->told_caught_up;
  if (news || arrived || absl::Now() - stream->spoke >= kHeartbeat) {
    response.set_caught_up(changes.caught_up);
    stream->told_caught_up = changes.caught_up;
    AMPARO_CO_RETURN_IF_ERROR(co_await Send(stream, std::move(response), /*goes_on=*/false, out));
  }
  co_return changes.caught_up;
}

Task<absl::Status> ReminderApi::WatchReminders(rpc::CallContext& context, v1::WatchRemindersRequest request,
                                               rpc::ServerStream<v1::WatchRemindersResponse>& out) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  Stream stream;
  AMPARO_CO_ASSIGN_OR_RETURN(stream.office, co_await offices_->Find(parent.office, context.limits()));
  Violations found;
  stream.scope = ScopeFrom(request, found);
  stream.binding = BindingOf(context, request);
  stream.spoke = absl::Now();
  if (!request.start_token().empty()) {
    const std::vector<std::string> parts = absl::StrSplit(request.start_token(), '.');
    if (parts.size() == 3) stream.day = ParseDate(parts[1]);
    const bool fits = stream.day && parts[2] == stream.binding;
    if (found.Require(fits, "start_token", "must come from an earlier answer to the same arguments")) {
      stream.feed_token = parts[0];
    }
  }
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
  // A stream that waits must notice that the server goes away.
  std::stop_callback on_shutdown(context.shutting_down(), [this] { tasks_->Wake(); });
  if (!stream.day) {
    stream.knows_told = true;
    // Before the list, so that what changes meanwhile is told again and not left out.
    AMPARO_CO_ASSIGN_OR_RETURN(stream.feed_token, co_await tasks_->Head(context.limits()));
  }
  while (!context.shutting_down().stop_requested()) {
    const uint64_t rung = tasks_->rung();
    const absl::CivilDay today = stream.office->Today(context.clock().Now());
    // A night has passed, or the stream begins.
    if (!stream.day || *stream.day < today) {
      AMPARO_CO_RETURN_IF_ERROR(co_await TellAll(&context, &stream, today, &out));
    }
    AMPARO_CO_ASSIGN_OR_RETURN(const bool caught_up, co_await TellChanges(&context, &stream, &out));
    if (caught_up) AMPARO_CO_RETURN_IF_ERROR(co_await tasks_->Wait(rung, context.limits()));
  }
  if (stream.day) (void)co_await Send(&stream, v1::WatchRemindersResponse(), /*goes_on=*/false, &out);
  co_return errors::ShuttingDown();
}

}  // namespace amparo::cases
