// The toy service behind a real server: its feed over mutual TLS, and a blocking client that reads it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "common/feed/feed_api.h"
#include "common/testing/rpc_server.h"
#include "tests/integration/common/feed/note_service.h"

namespace amparo::testing {

// Serves the notes of a NoteService as "amparo.cases.v1.FeedService".
class NoteServer {
 public:
  explicit NoteServer(NoteService& service)
      : api_(Options(service), service.reader()),
        server_(std::vector<rpc::ServiceBinding>{api_.Binding()},
                {MakePrincipal("statistics", {options::v1::ROLE_SERVICE}),
                 MakePrincipal("cebu-batch", {options::v1::ROLE_BATCH}, {"cebu"})}) {}

  std::shared_ptr<grpc::Channel> Channel(std::string_view name = "statistics") { return server_.Channel(name); }
  std::unique_ptr<cases::v1::FeedService::Stub> Stub(std::string_view name = "statistics") {
    return cases::v1::FeedService::NewStub(Channel(name));
  }
  rpc::Server& server() { return server_.server(); }

 private:
  static feed::FeedApiOptions Options(NoteService& service) {
    feed::FeedApiOptions options;
    options.service = "amparo.cases.v1.FeedService";
    options.schema = "cases";
    options.kinds = NoteService::Kinds();
    options.listen_conninfo = service.conninfo();
    options.export_conninfo = service.conninfo();
    options.heartbeat = absl::Milliseconds(200);
    return options;
  }

  feed::FeedApi api_;
  RpcServer server_;
};

}  // namespace amparo::testing
