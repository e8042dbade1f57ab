#include "common/feed/feed_api.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "common/errors/errors.h"
#include "common/errors/grpc_status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/common/feed/note_server.h"

namespace amparo::feed {
namespace {

using testing::Note;
using testing::NoteServer;
using testing::NoteService;

// One Watch, read with a deadline.
class Watching {
 public:
  Watching(NoteServer& server, const v1::WatchRequest& request, std::string_view as = "statistics")
      : stub_(server.Stub(as)) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    reader_ = stub_->Watch(&context_, request);
  }
  ~Watching() { context_.TryCancel(); }

  // The next answer that holds events; nothing when the stream ends first.
  std::optional<v1::WatchResponse> NextWithEvents() {
    v1::WatchResponse answer;
    while (reader_->Read(&answer)) {
      if (answer.events_size() > 0) return answer;
    }
    return std::nullopt;
  }
  std::optional<v1::WatchResponse> Next() {
    v1::WatchResponse answer;
    if (!reader_->Read(&answer)) return std::nullopt;
    return answer;
  }
  // Events until the one with number `last` has come.
  std::vector<v1::Event> UpTo(int64_t last) {
    std::vector<v1::Event> events;
    while (events.empty() || events.back().seq() < last) {
      const auto answer = NextWithEvents();
      if (!answer) break;
      events.insert(events.end(), answer->events().begin(), answer->events().end());
      token_ = answer->token();
    }
    return events;
  }
  const std::string& token() const { return token_; }
  absl::Status Finish() {
    v1::WatchResponse answer;
    while (reader_->Read(&answer)) {
    }
    return errors::FromGrpc(reader_->Finish());
  }

 private:
  std::unique_ptr<cases::v1::FeedService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> reader_;
  std::string token_;
};

struct Exported {
  std::map<std::string, v1::Event> by_name;
  std::string token;
  absl::Status status;
};

Exported TakeExport(NoteServer& server, const v1::ExportRequest& request, std::string_view as = "statistics") {
  const auto stub = server.Stub(as);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  const auto reader = stub->Export(&context, request);
  Exported exported;
  v1::ExportResponse part;
  while (reader->Read(&part)) {
    EXPECT_EQ(exported.token, "") << "the token comes with the last answer only";
    for (const v1::Event& event : part.events()) {
      EXPECT_TRUE(exported.by_name.emplace(event.name(), event).second) << event.name() << " twice";
    }
    exported.token = part.token();
  }
  exported.status = errors::FromGrpc(reader->Finish());
  return exported;
}

class FeedApiTest : public ::testing::Test {
 protected:
  void Write(int count, const std::string& prefix = "note ") {
    std::vector<Note> notes;
    for (int i = 0; i < count; ++i) notes.push_back(service_.NewNote(prefix + std::to_string(i)));
    ASSERT_TRUE(service_.CreateTogether(notes).ok());
  }

  NoteService service_;
  NoteServer server_{service_};
};

TEST_F(FeedApiTest, TellsWhatWasAndWhatHappensNext) {
  Write(3);
  Watching watching(server_, {});
  const auto first = watching.UpTo(3);
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(first[2].resource().value(), "note 2");
  EXPECT_EQ(first[2].resource().type_url(), "type.googleapis.com/google.protobuf.StringValue");
  EXPECT_EQ(first[2].kind(), "note");
  EXPECT_EQ(first[2].office(), "cebu");
  EXPECT_EQ(first[2].version(), 1);

  const absl::Time before = absl::Now();
  ASSERT_TRUE(*service_.Create(service_.NewNote("live")));
  const auto next = watching.UpTo(4);
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].resource().value(), "live");
  EXPECT_LT(absl::Now() - before, absl::Seconds(1));
}

TEST_F(FeedApiTest, GoesOnFromAnyToken) {
  Write(1200);
  Watching all(server_, {});
  const auto answer = all.NextWithEvents();
  ASSERT_TRUE(answer);
  EXPECT_LE(answer->events_size(), 500);
  v1::WatchRequest request;
  request.set_start_token(answer->token());
  Watching rest(server_, request);
  const auto events = rest.UpTo(1200);
  ASSERT_EQ(events.size(), 1200u - static_cast<size_t>(answer->events_size()));
  EXPECT_EQ(events.front().seq(), answer->events_size() + 1);
  EXPECT_EQ(events.back().seq(), 1200);
}

