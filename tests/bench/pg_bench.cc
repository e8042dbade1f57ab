// How fast common/pg is by itself: point reads through Reader, one-row writes through Writer, rows through CopyOut.
//   pg_bench CONNINFO [SECONDS [IN_FLIGHT]]
// makes a table in schema `bench_pg` of that database, prints three lines, and removes it again.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <latch>
#include <pqxx/pqxx>
#include <string>

#include "absl/time/clock.h"
#include "common/base/task.h"
#include "common/pg/copy.h"
#include "common/pg/reader.h"
#include "common/pg/writer.h"

namespace amparo::pg {
namespace {

constexpr Statement kRead{"bench_read", "SELECT body, version FROM bench_pg.t WHERE office = $1 AND id = $2"};
constexpr Statement kWrite{"bench_write", "INSERT INTO bench_pg.w (office, id, body, time) VALUES ($1, $2, $3, $4)"};
constexpr int64_t kRows = 100'000;

// One caller that asks again as soon as it is answered.
template <typename MakeRun>
Task<void> Caller(MakeRun make_run, absl::Time end, std::atomic<int64_t>* done) {
  while (absl::Now() < end) {
    auto run = make_run();
    const absl::StatusOr<Rows> rows = co_await std::move(run);
    if (!rows.ok()) {
      std::fprintf(stderr, "%s\n", rows.status().ToString().c_str());
      std::exit(1);
    }
    done->fetch_add(1, std::memory_order_relaxed);
  }
}

template <typename MakeRun>
void Measure(const char* what, int in_flight, absl::Duration time, MakeRun make_run) {
  std::atomic<int64_t> done{0};
  std::latch ended(in_flight);
  const absl::Time start = absl::Now();
  for (int i = 0; i < in_flight; ++i) {
    Start(Caller(make_run, start + time, &done), [&ended] { ended.count_down(); });
  }
  ended.wait();
  std::printf("%-6s %4d in flight %10.0f/s\n", what, in_flight, done / absl::ToDoubleSeconds(absl::Now() - start));
}

void MeasureCopy(const std::string& conninfo) {
  auto copy = CopyOut::Open(conninfo, "pg_bench", Limits::For(absl::Minutes(1)));
  const absl::Time start = absl::Now();
  if (!copy.ok() || !(*copy)->Start("SELECT office, id, version, body FROM bench_pg.t, generate_series(1, 10)").ok())
    std::exit(1);
  CopyRow row;
  int64_t rows = 0;
  int64_t check = 0;
  absl::StatusOr<bool> more = (*copy)->Next(row);
  for (; more.ok() && *more; more = (*copy)->Next(row)) {
    check += row.Int64(2);
    ++rows;
  }
  std::printf("%-6s %14s %10.0f/s (%lld)\n", "copy", "", rows / absl::ToDoubleSeconds(absl::Now() - start),
              static_cast<long long>(check));
}

int Main(const std::string& conninfo, absl::Duration time, int in_flight) {
  pqxx::connection admin(conninfo);
  pqxx::nontransaction sql(admin);
  sql.exec(
      "DROP SCHEMA IF EXISTS bench_pg CASCADE; CREATE SCHEMA bench_pg;"
      "CREATE TABLE bench_pg.t (office text, id bigint, version bigint, body bytea, PRIMARY KEY (office, id));"
      "CREATE TABLE bench_pg.w (office text, id uuid, body bytea, time timestamptz, PRIMARY KEY (office, id));"
      "INSERT INTO bench_pg.t SELECT 'cebu', i, 1, decode(repeat('ab', 300), 'hex') FROM generate_series(1, " +
      std::to_string(kRows) + ") AS i; ANALYZE bench_pg.t");
  {
    Reader reader({.conninfo = conninfo});
    Writer writer({.conninfo = conninfo});
    std::atomic<int64_t> next{0};
    Measure("read", in_flight, time, [&] {
      return reader.Run(kRead, Params().Text("cebu").Int64(next++ * 7919 % kRows + 1), Limits::For(absl::Seconds(10)));
    });
    const std::string body(300, 'x');
    Measure("write", in_flight, time, [&] {
      const absl::Time now = absl::Now();
      return writer.Run(kWrite, Params().Text("cebu").UuidValue(Uuid::V7(now)).Bytes(body).Time(now),
                        Limits::For(absl::Seconds(10)));
    });
    std::printf("groups of %.1f on average\n",
                static_cast<double>(writer.counters().succeeded) / static_cast<double>(writer.counters().batches));
  }
  MeasureCopy(conninfo);
  sql.exec("DROP SCHEMA bench_pg CASCADE");
  return 0;
}

}  // namespace
}  // namespace amparo::pg

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: pg_bench CONNINFO [SECONDS [IN_FLIGHT]]\n");
    return 2;
  }
  const double seconds = argc > 2 ? std::atof(argv[2]) : 3;
  return amparo::pg::Main(argv[1], absl::Seconds(seconds), argc > 3 ? std::atoi(argv[3]) : 64);
}
