// Acts of several records: all of them or none, once a request, each on the feed and in the audit trail.
#include <future>
#include <pqxx/pqxx>
#include <thread>

#include "absl/time/clock.h"
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/base/task.h"
#include "gmock/gmock.h"
#include "services/case/api/acts.h"
#include "services/case/convert/party_convert.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/case/status_matchers.h"

namespace amparo::cases {
namespace {

class WorkTest : public ::testing::Test {
 protected:
  WorkTest() {
    service_.OpenOffice();
    the_case_ = *ParseName<CaseName>(service_.EnterCase().name());
  }

  PartyName NewName() { return {the_case_.office, the_case_.id, Uuid::V7(service_.clock().Now())}; }

  static Change NewPerson(const PartyName& name, const std::string& pseudonym, absl::Time now) {
    Party party;
    party.name = name;
    party.role = PartyRole::kSurvivor;
    party.pseudonym = pseudonym;
    v1::Identity identity;
    identity.set_full_name("Somebody called " + pseudonym);
    return NewResource<v1::Party>(party, now, identity.SerializeAsString());
  }

  absl::StatusOr<std::string> Run(WorkBody body, std::optional<Uuid> request_id = std::nullopt) {
    ActStamp stamp{the_case_.office, "spiffe://amparo/test", "test.Service/Work", "trace",
                   request_id,       std::string(32, 'f')};
    return SyncWait(service_.store().RunWork(std::move(stamp), std::move(body), Limits::For(absl::Seconds(20))));
  }

  std::string CountOf(const std::string& table) { return service_.Sql("SELECT count(*) FROM " + table); }

  CaseService service_;
  CaseName the_case_;
};

TEST_F(WorkTest, WritesAllRecordsAndTellsTheFeedInOrder) {
  const PartyName first = NewName();
  const PartyName second = NewName();
  const absl::Time now = service_.clock().Now();
  const auto answer = Run([first, second, now](Work& work) -> absl::StatusOr<std::string> {
    AMPARO_RETURN_IF_ERROR(work.Write(NewPerson(first, "A", now)));
    AMPARO_RETURN_IF_ERROR(work.Write(NewPerson(second, "B", now)));
    return std::string("done");
  });
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(*answer, "done");
  EXPECT_EQ(CountOf("party"), "2");
  EXPECT_EQ(CountOf("data_key WHERE wrapped IS NOT NULL"), "2");
  EXPECT_EQ(service_.Sql("SELECT string_agg(name, ' ' ORDER BY seq) FROM outbox WHERE kind = 'party'"),
            ToString(first) + " " + ToString(second));
  EXPECT_EQ(CountOf("audit WHERE method = 'test.Service/Work'"), "2");
  // What was sealed opens again.
  v1::GetPartyRequest request;
  request.set_name(ToString(second));
  request.set_view(types::v1::VIEW_FULL);
  const auto read = Call(service_.parties(), &v1::PartyService::Stub::GetParty, request);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->identity().full_name(), "Somebody called B");
}

TEST_F(WorkTest, FindsWhatItWroteAndChangesIt) {
  const PartyName name = NewName();
  const absl::Time now = service_.clock().Now();
  const auto answer = Run([name, now](Work& work) -> absl::StatusOr<std::string> {
    AMPARO_RETURN_IF_ERROR(work.Write(NewPerson(name, "A", now)));
    AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> found, work.Find(KeyOf(name)));
    AMPARO_ASSIGN_OR_RETURN(v1::Party message, MessageIn<v1::Party>(*found));
    EXPECT_EQ(found->create_time, FloorToMicros(now));
    Party party = PartyFromStored(message);
    party.pseudonym = "A, again";
    AMPARO_RETURN_IF_ERROR(work.Write(ChangeTo(party, found->version + 1, now, std::move(message))));
    ListQuery query{.kind = Kind::kParty, .office = name.office, .case_id = name.case_id, .filters = {}, .after = {}};
    AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> listed, work.List(query));
    EXPECT_EQ(listed.size(), 1u);
    EXPECT_EQ(listed.front().version, 2);
    return std::string("done");
  });
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(service_.Sql("SELECT version FROM party"), "2");
}

