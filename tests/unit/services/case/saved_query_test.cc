#include "services/case/domain/saved_query.h"

#include "common/errors/errors.h"
#include "gmock/gmock.h"
#include "services/case/api/list_runner.h"
#include "services/case/api/rpc_roles.h"
#include "services/case/convert/saved_query_convert.h"

namespace amparo::cases {
namespace {

const QueryUser kQueryOwner{.identity = "spiffe://amparo/a"};
const QueryUser kQueryOther{.identity = "spiffe://amparo/b"};
const QueryUser kQueryBoss{.identity = "spiffe://amparo/c", .supervisor = true};

SavedQuery MyQuery(bool shared) {
  SavedQuery query;
  query.title = "Mine";
  query.owner = kQueryOwner.identity;
  query.shared = shared;
  return query;
}

TEST(SavedQueryTest, APrivateOneIsThereForItsOwnerAlone) {
  EXPECT_TRUE(MaySee(MyQuery(false), kQueryOwner));
  EXPECT_FALSE(MaySee(MyQuery(false), kQueryOther));
  EXPECT_FALSE(MaySee(MyQuery(false), kQueryBoss)) << "supervisors too";
  EXPECT_TRUE(MaySee(MyQuery(true), kQueryOther));
}

TEST(SavedQueryTest, ASharedOneIsChangedByItsOwnerAndBySupervisors) {
  EXPECT_FALSE(RefuseQueryChange(MyQuery(true), kQueryOwner));
  EXPECT_FALSE(RefuseQueryChange(MyQuery(true), kQueryBoss));
  ASSERT_TRUE(RefuseQueryChange(MyQuery(true), kQueryOther));
  EXPECT_EQ(RefuseQueryChange(MyQuery(true), kQueryOther)->rule, "NOT_THE_OWNER");
}

TEST(SavedQueryTest, WhatIsDeletedStaysSo) {
  SavedQuery gone = MyQuery(true);
  gone.delete_time = absl::UnixEpoch();
  ASSERT_TRUE(RefuseQueryChange(gone, kQueryOwner));
  EXPECT_EQ(RefuseQueryChange(gone, kQueryOwner)->rule, "SAVED_QUERY_DELETED");
  EXPECT_FALSE(RefuseDeleted(MyQuery(false)));
}

TEST(SavedQueryTest, FiltersAreKeptAndPagesAreNot) {
  v1::SavedQuery query;
  query.mutable_tasks()->set_parent("offices/cebu/cases/-");
  query.mutable_tasks()->set_page_size(7);
  query.mutable_tasks()->set_page_token("x");
  query.mutable_tasks()->set_overdue(true);
  Violations violations;
  KeepFilters(query, violations);
  EXPECT_TRUE(violations.empty());
  EXPECT_EQ(query.tasks().ShortDebugString(), "overdue: true");
}

TEST(SavedQueryTest, WhatMayIdentifyPeopleIsNotKept) {
  v1::SavedQuery query;
  query.mutable_cases()->set_narrative_text("Santos");
  Violations violations;
  KeepFilters(query, violations);
  ASSERT_EQ(violations.found().size(), 1u);
  EXPECT_EQ(violations.found()[0].field, "cases.narrative_text");
  v1::SavedQuery none;
  Violations missing;
  KeepFilters(none, missing);
  ASSERT_EQ(missing.found().size(), 1u);
  EXPECT_EQ(missing.found()[0].field, "list");
}

TEST(SavedQueryTest, AListIsRunForWhoMayAskForTheListItself) {
  access::RoleSet planner;
  planner.Add(options::v1::ROLE_PLANNER);
  EXPECT_TRUE(RequireList(planner, v1::SavedQuery::kCases).ok());
  for (const auto list : {v1::SavedQuery::kTasks, v1::SavedQuery::kPersons, v1::SavedQuery::kDocuments}) {
    const absl::Status status = RequireList(planner, list);
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << list;
    EXPECT_EQ(errors::Reason(status), errors::kPermissionDenied);
    EXPECT_FALSE(RequireList(access::RoleSet(), list).ok());
  }
  EXPECT_FALSE(RequireList(planner, v1::SavedQuery::LIST_NOT_SET).ok());
}

TEST(SavedQueryTest, WhoRunsQueriesMayAskForEveryListThatIsKept) {
  const access::RoleSet runners = RolesOfRpc("SavedQueryService.RunSavedQuery");
  for (const char* list : {"CaseService.ListCases", "TaskService.ListTasks", "PersonService.ListPersons",
                           "DocumentService.ListDocuments"}) {
    EXPECT_EQ(RolesOfRpc(list).And(runners), runners) << list;
  }
}

TEST(SavedQueryTest, ComesBackAsItWasKept) {
  SavedQuery query = MyQuery(true);
  query.name = {"cebu", *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab")};
  query.delete_time = absl::FromUnixSeconds(7);
  v1::SavedQuery message;
  ToProto(query, message);
  const SavedQuery back = SavedQueryFromStored(message);
  EXPECT_EQ(back.name, query.name);
  EXPECT_EQ(back.owner, query.owner);
  EXPECT_EQ(back.shared, query.shared);
  EXPECT_EQ(back.delete_time, query.delete_time);
  EXPECT_EQ(ColumnsOf(query).size(), 4u);
}

}  // namespace
}  // namespace amparo::cases
