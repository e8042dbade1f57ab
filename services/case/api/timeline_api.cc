#include "services/case/api/timeline_api.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/party.pb.h"
#include "amparo/cases/v1/person.pb.h"
#include "common/base/status_macros.h"
#include "services/case/api/note_reader.h"
#include "services/case/api/support.h"
#include "services/case/api/timeline_operations.h"
#include "services/case/api/timeline_page.h"
#include "services/case/api/timeline_sight.h"
#include "services/case/convert/merge_convert.h"
#include "services/case/convert/timeline_convert.h"

namespace amparo::cases {
namespace {

// The longest journal that is told: so many records are read and told in a fraction of a second.
constexpr int32_t kMostChanges = 20000;

// What of the journal a page is told from. The records of operations come by their names.
JournalQuery QueryOf(const CaseName& of, std::vector<Uuid> members, const TimelinePage& page, int64_t up_to,
                     std::vector<Kind> kinds, const SeenOperations& operations) {
  JournalQuery query;
  query.of = of;
  query.members = std::move(members);
  query.kinds = std::move(kinds);
  for (const auto& [text, seen] : operations) {
    if (const auto name = ParseName<OperationName>(text)) query.operations.push_back(*name);
  }
  query.by = page.by;
  query.up_to = up_to;
  query.most = kMostChanges + 1;
  return query;
}

absl::Status RequireTellable(const std::vector<JournalRow>& rows, std::string_view name) {
  if (rows.size() <= static_cast<std::size_t>(kMostChanges)) return absl::OkStatus();
  return errors::FailedPrecondition("TIMELINE_TOO_LONG", name, "ask for some kinds at a time");
}

// The body of the case in one of its versions. INVALID_ARGUMENT for one that it never had.
Task<absl::StatusOr<std::string>> BodyInVersion(TimelineStore* journal, CaseName of, int64_t version, Limits limits) {
  JournalQuery query;
  query.of = std::move(of);
  query.kinds.push_back(Kind::kCase);
  query.most = kMostChanges;
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<JournalRow> rows,
                             co_await journal->Journal(std::move(query), std::move(limits)));
  for (JournalRow& row : rows) {
    if (row.version == version) co_return std::move(row.body);
  }
  co_return errors::InvalidField("page_token", "must come from an earlier answer of this list");
}

// The case as a listing sees it on all its pages: as it was at `by`, and as the first page found it. Otherwise what is
// merged or parted between two pages would come, or go, with a part of its entries.
Task<absl::StatusOr<Record>> CaseOfListing(Store* store, TimelineStore* journal, CaseName of, TimelinePage page,
                                           Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(Record record, co_await store->Get(KeyOf(of), page.by, limits));
  const int64_t seen = page.cursor ? page.cursor->case_version : 0;
  if (seen != 0 && seen != record.version) {
    record.version = seen;
    AMPARO_CO_ASSIGN_OR_RETURN(record.body,
                               co_await BodyInVersion(journal, std::move(of), record.version, std::move(limits)));
  }
  co_return record;
}

// Up to where the journal is told: a later page sees it as the first did.
Task<absl::StatusOr<int64_t>> SeenUpTo(TimelineStore* journal, TimelinePage page, Limits limits) {
  if (page.cursor) co_return page.cursor->up_to;
  AMPARO_CO_ASSIGN_OR_RETURN(const int64_t head, co_await journal->Head(std::move(limits)));
  co_return head;
}

// Who the people in roles are, by the last version of each: of one who was merged whoever stands for them, of a role
// that was entered before people had records the person who has its id.
absl::StatusOr<std::vector<Uuid>> PeopleInRoles(const std::vector<JournalRow>& rows) {
  std::map<std::string_view, Uuid> people;
  for (const JournalRow& row : rows) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Party party, ParseStored<v1::Party>(row.body));
    const auto role = ParseName<PartyName>(row.name);
    const auto person =
        ParseName<PersonName>(party.surviving_person().empty() ? party.person() : party.surviving_person());
    if (person || role) people[row.name] = person ? person->id : role->id;
  }
  std::vector<Uuid> ids;
  for (const auto& [role, person] : people) ids.push_back(person);
  return ids;
}

// The records that were merged into those of people, by the last version of each.
absl::StatusOr<std::vector<Uuid>> MergedInto(const std::vector<JournalRow>& rows) {
  std::map<std::string_view, std::vector<Uuid>> merged;
  for (const JournalRow& row : rows) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Person person, ParseStored<v1::Person>(row.body));
    merged[row.name] = NamedIds<PersonName>(person.merged_persons());
  }
  std::vector<Uuid> ids;
  for (const auto& [name, members] : merged) ids.insert(ids.end(), members.begin(), members.end());
  return ids;
}

