#include "services/case/convert/task_convert.h"

#include "amparo/options/v1/options.pb.h"
#include "services/case/convert/case_members.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(TaskState::kCancelled) == v1::TASK_STATE_CANCELLED);
static_assert(static_cast<int>(TaskAct::kWithdraw) == v1::TASK_ACT_WITHDRAW);
static_assert(static_cast<int>(DayCount::kWorking) == v1::DAY_COUNT_WORKING);

// The last day that a date can name.
constexpr absl::CivilDay kLastDay(9999, 12, 31);

TaskEvent TaskEventFrom(const v1::TaskEvent& event) {
  return {.act = static_cast<TaskAct>(event.act()),
          .date = DayFrom(event.date()).value_or(absl::CivilDay()),
          .record_time = TimeFrom(event.record_time()),
          .recorder = event.recorder(),
          .reason = event.reason(),
          .assignee = {.principal = event.assignee(), .role = event.role()},
          .due_date = DayFrom(event.due_date()).value_or(absl::CivilDay()),
          .extension = {.days = event.extension_days(), .count = static_cast<DayCount>(event.extension_count())}};
}

void SetTaskEvent(const TaskEvent& event, v1::TaskEvent& out) {
  out.set_act(static_cast<v1::TaskAct>(event.act));
  SetDate(event.date, out.mutable_date());
  SetTimestamp(event.record_time, out.mutable_record_time());
  out.set_recorder(event.recorder);
  out.set_reason(event.reason);
  out.set_assignee(event.assignee.principal);
  out.set_role(static_cast<options::v1::Role>(event.assignee.role));
  SetDate(event.due_date, out.mutable_due_date());
  out.set_extension_days(event.extension.days);
  out.set_extension_count(static_cast<v1::DayCount>(event.extension.count));
}

void SetOrigin(const TaskOrigin& origin, v1::TaskOrigin& out) {
  out.set_template_id(origin.template_id);
  out.set_version(origin.version);
  out.set_item(origin.item);
  out.set_reference(static_cast<v1::ReferenceKind>(origin.reference));
  out.set_document(origin.document ? ToString(*origin.document) : std::string());
}

}  // namespace

Assignee AssigneeFrom(const std::string& principal, int role, Violations& violations) {
  violations.Require(options::v1::Role_IsValid(role), "role", "must be one of its values");
  return {.principal = principal, .role = role};
}

CaseTask TaskFromRequest(const v1::Task& request, const TaskName& name, Violations& violations) {
  CaseTask value;
  value.name = name;
  value.title = request.title();
  value.assignee = AssigneeFrom(request.assignee(), request.role(), violations);
  value.due_date = RequiredDay(request.has_due_date(), request.due_date(), "due_date", violations);
  value.due_by_hand = true;
  value.party = OptionalMemberOf<PartyName>(name.parent(), request.party(), "party", violations);
  return value;
}

CaseTask TaskFromStored(const v1::Task& stored) {
  Violations none;
  CaseTask value = TaskFromRequest(stored, StoredName<TaskName>(stored), none);
  AMPARO_CHECK(none.empty(), "a stored task is well formed");
  value.due_by_hand = stored.due_by_hand();
  value.clock_stopped = stored.clock_stopped();
  value.state = static_cast<TaskState>(stored.state());
  for (const v1::TaskEvent& event : stored.events()) value.events.push_back(TaskEventFrom(event));
  if (stored.has_origin()) {
    const v1::TaskOrigin& origin = stored.origin();
    value.origin = TaskOrigin{.template_id = origin.template_id(),
                              .version = origin.version(),
                              .item = origin.item(),
                              .reference = static_cast<ReferenceKind>(origin.reference()),
                              .document = ParseName<DocumentName>(origin.document())};
  }
  return value;
}

void ToProto(const CaseTask& value, v1::Task& out) {
  out.set_name(ToString(value.name));
  out.set_title(value.title);
  out.set_assignee(value.assignee.principal);
  out.set_role(static_cast<options::v1::Role>(value.assignee.role));
  SetDate(value.due_date, out.mutable_due_date());
  out.set_party(MemberName<PartyName>(value.name, value.party));
  out.set_state(static_cast<v1::TaskState>(value.state));
  out.clear_events();
  for (const TaskEvent& event : value.events) SetTaskEvent(event, *out.add_events());
  out.clear_origin();
  if (value.origin) SetOrigin(*value.origin, *out.mutable_origin());
  out.set_due_by_hand(value.due_by_hand);
  out.set_clock_stopped(value.clock_stopped);
  out.clear_overdue();
}

void ToProto(const TaskTemplate& value, v1::TaskTemplate& out) {
  out.set_template_id(value.id);
  out.set_version(value.version);
  out.set_title(value.title);
  out.set_country_code(value.country_code);
  out.set_office(value.office);
  for (const std::string& code : value.crime_types) out.add_crime_types(code);
  SetDate(value.effective_date, out.mutable_effective_date());
  out.set_reviewed(value.reviewed);
  for (const TaskTemplateItem& item : value.items) {
    v1::TaskTemplateItem& added = *out.add_items();
    added.set_code(item.code);
    added.set_title(item.title);
    added.set_reference(static_cast<v1::ReferenceKind>(item.reference));
    added.set_offset_days(item.offset_days);
    added.set_day_count(static_cast<v1::DayCount>(item.count));
    added.set_role(static_cast<options::v1::Role>(item.role));
    added.set_document_kind(item.document_kind);
    added.set_stops_while_inactive(item.stops_while_inactive);
    added.set_most_extension_days(item.most_extension_days);
  }
}

std::vector<Value> ColumnsOf(const CaseTask& value) {
  // What stands still is due after every day.
  const absl::CivilDay due = value.clock_stopped ? kLastDay : value.due_date;
  return {static_cast<int64_t>(value.state), value.assignee.principal, static_cast<int64_t>(value.assignee.role), due};
}

}  // namespace amparo::cases
