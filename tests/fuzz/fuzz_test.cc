// Every target takes what it says it takes, and keeps its promises whatever is made of that: bits turned, pieces cut
// out, repeated, or swapped for those of another input, words put in.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "common/base/check.h"
#include "google/protobuf/stubs/logging.h"
#include "tests/bench/draw.h"
#include "tests/fuzz/fuzz.h"

namespace amparo::fuzz {
namespace {

// A target has this long, and no more rounds than these, unless somebody asks for more time.
constexpr int64_t kUsualMillis = 300;
constexpr uint64_t kUsualRounds = 20'000;
constexpr std::size_t kMostBytes = std::size_t{8} << 10;
// The most of an input that a message shows; its seed and round give all of it.
constexpr std::size_t kMostShown = 2000;

// What many a parser stumbles over.
const std::vector<std::string>& AwkwardWords() {
  static const std::vector<std::string> words = {std::string(1, '\0'),
                                                 "\n",
                                                 "\r\n",
                                                 "\t",
                                                 " ",
                                                 "\"",
                                                 "\\",
                                                 "/",
                                                 "-1",
                                                 "+1",
                                                 "00",
                                                 "1e9",
                                                 "9223372036854775807",
                                                 "9223372036854775808",
                                                 "-9223372036854775808",
                                                 "99999999999999999999",
                                                 "\xEF\xBB\xBF",
                                                 "\xFF",
                                                 "\xC3",
                                                 "\xC0\xAF",
                                                 "\xED\xA0\x80",
                                                 "\xF4\x90\x80\x80",
                                                 "é",
                                                 "e\u0301",
                                                 "\u00a0",
                                                 "\u202e",
                                                 "漢字",
                                                 "😀",
                                                 "=",
                                                 "%s",
                                                 "{}"};
  return words;
}

// One input, by a seed and a round.
class Mutation {
 public:
  Mutation(const Target& target, uint64_t seed, uint64_t round)
      : target_(target), draw_(seed, round), bytes_(OneOf(target.inputs)) {}

  std::string Make() {
    for (std::size_t changes = 1 + Below(5); changes > 0; --changes) Change();
    bytes_.resize(std::min(bytes_.size(), kMostBytes));
    return std::move(bytes_);
  }

 private:
  std::size_t Below(std::size_t count) { return static_cast<std::size_t>(draw_.Below(static_cast<int64_t>(count))); }
  const std::string& OneOf(const std::vector<std::string>& texts) { return texts[Below(texts.size())]; }
  const std::string& OneWord() {
    return OneOf(target_.words.empty() || draw_.Chance(40) ? AwkwardWords() : target_.words);
  }

  void Change() {
    const std::size_t at = Below(bytes_.size() + 1);
    const std::size_t left = bytes_.size() - at;
    // Mostly a few bytes.
    const std::size_t length = Below(std::min<std::size_t>(left, draw_.Chance(80) ? 8 : left) + 1);
    switch (Below(9)) {
      case 0:
        if (left > 0) bytes_[at] = static_cast<char>(bytes_[at] ^ (1 << Below(8)));
        break;
      case 1:
        if (left > 0) bytes_[at] = static_cast<char>(Below(256));
        break;
      case 2:
        bytes_.resize(at);
        break;
      case 3:
        bytes_.erase(at, length);
        break;
      case 4:
        bytes_.insert(at, OneWord());
        break;
      case 5:
        bytes_.replace(at, length, OneWord());
        break;
      case 6:
        Repeat(at, length);
        break;
      case 7: {
        const std::string other = OneOf(target_.inputs);
        bytes_ = bytes_.substr(0, at) + other.substr(Below(other.size() + 1));
        break;
      }
      default: {
        // A piece from elsewhere.
        const std::string piece = bytes_.substr(Below(bytes_.size() + 1), 1 + Below(64));
        bytes_.insert(at, piece);
      }
    }
  }

  void Repeat(std::size_t at, std::size_t length) {
    const std::string piece = bytes_.substr(at, length);
    for (std::size_t times = 1 + Below(32); times > 0 && bytes_.size() < kMostBytes; --times) bytes_.insert(at, piece);
  }

