#include "tests/bench/copy_floor.h"

#include <chrono>
#include <stdexcept>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/pg/copy.h"
#include "services/case/store/feed_kinds.h"

namespace amparo::bench {
namespace {

constexpr absl::Duration kPatience = absl::Minutes(30);

void Require(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(std::string(status.message()));
}

std::string SelectOf(const feed::Kind& kind, const std::string& office) {
  if (office.empty()) return kind.export_sql;
  return StrCat(kind.export_sql, " WHERE office = ", pg::CopyOut::Literal(office));
}

// How many rows there were.
int64_t CopyAll(const std::string& conninfo, const std::string& office) {
  auto copy = pg::CopyOut::Open(conninfo, "bench-copy", Limits::For(kPatience));
  Require(copy.status());
  int64_t rows = 0;
  pg::CopyRow row;
  for (const feed::Kind& kind : cases::PublishedKinds()) {
    Require((*copy)->Start(SelectOf(kind, office)));
    absl::StatusOr<bool> more = (*copy)->Next(row);
    for (; more.ok() && *more; more = (*copy)->Next(row)) ++rows;
    Require(more.status());
  }
  return rows;
}

}  // namespace

Contest CopyContest(std::string name, std::string conninfo, std::string office) {
  Line line{.name = std::move(name), .server = "COPY", .in_flight = 1};
  return {std::move(line), [conninfo = std::move(conninfo), office = std::move(office)](double, Line& round) {
            const absl::Time begin = absl::Now();
            const int64_t rows = CopyAll(conninfo, office);
            round.per_second = static_cast<double>(rows) / absl::ToDoubleSeconds(absl::Now() - begin);
          }};
}

}  // namespace amparo::bench
