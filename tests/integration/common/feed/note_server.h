// The toy service behind a real server: its feed over mutual TLS, and a blocking client that reads it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "common/feed/feed_api.h"
#include "common/pg/reader.h"
#include "common/testing/rpc_server.h"
#include "tests/integration/common/feed/note_service.h"

namespace amparo::testing {

// Serves the notes of a NoteService as "amparo.cases.v1.FeedService".
class NoteServer {
 public:
  // `adjust` may change what the feed is served with.
  explicit NoteServer(NoteService& service, const std::function<void(feed::FeedApiOptions&)>& adjust = {})
      : others_(pg::ReaderOptions{.conninfo = service.conninfo(), .threads = 1}),
        api_(Options(service, adjust), others_, service.reader()),
        server_(std::vector<rpc::ServiceBinding>{api_.Binding()},
                {MakePrincipal("statistics", {options::v1::ROLE_SERVICE}),
                 MakePrincipal("cebu-batch", {options::v1::ROLE_BATCH}, {"cebu"})}) {}

  std::shared_ptr<grpc::Channel> Channel(std::string_view name = "statistics") { return server_.Channel(name); }
  std::unique_ptr<cases::v1::FeedService::Stub> Stub(std::string_view name = "statistics") {
    return cases::v1::FeedService::NewStub(Channel(name));
  }
  rpc::Server& server() { return server_.server(); }
  // What callers who are no services are read for by; services by the reader of the NoteService.
  pg::Reader& others() { return others_; }

  // How many calls of the method have begun.
  int calls(const std::string& method) {
    const std::string text = server_.registry().Text();
    const size_t line = text.find("grpc_server_started_total{grpc_method=\"" + method + "\"");
    return line == std::string::npos ? 0 : std::stoi(text.substr(text.find("} ", line) + 2));
  }

 private:
  static feed::FeedApiOptions Options(NoteService& service, const std::function<void(feed::FeedApiOptions&)>& adjust) {
    feed::FeedApiOptions options;
    options.service = "amparo.cases.v1.FeedService";
    options.schema = "cases";
    options.kinds = NoteService::Kinds();
    options.listen_conninfo = service.conninfo();
    options.export_conninfo = service.conninfo();
    options.heartbeat = absl::Milliseconds(200);
    if (adjust) adjust(options);
    return options;
  }

  pg::Reader others_;
  feed::FeedApi api_;
  RpcServer server_;
};

}  // namespace amparo::testing
