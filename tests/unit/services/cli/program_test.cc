// The command line itself: help for every command, and an answer to every mistake, before any service is asked.
#include "services/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/str_join.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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

TEST(Program, EveryCommandHasHelpWithAnExample) {
  const std::vector<std::vector<std::string>> commands = {{"case", "get"},
                                                          {"case", "list"},
                                                          {"case", "create"},
                                                          {"case", "timeline"},
                                                          {"case", "close"},
                                                          {"case", "reopen"},
                                                          {"case", "clock"},
                                                          {"case", "link"},
                                                          {"case", "links"},
                                                          {"case", "merge"},
                                                          {"case", "unmerge"},
                                                          {"query", "save"},
                                                          {"query", "list"},
                                                          {"query", "run"},
                                                          {"query", "delete"},
                                                          {"grant", "add"},
                                                          {"grant", "list"},
                                                          {"grant", "revoke"},
                                                          {"person", "create"},
                                                          {"person", "get"},
                                                          {"person", "list"},
                                                          {"person", "search"},
                                                          {"person", "ages"},
                                                          {"person", "parties"},
                                                          {"person", "erase"},
                                                          {"person", "duplicates"},
                                                          {"person", "merge"},
                                                          {"person", "unmerge"},
                                                          {"person", "distinguish"},
                                                          {"task", "list"},
                                                          {"task", "add"},
                                                          {"task", "done"},
                                                          {"task", "cancel"},
                                                          {"task", "reopen"},
                                                          {"task", "assign"},
                                                          {"task", "templates"},
                                                          {"task", "apply"},
                                                          {"task", "date"},
                                                          {"task", "remind"},
                                                          {"note", "add"},
                                                          {"note", "list"},
                                                          {"note", "get"},
                                                          {"flag", "raise"},
                                                          {"flag", "lower"},
                                                          {"flag", "list"},
                                                          {"operation", "plan"},
                                                          {"operation", "list"},
                                                          {"operation", "show"},
                                                          {"operation", "approve"},
                                                          {"operation", "outcome"},
                                                          {"operation", "correct"},
                                                          {"operation", "strike-freed"},
                                                          {"operation", "strike-arrest"},
                                                          {"operation", "cancel"},
                                                          {"operation", "add-reader"},
                                                          {"operation", "remove-reader"},
                                                          {"operation", "freeze"},
                                                          {"operation", "unfreeze"},
                                                          {"operation", "break-glass"},
                                                          {"operation", "grant"},
                                                          {"operation", "exposure"},
                                                          {"network", "venue"},
                                                          {"network", "organization"},
                                                          {"network", "asset"},
                                                          {"network", "find"},
                                                          {"network", "link"},
                                                          {"network", "links"},
                                                          {"network", "update"},
                                                          {"network", "end"},
                                                          {"network", "withdraw"},
                                                          {"network", "show"},
                                                          {"network", "path"},
                                                          {"network", "shared"},
                                                          {"network", "moves"},
                                                          {"network", "export"},
                                                          {"charge", "list"},
                                                          {"charge", "standing"},
                                                          {"charge", "sentence"},
                                                          {"appeal", "list"},
                                                          {"office", "list"},
                                                          {"holiday", "list"},
                                                          {"holiday", "set"},
                                                          {"holiday", "remove"},
                                                          {"hearing", "hold"},
                                                          {"hearing", "schedule"},
                                                          {"hearing", "adjourn"},
                                                          {"hearing", "vacate"},
                                                          {"hearing", "list"},
                                                          {"hearing", "courts"},
                                                          {"aftercare", "open"},
                                                          {"aftercare", "start"},
                                                          {"aftercare", "refer"},
                                                          {"aftercare", "consent"},
                                                          {"aftercare", "referral"},
                                                          {"aftercare", "received"},
                                                          {"aftercare", "assess"},
                                                          {"aftercare", "plan"},
                                                          {"aftercare", "goal"},
                                                          {"aftercare", "service"},
                                                          {"aftercare", "progress"},
                                                          {"aftercare", "restore"},
                                                          {"aftercare", "reopen"},
                                                          {"aftercare", "end"},
                                                          {"aftercare", "list"},
                                                          {"aftercare", "instrument"},
                                                          {"aftercare", "kinds"},
                                                          {"import"},
                                                          {"export"},
                                                          {"import", "faults"},
                                                          {"import", "fault"},
                                                          {"import", "resolve"},
                                                          {"feed", "tail"},
                                                          {"highlights"},
                                                          {"report", "convictions"},
                                                          {"report", "adjournments"},
                                                          {"audit", "list"},
                                                          {"audit", "verify"},
                                                          {"status"},
                                                          {"health"},
                                                          {"call"},
                                                          {"document", "list"},
                                                          {"document", "copies"},
                                                          {"document", "upload"},
                                                          {"document", "download"},
                                                          {"report", "time-to-verdict"}};
  for (std::vector<std::string> command : commands) {
    const std::string words = absl::StrJoin(command, " ");
    command.push_back("--help");
    const Outcome outcome = RunWith(command);
    EXPECT_EQ(outcome.code, kOk) << words;
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("Example: amparo " + words), HasSubstr("Usage: "))) << words;
    EXPECT_THAT(outcome.err, IsEmpty()) << words;
  }
  EXPECT_THAT(RunWith({"--help"}).out, AllOf(HasSubstr("Exit codes"), HasSubstr("table")));
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
  EXPECT_THAT(Complaint({"highlights", "--month", "2014-13"}), HasSubstr("YYYY-MM"));
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
