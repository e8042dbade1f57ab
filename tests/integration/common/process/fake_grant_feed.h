// A feed of grants that does what a test tells it: what it holds, how late it says so, and whether it says anything.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/server.h>

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "amparo/cases/v1/grant.pb.h"

namespace amparo::testing {

// A grant of a role to a person, entered long ago.
cases::v1::Grant GrantTo(const std::string& subject, options::v1::Role role);

// Serves on this machine until destroyed.
class FakeGrantFeed final : private cases::v1::FeedService::Service {
 public:
  FakeGrantFeed();
  ~FakeGrantFeed() override;

  std::shared_ptr<grpc::Channel> Channel() const;

  // The event that would tell of the next version of a grant, and has it happen.
  feed::v1::Event EventOf(const std::string& id, const cases::v1::Grant& grant, const std::string& office = "cebu");
  void Happen(feed::v1::Event event);
  void Put(const std::string& id, const cases::v1::Grant& grant) { Happen(EventOf(id, grant)); }

  // Begins another history: nothing is held, and tokens of before are refused.
  void NewEpoch();

  // Makes the next `answers` of streams come so much later than they were made.
  void SetDelay(absl::Duration delay, int answers);
  // From now on answers say that they are of a moment so much later than they are.
  void SetAhead(absl::Duration ahead);
  // From now on streams say nothing.
  void SetSilent(bool silent);
  // Calls that come from now on are answered so.
  void SetRefusal(grpc::Status refusal);

  // Gone as a process that ended, and back at the same address.
  void Stop();
  void Start();

  // How many have come, and how many answers streams were given.
  int exports() const;
  int watches() const;
  int answers() const;

 private:
  grpc::Status Watch(grpc::ServerContext* context, const feed::v1::WatchRequest* request,
                     grpc::ServerWriter<feed::v1::WatchResponse>* writer) override;
  grpc::Status Export(grpc::ServerContext* context, const feed::v1::ExportRequest* request,
                      grpc::ServerWriter<feed::v1::ExportResponse>* writer) override;
  // Under the lock.
  std::string Token(std::size_t seq) const;
  feed::v1::WatchResponse Answer(std::size_t& seq) const;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int epoch_ = 1;
  std::vector<feed::v1::Event> log_;
  absl::Duration delay_;
  int delayed_ = 0;
  absl::Duration ahead_;
  bool silent_ = false;
  bool stopping_ = false;
  grpc::Status refusal_;
  int exports_ = 0;
  int watches_ = 0;
  int answers_ = 0;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace amparo::testing
