// amparo query save|list|run|delete
#include <map>
#include <memory>

#include "amparo/cases/v1/saved_query.grpc.pb.h"
#include "common/base/strings.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/case_list.h"
#include "services/cli/context.h"
#include "services/cli/failure.h"
#include "services/cli/lookup.h"
#include "services/cli/saved_list.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using QueryStub = v1::SavedQueryService::Stub;

struct SaveOptions {
  std::string title, office, filters_json, request_id;
  std::string list = "cases";
  bool shared = false;
  CaseFilters filters;
};

// The filters of a list that is given as JSON.
template <typename Request>
void ReadFilters(const std::string& json, Request& request) {
  const auto parsed = google::protobuf::util::JsonStringToMessage(json.empty() ? "{}" : json, &request);
  if (parsed.ok()) return;
  throw Failure(
      kUsage, StrCat("--filters is no ", request.GetDescriptor()->name(), " in JSON: ", std::string(parsed.message())));
}

v1::SavedQuery QueryFrom(const SaveOptions& options) {
  v1::SavedQuery query;
  query.set_title(options.title);
  query.set_shared(options.shared);
  if (options.list == "tasks") {
    ReadFilters(options.filters_json, *query.mutable_tasks());
  } else if (options.list == "persons") {
    ReadFilters(options.filters_json, *query.mutable_persons());
  } else if (options.list == "documents") {
    ReadFilters(options.filters_json, *query.mutable_documents());
  } else if (options.filters_json.empty()) {
    *query.mutable_cases() = CasesRequest(options.office, options.filters);
  } else {
    ReadFilters(options.filters_json, *query.mutable_cases());
  }
  return query;
}

void PrintQuery(Context& context, const v1::SavedQuery& query) {
  Table table = SavedQueryTable();
  table.Add(SavedQueryRow(query));
  context.PrintResource(query, table);
}

void AddSave(CLI::App& queries, Context& context) {
  auto* save = queries.add_subcommand("save", "Save a list with its filters under a title");
  auto options = std::make_shared<SaveOptions>();
  save->add_option("title", options->title, "What it is called, without anything that identifies a person")->required();
  save->add_option("--office", options->office, "The office, such as cebu")->required();
  save->add_flag("--shared", options->shared, "Share it with everybody of the office");
  AddChoice<std::string>(*save, "--list",
                         {{"cases", "cases"}, {"tasks", "tasks"}, {"persons", "persons"}, {"documents", "documents"}},
                         options->list, "Which list; default: cases");
  auto* filters = save->add_option_group("filters", "What the cases must be like");
  AddCaseFilters(*filters, options->filters);
  auto* json = save->add_option("--filters", options->filters_json,
                                "The filters of any list, as the JSON of its request: '{\"overdue\": true}'");
  filters->excludes(json);
  AddRequestId(*save, options->request_id);
  save->footer("Example: amparo query save \"In court, at risk\" --office cebu --stage prosecution --flag safety-risk");
  save->callback([options, &context] {
    Connection& connection = context.connection();
    QueryStub stub(connection.ChannelTo(Service::kCase));
    v1::CreateSavedQueryRequest request;
    request.set_parent(OfficeName(options->office));
    request.set_request_id(RequestIdOr(options->request_id));
    *request.mutable_saved_query() = QueryFrom(*options);
    PrintQuery(context, connection.Call(stub, &QueryStub::CreateSavedQuery, request, "saving the query"));
  });
}

void AddQueryList(CLI::App& queries, Context& context) {
  struct Options {
    std::string office;
    Limit limit;
  };
  auto* list = queries.add_subcommand("list", "List your saved queries, and those shared with the office");
  auto options = std::make_shared<Options>();
  list->add_option("--office", options->office, "The office, such as cebu")->required();
  AddLimit(*list, options->limit);
  list->footer("Example: amparo query list --office cebu");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    QueryStub stub(connection.ChannelTo(Service::kCase));
    v1::ListSavedQueriesRequest request;
    request.set_parent(OfficeName(options->office));
    Table table = SavedQueryTable();
    const bool more = EachPage(connection, stub, &QueryStub::ListSavedQueries, request, context.Most(options->limit),
                               "listing queries", [&table](const v1::ListSavedQueriesResponse& page) {
                                 for (const auto& query : page.saved_queries()) table.Add(SavedQueryRow(query));
                                 return page.saved_queries_size();
                               });
    context.PrintList(table, options->limit, more);
  });
}

void AddQueryRun(CLI::App& queries, Context& context) {
  struct Options {
    std::string title, office;
    Limit limit;
  };
  auto* run = queries.add_subcommand("run", "List what a saved query lists");
  auto options = std::make_shared<Options>();
  run->add_option("title", options->title, "Its title, or offices/OFFICE/savedQueries/ID")->required();
  run->add_option("--office", options->office, "The office, such as cebu")->required();
  AddLimit(*run, options->limit);
  run->footer("Example: amparo query run \"In court, at risk\" --office cebu --format csv");
  run->callback([options, &context] {
    RunSaved(FindSaved(context.connection(), options->office, options->title), options->limit, context);
  });
}

void AddQueryDelete(CLI::App& queries, Context& context) {
  struct Options {
    std::string title, office, request_id;
  };
  auto* remove = queries.add_subcommand("delete", "Delete a saved query");
  auto options = std::make_shared<Options>();
  remove->add_option("title", options->title, "Its title, or offices/OFFICE/savedQueries/ID")->required();
  remove->add_option("--office", options->office, "The office, such as cebu")->required();
  AddRequestId(*remove, options->request_id);
  remove->footer("Example: amparo query delete \"In court, at risk\" --office cebu");
  remove->callback([options, &context] {
    Connection& connection = context.connection();
    QueryStub stub(connection.ChannelTo(Service::kCase));
    const v1::SavedQuery found = FindSaved(connection, options->office, options->title);
    v1::DeleteSavedQueryRequest request;
    request.set_name(found.name());
    request.set_etag(found.etag());
    request.set_request_id(RequestIdOr(options->request_id));
    PrintQuery(context, connection.Call(stub, &QueryStub::DeleteSavedQuery, request, "deleting the query"));
  });
}

}  // namespace

void AddQueryCommands(CLI::App& app, Context& context) {
  auto* queries = app.add_subcommand("query", "Saved queries: save, list, run, delete")->require_subcommand(1);
  AddSave(*queries, context);
  AddQueryList(*queries, context);
  AddQueryRun(*queries, context);
  AddQueryDelete(*queries, context);
}

}  // namespace amparo::cli
