#include "common/pg/watchdog.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>

#include "tests/integration/common/pg/fixture.h"

namespace amparo::pg {
namespace {

// A connection, both its ends.
class Line {
 public:
  Line() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()), 0); }
  ~Line() {
    for (const int end : ends_) ::close(end);
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  int near() const { return ends_[0]; }
  // The other end hears that nothing more comes.
  bool HasEnded() const {
    char byte;
    return ::recv(ends_[1], &byte, 1, MSG_DONTWAIT) == 0;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

TEST(Watchdog, BreaksAConnectionThatNobodyWaitsForAnyMore) {
  Counters counters;
  Watchdog watchdog(&counters);
  const Line line;
  std::atomic<bool> unwanted{false};
  const Watchdog::Guard watched = watchdog.Watch(
      {.unwanted = [&unwanted] { return unwanted.load(); }, .socket = line.near(), .give_up = absl::InfiniteFuture()});
  EXPECT_FALSE(line.HasEnded());
  unwanted = true;
  EXPECT_TRUE(Eventually([&line] { return line.HasEnded(); }));
  EXPECT_EQ(counters.watchdog_kills, 0) << "its server was not at fault";
}

TEST(Watchdog, BreaksAConnectionWhoseServerShouldHaveAnsweredLongAgo) {
  Counters counters;
  Watchdog watchdog(&counters);
  const Line line;
  const Watchdog::Guard watched =
      watchdog.Watch({.unwanted = [] { return false; }, .socket = line.near(), .give_up = absl::InfinitePast()});
  EXPECT_TRUE(Eventually([&line] { return line.HasEnded(); }));
  EXPECT_TRUE(Eventually([&counters] { return counters.watchdog_kills == 1; }));
}

TEST(Watchdog, LeavesAloneWhoWasGivenTheNumberOfAConnectionThatIsClosed) {
  Counters counters;
  Watchdog watchdog(&counters);
  const Line stranger;
  const Line line;
  std::atomic<bool> looked{false};
  {
    const Watchdog::Guard watched = watchdog.Watch({
        // Just before it is broken, libpq closes the connection and the stranger is given its number.
        .unwanted = [&] { return looked = ::dup2(stranger.near(), line.near()) == line.near(); },
        .socket = line.near(),
        .give_up = absl::InfiniteFuture(),
    });
    EXPECT_TRUE(Eventually([&looked] { return looked.load(); }));
    // The guard goes when the watchdog has done with it.
  }
  EXPECT_TRUE(line.HasEnded());
  EXPECT_FALSE(stranger.HasEnded());
}

TEST(Watchdog, WhereThereIsNoDescriptorNothingIsBroken) {
  Counters counters;
  Watchdog watchdog(&counters);
  const Line line;
  std::atomic<bool> looked{false};
  const Watchdog::Guard nothing =
      watchdog.Watch({.unwanted = [] { return true; }, .socket = -1, .give_up = absl::InfinitePast()});
  const Watchdog::Guard watched = watchdog.Watch(
      {.unwanted = [&looked] { return looked = true; }, .socket = line.near(), .give_up = absl::InfiniteFuture()});
  EXPECT_TRUE(Eventually([&looked] { return looked.load(); })) << "it has looked at the one before too";
  EXPECT_EQ(counters.watchdog_kills, 0);
}

}  // namespace
}  // namespace amparo::pg
