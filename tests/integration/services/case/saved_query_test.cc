// Lists that are kept with their filters: by whom, for whom, and what they answer.
#include <chrono>
#include <string>
#include <vector>

#include "amparo/cases/v1/saved_query.grpc.pb.h"
#include "tests/integration/services/case/task_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using QueryStub = v1::SavedQueryService::Stub;

class SavedQueryTest : public TaskTest {
 protected:
  QueryStub& As(const std::string& caller) {
    std::unique_ptr<QueryStub>& stub = stubs_[caller];
    if (stub == nullptr) stub = service_.StubOf<v1::SavedQueryService>(caller);
    return *stub;
  }

  static v1::CreateSavedQueryRequest InCourt(const std::string& title, bool shared = false) {
    v1::CreateSavedQueryRequest request;
    request.set_parent("offices/cebu");
    request.mutable_saved_query()->set_title(title);
    request.mutable_saved_query()->set_shared(shared);
    request.mutable_saved_query()->mutable_cases()->add_stages(v1::CASE_STAGE_PROSECUTION);
    request.mutable_saved_query()->mutable_cases()->set_text("case");
    return request;
  }
  v1::SavedQuery Save(const std::string& by, const std::string& title, bool shared = false) {
    service_.clock().Advance(absl::Milliseconds(1));
    return Done(As(by), &QueryStub::CreateSavedQuery, InCourt(title, shared));
  }
  absl::StatusOr<v1::SavedQuery> Read(const std::string& by, const std::string& name) {
    v1::GetSavedQueryRequest request;
    request.set_name(name);
    return Call(As(by), &QueryStub::GetSavedQuery, request);
  }
  absl::StatusOr<v1::SavedQuery> Delete(const std::string& by, const std::string& name) {
    v1::DeleteSavedQueryRequest request;
    request.set_name(name);
    return Call(As(by), &QueryStub::DeleteSavedQuery, request);
  }
  absl::StatusOr<v1::RunSavedQueryResponse> Run(const std::string& by, const std::string& name, int size = 0,
                                                const std::string& token = "") {
    v1::RunSavedQueryRequest request;
    request.set_name(name);
    request.set_page_size(size);
    request.set_page_token(token);
    return Call(As(by), &QueryStub::RunSavedQuery, request);
  }
  std::vector<std::string> ListedTo(const std::string& caller) {
    v1::ListSavedQueriesRequest request;
    request.set_parent("offices/cebu");
    std::vector<std::string> titles;
    const auto page = Done(As(caller), &QueryStub::ListSavedQueries, request);
    for (const v1::SavedQuery& one : page.saved_queries()) {
      titles.push_back(one.title());
    }
    return titles;
  }

  std::map<std::string, std::unique_ptr<QueryStub>> stubs_;
};

TEST_F(SavedQueryTest, AnswersWhatTheListAnswersPageByPage) {
  const std::string second = CaseIn("cebu", v1::CASE_STAGE_PROSECUTION);
  const v1::SavedQuery saved = Save("attorney", "In court");
  EXPECT_EQ(saved.owner(), "spiffe://amparo/attorney");
  const auto first = Run("attorney", saved.name(), 1);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->cases().cases_size(), 1);
  EXPECT_EQ(first->cases().cases(0).name(), prosecuted_);
  EXPECT_EQ(first->cases().next_page_token(), "");
  const auto rest = Run("attorney", saved.name(), 1, first->next_page_token());
  ASSERT_THAT(rest, IsOk());
  ASSERT_EQ(rest->cases().cases_size(), 1);
  EXPECT_EQ(rest->cases().cases(0).name(), second);
  EXPECT_EQ(rest->next_page_token(), "");
}

TEST_F(SavedQueryTest, APrivateOneIsThereForItsOwnerAlone) {
  const v1::SavedQuery mine = Save("attorney", "Mine");
  const v1::SavedQuery ours = Save("attorney", "Ours", true);
  EXPECT_THAT(ListedTo("attorney"), ElementsAre("Mine", "Ours"));
  EXPECT_THAT(ListedTo("supervisor"), ElementsAre("Ours"));
  EXPECT_THAT(Read("supervisor", mine.name()), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Run("supervisor", mine.name()), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Delete("supervisor", mine.name()), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Run("supervisor", ours.name()), IsOk());
  EXPECT_THAT(Delete("investigator", ours.name()), FailsWith(kRefused, "NOT_THE_OWNER"));
  EXPECT_THAT(Read("la-paz", ours.name()), FailsWith(kNotFound, errors::kNotFound)) << "of another office";
}

