#include "common/rpc/process.h"

#include <malloc.h>

#include <string>

#include "absl/synchronization/mutex.h"
#include "common/observability/log.h"
#include "google/protobuf/stubs/logging.h"

namespace amparo::rpc {
namespace {

// So much free memory an arena keeps before any is given back.
constexpr int kKeptBytes = 64 << 20;
// Blocks below this come from arenas, others from the kernel each time. As large as the messages that are taken; once
// the bound above is set, malloc no longer adapts this one by itself.
constexpr int kMappedBytes = 4 << 20;

// Protobuf names the field at fault and never its value.
void LogProtobuf(google::protobuf::LogLevel level, const char*, int, const std::string& message) {
  if (level < google::protobuf::LOGLEVEL_WARNING) return;
  obs::Log(obs::Level::kWarning, "protobuf", {{"message", message}});
}

}  // namespace

void PrepareProcess() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  mallopt(M_TRIM_THRESHOLD, kKeptBytes);
  mallopt(M_MMAP_THRESHOLD, kMappedBytes);
  google::protobuf::SetLogHandler(LogProtobuf);
}

}  // namespace amparo::rpc
