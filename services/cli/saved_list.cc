#include "services/cli/saved_list.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "amparo/cases/v1/saved_query.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/case_list.h"
#include "services/cli/failure.h"
#include "services/cli/lookup.h"
#include "services/cli/task_table.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using cases::v1::SavedQuery;
using SavedStub = cases::v1::SavedQueryService::Stub;

// Which list a query keeps.
std::string ListWord(const SavedQuery& query) {
  switch (query.list_case()) {
    case SavedQuery::kCases:
      return "cases";
    case SavedQuery::kTasks:
      return "tasks";
    case SavedQuery::kPersons:
      return "persons";
    case SavedQuery::kDocuments:
      return "documents";
    case SavedQuery::LIST_NOT_SET:
      break;
  }
  return "";
}

Table TableFor(const SavedQuery& query) {
  if (query.has_tasks()) return TaskTable();
  if (query.has_persons()) return Table({"pseudonym", "sex", "name"});
  if (query.has_documents()) return Table({"kind", "state", "title", "due_date", "name"});
  return CaseTable();
}

// Adds what a page lists; answers how many.
int AddPage(const cases::v1::RunSavedQueryResponse& page, Table& table) {
  for (const auto& record : page.cases().cases()) table.Add(CaseRow(record));
  for (const auto& task : page.tasks().tasks()) table.Add(TaskRow(task));
  for (const auto& person : page.persons().persons()) {
    table.Add(Json{{"pseudonym", person.pseudonym()},
                   {"sex", ShortName(*cases::v1::Sex_descriptor(), "SEX_", person.sex())},
                   {"name", person.name()}});
  }
  for (const auto& document : page.documents().documents()) {
    table.Add(Json{{"kind", document.kind()},
                   {"state", ShortName(*cases::v1::DocumentState_descriptor(), "DOCUMENT_STATE_", document.state())},
                   {"title", document.title()},
                   {"due_date", TextOf(document.due_date())},
                   {"name", document.name()}});
  }
  return page.cases().cases_size() + page.tasks().tasks_size() + page.persons().persons_size() +
         page.documents().documents_size();
}

}  // namespace

SavedQuery FindSaved(Connection& connection, const std::string& office, const std::string& title) {
  SavedStub stub(connection.ChannelTo(Service::kCase));
  if (absl::StartsWith(title, "offices/")) {
    cases::v1::GetSavedQueryRequest request;
    request.set_name(title);
    return connection.Call(stub, &SavedStub::GetSavedQuery, request, "reading the query");
  }
  cases::v1::ListSavedQueriesRequest request;
  request.set_parent(OfficeName(office));
  request.set_title(title);
  const auto found = connection.Call(stub, &SavedStub::ListSavedQueries, request, "looking for the query");
  if (found.saved_queries_size() == 1) return found.saved_queries(0);
  if (found.saved_queries().empty()) throw Failure(kNotFound, StrCat("there is no saved query called ", title));
  std::vector<std::string> names;
  for (const SavedQuery& query : found.saved_queries()) names.push_back(query.name());
  throw Failure(
      kUsage, StrCat(names.size(), " saved queries are called ", title, "; name one of: ", absl::StrJoin(names, ", ")));
}

void RunSaved(const SavedQuery& query, const Limit& limit, Context& context) {
  SavedStub stub(context.connection().ChannelTo(Service::kCase));
  cases::v1::RunSavedQueryRequest request;
  request.set_name(query.name());
  Table table = TableFor(query);
  const bool more =
      EachPage(context.connection(), stub, &SavedStub::RunSavedQuery, request, context.Most(limit), "running the query",
               [&table](const cases::v1::RunSavedQueryResponse& page) { return AddPage(page, table); });
  context.PrintList(table, limit, more);
}

Table SavedQueryTable() {
  return Table({"title", "list", "shared", "owner", "name"});
}

Json SavedQueryRow(const SavedQuery& query) {
  return Json{{"title", query.title()},
              {"list", ListWord(query)},
              {"shared", query.shared()},
              {"owner", query.owner()},
              {"name", query.name()}};
}

}  // namespace amparo::cli
