#include "common/process/database.h"

#include <atomic>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "common/config/config.h"
#include "common/observability/log.h"

namespace amparo::process {
namespace {

// While the database is away every thread tries twice a second: one line in so many seconds tells of it.
constexpr int64_t kSecondsBetweenLines = 10;

std::function<void(const absl::Status&)> LogOfConnectErrors(const std::string& application_name) {
  const auto last = std::make_shared<std::atomic<int64_t>>(0);
  return [application_name, last](const absl::Status& status) {
    const int64_t now = absl::ToUnixSeconds(absl::Now());
    int64_t before = last->load(std::memory_order_relaxed);
    if (now - before < kSecondsBetweenLines || !last->compare_exchange_strong(before, now)) return;
    obs::Log(obs::Level::kWarning, "no connection to the database",
             {{"as", application_name}, {"why", status.ToString()}});
  };
}

pg::ReaderOptions ReaderOptionsFrom(const config::v1::Database& config, const std::string& conninfo,
                                    const std::string& application_name) {
  pg::ReaderOptions options;
  options.conninfo = conninfo;
  options.application_name = application_name;
  options.on_connect_error = LogOfConnectErrors(application_name);
  options.threads = config.reader_connections();
  options.max_batch = static_cast<size_t>(config.batch_size());
  options.queue_bound = static_cast<size_t>(config.reader_queue());
  options.connect_timeout = config::ToDuration(config.connect_timeout());
  return options;
}

// For feeds, over so many connections.
std::unique_ptr<pg::Reader> MakeFeedReader(const config::v1::Database& config, const std::string& application_name,
                                           int connections) {
  pg::ReaderOptions options = ReaderOptionsFrom(config, config.write_conninfo(), application_name);
  options.threads = connections;
  return std::make_unique<pg::Reader>(std::move(options));
}

pg::WriterOptions WriterOptionsFrom(const config::v1::Database& config, const std::string& application_name,
                                    const std::string& notify_channel) {
  pg::WriterOptions options;
  options.conninfo = config.write_conninfo();
  options.application_name = application_name;
  options.on_connect_error = LogOfConnectErrors(application_name);
  options.max_group = static_cast<size_t>(config.batch_size());
  options.queue_bound = static_cast<size_t>(config.writer_queue());
  options.connect_timeout = config::ToDuration(config.connect_timeout());
  options.notify_channel = notify_channel;
  return options;
}

pg::WorkersOptions WorkersOptionsFrom(const config::v1::Database& config, const std::string& application_name,
                                      const std::string& notify_channel) {
  pg::WorkersOptions options;
  options.conninfo = config.write_conninfo();
  options.application_name = application_name;
  options.on_connect_error = LogOfConnectErrors(application_name);
  options.threads = config.worker_connections();
  options.queue_bound = static_cast<size_t>(config.worker_queue());
  options.connect_timeout = config::ToDuration(config.connect_timeout());
  options.notify_channel = notify_channel;
  return options;
}

// A counter of pg::Counters and the metric it is seen as.
struct Metric {
  const char* name;
  const char* help;
  std::atomic<int64_t> pg::Counters::*counter;
};

constexpr Metric kGauges[] = {
    {"amparo_db_queued", "Work accepted and not yet taken by a database thread.", &pg::Counters::queued},
    {"amparo_db_connections", "Open connections.", &pg::Counters::connections},
};

constexpr Metric kCounters[] = {
    {"amparo_db_submitted_total", "Work accepted.", &pg::Counters::submitted},
    {"amparo_db_refused_total", "Work refused because the queue was full.", &pg::Counters::refused},
    {"amparo_db_succeeded_total", "Work that PostgreSQL carried out.", &pg::Counters::succeeded},
    {"amparo_db_failed_total", "Work that ended with an error.", &pg::Counters::failed},
    {"amparo_db_abandoned_total", "Work nobody waited for any more.", &pg::Counters::abandoned},
    {"amparo_db_in_doubt_total", "Writes of which nobody knows whether they were committed.", &pg::Counters::in_doubt},
    {"amparo_db_batches_total", "Pipelines sent, groups committed or tried.", &pg::Counters::batches},
    {"amparo_db_reruns_total", "Statements run again because another of their batch failed.", &pg::Counters::reruns},
    {"amparo_db_retries_total", "Work repeated after it lost against other transactions.", &pg::Counters::retries},
    {"amparo_db_connects_total", "Connections made.", &pg::Counters::connects},
    {"amparo_db_connect_errors_total", "Attempts to connect that failed.", &pg::Counters::connect_errors},
    {"amparo_db_watchdog_kills_total", "Connections broken because their server had stopped answering.",
     &pg::Counters::watchdog_kills},
};

static_assert(sizeof(pg::Counters) == (std::size(kGauges) + std::size(kCounters)) * sizeof(std::atomic<int64_t>),
              "every counter is seen as a metric");

}  // namespace

Database::Database(const config::v1::Database& config, const std::string& service, const std::string& notify_channel,
                   obs::Registry& registry, const ExitDeadline& exit)
    : registry_(registry), exit_(exit) {
  reader_ = std::make_unique<pg::Reader>(ReaderOptionsFrom(config, config.write_conninfo(), service + " reader"));
  Export(reader_->counters(), "reader");
  if (!config.read_conninfo().empty() && config.read_conninfo() != config.write_conninfo()) {
    replica_ =
        std::make_unique<pg::Reader>(ReaderOptionsFrom(config, config.read_conninfo(), service + " replica reader"));
    Export(replica_->counters(), "replica_reader");
  }
  if (!notify_channel.empty()) {
    feeds_ = MakeFeedReader(config, service + " feed reader", 1);
    Export(feeds_->counters(), "feed_reader");
    service_feeds_ = MakeFeedReader(config, service + " service feed reader", 2);
    Export(service_feeds_->counters(), "service_feed_reader");
  }
  writer_ = std::make_unique<pg::Writer>(WriterOptionsFrom(config, service + " writer", notify_channel));
  Export(writer_->counters(), "writer");
  workers_ = std::make_unique<pg::Workers>(WorkersOptionsFrom(config, service + " workers", notify_channel));
  Export(workers_->counters(), "workers");
}

Database::~Database() {
  registry_.RemoveCallbacks(this);
  const absl::Time end = exit_.End(absl::Now());
  const auto each = [this](auto stop) {
    stop(*workers_);
    stop(*writer_);
    stop(*reader_);
    if (replica_) stop(*replica_);
    if (feeds_) stop(*feeds_);
    if (service_feeds_) stop(*service_feeds_);
  };
  each([](auto& pool) { pool.Close(); });
  each([end](auto& pool) { pool.Stop(end - absl::Now()); });
}

void Database::Export(const pg::Counters& counters, const std::string& pool) {
  const auto value = [&counters](const Metric& metric) {
    return
        [&counter = counters.*metric.counter] { return static_cast<double>(counter.load(std::memory_order_relaxed)); };
  };
  for (const Metric& metric : kGauges) {
    registry_.AddGaugeCallback(metric.name, metric.help, {{"pool", pool}}, value(metric), this);
  }
  for (const Metric& metric : kCounters) {
    registry_.AddCounterCallback(metric.name, metric.help, {{"pool", pool}}, value(metric), this);
  }
}

}  // namespace amparo::process
