// Reading a service's change feed from the client side.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "amparo/feed/v1/feed.pb.h"
#include "services/cli/connection.h"

namespace amparo::cli {

// The end of a feed at one moment.
struct FeedHead {
  int64_t seq = 0;
  // Watch from here to see only what comes after.
  std::string token;
};

// Watches until `take` answers false, `call` is cancelled or the service ends the stream. How it ended; OK when it was
// `take`.
absl::Status WatchFeed(grpc::ClientContext& call, Connection& connection, Service service,
                       const feed::v1::WatchRequest& request,
                       const std::function<bool(const feed::v1::WatchResponse&)>& take);

// Where the feed of `service` ends now; a Failure when that is not told in the time of --timeout.
FeedHead HeadOf(Connection& connection, Service service);

}  // namespace amparo::cli
