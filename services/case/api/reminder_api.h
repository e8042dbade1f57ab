// amparo.cases.v1.ReminderService: a stream of what is due.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "amparo/cases/v1/reminder.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "common/rpc/streams.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/reminder.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handler; what it promises stands in reminder.proto. Of a stream it holds a page of tasks at a time, and their
// names: the next page is read when the caller has taken the last.
class ReminderApi {
 public:
  // All must outlive it.
  ReminderApi(Store* store, OfficeDirectory* offices, TaskFeed* tasks)
      : store_(store), offices_(offices), tasks_(tasks) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::Status> WatchReminders(rpc::CallContext& context, v1::WatchRemindersRequest request,
                                    rpc::ServerStream<v1::WatchRemindersResponse>& out);

  // A quiet stream gets an answer with nothing but its token so often, so that both ends see that the other is there.
  static constexpr absl::Duration kHeartbeat = absl::Seconds(5);

 private:
  using Out = rpc::ServerStream<v1::WatchRemindersResponse>;

  // One stream: what it tells, and how far it has come.
  struct Stream {
    ReminderScope scope;
    std::shared_ptr<const OfficeFacts> office;
    // Ties tokens to the other arguments.
    std::string binding;
    // The feed's token, and the day by which all was told; absent = nothing yet.
    std::string feed_token;
    std::optional<absl::CivilDay> day;
    // What the caller was told of and is still near; known from the beginning only without a start token.
    std::set<std::string> told;
    bool knows_told = false;
    // The caller knows that it was told all.
    bool told_caught_up = false;
    // When something was last sent, by the machine's clock.
    absl::Time spoke;
  };

  // Tells all that is near on `today`. `stream` and the others outlive the task.
  Task<absl::Status> TellAll(rpc::CallContext* context, Stream* stream, absl::CivilDay today, Out* out);
  // Tells what has changed since the feed's token; answers whether there was nothing more.
  Task<absl::StatusOr<bool>> TellChanges(rpc::CallContext* context, Stream* stream, Out* out);
  // Sends an answer, whole with the stream's token unless `goes_on`.
  static Task<absl::Status> Send(Stream* stream, v1::WatchRemindersResponse response, bool goes_on, Out* out);

  Store* const store_;
  OfficeDirectory* const offices_;
  TaskFeed* const tasks_;
};

}  // namespace amparo::cases
