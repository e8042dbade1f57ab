#include "tests/bench/copy_floor.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

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

// What only other services are told of is no part of an export for anybody else.
bool IsExported(const feed::Kind& kind) {
  static const std::vector<std::string> hidden = cases::KindsForServices();
  return std::find(hidden.begin(), hidden.end(), kind.name) == hidden.end();
}

}  // namespace

int64_t CopyExported(const std::string& conninfo, const std::string& office) {
  auto copy = pg::CopyOut::Open(conninfo, "bench-copy", Limits::For(kPatience));
  Require(copy.status());
  int64_t rows = 0;
  pg::CopyRow row;
  for (const feed::Kind& kind : cases::PublishedKinds()) {
    if (!IsExported(kind)) continue;
    Require((*copy)->Start(SelectOf(kind, office)));
    absl::StatusOr<bool> more = (*copy)->Next(row);
    for (; more.ok() && *more; more = (*copy)->Next(row)) ++rows;
    Require(more.status());
  }
  return rows;
}

Contest CopyContest(std::string name, std::string conninfo, std::string office) {
  Line line{.name = std::move(name), .server = "COPY", .in_flight = 1};
  return {std::move(line), [conninfo = std::move(conninfo), office = std::move(office)](double) {
            const absl::Time begin = absl::Now();
            Tally tally;
            tally.answered = CopyExported(conninfo, office);
            tally.seconds = absl::ToDoubleSeconds(absl::Now() - begin);
            return tally;
          }};
}

}  // namespace amparo::bench
