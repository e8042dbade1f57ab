#include "services/cli/feed_stream.h"

#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "amparo/scheduling/v1/feed_service.grpc.pb.h"

namespace amparo::cli {
namespace {

void Read(grpc::ClientContext& call, grpc::ClientReader<feed::v1::WatchResponse>& reader,
          const std::function<bool(const feed::v1::WatchResponse&)>& take) {
  feed::v1::WatchResponse response;
  while (reader.Read(&response)) {
    if (!take(response)) {
      call.TryCancel();
      while (reader.Read(&response)) {
      }
      reader.Finish();
      return;
    }
  }
  Check(errors::FromGrpc(reader.Finish()), "watching the feed");
}

void Watch(grpc::ClientContext& call, Connection& connection, Service service, const feed::v1::WatchRequest& request,
           const std::function<bool(const feed::v1::WatchResponse&)>& take) {
  if (service == Service::kScheduling) {
    scheduling::v1::FeedService::Stub stub(connection.ChannelTo(service));
    Read(call, *stub.Watch(&call, request), take);
  } else {
    cases::v1::FeedService::Stub stub(connection.ChannelTo(service));
    Read(call, *stub.Watch(&call, request), take);
  }
}

}  // namespace

void WatchFeed(Connection& connection, Service service, const feed::v1::WatchRequest& request,
               const std::function<bool(const feed::v1::WatchResponse&)>& take) {
  grpc::ClientContext endless;
  Watch(endless, connection, service, request, take);
}

FeedHead HeadOf(Connection& connection, Service service) {
  FeedHead head;
  feed::v1::WatchRequest request;
  request.set_from_now(true);
  Watch(*connection.Context(), connection, service, request, [&head](const feed::v1::WatchResponse& response) {
    head = {response.head_seq(), response.token()};
    return false;
  });
  return head;
}

}  // namespace amparo::cli
