// The way to the services: mutual TLS with the local certificate, one channel a service, a deadline for every call, and
// the token of the person on whose behalf it is made, if there is one.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "amparo/config/v1/cli.pb.h"
#include "common/errors/grpc_status.h"
#include "services/cli/failure.h"

namespace amparo::cli {

// Which service a call goes to.
enum class Service { kCase, kScheduling, kStatistics };

// "case", "scheduling", "statistics".
std::string NameOf(Service service);

// Connects lazily. Construction reads the configuration and the certificate; it throws a Failure that says what to do
// when there is none.
class Connection {
 public:
  // `config_path` empty = `config/cli.textproto` under $AMPARO_HOME, or under `.amparo` in the working directory or a
  // folder above it, or above the program's own.
  // Calls say `reason`, unless it is empty. All are on behalf of the person whose token `token_file` holds, if it is
  // not empty; else the file named by $AMPARO_TOKEN_FILE, or by the configuration.
  Connection(const std::string& config_path, absl::Duration timeout, std::string reason = "",
             const std::string& token_file = "");

  // The channel to a service of the configuration; each call on it carries the token.
  std::shared_ptr<grpc::Channel> ChannelTo(Service service);

  // A channel to any address, with the same certificate and token.
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address);

  // "host:port" of a service.
  const std::string& AddressOf(Service service) const;

  // A context for one call with the deadline set; `timeout` overrides the usual one.
  static std::unique_ptr<grpc::ClientContext> Context(absl::Duration timeout);

  // The same for a call that may read what is sensitive: it says why (common/rpc/reason.h). Without a deadline when
  // `timeout` is infinite.
  std::unique_ptr<grpc::ClientContext> Context() const { return ReadContext(timeout_); }
  std::unique_ptr<grpc::ClientContext> ReadContext(absl::Duration timeout) const;

  // Calls a unary method of a stub and answers its response; throws a Failure that begins with `doing`.
  template <class Stub, class Request, class Response>
  Response Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                const Request& request, const std::string& doing) const {
    Response response;
    Check(Try(stub, method, request, response), doing);
    return response;
  }

  // Like Call, but gives the status to the caller.
  template <class Stub, class Request, class Response>
  absl::Status Try(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const Request& request, Response& response) const {
    const auto context = Context();
    return errors::FromGrpc((stub.*method)(context.get(), request, &response));
  }

 private:
  config::v1::CliConfig config_;
  std::shared_ptr<grpc::ChannelCredentials> credentials_;
  absl::Duration timeout_;
  std::string reason_;
};

}  // namespace amparo::cli
