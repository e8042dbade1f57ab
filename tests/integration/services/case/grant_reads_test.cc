// Who is shown the roles of people: lists for those who oversee an office, feeds and snapshots for other services
// alone.
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "tests/integration/services/case/grant_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(GrantTest, ListsGoByPersonPageByPage) {
  std::vector<std::string> names;
  for (const auto role : {options::v1::ROLE_INTAKE, options::v1::ROLE_ATTORNEY, options::v1::ROLE_PLANNER}) {
    names.push_back(Given(Request(role)).name());
  }
  const std::string other = Given(Request(options::v1::ROLE_INTAKE, "spiffe://amparo/people/s.other")).name();
  ASSERT_THAT(Revoke(names[1]), IsOk());
  v1::ListGrantsRequest request;
  request.set_page_size(1);
  EXPECT_THAT(Listed(request), ElementsAre(names[0], names[2], other));
  request.set_show_ended(true);
  EXPECT_THAT(Listed(request), ElementsAre(names[0], names[1], names[2], other));
  request.set_principal(kWorker);
  EXPECT_THAT(Listed(request), ElementsAre(names[0], names[1], names[2]));
  request.set_show_ended(false);
  EXPECT_THAT(Listed(request), ElementsAre(names[0], names[2]));
  request.set_principal("spiffe://amparo/people/s.nobody");
  EXPECT_THAT(Listed(request), IsEmpty());
  request.set_page_size(-1);
  request.set_parent("offices/cebu");
  EXPECT_THAT(Call(As("auditor"), &GrantStub::ListGrants, request), IsInvalidIn("page_size"));
}

TEST_F(GrantTest, FeedsTellServicesOfThemAndNobodyElse) {
  const v1::Grant given = Given(Request());
  ASSERT_THAT(Revoke(given.name()), IsOk());
  const auto watched = [this](const std::string& caller, bool by_kind) {
    const auto follower = service_.StubOf<v1::FeedService>(caller);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    feed::v1::WatchRequest watch;
    if (by_kind) watch.add_kinds("grant");
    feed::v1::WatchResponse changes;
    const auto stream = follower->Watch(&context, watch);
    std::vector<std::string> told;
    while (!changes.caught_up() && stream->Read(&changes)) {
      for (const auto& event : changes.events()) told.push_back(event.kind());
    }
    if (changes.caught_up()) {
      context.TryCancel();
      stream->Finish();
    } else {
      told.push_back(stream->Finish().error_code() == grpc::StatusCode::PERMISSION_DENIED ? "denied" : "broken off");
    }
    return told;
  };
  EXPECT_THAT(watched("everyone", true), ElementsAre("grant", "grant"));
  EXPECT_THAT(watched("everyone", false), Contains("grant"));
  for (const char* caller : {"follower", "cebu-ops", "cebu-batch"}) {
    EXPECT_THAT(watched(caller, true), ElementsAre("denied")) << caller;
    EXPECT_THAT(watched(caller, false), AllOf(Contains("office"), Not(Contains("grant")))) << caller;
  }
}

TEST_F(GrantTest, SnapshotsTellServicesOfThemAndNobodyElse) {
  Given(Request());
  const auto exported = [this](const std::string& caller) {
    const auto follower = service_.StubOf<v1::FeedService>(caller);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    feed::v1::ExportResponse page;
    const auto snapshot = follower->Export(&context, feed::v1::ExportRequest());
    std::set<std::string> told;
    while (snapshot->Read(&page)) {
      for (const auto& event : page.events()) told.insert(event.kind());
    }
    EXPECT_TRUE(snapshot->Finish().ok()) << caller;
    return told;
  };
  EXPECT_THAT(exported("everyone"), Contains("grant"));
  for (const char* caller : {"follower", "cebu-ops", "cebu-batch"})
    EXPECT_THAT(exported(caller), Not(Contains("grant")));
}

}  // namespace
}  // namespace amparo::cases
