// How a command fails: an exception that main turns into a line on stderr and an exit code that scripts can use.
#pragma once

#include <stdexcept>
#include <string>

#include "absl/status/status.h"

namespace amparo::cli {

// The exit codes; `amparo --help` lists them.
enum ExitCode {
  kOk = 0,
  // Something failed that none of the others names.
  kFailed = 1,
  // The command line or the configuration makes no sense.
  kUsage = 2,
  // What was asked for does not exist, or is not the caller's to see.
  kNotFound = 3,
  // The request breaks a rule: a bad field, a wrong state, a stale etag.
  kRefused = 4,
  // A service cannot be reached, or does not answer in time.
  kUnavailable = 5,
  // The caller may not do this.
  kDenied = 6,
  // Some rows of an import were rejected; the others are in.
  kPartly = 7,
  // The audit trail is not whole.
  kFaults = 8,
};

// Ends a command.
class Failure : public std::runtime_error {
 public:
  Failure(ExitCode code, const std::string& what) : std::runtime_error(what), code_(code) {}

  // What the process exits with.
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

// What `status` is to a person at a terminal: the message, every field violation on its own line, what to do when no
// service answers or the caller is not let in, the reason in brackets.
std::string Explain(const absl::Status& status);

// Throws the Failure that fits `status` unless it is OK; `doing` begins the message ("reading the case").
void Check(const absl::Status& status, const std::string& doing);

}  // namespace amparo::cli
