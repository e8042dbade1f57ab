// What the audit trail and the feed tell of an operation, and to whom.
#include <set>
#include <string>

#include "tests/integration/services/case/compartment_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;

constexpr auto kHiddenTrail = absl::StatusCode::kNotFound;

TEST_F(CompartmentTest, TheTrailOfACompartmentIsOpenToItsListAlone) {
  const auto list = [&](std::string_view caller, const std::string& compartment) {
    audit::v1::ListAuditEntriesRequest request;
    request.set_parent("offices/cebu");
    request.set_compartment(compartment);
    return Call(*service_.StubOf<v1::AuditService>(caller), &v1::AuditService::Stub::ListAuditEntries, request);
  };
  EXPECT_THAT(list("auditor", raid_), FailsWith(kHiddenTrail, errors::kNotFound));
  EXPECT_THAT(list("everyone", raid_), FailsWith(kHiddenTrail, errors::kNotFound));
  const auto office = list("auditor", "");
  ASSERT_THAT(office, IsOk());
  for (const auto& entry : office->audit_entries()) EXPECT_NE(entry.resource_name(), raid_);
  v1::AddReaderRequest add;
  add.set_name(raid_);
  add.mutable_reader()->set_principal("spiffe://amparo/auditor");
  ASSERT_THAT(As("supervisor", &CompartmentStub::AddReader, add), IsOk());
  const auto trail = list("auditor", raid_);
  ASSERT_THAT(trail, IsOk());
  EXPECT_GE(trail->audit_entries_size(), 4);
}

TEST_F(CompartmentTest, AReceiptSaysWhyAsTheRequestOrElseTheCallDoes) {
  const auto stub = service_.StubOf<v1::OperationService>("supervisor");
  const auto read = [&](const std::string& reason) {
    grpc::ClientContext context;
    context.AddMetadata("amparo-reason", "the weekly look");
    v1::GetOperationRequest request;
    request.set_name(raid_);
    request.set_reason(reason);
    v1::Operation operation;
    return stub->GetOperation(&context, request, &operation).ok();
  };
  EXPECT_TRUE(read(""));
  EXPECT_TRUE(read("briefing"));
  EXPECT_EQ(Receipts("reason IN ('the weekly look', 'briefing')"),
            "supervisor v1 the weekly look; supervisor v1 briefing");
}

// What a follower of the feed, by its first answers, has of operations.
TEST_F(CompartmentTest, FeedsTellOfItToServicesOnly) {
  const auto kinds = [&](std::string_view caller) {
    const auto stub = service_.StubOf<v1::FeedService>(caller);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    feed::v1::ExportResponse response;
    std::set<std::string> seen;
    const auto reader = stub->Export(&context, feed::v1::ExportRequest());
    while (reader->Read(&response)) {
      for (const auto& event : response.events()) seen.insert(event.kind());
    }
    EXPECT_TRUE(reader->Finish().ok());
    return seen;
  };
  EXPECT_THAT(kinds("follower"), ElementsAre("case", "office", "venue"));
  EXPECT_THAT(kinds("everyone"), ElementsAre("case", "office", "operation", "venue"));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  feed::v1::WatchRequest watch;
  watch.add_kinds("operation");
  feed::v1::WatchResponse response;
  const auto stub = service_.StubOf<v1::FeedService>("follower");
  const auto reader = stub->Watch(&context, watch);
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

}  // namespace
}  // namespace amparo::cases