TEST_F(SavedQueryTest, FeedsTellOfNone) {
  Save("attorney", "Mine");
  const auto follower = service_.StubOf<v1::FeedService>("follower");
  grpc::ClientContext asked;
  asked.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  feed::v1::WatchRequest watch;
  watch.add_kinds("saved_query");
  feed::v1::WatchResponse change;
  const auto changes = follower->Watch(&asked, watch);
  EXPECT_FALSE(changes->Read(&change));
  EXPECT_EQ(changes->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  feed::v1::ExportResponse page;
  const auto snapshot = follower->Export(&context, feed::v1::ExportRequest());
  while (snapshot->Read(&page)) {
    for (const auto& event : page.events()) EXPECT_NE(event.kind(), "saved_query");
  }
  EXPECT_TRUE(snapshot->Finish().ok());
}

TEST_F(SavedQueryTest, TitlesAreUniqueAmongTheQueriesOfOnePerson) {
  const v1::SavedQuery mine = Save("attorney", "In court");
  EXPECT_THAT(Call(As("attorney"), &QueryStub::CreateSavedQuery, InCourt("In court")),
              FailsWith(kExists, errors::kAlreadyExists));
  Save("investigator", "In court");
  ASSERT_THAT(Delete("attorney", mine.name()), IsOk());
  Save("attorney", "In court");
}

TEST_F(SavedQueryTest, WhatIsDeletedIsReadAndNotRun) {
  const v1::SavedQuery saved = Save("attorney", "In court", true);
  ASSERT_THAT(Delete("supervisor", saved.name()), IsOk());
  EXPECT_THAT(ListedTo("attorney"), IsEmpty());
  EXPECT_THAT(Run("attorney", saved.name()), FailsWith(kRefused, "SAVED_QUERY_DELETED"));
  EXPECT_THAT(Delete("attorney", saved.name()), FailsWith(kRefused, "SAVED_QUERY_DELETED"));
  const auto read = Read("attorney", saved.name());
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(read->has_delete_time());
}

TEST_F(SavedQueryTest, IsChangedByItsOwnerAndReadAsItWas) {
  const v1::SavedQuery saved = Save("attorney", "In court");
  const absl::Time before = service_.clock().Now();
  service_.clock().Advance(absl::Seconds(1));
  v1::UpdateSavedQueryRequest request;
  *request.mutable_saved_query() = saved;
  request.mutable_saved_query()->set_title("Overdue");
  request.mutable_saved_query()->mutable_tasks()->set_overdue(true);
  request.mutable_update_mask()->add_paths("title");
  request.mutable_update_mask()->add_paths("tasks");
  const auto changed = Call(As("attorney"), &QueryStub::UpdateSavedQuery, request);
  ASSERT_THAT(changed, IsOk());
  EXPECT_TRUE(changed->has_tasks());
  EXPECT_EQ(changed->title(), "Overdue");
  EXPECT_THAT(Call(As("attorney"), &QueryStub::UpdateSavedQuery, request), FailsWith(kAborted, errors::kEtagMismatch));
  v1::GetSavedQueryRequest then;
  then.set_name(saved.name());
  SetTimestamp(before, then.mutable_read_time());
  const auto read = Call(As("attorney"), &QueryStub::GetSavedQuery, then);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->title(), "In court");
  EXPECT_TRUE(read->has_cases());
}

TEST_F(SavedQueryTest, TheListOfAnUpdateIsTheOneThatItsMaskNames) {
  const v1::SavedQuery saved = Save("attorney", "In court");
  v1::UpdateSavedQueryRequest request;
  request.mutable_saved_query()->set_name(saved.name());
  request.mutable_saved_query()->mutable_tasks()->set_overdue(true);
  request.mutable_update_mask()->add_paths("cases");
  EXPECT_THAT(Call(As("attorney"), &QueryStub::UpdateSavedQuery, request), IsInvalidIn("saved_query.list"));
  const auto kept = Read("attorney", saved.name());
  ASSERT_THAT(kept, IsOk());
  EXPECT_TRUE(kept->has_cases()) << "nothing took its place";
}

TEST_F(SavedQueryTest, ListsOfTasksPeopleAndDocumentsAreKeptToo) {
  Enter(kFirstDay - 1);
  v1::CreateSavedQueryRequest request;
  request.set_parent("offices/cebu");
  request.mutable_saved_query()->set_title("Overdue");
  request.mutable_saved_query()->mutable_tasks()->set_overdue(true);
  const auto tasks = Done(As("attorney"), &QueryStub::CreateSavedQuery, request);
  EXPECT_EQ(Run("attorney", tasks.name())->tasks().tasks_size(), 1);
  request.mutable_saved_query()->set_title("People");
  request.mutable_saved_query()->mutable_persons();
  const auto people = Done(As("attorney"), &QueryStub::CreateSavedQuery, request);
  EXPECT_GE(Run("attorney", people.name())->persons().persons_size(), 1);
  request.mutable_saved_query()->set_title("Papers");
  request.mutable_saved_query()->mutable_documents()->add_states(v1::DOCUMENT_STATE_NEEDED);
  const auto papers = Done(As("attorney"), &QueryStub::CreateSavedQuery, request);
  EXPECT_TRUE(Run("attorney", papers.name())->has_documents());
}

TEST_F(SavedQueryTest, FiltersThatTheListDoesNotTakeAreNotKept) {
  v1::CreateSavedQueryRequest request = InCourt("Wrong");
  request.mutable_saved_query()->mutable_cases()->set_crime_type("x");
  EXPECT_THAT(Call(As("attorney"), &QueryStub::CreateSavedQuery, request), IsInvalidIn("crime_type"));
  request = InCourt("Names");
  request.mutable_saved_query()->mutable_cases()->set_narrative_text("Santos");
  EXPECT_THAT(Call(As("attorney"), &QueryStub::CreateSavedQuery, request),
              IsInvalidIn("saved_query.cases.narrative_text"));
  request = InCourt("");
  EXPECT_THAT(Call(As("attorney"), &QueryStub::CreateSavedQuery, request), IsInvalidIn("saved_query.title"));
  request = InCourt("None");
  request.mutable_saved_query()->clear_list();
  EXPECT_THAT(Call(As("attorney"), &QueryStub::CreateSavedQuery, request), IsInvalidIn("saved_query.list"));
}

TEST_F(SavedQueryTest, ARepeatedRequestKeepsOneQuery) {
  v1::CreateSavedQueryRequest request = InCourt("Once");
  request.set_request_id(NewId());
  const auto first = Call(As("attorney"), &QueryStub::CreateSavedQuery, request);
  ASSERT_THAT(first, IsOk());
  const auto again = Call(As("attorney"), &QueryStub::CreateSavedQuery, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->name(), first->name());
  EXPECT_THAT(ListedTo("attorney"), ElementsAre("Once"));
}

}  // namespace
}  // namespace amparo::cases
