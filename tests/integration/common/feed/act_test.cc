#include "common/feed/act.h"

#include <string>

#include "common/base/strings.h"
#include "common/feed/pair_act.h"
#include "common/pg/sqlstate.h"
#include "gtest/gtest.h"
#include "tests/integration/common/feed/note_service.h"

namespace amparo::feed {
namespace {

using testing::Note;
using testing::NoteService;

class ActTest : public ::testing::Test {
 protected:
  NoteService service_;
};

TEST_F(ActTest, LeavesItsRowInEveryTable) {
  const Note note = service_.NewNote("a first report");
  const Uuid request_id = Uuid::V7(service_.clock().Now());
  const auto written = service_.Create(note, request_id);
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_TRUE(*written);
  const std::string name = "offices/cebu/notes/" + note.id.ToString();
  EXPECT_EQ(service_.Sql(
                "SELECT concat_ws('|', seq, office, name, kind, version, convert_from(payload, 'UTF8')) FROM outbox"),
            "1|cebu|" + name + "|note|1|a first report");
  EXPECT_EQ(
      service_.Sql(
          "SELECT concat_ws('|', office, caller, request_id, method, convert_from(response, 'UTF8')) FROM request"),
      "cebu|spiffe://amparo/test|" + request_id.ToString() + "|amparo.test.NoteService/Write|answer to a first report");
  EXPECT_EQ(
      service_.Sql("SELECT concat_ws('|', office, caller, method, name, version, action, trace_id) FROM audit"),
      "cebu|spiffe://amparo/test|amparo.test.NoteService/Write|" + name + "|1|WRITE|4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(service_.Sql("SELECT last FROM feed_head"), "1");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM data_key"), "0");
  // All of it bears the time of the act, to the microsecond.
  EXPECT_EQ(
      service_.Sql(
          "SELECT count(DISTINCT time) FROM (SELECT update_time FROM note UNION ALL SELECT change_time FROM outbox "
          "UNION ALL SELECT request_time FROM request UNION ALL SELECT audit_time FROM audit) AS t (time)"),
      "1");
}

TEST_F(ActTest, LeavesNothingWhenItsGuardFails) {
  Note note = service_.NewNote("one");
  ASSERT_TRUE(*service_.Create(note));
  note.version = 3;
  const auto written = service_.Update(note, Uuid::V7(service_.clock().Now()));
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_FALSE(*written);
  EXPECT_EQ(service_.Sql("SELECT last FROM feed_head"), "1");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox"), "1");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM request"), "0");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit"), "1");
}

TEST_F(ActTest, HasNoEffectUnderAKnownRequestId) {
  const Uuid request_id = Uuid::V7(service_.clock().Now());
  ASSERT_TRUE(*service_.Create(service_.NewNote("one"), request_id));
  const auto again = service_.Create(service_.NewNote("another"), request_id);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(*again);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM note"), "1");
  EXPECT_EQ(service_.Sql("SELECT last FROM feed_head"), "1");
}

TEST_F(ActTest, TheSameIdOfAnotherOfficeIsAnotherRequest) {
  const Uuid request_id = Uuid::V7(service_.clock().Now());
  EXPECT_TRUE(*service_.Create(service_.NewNote("one", "cebu"), request_id));
  EXPECT_TRUE(*service_.Create(service_.NewNote("one", "la-paz"), request_id));
}

TEST_F(ActTest, StoresTheBodyAsTheAnswerWhenThereIsNoOther) {
  const Note note = service_.NewNote("the body");
  Act act = service_.MakeAct(note, Uuid::V7(service_.clock().Now()));
  act.response.reset();
  idempotency::Attempt attempt = service_.CreateAttempt(note);
  attempt.params = ActParams(act);
  attempt.params.UuidValue(note.id);
  ASSERT_TRUE(*service_.Write(std::move(attempt)));
  EXPECT_EQ(service_.Sql("SELECT convert_from(response, 'UTF8') FROM request"), "the body");
}

