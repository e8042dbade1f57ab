// amparo feed tail
#include <memory>

#include "absl/strings/str_join.h"
#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "amparo/scheduling/v1/feed_service.grpc.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/cli/context.h"
#include "services/cli/feed_stream.h"
#include "services/cli/following.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

// The resource as JSON, or null when it is of a type that this client does not know.
Json ResourceOf(const google::protobuf::Any& packed, const std::string& type) {
  const auto* known = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (known == nullptr) return nullptr;
  const std::unique_ptr<google::protobuf::Message> resource(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(known)->New());
  return packed.UnpackTo(resource.get()) ? JsonOf(*resource) : Json();
}

// The columns of a line; JSON has the resource as it stands after the change too.
Json EventRow(const feed::v1::Event& event) {
  return Json{{"seq", event.seq()},
              {"time", TextOf(event.change_time())},
              {"kind", event.kind()},
              {"version", event.version()},
              {"name", event.name()}};
}

const std::vector<std::string> kColumns{"seq", "time", "kind", "version", "name"};

std::string LineOf(const feed::v1::Event& event, Format format) {
  Json row = EventRow(event);
  if (format == Format::kJson) {
    const std::string type = LastPart(event.resource().type_url());
    row["type"] = type;
    row["resource"] = ResourceOf(event.resource(), type);
    return row.dump() + "\n";
  }
  std::vector<std::string> cells;
  for (const std::string& column : kColumns) {
    cells.push_back(CellText(row.at(column)));
  }
  return format == Format::kCsv ? CsvLine(cells) : Printable(absl::StrJoin(cells, "  ")) + "\n";
}

struct TailOptions {
  Service service = Service::kCase;
  std::string from = "start";
  std::vector<std::string> kinds;
  std::string office;
  bool follow = false;
};

// Prints events as they come: a line each (JSON Lines, CSV lines), so that another program can read along.
void Tail(const TailOptions& options, Context& context) {
  feed::v1::WatchRequest request;
  request.set_from_now(options.from == "now");
  request.set_start_token(options.from == "now" || options.from == "start" ? "" : options.from);
  request.mutable_kinds()->Assign(options.kinds.begin(), options.kinds.end());
  request.set_office(OfficeId(options.office));
  if (context.format() == Format::kCsv) {
    context.out() << CsvLine(kColumns);
  }
  Connection& connection = context.connection();
  grpc::ClientContext call;
  Following following(call, options.follow);
  std::string token;
  const auto take = [&](const feed::v1::WatchResponse& response) {
    for (const auto& event : response.events()) {
      context.out() << LineOf(event, context.format());
    }
    // Nobody reads on when writing fails.
    if (!context.out().flush()) return false;
    token = response.token();
    return options.follow || !response.caught_up();
  };
  const absl::Status ended = WatchFeed(call, connection, options.service, request, take);
  following.End(context.err(), token, ended, "watching the feed");
}

}  // namespace

void AddFeedCommands(CLI::App& app, Context& context) {
  auto* feed = app.add_subcommand("feed", "Change feeds: tail")->require_subcommand(1);
  auto* tail =
      feed->add_subcommand("tail", "Print what changed, in order; as JSON with the resource after each change");
  auto options = std::make_shared<TailOptions>();
  AddChoice<Service>(*tail, "--service", {{"case", Service::kCase}, {"scheduling", Service::kScheduling}},
                     options->service, "Whose feed; default: case");
  tail->add_option("--from", options->from, "start, now, or the token that an earlier tail ended with")
      ->capture_default_str();
  tail->add_option("--kind", options->kinds, "Only these kinds, such as case,charge or hearing,court")->delimiter(',');
  tail->add_option("--office", options->office, "Only this office's, such as cebu");
  tail->add_flag("--follow,-f", options->follow, "Go on as changes happen, until interrupted");
  tail->footer("Example: amparo feed tail --kind charge --from now --follow --format json");
  tail->callback([options, &context] { Tail(*options, context); });
}

}  // namespace amparo::cli
