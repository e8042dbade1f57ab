// The command line itself: help for every command, and an answer to every mistake, before any service is asked.
#include "services/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/cli/context.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

struct Outcome {
  int code;
  std::string out, err;
};

Outcome RunWith(const std::vector<std::string>& arguments) {
  std::vector<const char*> argv{"amparo"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out, err;
  const int code = Run(static_cast<int>(argv.size()), argv.data(), out, err);
  return {code, out.str(), err.str()};
}

// A command, by the words that it is called by, and what stands at the end of its help.
struct Command {
  std::string words;
  std::string footer;
};

// Adds what `app` has under it and may be given alone; `words` calls `app`.
void AddCommandsBelow(const CLI::App& app, const std::string& words, std::vector<Command>& commands) {
  if (app.get_require_subcommand_min() == 0) commands.push_back({words, app.get_footer()});
  // Groups of options have no name.
  for (const CLI::App* one : app.get_subcommands([](const CLI::App* below) { return !below->get_name().empty(); })) {
    AddCommandsBelow(*one, words.empty() ? one->get_name() : words + " " + one->get_name(), commands);
  }
}

// All commands; the program itself, which has no words, is the first.
std::vector<Command> AllCommands() {
  std::ostringstream out, err;
  CLI::App app("", "amparo");
  Context context(app, out, err);
  AddCommands(app, context);
  std::vector<Command> commands{{"", app.get_footer()}};
  AddCommandsBelow(app, "", commands);
  return commands;
}

TEST(Program, EveryCommandHasHelpWithAnExample) {
  std::vector<std::string> all;
  for (const auto& [words, footer] : AllCommands()) {
    if (words.empty()) continue;
    all.push_back(words);
    std::vector<std::string> arguments = absl::StrSplit(words, ' ');
    arguments.emplace_back("--help");
    const Outcome outcome = RunWith(arguments);
    EXPECT_EQ(outcome.code, kOk) << words;
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("Example: amparo " + words), HasSubstr("Usage: "))) << words;
    EXPECT_THAT(outcome.err, IsEmpty()) << words;
  }
  EXPECT_THAT(all, IsSupersetOf({"case duplicates", "task extend", "import", "import faults", "status"}));
  EXPECT_THAT(all, Not(Contains("case"))) << "it is none alone";
  EXPECT_THAT(RunWith({"--help"}).out, AllOf(HasSubstr("Exit codes"), HasSubstr("table"), HasSubstr("program's own")));
}

// The lines of a footer that show a command: "Example: amparo ...", or further ones without the word.
std::vector<std::string> ExamplesIn(const std::string& footer) {
  std::vector<std::string> examples;
  std::vector<std::string> lines = absl::StrSplit(footer, '\n');
  for (std::string& line : lines) {
    absl::StripAsciiWhitespace(&line);
    if (line.rfind("Example: ", 0) == 0) line.erase(0, std::string("Example: ").size());
    if (line.rfind("amparo ", 0) == 0) examples.push_back(line);
  }
  return examples;
}

