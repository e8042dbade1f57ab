// amparo status and amparo health: whether the services answer, and whether the statistics have caught up.
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "amparo/statistics/v1/report.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/feed_stream.h"
#include "services/cli/health.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using statistics::v1::ReportService;

constexpr char kAsking[] = "asking the statistics service";

absl::StatusOr<statistics::v1::GetStatusResponse> StatusOf(Connection& connection) {
  ReportService::Stub stub(connection.ChannelTo(Service::kStatistics));
  statistics::v1::GetStatusResponse response;
  const absl::Status status =
      connection.Try(stub, &ReportService::Stub::GetStatus, statistics::v1::GetStatusRequest(), response);
  if (!status.ok()) return status;
  return response;
}

// True when the statistics have applied everything up to the heads.
bool CaughtUp(const statistics::v1::GetStatusResponse& status, int64_t case_head, int64_t scheduling_head) {
  int followed = 0;
  for (const auto& feed : status.feeds()) {
    followed += (feed.feed() == "case" && feed.applied_seq() >= case_head) ||
                (feed.feed() == "scheduling" && feed.applied_seq() >= scheduling_head);
  }
  return followed == 2;
}

// Waits until the statistics have applied what the feeds hold now; a Failure when that takes too long.
void WaitUntilCaughtUp(Connection& connection, absl::Duration patience) {
  const absl::Time deadline = absl::Now() + patience;
  const int64_t case_head = HeadOf(connection, Service::kCase).seq;
  const int64_t scheduling_head = HeadOf(connection, Service::kScheduling).seq;
  for (;;) {
    const auto status = StatusOf(connection);
    Check(status.status(), kAsking);
    if (CaughtUp(*status, case_head, scheduling_head)) {
      return;
    }
    if (absl::Now() > deadline) {
      throw Failure(kUnavailable, "the statistics service has not caught up with the feeds in time");
    }
    absl::SleepFor(absl::Milliseconds(100));
  }
}

// Whether each service answers; `all_serve` becomes false when one does not.
Table ServiceTable(Connection& connection, bool& all_serve) {
  Table services({"service", "address", "health"});
  for (const Service service : {Service::kCase, Service::kScheduling, Service::kStatistics}) {
    const std::string& address = connection.AddressOf(service);
    const std::string health = HealthOf(connection, address);
    all_serve = all_serve && health == kServing;
    services.Add(Json{{"service", NameOf(service)}, {"address", address}, {"health", health}});
  }
  return services;
}

Table FeedTable(const statistics::v1::GetStatusResponse& status) {
  Table feeds({"feed", "applied_seq", "head_seq", "lag_seconds", "connected"});
  for (const auto& feed : status.feeds()) {
    feeds.Add(Json{{"feed", feed.feed()},
                   {"applied_seq", feed.applied_seq()},
                   {"head_seq", feed.head_seq()},
                   {"lag_seconds", feed.lag_seconds()},
                   {"connected", feed.connected()}});
  }
  return feeds;
}

Table FactTable(const statistics::v1::GetStatusResponse& status) {
  Table facts({"fact", "count"});
  for (const auto& fact : status.facts()) {
    facts.Add(Json{{"fact", fact.kind()}, {"count", fact.count()}});
  }
  return facts;
}

// All in one, since CSV has one header: what a line tells of, and what is told of it.
Table StatusTable(const Table& services, const Table& feeds, const Table& facts) {
  Table all({"what", "name", "address", "health", "applied_seq", "head_seq", "lag_seconds", "connected", "count"});
  const auto add = [&all](const std::string& what, const Table& table) {
    for (const Json& row : table.rows()) {
      Json line = row;
      line["what"] = what;
      line["name"] = row.at(what);
      all.Add(std::move(line));
    }
  };
  add("service", services);
  add("feed", feeds);
  add("fact", facts);
  return all;
}

// Says of every service whether it answers, also when some do not: that is what the command is asked for.
void PrintStatus(Context& context) {
  Connection& connection = context.connection();
  bool all_serve = true;
  const Table services = ServiceTable(connection, all_serve);
  const auto status = StatusOf(connection);
  const Table feeds = FeedTable(status.ok() ? *status : statistics::v1::GetStatusResponse());
  const Table facts = FactTable(status.ok() ? *status : statistics::v1::GetStatusResponse());
  if (context.format() == Format::kJson) {
    context.out() << Json{{"services", services.rows()}, {"feeds", feeds.rows()}, {"facts", facts.rows()}}.dump(2)
                  << "\n";
  } else if (context.format() == Format::kCsv) {
    context.Print(StatusTable(services, feeds, facts));
  } else {
    context.Print(services);
    for (const Table* table : {&feeds, &facts}) {
      if (!status.ok()) continue;
      context.out() << "\n";
      context.Print(*table);
    }
  }
  if (!all_serve) {
    throw Failure(kUnavailable, "not every service is serving; deploy/run starts them");
  }
  Check(status.status(), kAsking);
}

}  // namespace

void AddStatusCommands(CLI::App& app, Context& context) {
  struct Options {
    bool wait = false;
    double wait_seconds = 60;
    std::string address;
  };
  auto options = std::make_shared<Options>();
  auto* status = app.add_subcommand("status", "Whether the services answer and the statistics have caught up");
  status->add_flag("--wait", options->wait, "Wait first until the statistics have caught up");
  status->add_option("--wait-seconds", options->wait_seconds, "How long to wait at most")
      ->check(CLI::Range(0.0, 86400.0))
      ->capture_default_str();
  status->footer(
      "Example: amparo status --wait --wait-seconds 30\n"
      "As csv it is one list: what a line tells of (service, feed or fact), its name, and what is known of it.");
  status->callback([options, &context] {
    if (options->wait) {
      WaitUntilCaughtUp(context.connection(), absl::Seconds(options->wait_seconds));
    }
    PrintStatus(context);
  });
  auto* health = app.add_subcommand("health", "Whether a service is ready (exit code 0) or not (5)");
  health->add_option("--address", options->address, "The service's own: host:port")->required();
  health->footer("Example: amparo health --address 127.0.0.1:7401");
  health->callback([options, &context] {
    const std::string state = HealthOf(context.connection(), options->address);
    context.out() << state << "\n";
    if (state != kServing) {
      throw Failure(kUnavailable, StrCat(options->address, " is not serving: ", state));
    }
  });
}

}  // namespace amparo::cli
