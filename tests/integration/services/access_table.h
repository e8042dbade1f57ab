// The table of access, called for real: every RPC of a service in every role, in the office of what it asks for and in
// another. What each cell must be answered is in the contract (common/rpc/contract_check/access_rules.h;
// protos/ACCESS.md is the same for people).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "amparo/config/v1/service.pb.h"
#include "common/rpc/contract_check/access_rules.h"
#include "common/testing/rpc_server.h"
#include "google/protobuf/descriptor.h"

namespace amparo::testing {

// The offices of a table, by their ids.
struct TableOffices {
  // Of everything that is asked for; callers in the office see this one alone.
  std::string_view home;
  // What the others see.
  std::string_view other;
  // There is none of this id, which is as long as that of `home`: it takes its place in serialized requests.
  std::string_view nowhere;
};

// The services of the contract's package, whether they are served or not; null for one that is not in this program.
std::vector<const google::protobuf::ServiceDescriptor*> ContractServices(std::string_view package);

// Every column of a table. `lists`: on the need-to-know lists and off them; otherwise off them.
std::vector<rpc::Standing> Columns(bool lists);

// The name of who stands so: "social-worker-inside-listed".
std::string CallerOf(const rpc::Standing& standing);

// Who stands in these columns.
std::vector<config::v1::Principal> CallersOf(const std::vector<rpc::Standing>& columns, const TableOffices& offices);

// What a cell was answered; nothing for a status that no cell may be answered, such as INTERNAL.
std::optional<rpc::Gate> AnsweredGate(const absl::Status& status);

// Everything that a failed call was told.
std::string SaidOf(const absl::Status& status);

// Other ids of the same form in place of those in a request: a thing that does not exist.
class Twin {
 public:
  // `everything`: the office and whatever the request names; otherwise only operations.
  Twin(const std::string& request, const TableOffices& offices, bool everything);

  std::string Of(const std::string& text) const;
  // What was said of the twin, as it would be said of the thing itself.
  std::string Back(std::string text) const;

 private:
  std::map<std::string, std::string> others_;
};

// A request of each RPC ("CourtService.GetCourt") in the text format, for things that are there.
using SampleRequests = std::map<std::string, std::string>;

// Calls every cell of the services of `package`, which know no compartments. Besides what the contract says, a
// NOT_FOUND is to the letter what is said of what does not exist, and nobody is told of an office that they do not see.
// `server` has CallersOf(Columns(false), offices) among its callers.
void ExpectEveryCell(RpcServer& server, std::string_view package, const TableOffices& offices,
                     const SampleRequests& samples);

}  // namespace amparo::testing
