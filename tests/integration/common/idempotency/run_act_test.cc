#include "common/idempotency/run_act.h"

#include <atomic>
#include <latch>
#include <pqxx/pqxx>
#include <string>
#include <thread>
#include <vector>

#include "common/base/status_macros.h"
#include "common/errors/errors.h"
#include "common/feed/append.h"
#include "common/pg/sqlstate.h"
#include "gtest/gtest.h"
#include "tests/integration/common/feed/note_service.h"

namespace amparo::idempotency {
namespace {

using testing::Note;
using testing::NoteService;

constexpr pg::Statement kReadNote{"note_read", "SELECT version, body FROM note WHERE office = $1 AND id = $2"};

Task<absl::StatusOr<Attempt>> Ready(Attempt attempt) {
  co_return std::move(attempt);
}
Task<absl::StatusOr<Attempt>> Failing(absl::Status status) {
  co_return status;
}

// Reads the note and decides to append "+" to its text; refuses a stale version when the caller knows one.
Task<absl::StatusOr<Attempt>> PrepareAppend(NoteService& service, Note note, std::optional<int64_t> known_version,
                                            std::optional<Uuid> request_id, std::atomic<int>* attempts) {
  ++*attempts;
  pg::Params params;
  params.Text(note.office).UuidValue(note.id);
  AMPARO_CO_ASSIGN_OR_RETURN(
      const pg::Rows rows, co_await service.reader().Run(kReadNote, std::move(params), Limits::For(absl::Seconds(20))));
  if (rows.empty()) co_return errors::NotFound("note", note.id.ToString());
  note.version = rows.front().Int64(0) + 1;
  if (known_version && *known_version != note.version - 1) co_return errors::EtagMismatch(note.id.ToString());
  note.text = std::string(rows.front().Bytes(1)) + "+";
  Attempt attempt = service.UpdateAttempt(note, request_id);
  co_return std::move(attempt);
}

// The same, but somebody changes the note between this act's read and its write, twice.
Task<absl::StatusOr<Attempt>> PrepareDisturbed(NoteService& service, Note note, std::atomic<int>* attempts) {
  AMPARO_CO_ASSIGN_OR_RETURN(Attempt attempt,
                             co_await PrepareAppend(service, note, std::nullopt, std::nullopt, attempts));
  if (*attempts <= 2) {
    std::atomic<int> unused = 0;
    AMPARO_CO_ASSIGN_OR_RETURN(Attempt other,
                               co_await PrepareAppend(service, note, std::nullopt, std::nullopt, &unused));
    const auto written =
        co_await service.writer().Run(*other.statement, std::move(other.params), Limits::For(absl::Seconds(20)));
    AMPARO_CO_RETURN_IF_ERROR(written.status());
  }
  co_return std::move(attempt);
}

class RunActTest : public ::testing::Test {
 protected:
  Uuid NewId() const { return Uuid::V7(service_.clock().Now()); }
  static Limits Soon() { return Limits::For(absl::Seconds(30)); }

  absl::StatusOr<std::string> Create(const Note& note, std::optional<Uuid> request_id) {
    const Prepare prepare = [&] { return Ready(service_.CreateAttempt(note, request_id)); };
    return SyncWait(RunActBytes(service_.acts(), service_.MakeAct(note, request_id).request, Soon(), prepare));
  }
  absl::StatusOr<std::string> AppendTo(const Note& note, std::optional<int64_t> known_version = std::nullopt,
                                       std::atomic<int>* attempts = nullptr) {
    std::atomic<int> unused = 0;
    if (attempts == nullptr) attempts = &unused;
    const Prepare prepare = [&] { return PrepareAppend(service_, note, known_version, std::nullopt, attempts); };
    return SyncWait(RunActBytes(service_.acts(), service_.MakeAct(note).request, Soon(), prepare));
  }
  absl::StatusOr<std::string> CreateAsJob(const Note& note, std::optional<Uuid> request_id) {
    const feed::Act act = service_.MakeAct(note, request_id);
    const Job job = [note, act](pg::Transaction& transaction) -> absl::StatusOr<std::string> {
      transaction.exec_params0(
          "INSERT INTO note (office, id, kind, version, body, update_time) VALUES ($1, $2, 'note', 1, '', now())",
          note.office, note.id.ToString());
      feed::Append(transaction, std::span(&act, 1));
      return *act.response;
    };
    return SyncWait(RunJobBytes(service_.workers(), "note_job", act.request, Soon(), job));
  }

