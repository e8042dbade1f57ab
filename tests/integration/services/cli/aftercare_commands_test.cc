// `amparo aftercare ...` against a case service: the main path of a survivor, as somebody at a terminal walks it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "services/cli/failure.h"
#include "services/cli/table.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/cli/terminal.h"

namespace amparo::testing {
namespace {

namespace v1 = cases::v1;
using cli::Json;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kMaria[] = "cebu/CEB-2014-007/Maria";

class AftercareCommandsTest : public ::testing::Test {
 protected:
  AftercareCommandsTest() {
    service_.OpenOffice("cebu");
    v1::CreateCaseRequest request = service_.NewCaseRequest();
    request.mutable_case_()->set_case_number("CEB-2014-007");
    const auto the_case = cases::Call(service_.cases(), &v1::CaseService::Stub::CreateCase, request);
    v1::CreatePartyRequest party;
    party.set_parent(the_case->name());
    party.mutable_party()->set_role(v1::PARTY_ROLE_SURVIVOR);
    party.mutable_party()->set_pseudonym("Maria");
    party.mutable_party()->set_minor(true);
    EXPECT_TRUE(cases::Call(service_.parties(), &v1::PartyService::Stub::CreateParty, party).ok());
  }

  // Runs a command that must succeed; what it printed.
  std::string Done(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "aftercare");
    const Outcome outcome = terminal_.Run(arguments);
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    return outcome.out;
  }
  Outcome Tried(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "aftercare");
    return terminal_.Run(arguments);
  }

  // The scores of every sub-domain.
  std::string Scores(int score) {
    std::string scores;
    for (const Json& row : Json::parse(Done({"instrument", "--format", "json"}))) {
      StrAppend(&scores, scores.empty() ? "" : ",", row.at("code").get<std::string>(), "=", score);
    }
    return scores;
  }

  cases::CaseService service_;
  Terminal terminal_{ConfigFor(service_.server(), "everyone")};
};

TEST_F(AftercareCommandsTest, ASurvivorIsWalkedWithToRestoration) {
  EXPECT_THAT(Done({"open", kMaria, "--date", "2014-06-01", "--lead", "spiffe://amparo/social-worker"}),
              HasSubstr("active"));
  EXPECT_THAT(Done({"assess", kMaria, "--date", "2014-06-02", "--score", Scores(1)}),
              AllOf(HasSubstr("overall"), HasSubstr("1.00"), HasSubstr("final offices/cebu")));
  const std::string plan = Done({"plan", kMaria, "--date", "2014-06-03", "--goal",
                                 "economic-empowerment:2014-12-01:Back at school", "--format", "json"});
  const std::string goal = Json::parse(plan).at(0).at("name");
  EXPECT_THAT(Done({"service", kMaria, "--date", "2014-06-04", "--kind", "trauma-therapy", "--goal", goal}),
              HasSubstr("trauma-therapy"));
  const Outcome refused = Tried({"restore", kMaria, "--date", "2014-06-05"});
  EXPECT_EQ(refused.code, cli::kRefused);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("RESTORATION_CRITERIA_NOT_MET"),
                                 HasSubstr("\n  DOMAIN_SCORE_SAFETY: SAFETY must be at least 3.00; it is 1.00")));
  Done({"assess", kMaria, "--date", "2014-09-01", "--score", Scores(3)});
  Done({"assess", kMaria, "--date", "2014-12-01", "--score", Scores(4)});
  EXPECT_THAT(Done({"goal", goal, "--state", "achieved", "--date", "2014-12-01"}), HasSubstr("achieved"));
  EXPECT_THAT(Done({"progress", kMaria, "--format", "csv"}),
              HasSubstr("safety,1.00,4.00,+3.00,\"2014-06-02 1.00, 2014-09-01 3.00, 2014-12-01 4.00\""));
  EXPECT_THAT(Done({"restore", kMaria, "--date", "2014-12-02", "--check"}), HasSubstr("HELD_FOR_MONTHS"));
  EXPECT_THAT(Done({"restore", kMaria, "--date", "2014-12-02"}), HasSubstr("restored"));
  EXPECT_THAT(Done({"reopen", kMaria, "--date", "2014-12-05", "--harmed-again", "--reason", "sold again"}),
              HasSubstr("reopened"));
  EXPECT_THAT(Done({"list", "--office", "cebu", "--state", "reopened"}), HasSubstr("sold again"));
  EXPECT_THAT(Done({"end", kMaria, "--date", "2014-12-06", "--cause", "lost-contact", "--reason", "no trace"}),
              HasSubstr("ended"));
}

TEST_F(AftercareCommandsTest, ASurvivorIsReferredAndTheReceiverAnswers) {
  service_.OpenOffice("la-paz");
  EXPECT_THAT(Done({"open", kMaria, "--waiting"}), HasSubstr("not-started"));
  EXPECT_THAT(Done({"start", kMaria}), HasSubstr("active"));
  const std::string prepared = Done({"refer", kMaria, "--to-office", "la-paz", "--transfer", "--service",
                                     "shelter,trauma-therapy", "--note", "x", "--format", "json"});
  const std::string name = Json::parse(prepared).at("name");
  EXPECT_EQ(Tried({"referral", name, "--state", "sent"}).code, cli::kRefused);
  EXPECT_THAT(Done({"consent", name, "--decision", "refused", "--by", "guardian", "--reason", "far away"}),
              HasSubstr("refused"));
  EXPECT_THAT(Done({"consent", name, "--decision", "overridden", "--reason", "in danger"}), HasSubstr("overridden"));
  EXPECT_THAT(Done({"referral", name, "--state", "sent"}), HasSubstr("sent"));
  EXPECT_THAT(Done({"received", "--office", "la-paz", "--state", "sent"}), HasSubstr(name));
  EXPECT_THAT(Done({"referral", name, "--state", "accepted"}), HasSubstr("accepted"));
  EXPECT_THAT(Done({"referral", name, "--state", "done"}), HasSubstr("done"));
  EXPECT_THAT(Done({"list", "--office", "cebu", "--state", "ended"}), HasSubstr("the transfer is done"));
  EXPECT_EQ(Tried({"refer", kMaria, "--service", "shelter"}).code, cli::kUsage);
}

TEST_F(AftercareCommandsTest, WhatCannotBeReadIsToldWithWhatItMustBe) {
  EXPECT_EQ(Tried({"open", "cebu/CEB-2014-007/Rosa"}).code, cli::kNotFound);
  const Outcome no_name = Tried({"open", "cebu/CEB-2014-007"});
  EXPECT_EQ(no_name.code, cli::kUsage);
  EXPECT_THAT(no_name.err, HasSubstr("OFFICE/CASE-NUMBER/PSEUDONYM"));
  EXPECT_THAT(Tried({"assess", kMaria, "--score", "1.1:3"}).err, HasSubstr("is not CODE=SCORE"));
  EXPECT_THAT(Tried({"plan", kMaria, "--goal", "safety:2015-01-01"}).err, HasSubstr("DOMAIN:YYYY-MM-DD:TITLE"));
  EXPECT_THAT(Done({"kinds"}), HasSubstr("hospital-accompaniment"));
}

}  // namespace
}  // namespace amparo::testing