// Whether records of a kind belong to a case by its people.
bool IsOfPeople(Kind kind) {
  return kind == Kind::kPerson || kind == Kind::kLink || kind == Kind::kDistinction;
}

// The people of the cases of `query`, as it sees them: with all records that stood for one of them.
Task<absl::StatusOr<std::vector<Uuid>>> PeopleOf(TimelineStore* journal, JournalQuery query, Limits limits) {
  query.operations.clear();
  query.kinds.assign(1, Kind::kParty);
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<JournalRow> roles, co_await journal->Journal(query, limits));
  AMPARO_CO_RETURN_IF_ERROR(RequireTellable(roles, ToString(query.of)));
  AMPARO_CO_ASSIGN_OR_RETURN(query.people, PeopleInRoles(roles));
  query.kinds.assign(1, Kind::kPerson);
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<JournalRow> records, co_await journal->Journal(query, limits));
  AMPARO_CO_RETURN_IF_ERROR(RequireTellable(records, ToString(query.of)));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Uuid> merged, MergedInto(records));
  query.people.insert(query.people.end(), merged.begin(), merged.end());
  co_return query.people;
}

// The page of what `rows` tell, and one entry more if there is one.
absl::StatusOr<std::vector<TimelineEntry>> EntriesOf(const std::vector<JournalRow>& rows, const TimelinePage& page,
                                                     const SeenOperations& operations, std::string_view caller,
                                                     const absl::TimeZone& zone) {
  AMPARO_ASSIGN_OR_RETURN(const std::vector<ToldVersion> versions, VersionsIn(rows));
  std::vector<TimelineEntry> entries = Unfold(versions, zone);
  std::erase_if(entries, [&](const TimelineEntry& entry) { return ForKeepersOnly(operations, caller, entry); });
  const std::optional<TimelinePlace> after = page.cursor ? std::optional(page.cursor->after) : std::nullopt;
  return PageOf(std::move(entries), page.filter, after, static_cast<std::size_t>(page.size) + 1);
}

}  // namespace

rpc::ServiceBinding TimelineApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.TimelineService");
  binding.Unary<&TimelineApi::ListTimeline>("ListTimeline", this);
  return binding;
}

Task<absl::StatusOr<v1::ListTimelineResponse>> TimelineApi::ListTimeline(rpc::CallContext& context,
                                                                         v1::ListTimelineRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName of, RequireName<CaseName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  const TimelinePage page = ReadTimelinePage(context, request, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const OfficeFacts> office,
                             co_await offices_->Find(of.office, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const Record parent, co_await CaseOfListing(store_, journal_, of, page, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Case then, MessageIn<v1::Case>(parent));
  std::vector<Uuid> members = NamedIds<CaseName>(then.merged_cases());

  std::vector<Kind> kinds = OpenTo(context.caller().RolesIn(of.office), KindsTelling(page.filter.kinds));
  SeenOperations operations;
  if (std::erase(kinds, Kind::kOperation) > 0) {
    std::vector<Uuid> cases = members;
    cases.push_back(of.id);
    AMPARO_CO_ASSIGN_OR_RETURN(operations,
                               co_await SeenOperationsOf(compartments_, &context, of.office, std::move(cases)));
  }
  const bool of_people = std::any_of(kinds.begin(), kinds.end(), &IsOfPeople);
  AMPARO_CO_ASSIGN_OR_RETURN(const int64_t up_to, co_await SeenUpTo(journal_, page, context.limits()));
  JournalQuery query = QueryOf(of, std::move(members), page, up_to, std::move(kinds), operations);
  if (of_people) {
    AMPARO_CO_ASSIGN_OR_RETURN(query.people, co_await PeopleOf(journal_, query, context.limits()));
  }
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<JournalRow> rows,
                             co_await journal_->Journal(std::move(query), context.limits()));
  AMPARO_CO_RETURN_IF_ERROR(RequireTellable(rows, request.parent()));
  const TimelineCursor seen{.up_to = up_to, .case_version = parent.version};
  AMPARO_CO_RETURN_IF_ERROR(DropHiddenNotes(NoteReaderOf(context, of.office), rows));
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<TimelineEntry> entries,
                             EntriesOf(rows, page, operations, context.caller().identity(), office->zone));
  v1::ListTimelineResponse answer = AnswerWith(request, page, seen, std::move(entries));
  if (request.show_details()) {
    AMPARO_CO_RETURN_IF_ERROR(AddDetails(rows, answer));
    AMPARO_CO_RETURN_IF_ERROR(co_await AddOperationDetails(compartments_, &context, &operations, &answer));
  }
  AMPARO_CO_RETURN_IF_ERROR(
      co_await LeaveTimelineReceipts(compartments_, &context, of.office, &operations, request.reason(), &answer));
  co_return answer;
}

}  // namespace amparo::cases