  NoteService service_{/*worker_threads=*/4};
};

TEST_F(RunActTest, GivesTheSameIdTheFirstAnswer) {
  const Uuid request_id = NewId();
  Note note = service_.NewNote("one");
  EXPECT_EQ(*Create(note, request_id), "answer to one");
  // The server makes another id for the repeated request; the effect is there once.
  note.id = NewId();
  EXPECT_EQ(*Create(note, request_id), "answer to one");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM note"), "1");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit"), "1");
}

TEST_F(RunActTest, GivesTheFirstAnswerAlsoWhenTheActIsNoLongerPossible) {
  const Uuid request_id = NewId();
  const Note note = service_.NewNote("one");
  ASSERT_TRUE(Create(note, request_id).ok());
  // The state moved on: the decision fails now, or the note's own key refuses it. The caller did succeed.
  const Prepare refused = [] { return Failing(errors::FailedPrecondition("WRONG_STATE", "note", "is closed")); };
  const auto request = service_.MakeAct(note, request_id).request;
  EXPECT_EQ(*SyncWait(RunActBytes(service_.acts(), request, Soon(), refused)), "answer to one");
  EXPECT_EQ(*Create(note, request_id), "answer to one");
}

TEST_F(RunActTest, RefusesTheIdForAnotherBody) {
  const Uuid request_id = NewId();
  ASSERT_TRUE(Create(service_.NewNote("one"), request_id).ok());
  const absl::Status status = Create(service_.NewNote("two"), request_id).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(errors::Reason(status), errors::kRequestIdReused);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM note"), "1");
}

TEST_F(RunActTest, KeepsNothingWithoutAnId) {
  EXPECT_EQ(*Create(service_.NewNote("one"), std::nullopt), "answer to one");
  EXPECT_EQ(*Create(service_.NewNote("one"), std::nullopt), "answer to one");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM note"), "2");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM request"), "0");
}

TEST_F(RunActTest, AnswersTheFailureOfANewRequest) {
  const Note note = service_.NewNote("one");
  ASSERT_TRUE(Create(note, NewId()).ok());
  const absl::Status status = Create(note, NewId()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(pg::ConstraintOf(status), "note_pkey");
  EXPECT_TRUE(absl::IsNotFound(AppendTo(service_.NewNote("not there")).status()));
}

TEST_F(RunActTest, HasNoEffectWhenThereIsNothingToChange) {
  const Prepare nothing = [] {
    Attempt attempt;
    attempt.response = "as it was";
    return Ready(std::move(attempt));
  };
  EXPECT_EQ(*SyncWait(RunActBytes(service_.acts(), service_.MakeAct(service_.NewNote("x")).request, Soon(), nothing)),
            "as it was");
  EXPECT_EQ(service_.Sql("SELECT last FROM feed_head"), "0");
}

TEST_F(RunActTest, AnswersWhyAStatementWasRefused) {
  Note note = service_.NewNote("not there");
  note.version = 2;
  const Prepare prepare = [&] {
    Attempt attempt = service_.UpdateAttempt(note);
    attempt.refused = errors::NotFound("note", "not there");
    return Ready(std::move(attempt));
  };
  EXPECT_TRUE(absl::IsNotFound(
      SyncWait(RunActBytes(service_.acts(), service_.MakeAct(note).request, Soon(), prepare)).status()));
}

TEST_F(RunActTest, RefusesAStaleEtag) {
  const Note note = service_.NewNote("one");
  ASSERT_TRUE(Create(note, std::nullopt).ok());
  ASSERT_TRUE(AppendTo(note, 1).ok());
  const absl::Status status = AppendTo(note, 1).status();
  EXPECT_TRUE(absl::IsAborted(status));
  EXPECT_EQ(errors::Reason(status), errors::kEtagMismatch);
}

TEST_F(RunActTest, OnlyOneOfManyWithTheSameEtagWins) {
  const Note note = service_.NewNote("one");
  ASSERT_TRUE(Create(note, std::nullopt).ok());
  std::atomic<int> won = 0, stale = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        const absl::Status status = AppendTo(note, 1).status();
        if (status.ok()) ++won;
        if (errors::Reason(status) == errors::kEtagMismatch) ++stale;
      });
    }
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(stale, 7);
  EXPECT_EQ(service_.Sql("SELECT version FROM note"), "2");
}

TEST_F(RunActTest, TriesAgainAgainstOthersWithoutAnEtag) {
  const Note note = service_.NewNote("");
  ASSERT_TRUE(Create(note, std::nullopt).ok());
  std::atomic<int> attempts = 0;
  const Prepare prepare = [&] { return PrepareDisturbed(service_, note, &attempts); };
  ASSERT_TRUE(SyncWait(RunActBytes(service_.acts(), service_.MakeAct(note).request, Soon(), prepare)).ok());
  EXPECT_EQ(attempts, 3);
  EXPECT_EQ(service_.Sql("SELECT convert_from(body, 'UTF8') FROM note"), "+++");
}

