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
    Family& family = FamilyOf(type, name, help);
    for (const Entry& entry : family.entries) {
      AMPARO_CHECK(!entry.read_all && entry.labels != labels, "a metric with the same labels is added once");
    }
    family.entries.push_back({labels, std::move(read), nullptr, owner});
  }

  void AddAll(prometheus::MetricType type, const std::string& name, const std::string& help,
              std::function<std::vector<Sample>()> read_all, const void* owner) {
    const std::lock_guard lock(mutex_);
    Family& family = FamilyOf(type, name, help);
    AMPARO_CHECK(family.entries.empty(), "a family whose labels come and go has one callback");
    family.entries.push_back({{}, nullptr, std::move(read_all), owner});
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
      prometheus::MetricFamily collected;
      for (const Entry& entry : family.entries) Read(entry, family.type, collected.metric);
      if (collected.metric.empty()) continue;
      collected.name = name;
      collected.help = family.help;
      collected.type = family.type;
      result.push_back(std::move(collected));
    }
    return result;
  }

 private:
  // Reads one value under its labels, or all that there are.
  struct Entry {
    Labels labels;
    std::function<double()> read;
    std::function<std::vector<Sample>()> read_all;
    const void* owner;
  };
  struct Family {
    prometheus::MetricType type;
    std::string help;
    std::vector<Entry> entries;
  };

  Family& FamilyOf(prometheus::MetricType type, const std::string& name, const std::string& help) {
    Family& family = families_[name];
    family.type = type;
    family.help = help;
    return family;
  }

  static void Read(const Entry& entry, prometheus::MetricType type, std::vector<prometheus::ClientMetric>& metrics) {
    if (!entry.read_all) {
      metrics.push_back(MetricOf(entry.labels, entry.read(), type));
      return;
    }
    for (const Sample& sample : entry.read_all()) metrics.push_back(MetricOf(sample.labels, sample.value, type));
  }

  static prometheus::ClientMetric MetricOf(const Labels& labels, double read, prometheus::MetricType type) {
    prometheus::ClientMetric metric;
    for (const auto& [name, value] : labels) metric.label.push_back({name, value});
    (type == prometheus::MetricType::Gauge ? metric.gauge.value : metric.counter.value) = read;
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

void Registry::AddGaugesCallback(const std::string& name, const std::string& help,
                                 std::function<std::vector<Sample>()> read, const void* owner) {
  callbacks_->AddAll(prometheus::MetricType::Gauge, name, help, std::move(read), owner);
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
