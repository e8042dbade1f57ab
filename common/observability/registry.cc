#include "common/observability/registry.h"

#include <mutex>
#include <utility>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "prometheus/metric_family.h"
#include "prometheus/text_serializer.h"

namespace amparo::obs {

// Metrics whose values are asked for at every scrape.
class Registry::Callbacks : public prometheus::Collectable {
 public:
  void Add(prometheus::MetricType type, const std::string& name, const std::string& help, const Labels& labels,
           std::function<double()> read, const void* owner) {
    const std::lock_guard lock(mutex_);
    Family& family = families_[name];
    family.type = type;
    family.help = help;
    for (const Entry& entry : family.entries) {
      AMPARO_CHECK(entry.labels != labels, "a metric with the same labels is added once");
    }
    family.entries.push_back({labels, std::move(read), owner});
  }

  void Remove(const void* owner) {
    const std::lock_guard lock(mutex_);
    for (auto& [name, family] : families_) {
      std::erase_if(family.entries, [owner](const Entry& entry) { return entry.owner == owner; });
    }
  }

  std::vector<prometheus::MetricFamily> Collect() const override {
    const std::lock_guard lock(mutex_);
    std::vector<prometheus::MetricFamily> result;
    for (const auto& [name, family] : families_) {
      if (family.entries.empty()) continue;
      auto& collected = result.emplace_back();
      collected.name = name;
      collected.help = family.help;
      collected.type = family.type;
      for (const auto& entry : family.entries) collected.metric.push_back(Read(entry, family.type));
    }
    return result;
  }

 private:
  struct Entry {
    Labels labels;
    std::function<double()> read;
    const void* owner;
  };
  struct Family {
    prometheus::MetricType type;
    std::string help;
    std::vector<Entry> entries;
  };

  static prometheus::ClientMetric Read(const Entry& entry, prometheus::MetricType type) {
    prometheus::ClientMetric metric;
    for (const auto& [name, value] : entry.labels) metric.label.push_back({name, value});
    (type == prometheus::MetricType::Gauge ? metric.gauge.value : metric.counter.value) = entry.read();
    return metric;
  }

  mutable std::mutex mutex_;
  std::map<std::string, Family> families_;
};

Registry::Registry() : registry_(std::make_shared<prometheus::Registry>()), callbacks_(std::make_shared<Callbacks>()) {}

Registry::~Registry() = default;

prometheus::Counter& Registry::AddCounter(const std::string& name, const std::string& help, const Labels& labels) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(*registry_).Add(labels);
}

prometheus::Gauge& Registry::AddGauge(const std::string& name, const std::string& help, const Labels& labels) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add(labels);
}

prometheus::Histogram& Registry::AddHistogram(const std::string& name, const std::string& help, const Labels& labels,
                                              const std::vector<double>& buckets) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(*registry_).Add(labels, buckets);
}

void Registry::AddGaugeCallback(const std::string& name, const std::string& help, const Labels& labels,
                                std::function<double()> read, const void* owner) {
  callbacks_->Add(prometheus::MetricType::Gauge, name, help, labels, std::move(read), owner);
}

void Registry::AddCounterCallback(const std::string& name, const std::string& help, const Labels& labels,
                                  std::function<double()> read, const void* owner) {
  callbacks_->Add(prometheus::MetricType::Counter, name, help, labels, std::move(read), owner);
}

void Registry::RemoveCallbacks(const void* owner) {
  callbacks_->Remove(owner);
}

std::string Registry::Text() const {
  auto families = registry_->Collect();
  for (auto& family : callbacks_->Collect()) families.push_back(std::move(family));
  return prometheus::TextSerializer().Serialize(families);
}

std::vector<std::shared_ptr<prometheus::Collectable>> Registry::collectables() const {
  return {registry_, callbacks_};
}

const std::vector<double>& LatencyBuckets() {
  static const std::vector<double> buckets = {0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                              0.1,     0.25,   0.5,   1,      2.5,   5,    10,    30};
  return buckets;
}

absl::StatusOr<std::unique_ptr<Exposer>> Exposer::Start(const std::string& address, const Registry& registry) {
  try {
    auto exposer = std::make_unique<prometheus::Exposer>(address);
    auto collectables = registry.collectables();
    for (const auto& collectable : collectables) exposer->RegisterCollectable(collectable);
    return std::unique_ptr<Exposer>(new Exposer(std::move(exposer), std::move(collectables)));
  } catch (const std::exception& failure) {
    return absl::UnavailableError(StrCat("cannot serve metrics on ", address, ": ", failure.what()));
  }
}

int Exposer::port() const {
  return exposer_->GetListeningPorts().at(0);
}

}  // namespace amparo::obs