TEST_F(WorkTest, LeavesNothingWhenItFails) {
  const PartyName name = NewName();
  const absl::Time now = service_.clock().Now();
  const std::string before = service_.Sql("SELECT last FROM feed_head");
  const auto answer = Run([name, now](Work& work) -> absl::StatusOr<std::string> {
    AMPARO_RETURN_IF_ERROR(work.Write(NewPerson(name, "A", now)));
    return errors::FailedPrecondition("A_RULE", "somebody", "forbids it");
  });
  EXPECT_EQ(errors::Reason(answer.status()), "A_RULE");
  EXPECT_EQ(CountOf("party"), "0");
  EXPECT_EQ(CountOf("data_key"), "0");
  EXPECT_EQ(service_.Sql("SELECT last FROM feed_head"), before);
}

TEST_F(WorkTest, AnswersARepeatedRequestOnce) {
  const PartyName name = NewName();
  const absl::Time now = service_.clock().Now();
  const Uuid request_id = Uuid::V7(now);
  const WorkBody body = [name, now](Work& work) -> absl::StatusOr<std::string> {
    AMPARO_RETURN_IF_ERROR(work.Write(NewPerson(name, "A", now)));
    return std::string("first");
  };
  EXPECT_EQ(*Run(body, request_id), "first");
  EXPECT_EQ(*Run(body, request_id), "first");
  EXPECT_EQ(CountOf("party"), "1");
}

TEST_F(WorkTest, RefusesAVersionThatIsNotTheNext) {
  const PartyName name = NewName();
  const absl::Time now = service_.clock().Now();
  const auto answer = Run([name, now](Work& work) -> absl::StatusOr<std::string> {
    Change change = NewPerson(name, "A", now);
    change.version = 7;
    AMPARO_RETURN_IF_ERROR(work.Write(std::move(change)));
    return std::string("done");
  });
  EXPECT_EQ(errors::Reason(answer.status()), "RECORD_CHANGED");
}

TEST_F(WorkTest, SaysWhatIsThereAlready) {
  const PartyName name = NewName();
  const absl::Time now = service_.clock().Now();
  const WorkBody body = [name, now](Work& work) -> absl::StatusOr<std::string> {
    Change change = NewPerson(name, "A", now);
    change.secret.reset();
    AMPARO_RETURN_IF_ERROR(work.Write(std::move(change)));
    return std::string("done");
  };
  ASSERT_TRUE(Run(body).ok());
  EXPECT_EQ(Run(body).status().code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(WorkTest, NothingIsSealedForWhomWasErased) {
  const PartyName name = NewName();
  const absl::Time now = service_.clock().Now();
  service_.Sql("INSERT INTO data_key (office, subject, wrapping_key_id, create_time, erase_time) VALUES ('cebu', '" +
               name.id.ToString() + "', 'test', now(), now())");
  const auto answer = Run([name, now](Work& work) -> absl::StatusOr<std::string> {
    AMPARO_RETURN_IF_ERROR(work.Write(NewPerson(name, "A", now)));
    return std::string("done");
  });
  EXPECT_EQ(errors::Reason(answer.status()), "DATA_KEY_ERASED");
}

// Who acts on the case that stands for others locks those after it: the other way round two would wait for each other.
TEST_F(WorkTest, TheCaseThatStandsForAnotherIsLockedFirst) {
  const CaseName merged = *ParseName<CaseName>(service_.EnterCase().name());
  service_.Sql(StrCat("UPDATE \"case\" SET merged_id = '", the_case_.id.ToString(), "' WHERE id = '",
                      merged.id.ToString(), "'"));
  const auto lock_of = [](const CaseName& name) {
    return StrCat("SELECT id FROM cases.\"case\" WHERE id = '", name.id.ToString(), "' FOR NO KEY UPDATE NOWAIT");
  };
  pqxx::connection keeper(service_.database().conninfo());
  pqxx::work held(keeper);
  held.exec(lock_of(the_case_));
  auto found = std::async(std::launch::async, [this, merged] {
    return Run([merged](Work& work) -> absl::StatusOr<std::string> {
      AMPARO_RETURN_IF_ERROR(work.Find(KeyOf(merged)).status());
      return std::string("found");
    });
  });
  const auto waits = [this] {
    return service_.Sql(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
               "wait_event_type = 'Lock'") != "0";
  };
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  while (!waits() && absl::Now() < deadline) std::this_thread::yield();
  EXPECT_TRUE(waits());
  EXPECT_NO_THROW(service_.Sql(lock_of(merged))) << "who waits for the one holds the other";
  held.commit();
  EXPECT_TRUE(found.get().ok());
}

}  // namespace
}  // namespace amparo::cases
