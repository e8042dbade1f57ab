// What tests of the feed's service read it with: blocking clients with deadlines.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/errors/grpc_status.h"
#include "gtest/gtest.h"
#include "tests/integration/common/feed/note_server.h"

namespace amparo::feed {

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

// What an Export answered.
struct Exported {
  std::map<std::string, v1::Event> by_name;
  std::string token;
  absl::Status status;
};

inline Exported TakeExport(NoteServer& server, const v1::ExportRequest& request, std::string_view as = "statistics") {
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

// Notes and their feed behind a server.
class FeedTest : public ::testing::Test {
 protected:
  void Write(int count, const std::string& prefix = "note ") {
    std::vector<Note> notes;
    for (int i = 0; i < count; ++i) notes.push_back(service_.NewNote(prefix + std::to_string(i)));
    ASSERT_TRUE(service_.CreateTogether(notes).ok());
  }

  NoteService service_;
  NoteServer server_{service_};
};

}  // namespace amparo::feed