TEST_F(FeedApiTest, KeepsAnswersFarBelowTheMessageLimit) {
  std::vector<Note> notes;
  for (int i = 0; i < 20; ++i) notes.push_back(service_.NewNote(std::string(300'000, 'x')));
  ASSERT_TRUE(service_.CreateTogether(notes).ok());
  Watching watching(server_, {});
  int64_t last = 0;
  while (last < 20) {
    const auto answer = watching.NextWithEvents();
    ASSERT_TRUE(answer);
    EXPECT_LT(answer->ByteSizeLong(), 2u << 20);
    EXPECT_EQ(answer->events(0).seq(), last + 1);
    last = answer->events(answer->events_size() - 1).seq();
  }
}

TEST_F(FeedApiTest, TellsAQuietFollowerThatItIsUpToDate) {
  Watching watching(server_, {});
  for (int i = 0; i < 3; ++i) {
    const auto answer = watching.Next();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->events_size(), 0);
    EXPECT_NE(answer->token(), "");
    EXPECT_EQ(answer->head_seq(), 0);
  }
}

TEST_F(FeedApiTest, BeginsAtTheEndWhenAskedTo) {
  Write(3);
  v1::WatchRequest request;
  request.set_from_now(true);
  Watching watching(server_, request);
  const auto first = watching.Next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->events_size(), 0);
  EXPECT_TRUE(first->caught_up());
  ASSERT_TRUE(*service_.Create(service_.NewNote("after the call")));
  const auto answer = watching.NextWithEvents();
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->events_size(), 1);
  EXPECT_EQ(answer->events(0).resource().value(), "after the call");
  request.set_start_token(answer->token());
  EXPECT_TRUE(absl::IsInvalidArgument(Watching(server_, request).Finish()));
}

TEST_F(FeedApiTest, SaysCaughtUpOnlyAtTheHead) {
  Write(1200);
  Watching watching(server_, {});
  int64_t last = 0;
  while (last < 1200) {
    const auto answer = watching.NextWithEvents();
    ASSERT_TRUE(answer);
    last = answer->events(answer->events_size() - 1).seq();
    EXPECT_EQ(answer->caught_up(), last == 1200) << last;
  }
}

TEST_F(FeedApiTest, FiltersAndMovesTheTokenPastWhatDoesNotPass) {
  ASSERT_TRUE(*service_.Create(service_.NewNote("a", "cebu", "tag")));
  ASSERT_TRUE(*service_.Create(service_.NewNote("b", "la-paz", "tag")));
  ASSERT_TRUE(*service_.Create(service_.NewNote("c", "cebu", "note")));
  v1::WatchRequest request;
  request.add_kinds("tag");
  request.set_office("cebu");
  Watching watching(server_, request);
  const auto answer = watching.NextWithEvents();
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->events_size(), 1);
  EXPECT_EQ(answer->events(0).resource().value(), "a");
  EXPECT_EQ(DecodeToken(answer->token())->seq, 3);
  EXPECT_EQ(answer->head_seq(), 3);
}

TEST_F(FeedApiTest, ShowsACallerItsOfficesOnly) {
  ASSERT_TRUE(*service_.Create(service_.NewNote("theirs", "la-paz")));
  ASSERT_TRUE(*service_.Create(service_.NewNote("ours", "cebu")));
  Watching watching(server_, {}, "cebu-batch");
  const auto answer = watching.NextWithEvents();
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->events_size(), 1);
  EXPECT_EQ(answer->events(0).resource().value(), "ours");
  EXPECT_EQ(TakeExport(server_, {}, "cebu-batch").by_name.size(), 1u);
  v1::WatchRequest request;
  request.set_office("la-paz");
  EXPECT_TRUE(absl::IsNotFound(Watching(server_, request, "cebu-batch").Finish()));
}

TEST_F(FeedApiTest, RefusesTokensAndFiltersThatAreNone) {
  Write(5);
  v1::WatchRequest request;
  request.set_start_token("made up");
  EXPECT_TRUE(absl::IsInvalidArgument(Watching(server_, request).Finish()));
  request.set_start_token(EncodeToken({Uuid::V7(absl::Now()), 2}));
  EXPECT_EQ(errors::Reason(Watching(server_, request).Finish()), errors::kTokenOfOtherEpoch);
  const Token at = service_.ReadFeed(Token())->covered;
  service_.Sql("UPDATE feed_head SET floor = 3");
  request.set_start_token(EncodeToken({at.epoch, 2}));
  const absl::Status expired = Watching(server_, request).Finish();
  EXPECT_TRUE(absl::IsOutOfRange(expired));
  EXPECT_EQ(errors::Reason(expired), errors::kTokenExpired);
  request.clear_start_token();
  request.add_kinds("unknown");
  EXPECT_TRUE(absl::IsInvalidArgument(Watching(server_, request).Finish()));
  v1::ExportRequest export_request;
  for (int i = 0; i < 21; ++i) export_request.add_kinds("note");
  EXPECT_TRUE(absl::IsInvalidArgument(TakeExport(server_, export_request).status));
}

