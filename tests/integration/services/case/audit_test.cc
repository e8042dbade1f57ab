// The audit trail of the case service, as an auditor meets it.
#include <fstream>
#include <set>

#include "common/testing/eventually.h"
#include "gmock/gmock.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/case/status_matchers.h"

namespace amparo::cases {
namespace {

namespace audit_v1 = amparo::audit::v1;
using AuditStub = v1::AuditService::Stub;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class AuditTest : public ::testing::Test {
 protected:
  AuditTest() {
    service_.OpenOffice("cebu");
    service_.clock().Advance(absl::Seconds(1));
    case_ = service_.EnterCase("A report").name();
    service_.clock().Advance(absl::Seconds(1));
    v1::CreatePartyRequest request;
    request.set_parent(case_);
    request.mutable_party()->set_role(v1::PARTY_ROLE_SURVIVOR);
    request.mutable_party()->set_pseudonym("Maya");
    request.mutable_party()->mutable_identity()->set_full_name("A Real Name");
    const auto party = Call(service_.parties(), &v1::PartyService::Stub::CreateParty, request);
    party_ = party->name();
    person_ = party->person();
    service_.clock().Advance(absl::Seconds(1));
  }

  absl::StatusOr<v1::Party> ReadParty() {
    v1::GetPartyRequest request;
    request.set_name(party_);
    request.set_view(types::v1::VIEW_FULL);
    return Call(service_.parties(), &v1::PartyService::Stub::GetParty, request);
  }

  absl::StatusOr<audit_v1::ListAuditEntriesResponse> List(audit_v1::ListAuditEntriesRequest request,
                                                          std::string_view caller = "auditor") {
    if (request.parent().empty()) request.set_parent("offices/cebu");
    const auto stub = service_.StubOf<v1::AuditService>(caller);
    service_.clock().Advance(absl::Seconds(1));
    return Call(*stub, &AuditStub::ListAuditEntries, request);
  }

  // What a list holds, each as "Method resource".
  std::vector<std::string> Listed(const audit_v1::ListAuditEntriesRequest& request) {
    std::vector<std::string> listed;
    const auto page = List(request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) return listed;
    for (const auto& entry : page->audit_entries()) {
      const std::string& resource = entry.resource_name();
      const std::string what = resource == case_     ? "case"
                               : resource == party_  ? "party"
                               : resource == person_ ? "person"
                                                     : resource;
      listed.push_back(entry.method().substr(entry.method().rfind('/') + 1) + " " + what);
    }
    return listed;
  }

  struct Verified {
    absl::Status status;
    std::vector<audit_v1::AuditFault> faults;
    audit_v1::VerifyAuditResponse last;
  };
  Verified Verify(std::string_view caller = "auditor", const std::string& office = "offices/cebu") {
    Verified verified;
    const auto stub = service_.StubOf<v1::AuditService>(caller);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    audit_v1::VerifyAuditRequest request;
    request.set_name(office);
    request.set_reason("yearly check");
    const auto reader = stub->VerifyAudit(&context, request);
    while (reader->Read(&verified.last)) {
      verified.faults.insert(verified.faults.end(), verified.last.faults().begin(), verified.last.faults().end());
    }
    verified.status = errors::FromGrpc(reader->Finish());
    return verified;
  }

  // Every row has its link.
  void AwaitSealed() {
    ASSERT_TRUE(testing::Eventually([this] {
      return service_.Sql("SELECT (SELECT count(*) FROM audit) = (SELECT count(*) FROM audit_chain)") == "t";
    }));
  }

  CaseService service_;
  std::string case_;
  std::string party_;
  std::string person_;
};

TEST_F(AuditTest, WhoReadAPersonIsListedAndSoIsTheLook) {
  ASSERT_THAT(ReadParty(), IsOk());
  audit_v1::ListAuditEntriesRequest request;
  request.set_reason("a complaint");
  // The role and the person in it are read at one moment, in no order.
  const auto read = AnyOf("GetParty party", "GetParty person");
  EXPECT_THAT(Listed(request),
              ElementsAre("ListAuditEntries offices/cebu/auditEntries", read, read, "CreateParty party",
                          "CreateParty person", "CreateCase case", "CreateOffice offices/cebu"));
  AwaitSealed();
  request.set_page_size(2);
  const auto page = List(request);
  ASSERT_THAT(page, IsOk());
  const audit_v1::AuditEntry& look = page->audit_entries(1);
  EXPECT_EQ(look.caller(), "spiffe://amparo/auditor");
  EXPECT_EQ(look.action(), audit_v1::AUDIT_ACTION_READ);
  EXPECT_EQ(look.reason(), "a complaint");
  EXPECT_EQ(look.commit_number(), 7);
  EXPECT_EQ(look.chain_number(), 7);
  EXPECT_THAT(look.chain_hash(), SizeIs(32));
  EXPECT_THAT(look.name(), ::testing::StartsWith("offices/cebu/auditEntries/"));
}

TEST_F(AuditTest, WhyAnythingWasReadIsKeptAsTheCallSaysIt) {
  v1::GetPartyRequest request;
  request.set_name(party_);
  request.set_view(types::v1::VIEW_FULL);
  const auto read = [&](const std::string& key, const std::string& reason) {
    grpc::ClientContext context;
    context.AddMetadata(key, reason);
    v1::Party party;
    return errors::FromGrpc(service_.parties().GetParty(&context, request, &party));
  };
  EXPECT_TRUE(read("amparo-reason", "a visit").ok());
  EXPECT_TRUE(read("amparo-reason-bin", "una visita a la señora").ok());
  EXPECT_THAT(read("amparo-reason", std::string(501, 'x')), IsInvalid("amparo-reason"));
  // The person is opened with the party; a refused call reads nothing.
  EXPECT_EQ(service_.Sql("SELECT string_agg(reason, '|' ORDER BY seq) FROM audit WHERE action = 'READ'"),
            "a visit|a visit|una visita a la señora|una visita a la señora");
  audit_v1::ListAuditEntriesRequest look;
  look.set_reason("a complaint");
  ASSERT_THAT(List(look), IsOk());
  EXPECT_EQ(service_.Sql("SELECT reason FROM audit ORDER BY seq DESC LIMIT 1"), "a complaint")
      << "a reason in the request itself is the call's";
}

TEST_F(AuditTest, TheTrailIsSearchedByResourceCallerActionAndTime) {
  const absl::Time before_read = service_.clock().Now();
  ASSERT_THAT(ReadParty(), IsOk());
  audit_v1::ListAuditEntriesRequest request;
  request.set_resource_name(case_);
  EXPECT_THAT(Listed(request), ElementsAre("GetParty party", "CreateParty party", "CreateCase case"));
  request.set_action(audit_v1::AUDIT_ACTION_WRITE);
  EXPECT_THAT(Listed(request), ElementsAre("CreateParty party", "CreateCase case"));
  request.Clear();
  request.set_action(audit_v1::AUDIT_ACTION_READ);
  request.set_caller("spiffe://amparo/everyone");
  EXPECT_THAT(Listed(request), UnorderedElementsAre("GetParty party", "GetParty person"));
  request.Clear();
  request.mutable_end_time()->set_seconds(absl::ToUnixSeconds(before_read));
  EXPECT_THAT(Listed(request),
              ElementsAre("CreateParty party", "CreateParty person", "CreateCase case", "CreateOffice offices/cebu"));
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(before_read) - 1);
  EXPECT_THAT(Listed(request), ElementsAre("CreateParty party", "CreateParty person"));
  request.Clear();
  request.set_resource_name("offices/cebu/cases/0190f3c2-7d1e-7abc-8def-0123456789ab");
  EXPECT_THAT(Listed(request), IsEmpty());
}

TEST_F(AuditTest, PagesGoOnWhereTheyEnded) {
  for (int i = 0; i < 5; ++i) ASSERT_THAT(ReadParty(), IsOk());
  audit_v1::ListAuditEntriesRequest request;
  request.set_caller("spiffe://amparo/everyone");
  request.set_page_size(3);
  std::vector<std::string> names;
  do {
    const auto page = List(request);
    ASSERT_THAT(page, IsOk());
    for (const auto& entry : page->audit_entries()) names.push_back(entry.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  // What was entered (office, case, person, party), and each read of the party and of the person.
  EXPECT_THAT(names, SizeIs(14));
  EXPECT_THAT(std::set<std::string>(names.begin(), names.end()), SizeIs(14));
}

TEST_F(AuditTest, OnlyAuditorsOfTheOfficeSeeTheTrail) {
  EXPECT_THAT(List({}, "investigator"), FailsWith(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  EXPECT_THAT(Verify("intake").status, FailsWith(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  service_.OpenOffice("la-paz");
  audit_v1::ListAuditEntriesRequest request;
  request.set_parent("offices/la-paz");
  EXPECT_THAT(List(request, "cebu"), FailsWith(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Verify("cebu", "offices/la-paz").status, FailsWith(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request.set_parent("offices/nowhere");
  EXPECT_THAT(List(request), FailsWith(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request.set_parent("offices/cebu");
  request.set_compartment("offices/cebu/operations/0190f3c2-7d1e-7abc-8def-0123456789ab");
  EXPECT_THAT(List(request), FailsWith(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit WHERE office = 'nowhere'"), "0");
}

TEST_F(AuditTest, MalformedRequestsNameTheirFields) {
  audit_v1::ListAuditEntriesRequest request;
  request.set_parent("offices/cebu/cases/1");
  EXPECT_THAT(List(request), IsInvalid("parent"));
  request.set_parent("offices/cebu");
  request.set_page_size(-1);
  EXPECT_THAT(List(request), IsInvalid("page_size"));
  request.set_page_size(0);
  request.mutable_start_time()->set_seconds(1'000'000'000'000);
  EXPECT_THAT(List(request), IsInvalid("start_time"));
  request.clear_start_time();
  request.set_reason(std::string(501, 'x'));
  EXPECT_THAT(List(request), IsInvalid("reason"));
  request.clear_reason();
  request.set_page_token("none");
  EXPECT_THAT(List(request), IsInvalid("page_token"));
  EXPECT_THAT(Verify("auditor", "cebu").status, IsInvalid("name"));
}

TEST_F(AuditTest, WithoutAnAuditRowThereIsNoAnswer) {
  service_.Sql("REVOKE INSERT ON audit FROM cases");
  EXPECT_FALSE(ReadParty().ok());
  EXPECT_FALSE(List({}).ok());
  const Verified verified = Verify();
  EXPECT_FALSE(verified.status.ok());
  EXPECT_FALSE(verified.last.complete());
}

TEST_F(AuditTest, AWholeTrailIsProved) {
  ASSERT_THAT(ReadParty(), IsOk());
  AwaitSealed();
  const Verified verified = Verify();
  ASSERT_THAT(verified.status, IsOk());
  EXPECT_THAT(verified.faults, IsEmpty());
  EXPECT_TRUE(verified.last.complete());
  EXPECT_EQ(verified.last.chains_verified(), 1);
  EXPECT_GE(verified.last.rows_verified(), 6);
  EXPECT_GE(verified.last.heads_verified(), 1);
}

TEST_F(AuditTest, WhoeverReadAPersonCannotWipeItOut) {
  ASSERT_THAT(ReadParty(), IsOk());
  AwaitSealed();
  const std::string entry =
      service_.Sql("SELECT id FROM audit WHERE method LIKE '%GetParty' AND name LIKE '%/persons/%'");
  service_.Sql("DELETE FROM audit WHERE method LIKE '%GetParty' AND name LIKE '%/persons/%'");
  const Verified gone = Verify();
  ASSERT_THAT(gone.faults, SizeIs(1));
  EXPECT_EQ(gone.faults[0].kind(), audit_v1::AUDIT_FAULT_KIND_MISSING);
  EXPECT_EQ(gone.faults[0].chain_number(), 6);
  EXPECT_EQ(gone.faults[0].entry(), "offices/cebu/auditEntries/" + entry);
  service_.Sql("DELETE FROM audit_chain WHERE number >= 6");
  std::vector<audit_v1::AuditFaultKind> kinds;
  const Verified found = Verify();
  for (const auto& fault : found.faults) kinds.push_back(fault.kind());
  // What came since was sealed behind the cut.
  EXPECT_THAT(kinds, ::testing::Contains(
                         ::testing::AnyOf(audit_v1::AUDIT_FAULT_KIND_CUT, audit_v1::AUDIT_FAULT_KIND_REWRITTEN)));
}

TEST_F(AuditTest, FaultsInACompartmentAreToldWithoutItsName) {
  service_.Sql(
      "WITH head AS (UPDATE feed_head SET audited = audited + 1 RETURNING audited) "
      "INSERT INTO audit (office, id, seq, compartment, audit_time, caller, method, name, version, action, trace_id) "
      "SELECT 'cebu', gen_random_uuid(), audited, 'offices/cebu/operations/1', now(), 'c', 'm', 'n', 1, 'READ', '' "
      "FROM head");
  AwaitSealed();
  EXPECT_THAT(Verify().faults, IsEmpty());
  service_.Sql("UPDATE audit SET caller = 'another' WHERE compartment <> ''");
  const Verified verified = Verify();
  EXPECT_EQ(verified.last.chains_verified(), 2);
  ASSERT_THAT(verified.faults, SizeIs(1));
  EXPECT_TRUE(verified.faults[0].withheld());
  EXPECT_EQ(verified.faults[0].kind(), audit_v1::AUDIT_FAULT_KIND_EDITED);
  EXPECT_THAT(verified.faults[0].compartment(), IsEmpty());
  EXPECT_THAT(verified.faults[0].entry(), IsEmpty());
}

TEST_F(AuditTest, TheHeadsStandOutsideTheDatabase) {
  AwaitSealed();
  ASSERT_THAT(Verify().status, IsOk());
  std::ofstream(service_.heads_file(), std::ios::app) << "head\tcebu\t\t1\t00\t2014-11-03T00:00:00Z\tme\tAAAA\n";
  const Verified forged = Verify();
  ASSERT_THAT(forged.faults, SizeIs(1));
  EXPECT_EQ(forged.faults[0].kind(), audit_v1::AUDIT_FAULT_KIND_WRONG_SIGNATURE);
  EXPECT_GT(forged.faults[0].heads_line(), 1);
}

}  // namespace
}  // namespace amparo::cases
