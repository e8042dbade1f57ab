// The table of access, called for real: every RPC of a service in every role, in the office of what it asks for and in
// another, by workloads and by people. What each cell must be answered is in the contract
// (common/rpc/contract_check/access_rules.h; protos/ACCESS.md is the same to be read), and the same for both.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "amparo/config/v1/service.pb.h"
#include "common/rpc/contract_check/access_rules.h"
#include "common/testing/people.h"
#include "common/testing/raw_call.h"
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

// The columns that people stand in: all but that of a service, which nobody can be given the role of.
std::vector<rpc::Standing> PeoplesColumns(bool lists);

// Gives a person for each of these columns, of the name of who stands in it, its role in its office and nothing else.
void GiveRoles(TestPeople& people, const std::vector<rpc::Standing>& columns, const TableOffices& offices);

// Calls as whoever a column has.
class TableCaller {
 public:
  // As workloads; or, with `people`, as the people of the same names, who come through the front desk.
  explicit TableCaller(RpcServer& server, const TestPeople* people = nullptr) : server_(server), people_(people) {}

  RawAnswer Call(const std::string& name, const google::protobuf::MethodDescriptor& method,
                 const std::vector<std::string>& requests);

  // "person attorney-inside".
  std::string NameOf(const std::string& name) const;

 private:
  RpcServer& server_;
  const TestPeople* const people_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

// Has grants be fresh after TestPeople::Forget, where nobody has any.
void HoldNone(TestPeople& people);

// A role of people that may make a call; nothing when only services may.
std::optional<options::v1::Role> RoleThatMay(const options::v1::AuthzRule& rule);

// A role that may make a call, and one that may not.
struct CrossTerm {
  options::v1::Role may = options::v1::ROLE_UNSPECIFIED;
  options::v1::Role may_not = options::v1::ROLE_UNSPECIFIED;
};

// Enough of them that each role of people is in one, unless the rule lets all of them in or none.
std::vector<CrossTerm> CrossTermsOf(const options::v1::AuthzRule& rule);

// Somebody who has a role in each of two offices, as long as this lives. What they may do in one must not follow from
// what they are in the other.
class MixedPerson {
 public:
  static constexpr char kName[] = "mixed";

  MixedPerson(TestPeople& people, const TableOffices& offices, options::v1::Role at_home, options::v1::Role elsewhere);
  ~MixedPerson();
  MixedPerson(const MixedPerson&) = delete;
  MixedPerson& operator=(const MixedPerson&) = delete;

 private:
  TestPeople& people_;
  const std::string at_home_;
  const std::string elsewhere_;
};

// What a cell was answered; nothing for a status that no cell may be answered, such as INTERNAL.
std::optional<rpc::Gate> AnsweredGate(const absl::Status& status);

// Expects that a call, which is `what`, was answered nothing but this.
void ExpectRefusal(const RawAnswer& answer, absl::StatusCode code, std::string_view reason, std::string_view what);

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

// The same for people who have a role in one office, and for those who have different roles in two; and that none is
// let in without a grant, or where grants may be stale. `people` are those of the server, who come through its front
// desk.
void ExpectEveryCellOfPeople(RpcServer& server, TestPeople& people, std::string_view package,
                             const TableOffices& offices, const SampleRequests& samples);

}  // namespace amparo::testing
