#include "services/cli/feed_stream.h"

#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "amparo/scheduling/v1/feed_service.grpc.pb.h"
#include "services/cli/following.h"

namespace amparo::cli {

absl::Status WatchFeed(grpc::ClientContext& call, Connection& connection, Service service,
                       const feed::v1::WatchRequest& request,
                       const std::function<bool(const feed::v1::WatchResponse&)>& take) {
  if (service == Service::kScheduling) {
    scheduling::v1::FeedService::Stub stub(connection.ChannelTo(service));
    return ReadWhile(call, *stub.Watch(&call, request), take);
  }
  cases::v1::FeedService::Stub stub(connection.ChannelTo(service));
  return ReadWhile(call, *stub.Watch(&call, request), take);
}

FeedHead HeadOf(Connection& connection, Service service) {
  FeedHead head;
  feed::v1::WatchRequest request;
  request.set_from_now(true);
  const auto call = connection.Context();
  const absl::Status ended =
      WatchFeed(*call, connection, service, request, [&head](const feed::v1::WatchResponse& response) {
        head = {response.head_seq(), response.token()};
        return false;
      });
  Check(ended, "watching the feed");
  return head;
}

}  // namespace amparo::cli
