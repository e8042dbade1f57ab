// Strict typed configuration: a file in protobuf text format becomes an `amparo.config.v1` message, or an error that
// names the file, the line and the key. Defaults are filled in here, once, so that what the rest of the code reads is
// always complete.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "amparo/config/v1/service.pb.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/message.h"

namespace amparo::config {

using v1::ServiceConfig;

// Parses `text` into `message`. Unknown, repeated and malformed fields are INVALID_ARGUMENT "<source>:<line>:<column>:
// ..."; environment variables are not looked at.
absl::Status ParseText(std::string_view text, std::string_view source, google::protobuf::Message& message);

// Reads the file at `path` into `message` by ParseText; NOT_FOUND when it cannot be opened.
absl::Status ParseFile(const std::string& path, google::protobuf::Message& message);

// Reads, completes and checks the configuration of a service. Relative file names in it are relative to the folder of
// `path`.
absl::StatusOr<ServiceConfig> Load(const std::string& path);

// Fills in what was left at 0 or empty, as the comments of service.proto say.
void ApplyDefaults(ServiceConfig& config);

// OK, or INVALID_ARGUMENT naming the first missing or impossible field by its path.
absl::Status Validate(const ServiceConfig& config);

// A configured duration as absl's.
absl::Duration ToDuration(const google::protobuf::Duration& duration);

}  // namespace amparo::config
