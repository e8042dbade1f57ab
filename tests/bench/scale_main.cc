// Measures a case service with a large database against one with a small database, both filled by bench-fill, in
// interleaved rounds. Started by tests/bench/run --scale.
#include <CLI/CLI.hpp>

#include <iostream>

#include "common/config/config.h"
#include "tests/bench/contest.h"
#include "tests/bench/copy_floor.h"
#include "tests/bench/scale_workloads.h"

namespace {

namespace bench = amparo::bench;

struct Options {
  std::string tls_config, large_config;
  std::vector<std::string> servers, logs;
  std::string only;
  bench::PopulationOptions small, large;
  double seconds = 5;
  double warm_up = 20;
  int rounds = 3;
  bool json = false;
};

std::string ConninfoOf(const std::string& config_file) {
  const auto config = amparo::config::Load(config_file);
  if (!config.ok()) throw std::runtime_error(std::string(config.status().message()));
  return config->database().write_conninfo();
}

std::vector<bench::Contest> ContestsOf(const Options& options, const std::map<std::string, bench::Server>& servers) {
  const bench::Population small(options.small);
  const bench::Population population(options.large);
  const bench::Server& large = servers.at("large");
  std::vector<bench::Contest> contests;
  // As many as keep two cores busy: who waits in a queue of calls says nothing of the database.
  contests.push_back(bench::LoadContest("GetCase", "small", servers.at("small"), 16, bench::GetAnyCase(small)));
  contests.push_back(bench::LoadContest("GetCase", "large", large, 16, bench::GetAnyCase(population)));
  // What must answer in 50 ms however much there is, asked by four at once. A call joins by a line here.
  const auto bounded = [&](const char* name, bench::Workload workload) {
    contests.push_back(bench::LoadContest(name, "large", large, 4, std::move(workload)));
  };
  bounded("ListCases, first pages", bench::ListFirstPages());
  bounded("ListCases, next pages", bench::ListNextPages(large.channels.front()));
  bounded("ListCases, narrowed", bench::ListByFilters(population));
  bounded("CountCases, narrowed", bench::CountByFilters(population));
  bounded("SearchPersons", bench::SearchByName(population));
  bounded("SearchPersons, one word", bench::SearchByWord(population));
  bounded("FindDuplicates", bench::FindDuplicates(population));
  bounded("FindDuplicateCases", bench::FindDuplicateCases(population));
  // Of everything, and of the largest office.
  const std::string office = bench::Population::OfficeAt(0).name.office;
  const std::string conninfo = ConninfoOf(options.large_config);
  contests.push_back(bench::ExportContest("Export", "large", large));
  contests.push_back(bench::CopyContest("Export", conninfo));
  contests.push_back(bench::ExportContest("Export of an office", "large", large, office));
  contests.push_back(bench::CopyContest("Export of an office", conninfo, office));
  std::erase_if(contests, [&](const bench::Contest& one) { return !one.line.name.starts_with(options.only); });
  if (contests.empty()) throw std::runtime_error("no line's call begins with '" + options.only + "'");
  return contests;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Measures the servers that tests/bench/run --scale started");
  app.add_option("--tls", options.tls_config, "The client's configuration (for its certificate)")->required();
  app.add_option("--server", options.servers, "NAME=HOST:PORT=PID of small and large")->required();
  app.add_option("--log", options.logs, "NAME=FILE: where large logs its calls")->required();
  app.add_option("--config", options.large_config, "The configuration of large (for its database)")->required();
  app.add_option("--small", options.small.cases, "Cases of small")->required();
  app.add_option("--large", options.large.cases, "Cases of large")->required();
  app.add_option("--seed", options.large.seed, "The seed that both were filled with");
  app.add_option("--only", options.only, "Those lines alone whose call begins so, such as Search");
  app.add_option("--seconds", options.seconds, "Seconds a line and round")->check(CLI::Range(0.1, 3600.0));
  app.add_option("--warm-up", options.warm_up, "Seconds a line before the rounds, not counted")
      ->check(CLI::Range(0.1, 3600.0));
  app.add_option("--rounds", options.rounds, "Interleaved rounds")->check(CLI::Range(1, 99));
  app.add_flag("--json", options.json, "Print JSON");
  CLI11_PARSE(app, argc, argv);
  options.small.seed = options.large.seed;
  try {
    const auto servers = bench::ConnectAll(options.tls_config, options.servers, options.logs);
    const std::vector<bench::Line> lines =
        bench::Compete(ContestsOf(options, servers), {options.rounds, options.seconds, options.warm_up, 0.5});
    bench::Print(lines, bench::ScaleRatiosOf(lines), options.json);
  } catch (const std::exception& error) {
    std::cerr << "bench: " << error.what() << "\n";
    return 1;
  }
}
