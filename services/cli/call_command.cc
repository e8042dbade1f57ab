// amparo call: any RPC, its request and answer as JSON.
#include <google/protobuf/util/json_util.h>

#include <iostream>
#include <memory>
#include <sstream>

#include "amparo/options/v1/options.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/dynamic_call.h"
#include "services/cli/input_file.h"
#include "services/cli/methods.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct CallOptions {
  std::string method;
  std::string request = "{}";
  std::string request_id;
  bool list = false;
};

void ListMethods(Context& context) {
  Table table({"method", "request", "response", "kind"});
  for (const Method& method : AllMethods()) {
    const auto& descriptor = *method.descriptor;
    const auto& rule = descriptor.options().GetExtension(options::v1::authz);
    const std::string stream = descriptor.client_streaming()   ? ", client stream"
                               : descriptor.server_streaming() ? ", server stream"
                                                               : "";
    table.Add(Json{{"method", method.ShortName()},
                   {"request", descriptor.input_type()->name()},
                   {"response", descriptor.output_type()->name()},
                   {"kind", StrCat(rule.safe() ? "reads" : "changes", stream)}});
  }
  context.Print(table);
}

// The text of a request: as given, of a file (@FILE), or of standard input (-).
std::string RequestText(const std::string& given) {
  if (given.starts_with('@')) return ReadText(given.substr(1));
  if (given != "-") return given;
  std::ostringstream text;
  text << std::cin.rdbuf();
  return text.str();
}

std::unique_ptr<Message> RequestFrom(const std::string& json, const Method& method, const std::string& request_id) {
  std::unique_ptr<Message> request = NewRequest(method);
  const auto parsed = google::protobuf::util::JsonStringToMessage(json, request.get());
  if (!parsed.ok()) {
    throw Failure(kUsage, StrCat("the request is no ", request->GetDescriptor()->name(),
                                 " in JSON: ", std::string(parsed.message())));
  }
  const FieldDescriptor* id = request->GetDescriptor()->FindFieldByName("request_id");
  if (id != nullptr && request->GetReflection()->GetString(*request, id).empty()) {
    request->GetReflection()->SetString(request.get(), id, RequestIdOr(request_id));
  }
  return request;
}

// Gives one request; of a client stream one a line.
NextRequest RequestsOf(const CallOptions& options, const Method& method) {
  auto text = std::make_shared<std::istringstream>(RequestText(options.request));
  auto given = std::make_shared<bool>(false);
  return [=, id = options.request_id]() -> std::unique_ptr<Message> {
    if (!method.descriptor->client_streaming()) {
      if (std::exchange(*given, true)) return nullptr;
      return RequestFrom(text->str(), method, id);
    }
    std::string line;
    while (std::getline(*text, line)) {
      if (!line.empty()) return RequestFrom(line, method, id);
    }
    return nullptr;
  };
}

void CallMethod(const CallOptions& options, Context& context) {
  const Method method = FindMethod(options.method);
  // A request that is no JSON is told before anything is sent.
  const NextRequest next = RequestsOf(options, method);
  const bool streams = method.descriptor->server_streaming();
  const auto take = [&](const Message& response) {
    context.out() << JsonOf(response).dump(streams ? -1 : 2) << "\n" << std::flush;
  };
  Connection& connection = context.connection();
  const auto call = streams ? connection.ReadContext(absl::InfiniteDuration()) : connection.Context();
  Check(CallDynamically(connection.ChannelTo(method.service), method, *call, next, take),
        StrCat("calling ", method.ShortName()));
}

}  // namespace

void AddCallCommand(CLI::App& app, Context& context) {
  auto* call = app.add_subcommand("call", "Call any RPC, request and answer in JSON");
  auto options = std::make_shared<CallOptions>();
  call->add_option("method", options->method, "Such as PartyService/CreateParty; --list names them all");
  call->add_option("request", options->request,
                   "The request as JSON, @FILE, or - for standard input; of a client stream one a line")
      ->capture_default_str();
  AddRequestId(*call, options->request_id);
  call->add_flag("--list", options->list, "List the RPCs");
  call->footer(
      "Answers are printed as JSON, of a server stream one a line. A mutation without a request_id gets a new one.\n"
      "Example: amparo call OfficeService/GetOffice '{\"name\": \"offices/cebu\"}'");
  call->callback([options, &context] {
    if (options->list) return ListMethods(context);
    if (options->method.empty()) throw Failure(kUsage, "which RPC? `amparo call --list` names them all");
    CallMethod(*options, context);
  });
}

}  // namespace amparo::cli