// The words of a line, as a shell takes them apart; nothing in it may mean something else to one.
std::vector<std::string> ShellWords(const std::string& line) {
  std::vector<std::string> words(1);
  char quote = '\0';
  for (const char c : line) {
    if (c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (quote == '\0' && c == ' ') {
      words.emplace_back();
    } else {
      if (quote == '\0') {
        EXPECT_EQ(std::string("|&;<>()$`*?#!{}").find(c), std::string::npos) << line;
      }
      words.back() += c;
    }
  }
  EXPECT_EQ(quote, '\0') << line;
  return words;
}

TEST(Program, EveryExampleIsTakenAsItStands) {
  // Those that read a file before the configuration, and what they are told where it is not there.
  const std::map<std::string, std::string> of_files = {
      {"amparo import deploy/local/newsroom", "deploy/local/newsroom: cannot be read"},
      {"amparo document upload offices/cebu/cases/CASE/documents/ID scan.pdf", "scan.pdf: cannot be read"}};
  std::size_t of_files_seen = 0;
  for (const auto& [words, footer] : AllCommands()) {
    for (const std::string& example : ExamplesIn(footer)) {
      std::vector<std::string> arguments = ShellWords(example);
      arguments.erase(arguments.begin());
      const auto given = std::find(arguments.begin(), arguments.end(), "--config");
      if (given != arguments.end()) arguments.erase(given, given + 2);
      arguments.insert(arguments.end(), {"--config", "/nowhere/cli.textproto"});
      const Outcome outcome = RunWith(arguments);
      EXPECT_EQ(outcome.code, kUsage) << example;
      const auto of_file = of_files.find(example);
      of_files_seen += of_file != of_files.end();
      const std::string wanted =
          of_file == of_files.end() ? "the configuration cannot be used: /nowhere/cli.textproto" : of_file->second;
      EXPECT_THAT(outcome.err, StartsWith("amparo: " + wanted)) << example;
    }
  }
  EXPECT_EQ(of_files_seen, of_files.size()) << "an exception that is none any more";
}

// What one wrong command line is told; everything here is wrong.
std::string Complaint(const std::vector<std::string>& arguments) {
  const Outcome outcome = RunWith(arguments);
  EXPECT_EQ(outcome.code, kUsage) << absl::StrJoin(arguments, " ");
  EXPECT_THAT(outcome.out, IsEmpty());
  return outcome.err;
}

TEST(Program, WhatIsMissingOrUnknownIsNamed) {
  EXPECT_THAT(Complaint({}), HasSubstr("subcommand is required"));
  EXPECT_THAT(Complaint({"hearing"}), HasSubstr("subcommand is required"));
  EXPECT_THAT(Complaint({"hearing", "list"}), HasSubstr("--office is required"));
  EXPECT_THAT(Complaint({"hearing", "vacate", "offices/x/hearings/y"}), HasSubstr("--reason is required"));
  EXPECT_THAT(Complaint({"hearing", "hold"}), HasSubstr("hearing is required"));
  EXPECT_THAT(Complaint({"case", "close", "cebu/C-1", "--approve", "--reject"}), HasSubstr("excludes"));
  EXPECT_THAT(Complaint({"case", "close", "cebu/C-1", "--approve", "--code", "other"}), HasSubstr("excludes"));
  EXPECT_THAT(Complaint({"case", "reopen", "cebu/C-1", "--further-accused"}), HasSubstr("--reason"));
  EXPECT_THAT(Complaint({"office", "list", "--offices"}), HasSubstr("--offices"));
  EXPECT_THAT(Complaint({"grant", "add", "cebu", "s.worker", "social-worker"}), HasSubstr("--reason is required"));
  EXPECT_THAT(Complaint({"grant", "add", "cebu", "s.worker"}), HasSubstr("role is required"));
  EXPECT_THAT(Complaint({"grant", "revoke", "offices/cebu/grants/ID"}), HasSubstr("--reason is required"));
  EXPECT_THAT(Complaint({"grant", "revoke", "--reason", "r"}), HasSubstr("--person"));
  EXPECT_THAT(Complaint({"grant", "revoke", "--person", "p", "--reason", "r", "--request-id", "7"}),
              HasSubstr("excludes"));
  EXPECT_THAT(Complaint({"import"}), HasSubstr("path is required"));
  EXPECT_THAT(Complaint({"nonsense"}), HasSubstr("Unknown: nonsense\n"));
  EXPECT_THAT(Complaint({"hearing", "list", "--offic", "la-paz"}),
              AllOf(HasSubstr("Unknown: --offic la-paz\n"), HasSubstr("--office is required")));
}

TEST(Program, WrongValuesAreToldWithWhatTheyMayBe) {
  EXPECT_THAT(Complaint({"office", "list", "--format", "xml"}), HasSubstr("\"xml\" is none of csv|json|table"));
  EXPECT_THAT(Complaint({"feed", "tail", "--service", "statistics"}), HasSubstr("case|scheduling"));
  EXPECT_THAT(Complaint({"case", "list", "--office", "cebu", "--limit", "-1"}), HasSubstr("--limit"));
  EXPECT_THAT(Complaint({"case", "list", "--office", "cebu", "--limit", "99999999999999"}), HasSubstr("--limit"));
  EXPECT_THAT(Complaint({"office", "list", "--timeout", "0"}), HasSubstr("--timeout"));
  EXPECT_THAT(Complaint({"status", "--wait", "--wait-seconds", "-1"}), HasSubstr("--wait-seconds"));
  for (const char* month : {"2014-13", "2014-+1", "2014-1", "0000-01", "2014-01-01", "+201-01"}) {
    EXPECT_THAT(Complaint({"highlights", "--month", month}), HasSubstr("YYYY-MM"));
  }
  EXPECT_THAT(Complaint({"office", "list", "--config", "/nowhere/cli.textproto"}), HasSubstr("/nowhere/cli.textproto"));
  EXPECT_THAT(Complaint({"import", "/nowhere"}), HasSubstr("/nowhere: cannot be read"));
}

TEST(Program, AnEmptyValueIsNotTheSameAsNone) {
  EXPECT_THAT(Complaint({"hearing", "list", "--office", ""}), HasSubstr("--office: must not be empty"));
  for (const char* option : {"--day", "--case", "--court", "--state"}) {
    EXPECT_THAT(Complaint({"hearing", "list", "--office", "la-paz", option, ""}),
                AllOf(HasSubstr(option), HasSubstr("must not be empty")));
  }
  EXPECT_THAT(Complaint({"case", "timeline", ""}), HasSubstr("must not be empty"));
}

TEST(Program, TextThatIsNotUtf8IsRefused) {
  EXPECT_THAT(Complaint({"case", "list", "--office", "\xff"}), HasSubstr("argument 4 is not UTF-8"));
}

}  // namespace
}  // namespace amparo::cli