TEST_F(ActTest, KeepsTheFirstDataKeyOfASubject) {
  Note note = service_.NewNote("sealed");
  const auto write = [&](idempotency::Attempt attempt, const std::string& wrapped) {
    Act act = service_.MakeAct(note);
    act.data_key = NewDataKey{note.id, wrapped, "2014"};
    attempt.params = ActParams(act);
    attempt.params.UuidValue(note.id);
    return service_.Write(std::move(attempt));
  };
  ASSERT_TRUE(*write(service_.CreateAttempt(note), "first key"));
  note.version = 2;
  // What it seals would be lost with a key that is not kept: the whole act fails.
  EXPECT_EQ(pg::ConstraintOf(write(service_.UpdateAttempt(note), "second key").status()),
            idempotency::kDataKeyConstraint);
  EXPECT_EQ(
      service_.Sql("SELECT concat_ws('|', subject, convert_from(wrapped, 'UTF8'), wrapping_key_id) FROM data_key"),
      note.id.ToString() + "|first key|2014");
}

TEST_F(ActTest, AppendsTheChangesOfATransactionInOrder) {
  ASSERT_TRUE(*service_.Create(service_.NewNote("before")));
  std::vector<Note> notes;
  for (const char* text : {"with \"quotes\"", "with \\\\ backslash", "{a,b}", "NULL", ""}) {
    notes.push_back(service_.NewNote(text));
  }
  ASSERT_TRUE(service_.CreateTogether(notes).ok());
  const auto batch = service_.ReadFeed(Token());
  ASSERT_TRUE(batch.ok()) << batch.status();
  ASSERT_EQ(batch->events, 6);
  for (size_t i = 0; i < notes.size(); ++i) {
    const pg::Row row = batch->rows[static_cast<int>(i) + 1];
    EXPECT_EQ(row.Int64(kSeq), static_cast<int64_t>(i) + 2);
    EXPECT_EQ(row.Bytes(kPayload), notes[i].text);
  }
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit"), "6");
}

TEST_F(ActTest, APairTakesEffectWholeOrNotAtAll) {
  const std::string sql = PairActSql(
      StrCat("UPDATE note SET version = $4, body = $5 WHERE office = $1 AND id = $22 AND version = $4 - 1 AND ",
             kNewRequest, " RETURNING version"),
      "INSERT INTO note (office, id, kind, version, body, update_time) SELECT $1, $23, $3, $19, $20, $6 FROM changed");
  Note first = service_.NewNote("adjourned");
  ASSERT_TRUE(*service_.Create(first));
  const auto write = [&](int64_t version) {
    first.version = version;
    const Note next = service_.NewNote("goes on");
    idempotency::Attempt attempt;
    attempt.statement = pg::Statement{"note_pair", sql};
    attempt.params = PairActParams(service_.MakeAct(first), {"offices/cebu/notes/next", 1, next.text, next.id});
    attempt.params.UuidValue(first.id).UuidValue(next.id);
    return service_.Write(std::move(attempt));
  };
  const auto stale = write(9);
  ASSERT_TRUE(stale.ok()) << stale.status();
  EXPECT_FALSE(*stale);
  EXPECT_EQ(service_.Sql("SELECT concat_ws('|', (SELECT last FROM feed_head), (SELECT count(*) FROM note))"), "1|1");
  const auto written = write(2);
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_TRUE(*written);
  EXPECT_EQ(
      service_.Sql("SELECT string_agg(concat_ws('|', seq, version, convert_from(payload, 'UTF8')), ',' ORDER BY seq) "
                   "FROM outbox WHERE seq > 1"),
      "2|2|adjourned,3|1|goes on");
  EXPECT_EQ(service_.Sql("SELECT concat_ws('|', (SELECT count(*) FROM note), (SELECT count(*) FROM audit))"), "2|3");
}

TEST_F(ActTest, TheServiceMayNotRewriteWhatHappened) {
  ASSERT_TRUE(*service_.Create(service_.NewNote("one"), Uuid::V7(service_.clock().Now())));
  const auto as_service = [&](const std::string& sql) { return service_.Sql("SET ROLE cases; " + sql); };
  for (const char* sql : {"UPDATE outbox SET payload = ''", "DELETE FROM outbox", "DELETE FROM outbox_p000000",
                          "UPDATE audit SET caller = ''", "DELETE FROM audit", "TRUNCATE audit",
                          "DELETE FROM feed_head", "UPDATE request SET response = ''", "CREATE TABLE mine (i int)"}) {
    EXPECT_THROW(as_service(sql), std::runtime_error) << sql;
  }
}

}  // namespace
}  // namespace amparo::feed
