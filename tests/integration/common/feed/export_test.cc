#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/errors/errors.h"
#include "common/feed/feed_api.h"
#include "tests/integration/common/feed/feed_client.h"

namespace amparo::feed {
namespace {

// Reads nothing of an export until told to.
class UnreadExport {
 public:
  explicit UnreadExport(NoteServer& server, std::string_view as = "statistics")
      : stub_(server.Stub(as)), reader_(stub_->Export(&context_, {})) {}
  ~UnreadExport() {
    context_.TryCancel();
    if (!finished_) (void)reader_->Finish();
  }
  bool Read(v1::ExportResponse& part) { return reader_->Read(&part); }
  absl::Status ReadToTheEnd() {
    v1::ExportResponse part;
    while (reader_->Read(&part)) {
    }
    finished_ = true;
    return errors::FromGrpc(reader_->Finish());
  }

 private:
  bool finished_ = false;
  std::unique_ptr<cases::v1::FeedService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::ExportResponse>> reader_;
};

// More than the buffers on the way of an export hold, entered in two halves: each is long enough for a busy machine.
constexpr int kLargeNotes = 120;
absl::Status EnterLargeNotes(NoteService& service) {
  absl::Status entered;
  for (int half = 0; half < 2 && entered.ok(); ++half) {
    std::vector<Note> notes;
    for (int i = 0; i < kLargeNotes / 2; ++i) notes.push_back(service.NewNote(std::string(200'000, 'x')));
    entered = service.CreateTogether(notes);
  }
  return entered;
}

class ExportTest : public FeedTest {};

TEST_F(ExportTest, ExportsEveryResourceAsItStands) {
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

TEST_F(ExportTest, ExportsNothingFromAnEmptyServiceButTheToken) {
  const Exported exported = TakeExport(server_, {});
  ASSERT_TRUE(exported.status.ok()) << exported.status;
  EXPECT_TRUE(exported.by_name.empty());
  EXPECT_EQ(DecodeToken(exported.token)->seq, 0);
}

TEST_F(ExportTest, ExportsAnOfficeAndAKind) {
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

TEST_F(ExportTest, AnExportTakenWhileOthersWriteGoesOnWithoutGapOrRepeat) {
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

TEST_F(ExportTest, ASlowReaderOfAnExportHoldsUpNobody) {
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

TEST_F(ExportTest, AnExportThatWaitsForItsTurnIsNotSilent) {
  ASSERT_TRUE(EnterLargeNotes(service_).ok());
  NoteServer server(service_, [](FeedApiOptions& options) { options.export_threads = 1; });
  v1::ExportResponse part;
  auto first = std::make_unique<UnreadExport>(server);
  while (part.events().empty()) ASSERT_TRUE(first->Read(part));
  UnreadExport second(server);
  for (int beat = 0; beat < 2; ++beat) {
    ASSERT_TRUE(second.Read(part));
    EXPECT_EQ(part.events_size(), 0);
    EXPECT_EQ(part.token(), "");
  }
  first.reset();
  EXPECT_TRUE(second.ReadToTheEnd().ok()) << "its turn has come";
}

TEST_F(ExportTest, ExportsOfClientsNeverHoldUpThoseOfServices) {
  ASSERT_TRUE(EnterLargeNotes(service_).ok());
  NoteServer server(service_, [](FeedApiOptions& options) {
    options.export_threads = 1;
    options.export_queue = 1;
  });
  v1::ExportResponse part;
  UnreadExport at_work(server, "cebu-batch");
  while (part.events().empty()) ASSERT_TRUE(at_work.Read(part));
  UnreadExport waiting(server, "cebu-batch");
  ASSERT_TRUE(waiting.Read(part));
  EXPECT_EQ(errors::Reason(TakeExport(server, {}, "cebu-batch").status), "EXPORTS_BUSY");
  const Exported of_service = TakeExport(server, {});
  EXPECT_TRUE(of_service.status.ok()) << of_service.status;
  EXPECT_EQ(of_service.by_name.size(), static_cast<std::size_t>(kLargeNotes));
}

TEST_F(ExportTest, AnExportThatNobodyReadsFreesItsThreadAndSnapshot) {
  ASSERT_TRUE(EnterLargeNotes(service_).ok());
  NoteServer server(service_, [](FeedApiOptions& options) {
    options.export_threads = 1;
    // Longer than a slow machine keeps from reading who does read.
    options.export_stall = absl::Seconds(2);
  });
  UnreadExport unread(server);
  v1::ExportResponse part;
  while (part.events().empty()) ASSERT_TRUE(unread.Read(part));
  const Exported other = TakeExport(server, {});
  EXPECT_TRUE(other.status.ok()) << other.status;
  EXPECT_EQ(other.by_name.size(), static_cast<std::size_t>(kLargeNotes));
  EXPECT_EQ(errors::Reason(unread.ReadToTheEnd()), "EXPORT_STALLED");
}

TEST_F(ExportTest, AnExportThatWaitsEndsAtOnceWhenTheServerGoesAway) {
  Write(500);
  NoteServer server(service_, [](FeedApiOptions& options) {
    options.heartbeat = absl::Hours(1);
    // Notes fill the first message; what follows does not come.
    options.kinds[1].export_sql = "SELECT 'cebu', 'none', 1::bigint, now(), ''::bytea FROM pg_sleep(60)";
  });
  UnreadExport waiting(server);
  v1::ExportResponse part;
  ASSERT_TRUE(waiting.Read(part));
  ASSERT_EQ(part.events_size(), 500);
  std::jthread shutting([&] { server.server().Shutdown(); });
  EXPECT_EQ(errors::Reason(waiting.ReadToTheEnd()), errors::kShuttingDown);
}

}  // namespace
}  // namespace amparo::feed
