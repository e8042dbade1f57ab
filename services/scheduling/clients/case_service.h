// What this service asks of the case service, by RPC: whether a case is there and open, which cases are one matter,
// whether an office is there.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "amparo/cases/v1/case.pb.h"
#include "common/base/task.h"
#include "common/rpc/call_context.h"
#include "common/rpc/channel.h"
#include "services/scheduling/domain/names.h"

namespace amparo::scheduling {

// The reason of UNAVAILABLE when the case service cannot be asked.
inline constexpr char kCaseServiceUnreachable[] = "CASE_SERVICE_UNREACHABLE";

// Asks on behalf of a call, within its deadline: at most three quarters of what is left, so that the caller still hears
// why when the case service does not answer. Errors of every method: UNAVAILABLE (CASE_SERVICE_UNREACHABLE) when it is
// down, overloaded or slow; CANCELLED and DEADLINE_EXCEEDED when the call itself is over. Safe to call from any thread.
class CaseService {
 public:
  explicit CaseService(rpc::Client client) : client_(std::move(client)) {}

  // OK when the case exists and is open: something new may be entered for it. NOT_FOUND for the case;
  // FAILED_PRECONDITION CASE_NOT_OPEN when it is closed, declined or inactive, CASE_MERGED, naming where it went, when
  // it was merged.
  Task<absl::Status> RequireOpenCase(const rpc::CallContext& context, Key case_key);

  // The same for what goes on: that of a case that was merged goes by the case that stands for it.
  Task<absl::Status> RequireOpenMatter(const rpc::CallContext& context, Key case_key);

  // The cases of the matter that a case is of: the one that stands for it, mostly itself, and those that were merged
  // into that one. NOT_FOUND for the case.
  Task<absl::StatusOr<std::vector<Key>>> CasesOfMatter(const rpc::CallContext& context, Key case_key);

  // OK when the office exists; that is remembered, for offices do not go away. NOT_FOUND for the office.
  Task<absl::Status> RequireOffice(const rpc::CallContext& context, std::string office);

 private:
  Task<absl::StatusOr<cases::v1::Case>> FindCase(const rpc::CallContext* context, std::string name);
  // The case that stands for it.
  Task<absl::StatusOr<cases::v1::Case>> FindStanding(const rpc::CallContext* context, Key case_key);
  bool Knows(const std::string& office);

  rpc::Client client_;
  absl::Mutex mutex_;
  absl::flat_hash_set<std::string> offices_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace amparo::scheduling
