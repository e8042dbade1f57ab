// The metrics of a process, over prometheus-cpp: families with label sets that are fixed when the process starts, so
// that counting is an atomic addition and a label can never carry an id or a name; and gauges of what comes and goes,
// such as offices, which whoever counts them bounds. Served as text on `/metrics` by an Exposer.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "prometheus/counter.h"
#include "prometheus/exposer.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace amparo::obs {

// Label names and values, from fixed sets only.
using Labels = std::map<std::string, std::string>;

// One value of a family.
struct Sample {
  Labels labels;
  double value = 0;
};

// All metrics of a process. Methods may be called from any thread; what they return lives as long as the registry.
class Registry {
 public:
  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  // A counter, gauge or histogram of the family `name` (made on first use); the same labels give the same object.
  // `buckets` are upper bounds in ascending order and equal within a family.
  prometheus::Counter& AddCounter(const std::string& name, const std::string& help, const Labels& labels = {});
  prometheus::Gauge& AddGauge(const std::string& name, const std::string& help, const Labels& labels = {});
  prometheus::Histogram& AddHistogram(const std::string& name, const std::string& help, const Labels& labels,
                                      const std::vector<double>& buckets);

  // A value read at every scrape, for numbers that are kept elsewhere. `read` is called from the scraping thread, must
  // be quick, and must stay callable until the registry is gone or RemoveCallbacks(owner) was called. The labels must
  // differ from those of all others of the family: two values under one name are refused by who scrapes.
  void AddGaugeCallback(const std::string& name, const std::string& help, const Labels& labels,
                        std::function<double()> read, const void* owner = nullptr);
  void AddCounterCallback(const std::string& name, const std::string& help, const Labels& labels,
                          std::function<double()> read, const void* owner = nullptr);

  // The same for a whole family whose label sets come and go: `read` gives all of them at every scrape, each once and
  // no more than a bounded number. The family has no other callback.
  void AddGaugesCallback(const std::string& name, const std::string& help, std::function<std::vector<Sample>()> read,
                         const void* owner = nullptr);

  // Forgets the callbacks added with `owner`; none of them runs when it returns.
  void RemoveCallbacks(const void* owner);

  // Everything in the text format of Prometheus, as a scrape sees it.
  std::string Text() const;

  // What an Exposer collects from.
  std::vector<std::shared_ptr<prometheus::Collectable>> collectables() const;

 private:
  class Callbacks;
  std::shared_ptr<prometheus::Registry> registry_;
  std::shared_ptr<Callbacks> callbacks_;
};

// Upper bounds, in seconds, of every latency histogram: 0.25 ms to 30 s.
const std::vector<double>& LatencyBuckets();

// Serves a registry on http://address/metrics until it is destroyed.
class Exposer {
 public:
  // `address` is "host:port" (port 0 = a free one). UNAVAILABLE, naming the address, when it cannot be bound.
  static absl::StatusOr<std::unique_ptr<Exposer>> Start(const std::string& address, const Registry& registry);

  // The port bound.
  int port() const;

 private:
  Exposer(std::unique_ptr<prometheus::Exposer> exposer,
          std::vector<std::shared_ptr<prometheus::Collectable>> collectables)
      : collectables_(std::move(collectables)), exposer_(std::move(exposer)) {}

  std::vector<std::shared_ptr<prometheus::Collectable>> collectables_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace amparo::obs