  const Target& target_;
  bench::Draw draw_;
  std::string bytes_;
};

// The first rounds are the inputs themselves and nothing at all.
std::string InputOf(const Target& target, uint64_t seed, uint64_t round) {
  if (round < target.inputs.size()) return target.inputs[round];
  if (round == target.inputs.size()) return "";
  return Mutation(target, seed, round).Make();
}

std::optional<uint64_t> Setting(const char* name) {
  const char* text = std::getenv(name);
  if (text == nullptr) return std::nullopt;
  uint64_t number = 0;
  AMPARO_CHECK(absl::SimpleAtoi(text, &number), "the settings AMPARO_FUZZ_... are whole numbers");
  return number;
}

// One target's rounds.
class Rounds {
 public:
  explicit Rounds(const Target& target) : target_(target), seed_(Setting("AMPARO_FUZZ_SEED").value_or(1)) {}

  // False at the first promise that is not kept.
  bool Run(uint64_t round) {
    const std::string input = InputOf(target_, seed_, round);
    // A process that dies in a round says nothing of it any more.
    if (trace_) std::cerr << target_.name << " " << round << std::endl;
    // Of just this size, so that AddressSanitizer sees who reads beyond its end.
    const std::unique_ptr<char[]> bytes(new char[input.size()]);
    std::copy(input.begin(), input.end(), bytes.get());
    ++run_;
    try {
      const bool took = target_.run({bytes.get(), input.size()});
      taken_ += took;
      if (took || round >= target_.inputs.size()) return true;
      return Fails(round, input, "refuses what it is said to take");
    } catch (const std::exception& fault) {
      return Fails(round, input, fault.what());
    }
  }

  void Tell() const {
    std::cout << target_.name << ": seed " << seed_ << ", " << run_ << " rounds, " << taken_ << " taken" << std::endl;
  }

 private:
  bool Fails(uint64_t round, const std::string& input, const char* what) const {
    ADD_FAILURE() << target_.name << ": " << what << "\nagain by: AMPARO_FUZZ_SEED=" << seed_
                  << " AMPARO_FUZZ_ROUND=" << round << " fuzz_test --gtest_filter='*/" << target_.name << "'\n"
                  << input.size() << " bytes: \"" << absl::CHexEscape(input.substr(0, kMostShown)) << "\"";
    return false;
  }

  const Target& target_;
  const uint64_t seed_;
  const bool trace_ = std::getenv("AMPARO_FUZZ_TRACE") != nullptr;
  uint64_t run_ = 0;
  uint64_t taken_ = 0;
};

std::vector<Target> AllTargets() {
  std::vector<Target> all;
  for (const auto& some :
       {ValueTargets(), NameTargets(), TokenTargets(), KeyTargets(), PeopleTargets(), TableTargets(), FileTargets()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

class Parser : public ::testing::TestWithParam<Target> {};

TEST_P(Parser, KeepsItsPromises) {
  // It tells of each text that is no UTF-8.
  const google::protobuf::LogSilencer silence;
  Rounds rounds(GetParam());
  if (const auto only = Setting("AMPARO_FUZZ_ROUND")) {
    rounds.Run(*only);
    return;
  }
  const std::optional<uint64_t> seconds = Setting("AMPARO_FUZZ_SECONDS");
  const auto time = seconds ? std::chrono::milliseconds(1000 * *seconds) : std::chrono::milliseconds(kUsualMillis);
  const auto end = std::chrono::steady_clock::now() + time;
  // However slow the machine is, the inputs themselves are tried.
  const std::size_t least = GetParam().inputs.size() + 1;
  for (uint64_t round = 0; round < least || std::chrono::steady_clock::now() < end; ++round) {
    if (!seconds && round >= kUsualRounds) break;
    if (!rounds.Run(round)) return;
  }
  rounds.Tell();
}

INSTANTIATE_TEST_SUITE_P(Of, Parser, ::testing::ValuesIn(AllTargets()),
                         [](const auto& given) { return given.param.name; });

}  // namespace
}  // namespace amparo::fuzz
