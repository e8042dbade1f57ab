// Which people get in: the header that says who calls, the workload they come through, their token and their grants;
// and what is written down of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/base/identity_names.h"
#include "common/errors/errors.h"
#include "people_server.h"

namespace amparo::rpctest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kWorker[] = "a.worker";

// Echo about Cebu, with these authorization headers.
absl::Status EchoWith(PeopleServer& server, const std::vector<std::string>& headers,
                      std::string_view workload = testing::TestPeople::kFrontDesk) {
  const auto context = Context(std::chrono::milliseconds(60'000));
  for (const std::string& header : headers) context->AddMetadata("authorization", header);
  return EchoIn(*server.Stub(workload), *context);
}

// Echo by whoever shows this token.
absl::Status EchoShowing(PeopleServer& server, const std::string& token) {
  return EchoWith(server, {StrCat("Bearer ", token)});
}

nlohmann::json LastCallOf(PeopleServer& server) {
  std::istringstream text(server.fixture.LogText());
  nlohmann::json last;
  for (std::string line; std::getline(text, line);) {
    nlohmann::json parsed = nlohmann::json::parse(line);
    if (parsed.value("event", "") == "call") last = std::move(parsed);
  }
  return last;
}

TEST(People, AGrantLetsIntoItsOfficeAndIntoNoOther) {
  PeopleServer server;
  server.GiveIntake(kWorker, "cebu");
  const auto stub = server.Stub();
  EXPECT_TRUE(EchoIn(*stub, *server.ContextOf(kWorker), "cebu").ok());
  const absl::Status elsewhere = EchoIn(*stub, *server.ContextOf(kWorker), "la-paz");
  EXPECT_EQ(elsewhere.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(errors::MetadataValue(elsewhere, "name"), "offices/la-paz");
}

TEST(People, TheWorkloadsOwnRolesAreNotTheirs) {
  PeopleServer server;
  ASSERT_TRUE(EchoWith(server, {}).ok()) << "the front desk itself may";
  // Without a grant, with one of another role, with the name of a workload that may.
  server.people.Give("an.auditor", options::v1::ROLE_AUDITOR, "cebu");
  for (const std::string_view person : {"nobody", "an.auditor", "intake", "front-desk"}) {
    const absl::Status status = EchoIn(*server.Stub(), *server.ContextOf(person));
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << person;
    EXPECT_EQ(errors::Reason(status), errors::kPermissionDenied) << person;
  }
}

TEST(People, TheSchemeIsBearerInWhateverLetters) {
  PeopleServer server;
  server.GiveIntake(kWorker);
  for (const std::string_view scheme : {"Bearer ", "bearer ", "BEARER ", "bEaReR "}) {
    EXPECT_TRUE(EchoWith(server, {StrCat(scheme, server.people.Token(kWorker))}).ok()) << scheme;
  }
}

// It is never the call of the workload, which may itself.
TEST(People, AnyOtherHeaderIsNobodys) {
  PeopleServer server;
  server.GiveIntake(kWorker);
  const std::string token = server.people.Token(kWorker);
  const std::string good = StrCat("Bearer ", token);
  const std::vector<std::vector<std::string>> wrong = {{""},
                                                       {"Bearer"},
                                                       {"Bearer "},
                                                       {token},
                                                       {"Basic " + token},
                                                       {"Bearer" + token},
                                                       {"Bearer=" + token},
                                                       {"Bearers " + token},
                                                       {good + " " + token},
                                                       {good + "," + good},
                                                       {"Bearer nothing"},
                                                       {"Bearer a.b.c"},
                                                       {good, good},
                                                       {good, ""},
                                                       {"Basic x", good}};
  for (const std::vector<std::string>& headers : wrong) {
    const absl::Status status = EchoWith(server, headers);
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << headers.size() << " headers: " << headers.front();
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(token)));
  }
  EXPECT_TRUE(EchoWith(server, {good}).ok());
  EXPECT_TRUE(server.AwaitNoneInFlight());
}

TEST(People, ATokenIsTakenOnlyThroughAWorkloadThatSpeaksForPeople) {
  PeopleServer server;
  server.GiveIntake(kWorker);
  const std::string header = StrCat("Bearer ", server.people.Token(kWorker));
  ASSERT_TRUE(EchoWith(server, {}, "intake").ok()) << "the workload itself may";
  EXPECT_EQ(EchoWith(server, {header}, "intake").code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(EchoWith(server, {header}, "stranger").code(), absl::StatusCode::kUnauthenticated);
  EXPECT_TRUE(EchoWith(server, {header}).ok());
}

TEST(People, WhereNobodyIsKnownATokenIsRefused) {
  PeopleServer other;
  other.GiveIntake(kWorker);
  EchoApi api;
  testing::RpcServer without({api.Binding()}, {PeopleServer::Desk()});
  const auto stub = EchoService::NewStub(without.Channel(testing::TestPeople::kFrontDesk));
  EXPECT_TRUE(EchoIn(*stub, *Context()).ok());
  EXPECT_EQ(EchoIn(*stub, *other.ContextOf(kWorker)).code(), absl::StatusCode::kUnauthenticated);
}

TEST(People, ACertificateMakesNoPerson) {
  PeopleServer server;
  server.GiveIntake(kWorker);
  const auto stub = EchoService::NewStub(
      server.fixture.ChannelWith(server.fixture.authority().IssueFor("odd", StrCat("URI:", kPeoplePrefix, kWorker))));
  EXPECT_EQ(EchoIn(*stub, *Context()).code(), absl::StatusCode::kUnauthenticated);
}

TEST(People, ATokenThatIsNotGoodSaysWhichRuleItBreaks) {
  PeopleServer server;
  server.GiveIntake(kWorker);
  const absl::Time now = server.clock.Now();
  const testing::TokenIssuer stranger("a-strangers-key");
  const testing::TokenIssuer forger;  // by the name of the good key
  const std::string old = server.people.Token(kWorker);
  server.clock.Advance(absl::Minutes(31));
  const std::vector<std::pair<std::string, std::string>> tokens = {
      {"nothing", "TOKEN_MALFORMED"},
      {stranger.Token(kWorker, server.clock.Now()), "TOKEN_KEY"},
      {forger.Token(kWorker, server.clock.Now()), "TOKEN_SIGNATURE"},
      {server.people.issuer().Token("A Worker", server.clock.Now()), "TOKEN_SUBJECT"},
      {old, "TOKEN_EXPIRED"},
      {server.people.issuer().Token(kWorker, now + absl::Hours(2)), "TOKEN_NOT_YET"},
      {server.people.Token(kWorker, absl::Hours(25)), "TOKEN_LIFETIME"}};
  for (const auto& [token, reason] : tokens) {
    const absl::Status status = EchoShowing(server, token);
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << reason;
    EXPECT_EQ(errors::Reason(status), reason);
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(token))) << reason;
  }
  EXPECT_TRUE(EchoShowing(server, server.people.Token(kWorker)).ok());
}

