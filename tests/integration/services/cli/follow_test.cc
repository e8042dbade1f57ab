// `amparo feed tail --follow` and `amparo task remind --follow`: however they end, they say where to go on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <functional>
#include <future>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/failure.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/cli/terminal.h"

namespace amparo::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kGoOn[] = "go on from here with: --from ";

// What a command prints; when the first of it has been, something happens.
class Happening : public std::stringbuf {
 public:
  explicit Happening(std::function<void()> what) : what_(std::move(what)) {}

 protected:
  int sync() override {
    if (!str().empty() && what_) std::exchange(what_, nullptr)();
    return 0;
  }

 private:
  std::function<void()> what_;
};

// Each command is one that ends by itself unless it is told to follow.
class FollowTest : public ::testing::TestWithParam<std::vector<std::string>> {
 protected:
  FollowTest() {
    service_.OpenOffice("cebu");
    const std::string name = service_.EnterCase("A case", "cebu").name();
    const Outcome added = terminal_.Run(
        {"task", "add", name, "--title", "Visit the family", "--due", "2014-12-12", "--role", "social-worker"});
    EXPECT_EQ(added.code, cli::kOk) << added.err;
  }

  // Follows until it ends because of what happens.
  Outcome Follow(std::function<void()> what) {
    std::vector<std::string> words = GetParam();
    words.push_back("--follow");
    Happening printed(std::move(what));
    std::ostream out(&printed);
    std::ostringstream err;
    const int code = terminal_.RunTo(out, err, words);
    return {code, printed.str(), err.str()};
  }

  // What the command prints when it does not follow, with more words.
  std::string Printed(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = GetParam();
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = terminal_.Run(words);
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    return outcome.out;
  }

  cases::CaseService service_;
  Terminal terminal_{ConfigFor(service_.server(), "everyone")};
};

TEST_P(FollowTest, InterruptedItEndsInOrder) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const Outcome ended = Follow([signal] { raise(signal); });
    EXPECT_EQ(ended.code, cli::kOk) << ended.err;
    ASSERT_THAT(ended.err, StartsWith(kGoOn));
    const std::string said = ended.err.substr(std::string(kGoOn).size());
    const std::string token = said.substr(0, said.find('\n'));
    EXPECT_EQ(said, token + "\n");
    // From there on comes what had not been printed, and nothing twice.
    EXPECT_EQ(ended.out + Printed({"--from", token}), Printed());
  }
}

TEST_P(FollowTest, WhenTheServiceGoesAwayItSaysSoAndWhereToGoOn) {
  std::future<void> gone;
  const Outcome ended = Follow(
      [this, &gone] { gone = std::async(std::launch::async, [this] { service_.server().server().Shutdown(); }); });
  ASSERT_TRUE(gone.valid()) << "nothing was printed";
  gone.wait();
  EXPECT_EQ(ended.code, cli::kUnavailable);
  EXPECT_THAT(ended.err, StartsWith(kGoOn));
  EXPECT_THAT(ended.err, HasSubstr("SHUTTING_DOWN"));
}

INSTANTIATE_TEST_SUITE_P(Commands, FollowTest,
                         ::testing::Values(std::vector<std::string>{"feed", "tail"},
                                           std::vector<std::string>{"task", "remind", "--office", "cebu", "--days",
                                                                    "2"}));

}  // namespace
}  // namespace amparo::testing
