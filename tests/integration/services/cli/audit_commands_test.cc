// `amparo audit ...` against an AuditService that answers what a test wants.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "amparo/audit/v1/audit.pb.h"
#include "common/base/strings.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "common/testing/rpc_server.h"
#include "services/cli/failure.h"
#include "services/cli/table.h"
#include "tests/integration/services/cli/terminal.h"

namespace amparo::testing {
namespace {

namespace audit_v1 = audit::v1;
using cli::Json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// One that has three rows and whichever faults.
class FakeAudit {
 public:
  rpc::ServiceBinding Binding() {
    rpc::ServiceBinding binding("amparo.cases.v1.AuditService");
    binding.Unary<&FakeAudit::ListAuditEntries>("ListAuditEntries", this)
        .ServerStream<&FakeAudit::VerifyAudit>("VerifyAudit", this);
    return binding;
  }

  rpc::Task<absl::StatusOr<audit_v1::ListAuditEntriesResponse>> ListAuditEntries(
      rpc::CallContext&, audit_v1::ListAuditEntriesRequest request) {
    asked = request;
    audit_v1::ListAuditEntriesResponse response;
    audit_v1::AuditEntry& entry = *response.add_audit_entries();
    entry.mutable_audit_time()->set_seconds(1'415'000'000);
    entry.set_caller("spiffe://amparo/front-desk");
    entry.set_action(audit_v1::AUDIT_ACTION_READ);
    entry.set_method("amparo.cases.v1.PartyService/GetParty");
    entry.set_resource_name("offices/cebu/cases/1/parties/2");
    entry.set_version(3);
    entry.add_fields("identity");
    entry.set_chain_number(7);
    co_return response;
  }

  rpc::Task<absl::Status> VerifyAudit(rpc::CallContext&, audit_v1::VerifyAuditRequest,
                                      rpc::ServerStream<audit_v1::VerifyAuditResponse>& out) {
    audit_v1::VerifyAuditResponse response;
    response.set_rows_verified(rows);
    response.set_chains_verified(chains);
    response.set_heads_verified(heads);
    for (const audit_v1::AuditFault& fault : faults) *response.add_faults() = fault;
    response.set_complete(complete);
    const absl::Status sent = co_await out.Write(response);
    co_return sent;
  }

  audit_v1::ListAuditEntriesRequest asked;
  std::vector<audit_v1::AuditFault> faults;
  int rows = 12, chains = 2, heads = 3;
  bool complete = true;
};

class AuditCommandsTest : public ::testing::Test {
 protected:
  void AddFault(audit_v1::AuditFaultKind kind, int64_t number, bool withheld) {
    audit_v1::AuditFault fault;
    fault.set_kind(kind);
    fault.set_chain_number(number);
    fault.set_withheld(withheld);
    fault.set_description("the row is gone");
    audit_.faults.push_back(fault);
  }

  FakeAudit audit_;
  RpcServer server_{{audit_.Binding()}, {MakePrincipal("auditor", {options::v1::ROLE_AUDITOR})}};
  Terminal terminal_{ConfigFor(server_, "auditor")};
};

TEST_F(AuditCommandsTest, TheTrailIsListed) {
  const Outcome outcome =
      terminal_.Run({"audit", "list", "--office", "cebu", "--action", "read", "--resource", "offices/cebu/cases/1",
                     "--from", "2014-11-01T00:00", "--reason", "a complaint"});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("2014-11-03T07:33:20Z  spiffe://amparo/front-desk  read    GetParty"),
                                 HasSubstr("offices/cebu/cases/1/parties/2"), HasSubstr("identity")));
  EXPECT_EQ(audit_.asked.parent(), "offices/cebu");
  EXPECT_EQ(audit_.asked.action(), audit_v1::AUDIT_ACTION_READ);
  EXPECT_EQ(audit_.asked.resource_name(), "offices/cebu/cases/1");
  EXPECT_EQ(audit_.asked.start_time().seconds(), 1'414'800'000);
  EXPECT_EQ(audit_.asked.reason(), "a complaint");
}

TEST_F(AuditCommandsTest, AWholeTrailIsOk) {
  const Outcome outcome = terminal_.Run({"audit", "verify", "--office", "cebu"});
  EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_EQ(outcome.out, "the audit trail of offices/cebu is whole (12 rows, 2 chains, 3 signed heads)\n");
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST_F(AuditCommandsTest, FaultsAreShownAndEndWithTheirOwnCode) {
  AddFault(audit_v1::AUDIT_FAULT_KIND_MISSING, 5, false);
  AddFault(audit_v1::AUDIT_FAULT_KIND_EDITED, 6, true);
  const Outcome outcome = terminal_.Run({"audit", "verify", "--office", "cebu", "--limit", "1"});
  EXPECT_EQ(outcome.code, cli::kFaults);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("missing"), HasSubstr("the row is gone")));
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("offices/cebu is not whole: 2 faults (12 rows, 2 chains, 3 signed heads)"),
                                 HasSubstr("first 1 only")));
  const Outcome json = terminal_.Run({"audit", "verify", "--office", "cebu", "--format", "json"});
  EXPECT_EQ(json.code, cli::kFaults);
  EXPECT_EQ(Json::parse(json.out).at(0).at("chain_number"), 5);
  EXPECT_EQ(Json::parse(json.out).at(1).at("compartment"), "(withheld)");
}

TEST_F(AuditCommandsTest, OneOfAKindIsToldAsOne) {
  AddFault(audit_v1::AUDIT_FAULT_KIND_MISSING, 1, false);
  audit_.rows = audit_.chains = audit_.heads = 1;
  EXPECT_THAT(terminal_.Run({"audit", "verify", "--office", "cebu"}).err,
              HasSubstr("offices/cebu is not whole: 1 fault (1 row, 1 chain, 1 signed head)"));
}

TEST_F(AuditCommandsTest, ProgramsAreToldOfEveryFault) {
  for (int number = 1; number <= 101; ++number) AddFault(audit_v1::AUDIT_FAULT_KIND_MISSING, number, false);
  EXPECT_THAT(terminal_.Run({"audit", "verify", "--office", "cebu"}).err, HasSubstr("first 100 only"));
  const Outcome json = terminal_.Run({"audit", "verify", "--office", "cebu", "--format", "json"});
  EXPECT_EQ(Json::parse(json.out).size(), 101u);
  EXPECT_THAT(json.err, ::testing::Not(HasSubstr("only")));
}

TEST_F(AuditCommandsTest, AVerificationThatWasCutShortProvesNothing) {
  audit_.complete = false;
  const Outcome outcome = terminal_.Run({"audit", "verify", "--office", "cebu"});
  EXPECT_EQ(outcome.code, cli::kFailed);
  EXPECT_THAT(outcome.err, HasSubstr("ended before it was complete"));
}

TEST_F(AuditCommandsTest, AServiceThatIsAwayIsNoFault) {
  EXPECT_EQ(terminal_.Run({"audit", "verify", "--office", "cebu", "--service", "scheduling", "--timeout", "1"}).code,
            cli::kUnavailable);
}

}  // namespace
}  // namespace amparo::testing