TEST(People, AKeyThatIsWithdrawnLetsNobodyIn) {
  PeopleServer server;
  server.GiveIntake(kWorker);
  const std::string token = server.people.Token(kWorker);
  ASSERT_TRUE(EchoShowing(server, token).ok());
  server.people.WithdrawKey();
  EXPECT_EQ(errors::Reason(EchoShowing(server, token)), "TOKEN_KEY");
  EXPECT_TRUE(EchoWith(server, {}).ok()) << "workloads need none";
}

TEST(People, GrantsThatMayBeStaleLetNobodyIn) {
  PeopleServer server;
  server.GiveIntake(kWorker);
  server.people.Forget();
  const absl::Status status = EchoIn(*server.Stub(), *server.ContextOf(kWorker));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(errors::Reason(status), "GRANTS_STALE");
  EXPECT_TRUE(EchoWith(server, {}).ok()) << "workloads need none";
  EXPECT_TRUE(EchoWith(server, {}, "intake").ok());
}

TEST(People, AGrantHoldsFromItsStartToItsEnd) {
  PeopleServer server;
  access::Grant grant;
  grant.name = "offices/cebu/grants/from-tomorrow";
  grant.version = 1;
  grant.principal = StrCat(kPeoplePrefix, kWorker);
  grant.office = "cebu";
  grant.role = options::v1::ROLE_INTAKE;
  grant.start = server.clock.Now() + absl::Hours(24);
  grant.end = grant.start + absl::Hours(8);
  server.people.board().Apply({grant});
  const auto code_at = [&server](absl::Time now) {
    server.clock.Set(now);
    return EchoIn(*server.Stub(), *server.ContextOf(kWorker)).code();
  };
  EXPECT_EQ(code_at(grant.start - absl::Microseconds(1)), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(code_at(grant.start), absl::StatusCode::kOk);
  EXPECT_EQ(code_at(grant.end - absl::Microseconds(1)), absl::StatusCode::kOk);
  EXPECT_EQ(code_at(grant.end), absl::StatusCode::kPermissionDenied);
}

TEST(PeopleInTheLog, ALineNamesTheWorkloadAndThePersonAndNeverTheToken) {
  PeopleServer server;
  server.GiveIntake(kWorker);
  const std::string token = server.people.Token(kWorker);
  ASSERT_TRUE(EchoShowing(server, token).ok());
  const nlohmann::json line = LastCallOf(server);
  EXPECT_EQ(line["caller"], "spiffe://amparo/front-desk");
  EXPECT_EQ(line["person"], StrCat(kPeoplePrefix, kWorker));
  EXPECT_EQ(line["office"], "cebu");
  EXPECT_EQ(line["code"], "OK");
  EXPECT_FALSE(EchoIn(*server.Stub(), *server.ContextOf("nobody")).ok());
  EXPECT_EQ(LastCallOf(server)["person"], StrCat(kPeoplePrefix, "nobody")) << "who is refused is named too";
  // Nor of those that are refused, which may be good elsewhere.
  for (const char* header : {"Bearer qvzxjkanarie", "Basic qvzxjkanarie", "qvzxjkanarie"}) {
    EXPECT_EQ(EchoWith(server, {header}).code(), absl::StatusCode::kUnauthenticated);
  }
  const std::string log = server.fixture.LogText();
  EXPECT_THAT(log, Not(HasSubstr("qvzxjkanarie")));
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  for (const std::string& part : parts) EXPECT_THAT(log, Not(HasSubstr(part)));
}

TEST(PeopleInTheLog, AWorkloadsOwnCallNamesNoPerson) {
  PeopleServer server;
  ASSERT_TRUE(EchoWith(server, {}).ok());
  EXPECT_EQ(LastCallOf(server)["caller"], "spiffe://amparo/front-desk");
  EXPECT_FALSE(LastCallOf(server).contains("person"));
  EXPECT_FALSE(EchoWith(server, {"Bearer nothing"}).ok());
  EXPECT_EQ(LastCallOf(server)["caller"], "spiffe://amparo/front-desk");
  EXPECT_FALSE(LastCallOf(server).contains("person")) << "a token that is not good names nobody";
}

TEST(PeopleInTheMetrics, CallsAreCountedAndNobodyIsNamed) {
  PeopleServer server;
  server.GiveIntake(kWorker);
  ASSERT_TRUE(EchoIn(*server.Stub(), *server.ContextOf(kWorker)).ok());
  EXPECT_FALSE(EchoIn(*server.Stub(), *server.ContextOf("nobody")).ok());
  EXPECT_FALSE(EchoWith(server, {"Bearer nothing"}).ok());
  const std::string text = server.fixture.registry().Text();
  const std::string of_echo = R"(grpc_method="Echo",grpc_service="amparo.rpctest.EchoService",grpc_type="unary")";
  for (const std::string_view code : {"OK", "PermissionDenied", "Unauthenticated"}) {
    EXPECT_THAT(text, HasSubstr(StrCat("grpc_server_handled_total{grpc_code=\"", code, "\",", of_echo, "} 1")));
  }
  EXPECT_THAT(text, HasSubstr(StrCat("grpc_server_started_total{", of_echo, "} 3")));
  EXPECT_THAT(text, Not(HasSubstr("people/")));
  EXPECT_THAT(text, Not(HasSubstr(kWorker)));
}

}  // namespace
}  // namespace amparo::rpctest
