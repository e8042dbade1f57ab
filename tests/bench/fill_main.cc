// Fills an empty database of the case service for measurements; no service may run on it meanwhile. Started by
// tests/bench/run.
//   bench-fill --config SERVICE_CONFIG --cases N [--seed N]
#include <CLI/CLI.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>

#include "common/base/strings.h"
#include "common/config/config.h"
#include "common/crypto/key_ring.h"
#include "tests/bench/fill.h"

namespace {

namespace bench = amparo::bench;

// Lines of progress: about so many.
constexpr int64_t kSteps = 50;

template <typename T>
T OrThrow(absl::StatusOr<T> value) {
  if (!value.ok()) throw std::runtime_error(std::string(value.status().message()));
  return *std::move(value);
}

void Run(const std::string& config_file, const bench::PopulationOptions& options) {
  const auto config = OrThrow(amparo::config::Load(config_file));
  const amparo::crypto::Envelope envelope(OrThrow(amparo::crypto::KeyRing::Load(config.crypto().wrapping_key_file())));
  const amparo::crypto::BlindIndex index(OrThrow(amparo::crypto::KeyRing::Load(config.crypto().index_key_file())));
  const bench::Population population(options);
  const auto begin = std::chrono::steady_clock::now();
  bench::FillOptions fill;
  fill.conninfo = config.database().migrate_conninfo();
  const int64_t step = std::max<int64_t>(options.cases / kSteps, 1);
  std::atomic<int64_t> shown{0};
  fill.on_progress = [&](int64_t cases) {
    if (shown.exchange(cases / step) != cases / step) {
      std::cerr << amparo::StrCat(cases, " of ", options.cases, " cases are in\n");
    }
  };
  bench::Fill(fill, population, envelope, index);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::cerr << amparo::StrCat(population.cases(), " cases and ", population.people(), " people in ",
                              static_cast<int64_t>(took.count()), " s\n");
}

}  // namespace

int main(int argc, char** argv) {
  std::string config;
  bench::PopulationOptions options;
  CLI::App app("Fills an empty database of the case service, for measurements only");
  app.add_option("--config", config, "The service's configuration")->required();
  app.add_option("--cases", options.cases, "How many cases; three times as many people")
      ->required()
      ->check(CLI::Range(int64_t{1}, int64_t{30'000'000}));
  app.add_option("--seed", options.seed, "Another seed gives other cases");
  CLI11_PARSE(app, argc, argv);
  try {
    Run(config, options);
  } catch (const std::exception& error) {
    std::cerr << "bench-fill: " << error.what() << "\n";
    return 1;
  }
}