TEST_F(FeedApiTest, ExportsEveryResourceAsItStands) {
  Write(1701);
  Note changed = service_.NewNote("before");
  ASSERT_TRUE(*service_.Create(changed));
  changed.version = 2;
  changed.text = "after";
  ASSERT_TRUE(*service_.Update(changed));
  const Exported exported = TakeExport(server_, {});
  ASSERT_TRUE(exported.status.ok()) << exported.status;
  EXPECT_EQ(exported.by_name.size(), 1702u);
  const v1::Event& event = exported.by_name.at("offices/cebu/notes/" + changed.id.ToString());
  EXPECT_EQ(event.resource().value(), "after");
  EXPECT_EQ(event.version(), 2);
  EXPECT_EQ(event.seq(), 0);
  EXPECT_EQ(DecodeToken(exported.token)->seq, 1703);
}

TEST_F(FeedApiTest, ExportsNothingFromAnEmptyServiceButTheToken) {
  const Exported exported = TakeExport(server_, {});
  ASSERT_TRUE(exported.status.ok()) << exported.status;
  EXPECT_TRUE(exported.by_name.empty());
  EXPECT_EQ(DecodeToken(exported.token)->seq, 0);
}

TEST_F(FeedApiTest, ExportsAnOfficeAndAKind) {
  ASSERT_TRUE(*service_.Create(service_.NewNote("a", "cebu", "tag")));
  ASSERT_TRUE(*service_.Create(service_.NewNote("b", "o'hara", "tag")));
  ASSERT_TRUE(*service_.Create(service_.NewNote("c", "cebu", "note")));
  v1::ExportRequest request;
  request.add_kinds("tag");
  request.set_office("o'hara");
  const Exported exported = TakeExport(server_, request);
  ASSERT_TRUE(exported.status.ok()) << exported.status;
  ASSERT_EQ(exported.by_name.size(), 1u);
  EXPECT_EQ(exported.by_name.begin()->second.resource().value(), "b");
}

TEST_F(FeedApiTest, AnExportTakenWhileOthersWriteGoesOnWithoutGapOrRepeat) {
  Write(500);
  std::jthread writing([&] {
    for (int i = 0; i < 300; ++i) ASSERT_TRUE(service_.Create(service_.NewNote("during " + std::to_string(i))).ok());
  });
  Exported exported = TakeExport(server_, {});
  writing.join();
  ASSERT_TRUE(exported.status.ok()) << exported.status;
  v1::WatchRequest request;
  request.set_start_token(exported.token);
  if (DecodeToken(exported.token)->seq < 800) {
    Watching watching(server_, request);
    for (const v1::Event& event : watching.UpTo(800)) {
      EXPECT_TRUE(exported.by_name.emplace(event.name(), event).second) << "twice: " << event.resource().value();
    }
  }
  EXPECT_EQ(exported.by_name.size(), 800u);
}

TEST_F(FeedApiTest, ASlowReaderOfAnExportHoldsUpNobody) {
  std::vector<Note> notes;
  for (int i = 0; i < 80; ++i) notes.push_back(service_.NewNote(std::string(200'000, 'x')));
  ASSERT_TRUE(service_.CreateTogether(notes).ok());
  const auto stub = server_.Stub();
  grpc::ClientContext slow;
  const auto unread = stub->Export(&slow, {});
  v1::ExportResponse part;
  ASSERT_TRUE(unread->Read(&part));
  // It reads no further: others are served all the same.
  EXPECT_TRUE(TakeExport(server_, {}).status.ok());
  EXPECT_TRUE(*service_.Create(service_.NewNote("meanwhile")));
  Watching watching(server_, {});
  EXPECT_EQ(watching.UpTo(81).size(), 81u);
  slow.TryCancel();
  // Its thread is free again: two more run at once.
  EXPECT_TRUE(TakeExport(server_, {}).status.ok());
}

TEST_F(FeedApiTest, EndsStreamsWithAReasonWhenTheServerGoesAway) {
  Write(1);
  Watching watching(server_, {});
  ASSERT_EQ(watching.UpTo(1).size(), 1u);
  std::jthread shutting([&] { server_.server().Shutdown(); });
  const absl::Status status = watching.Finish();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(errors::Reason(status), errors::kShuttingDown);
  EXPECT_NE(watching.token(), "");
}

}  // namespace
}  // namespace amparo::feed