TEST_F(RunActTest, GivesUpAfterFiveAttempts) {
  Note note = service_.NewNote("one");
  ASSERT_TRUE(Create(note, std::nullopt).ok());
  std::atomic<int> attempts = 0;
  note.version = 7;
  const Prepare prepare = [&] {
    ++attempts;
    return Ready(service_.UpdateAttempt(note));
  };
  const absl::Status status =
      SyncWait(RunActBytes(service_.acts(), service_.MakeAct(note).request, Soon(), prepare)).status();
  EXPECT_TRUE(absl::IsAborted(status));
  EXPECT_EQ(attempts, kMostAttempts);
}

TEST_F(RunActTest, ManyAtOnceWithOneIdHaveOneEffectAndOneAnswer) {
  const Uuid request_id = NewId();
  std::atomic<int> answered = 0;
  {
    std::latch together(16);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
      threads.emplace_back([&, i] {
        const Note note = service_.NewNote("one");
        together.arrive_and_wait();
        // Half of them in transactions of their own: they race on the key of the request.
        const auto answer = i % 2 == 0 ? Create(note, request_id) : CreateAsJob(note, request_id);
        ASSERT_TRUE(answer.ok()) << answer.status();
        EXPECT_EQ(*answer, "answer to one");
        ++answered;
      });
    }
  }
  EXPECT_EQ(answered, 16);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM note"), "1");
  EXPECT_EQ(service_.Sql("SELECT last FROM feed_head"), "1");
}

TEST_F(RunActTest, AJobKnowsItsRequestToo) {
  const Uuid request_id = NewId();
  EXPECT_EQ(*CreateAsJob(service_.NewNote("one"), request_id), "answer to one");
  EXPECT_EQ(*CreateAsJob(service_.NewNote("one"), request_id), "answer to one");
  EXPECT_EQ(errors::Reason(CreateAsJob(service_.NewNote("two"), request_id).status()), errors::kRequestIdReused);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM note"), "1");
}

TEST_F(RunActTest, AnActThatChangesNothingKeepsItsAnswerAndItsIdToo) {
  const Uuid request_id = NewId();
  std::atomic<int> tried = 0;
  const auto run = [&](const Note& note) {
    const Prepare nothing = [&tried] {
      Attempt attempt;
      attempt.response = "as it was at attempt " + std::to_string(++tried);
      return Ready(std::move(attempt));
    };
    return SyncWait(RunActBytes(service_.acts(), service_.MakeAct(note, request_id).request, Soon(), nothing));
  };
  EXPECT_EQ(*run(service_.NewNote("one")), "as it was at attempt 1");
  EXPECT_EQ(*run(service_.NewNote("one")), "as it was at attempt 1");
  EXPECT_EQ(errors::Reason(run(service_.NewNote("two")).status()), errors::kRequestIdReused);
  EXPECT_EQ(errors::Reason(Create(service_.NewNote("two"), request_id).status()), errors::kRequestIdReused);
  EXPECT_EQ(service_.Sql("SELECT last FROM feed_head"), "0");
}

TEST_F(RunActTest, AJobThatLosesAgainstItsOwnRepetitionGetsItsAnswerWhateverItRanInto) {
  const Note note = service_.NewNote("one");
  // While the job is at it, its repetition is faster.
  const auto run = [&](std::optional<Uuid> request_id, std::function<absl::Status(pg::Transaction&)> run_into) {
    const Job job = [this, note, request_id, run_into](pg::Transaction& transaction) -> absl::StatusOr<std::string> {
      service_.Sql("DELETE FROM note");
      AMPARO_RETURN_IF_ERROR(service_.Create(note, request_id).status());
      AMPARO_RETURN_IF_ERROR(run_into(transaction));
      return "no answer";
    };
    return SyncWait(
        RunJobBytes(service_.workers(), "note_job", service_.MakeAct(note, request_id).request, Soon(), job));
  };
  const auto own_key = [note](pg::Transaction& transaction) {
    transaction.exec_params0(
        "INSERT INTO note (office, id, kind, version, body, update_time) VALUES ($1, $2, 'note', 1, '', now())",
        note.office, note.id.ToString());
    return absl::OkStatus();
  };
  const auto own_guard = [](pg::Transaction&) {
    return errors::FailedPrecondition("WRONG_STATE", "note", "is closed");
  };
  EXPECT_EQ(*run(NewId(), own_key), "answer to one");
  EXPECT_EQ(*run(NewId(), own_guard), "answer to one");
  EXPECT_TRUE(absl::IsAlreadyExists(run(std::nullopt, own_key).status()));
}

}  // namespace
}  // namespace amparo::idempotency
