// A made-up owning service: resources written down with their events, and a real feed of them over mutual TLS.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/feed/feed_api.h"
#include "common/pg/reader.h"
#include "common/testing/postgres.h"
#include "common/testing/rpc_server.h"
#include "google/protobuf/message.h"
#include "pqxx/pqxx"

namespace amparo::statistics {

// A resource after a change. Its version is one more than at the change before.
struct Change {
  std::string kind;
  std::string name;
  std::string body;
};

// The change that leaves `resource`, a message with a `name`.
template <typename Resource>
Change ChangeOf(std::string kind, const Resource& resource) {
  return {std::move(kind), resource.name(), resource.SerializeAsString()};
}

class FeedSource {
 public:
  // Serves `service` ("amparo.cases.v1.FeedService") from the schema `schema` ("cases") of a database of its own.
  FeedSource(std::string schema, std::string service, const std::vector<std::pair<std::string, std::string>>& kinds);

  // Commits changes in one transaction, in their order.
  void Publish(const std::vector<Change>& changes);

  // The position of the last change.
  int64_t head() const;

  // Lets all tokens expire: who follows from the beginning must take an Export.
  void ExpireTokens();

  // A channel to the feed, as a service.
  std::shared_ptr<grpc::Channel> Channel() { return server_->Channel("statistics-service"); }

 private:
  std::string Sql(const std::string& sql) const { return database_->Exec("SET search_path = " + schema_ + "; " + sql); }

  const std::string schema_;
  SystemClock clock_;
  std::unique_ptr<testing::TestDatabase> database_;
  std::unique_ptr<pqxx::connection> connection_;
  std::unique_ptr<pg::Reader> reader_;
  std::unique_ptr<feed::FeedApi> api_;
  std::unique_ptr<testing::RpcServer> server_;
};

// The feeds of the case and of the scheduling service.
std::unique_ptr<FeedSource> MakeCaseSource();
std::unique_ptr<FeedSource> MakeSchedulingSource();

}  // namespace amparo::statistics
