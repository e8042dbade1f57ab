// Parsers under bytes that nobody meant. A target is a parser, some inputs that it takes, and what it promises of every
// input there is. fuzz_test.cc makes thousands more of these inputs, each by its seed and the number of its round
// alone, so that a fault comes again whenever it is asked for (README.md).
#pragma once

#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace amparo::fuzz {

struct Target {
  // Letters and '_'.
  std::string name;
  // What the parser takes: others are made of these.
  std::vector<std::string> inputs;
  // What is put in here and there: what means something to the parser, and a pure change of bytes would never find.
  std::vector<std::string> words;
  // Gives the bytes to the parser and requires what it promises; true when it took them. Whatever it throws is a fault:
  // a target catches what its parser throws to refuse an input, and nothing else. A function of bytes and of nothing
  // besides, as libFuzzer's LLVMFuzzerTestOneInput is, so that such an engine can call it too.
  bool (*run)(std::string_view bytes) = nullptr;

  friend void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }
};

// A promise that was not kept.
class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Ends the round unless `kept`; `promise` says what was promised.
inline void Require(bool kept, const char* promise) {
  if (!kept) throw Broken(promise);
}

// The targets, a function for each file of this folder.
std::vector<Target> ValueTargets();
std::vector<Target> NameTargets();
std::vector<Target> TokenTargets();
std::vector<Target> KeyTargets();
std::vector<Target> PeopleTargets();
std::vector<Target> TableTargets();
std::vector<Target> FileTargets();

}  // namespace amparo::fuzz
