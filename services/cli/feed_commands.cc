// amparo feed tail
#include <csignal>
#include <memory>

#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "amparo/scheduling/v1/feed_service.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/feed_stream.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

Json RowOf(const feed::v1::Event& event) {
  const std::string& type_url = event.resource().type_url();
  return Json{{"seq", event.seq()},
              {"time", TextOf(event.change_time())},
              {"kind", event.kind()},
              {"version", event.version()},
              {"name", event.name()},
              {"type", type_url.substr(type_url.rfind('/') + 1)},
              {"bytes", event.resource().value().size()}};
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
  request.set_office(options.office);
  const std::vector<std::string> columns{"seq", "time", "kind", "version", "name"};
  if (context.format() == Format::kCsv) {
    Table(columns).Print(context.out(), Format::kCsv);
  }
  std::string token = request.start_token();
  WatchFeed(context.connection(), options.service, request, [&](const feed::v1::WatchResponse& response) {
    for (const auto& event : response.events()) {
      const Json row = RowOf(event);
      if (context.format() == Format::kJson) {
        context.out() << row.dump() << "\n";
      } else {
        const char* separator = context.format() == Format::kCsv ? "," : "  ";
        std::string line;
        for (const std::string& column : columns) {
          StrAppend(&line, line.empty() ? "" : separator, CellText(row[column]));
        }
        context.out() << line << "\n";
      }
    }
    token = response.token();
    context.out().flush();
    return options.follow || !response.caught_up();
  });
  std::cerr << "go on from here with: --from " << token << "\n";
}

}  // namespace

void AddFeedCommands(CLI::App& app, Context& context) {
  auto* feed = app.add_subcommand("feed", "Change feeds: tail")->require_subcommand(1);
  auto* tail = feed->add_subcommand("tail", "Print what changed, in order");
  auto options = std::make_shared<TailOptions>();
  tail->add_option("--service", options->service, "Whose feed: case or scheduling")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Service>{{"case", Service::kCase}, {"scheduling", Service::kScheduling}},
          CLI::ignore_case))
      ->option_text("case|scheduling");
  tail->add_option("--from", options->from, "start, now, or a token that an earlier tail printed")
      ->capture_default_str();
  tail->add_option("--kind", options->kinds, "Only these kinds, such as case,charge,hearing")->delimiter(',');
  tail->add_option("--office", options->office, "Only this office's");
  tail->add_flag("--follow,-f", options->follow, "Go on as changes happen, until interrupted");
  tail->footer("Example: amparo feed tail --kind charge --from now --follow --format json");
  tail->callback([options, &context] { Tail(*options, context); });
}

}  // namespace amparo::cli
