#include "common/rpc/process.h"

#include <string>

#include "absl/synchronization/mutex.h"
#include "common/observability/log.h"
#include "google/protobuf/stubs/logging.h"

namespace amparo::rpc {
namespace {

// Protobuf names the field at fault and never its value.
void LogProtobuf(google::protobuf::LogLevel level, const char*, int, const std::string& message) {
  if (level < google::protobuf::LOGLEVEL_WARNING) return;
  obs::Log(obs::Level::kWarning, "protobuf", {{"message", message}});
}

}  // namespace

void PrepareProcess() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  google::protobuf::SetLogHandler(LogProtobuf);
}

}  // namespace amparo::rpc
