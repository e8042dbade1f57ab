// amparo network update|end|withdraw: what is corrected in the network, what ended, and what is taken out of it.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "amparo/cases/v1/asset.grpc.pb.h"
#include "amparo/cases/v1/network.grpc.pb.h"
#include "amparo/cases/v1/organization.grpc.pb.h"
#include "common/base/strings.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/cli/context.h"
#include "services/cli/network_entries.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using google::protobuf::FieldDescriptor;
using v1::AssetService;
using v1::NetworkService;
using v1::OrganizationService;

// A field that may be corrected, and the option that does so.
struct Correction {
  const char* field;
  const char* option;
  const char* help;
  std::string value = {};
  // Counts 0 when the field stays as it is.
  CLI::Option* given = nullptr;
};

struct UpdateOptions {
  std::string name, request_id;
  std::vector<Correction> corrections = {
      {"kind", "--kind", "What it is; an asset's stays"},
      {"pseudonym", "--pseudonym", "What it is called instead of its name"},
      {"city", "--city", "The city of a venue"},
      {"address", "--address", "Name and address of a venue; encrypted"},
      {"close_date", "--closed", "The day on which a venue closed, YYYY-MM-DD"},
      {"details", "--details", "Name, registration and address of an organization; encrypted"},
      {"identifier", "--identifier", "The number, plate or name of an asset; encrypted"}};
};

// "VENUE_KIND_" of VenueKind.
std::string PrefixOf(const google::protobuf::EnumDescriptor& type) {
  constexpr std::string_view kZero = "UNSPECIFIED";
  const std::string& zero = type.FindValueByNumber(0)->name();
  return zero.substr(0, zero.size() - kZero.size());
}

// Gives a resource what a correction says; an empty text takes away what was there.
void Correct(const Correction& correction, google::protobuf::Message& resource) {
  const google::protobuf::Descriptor& type = *resource.GetDescriptor();
  const FieldDescriptor* field = type.FindFieldByName(correction.field);
  if (field == nullptr) throw Failure(kUsage, StrCat(correction.option, " is nothing that ", type.name(), " has"));
  const google::protobuf::Reflection& reflection = *resource.GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const google::protobuf::EnumDescriptor& values = *field->enum_type();
    reflection.SetEnumValue(&resource, field, EnumFrom(values, PrefixOf(values), correction.value, correction.option));
  } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    reflection.SetString(&resource, field, correction.value);
  } else if (!correction.value.empty()) {
    reflection.MutableMessage(&resource, field)->CopyFrom(DateFrom(correction.value, correction.option));
  }
}

// Calls `method` of `Service` with a request that `fill` fills; failures tell of it as `doing`.
template <typename Service, typename Request, typename Message, typename Fill>
Message Changed(Connection& connection,
                grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Message*),
                const std::string& request_id, const std::string& doing, const Fill& fill) {
  typename Service::Stub stub(connection.ChannelTo(cli::Service::kCase));
  Request request;
  fill(request);
  request.set_request_id(RequestIdOr(request_id));
  return connection.Call(stub, method, request, doing);
}

// Corrects by `method`, whose request has the resource as its `resource_of`.
template <typename Service, typename Request, typename Message>
Message Corrected(Connection& connection,
                  grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Message*),
                  Message* (Request::*resource_of)(), const UpdateOptions& options) {
  return Changed<Service>(connection, method, options.request_id, "correcting", [&](Request& request) {
    Message& resource = *(request.*resource_of)();
    resource.set_name(options.name);
    for (const Correction& correction : options.corrections) {
      if (correction.given->count() == 0) continue;
      Correct(correction, resource);
      request.mutable_update_mask()->add_paths(correction.field);
    }
  });
}

void AddNetworkUpdate(CLI::App& network, Context& context) {
  auto* update = network.add_subcommand("update", "Correct what is said of a venue, organization or asset; links stay");
  auto options = std::make_shared<UpdateOptions>();
  update->add_option("name", options->name, "offices/OFFICE/venues|organizations|assets/ID")->required();
  for (Correction& correction : options->corrections) {
    correction.given = update->add_option(correction.option, correction.value, correction.help);
  }
  AddRequestId(*update, options->request_id);
  update->footer(
      "Example: amparo network update offices/cebu/venues/ID --pseudonym \"Bar by the port\" --closed 2014-06-30");
  update->callback([options, &context] {
    Connection& connection = context.connection();
    const std::string& name = options->name;
    if (absl::StrContains(name, "/venues/")) {
      PrintVenue(context, Corrected<NetworkService>(connection, &NetworkService::Stub::UpdateVenue,
                                                    &v1::UpdateVenueRequest::mutable_venue, *options));
    } else if (absl::StrContains(name, "/organizations/")) {
      PrintOrganization(context,
                        Corrected<OrganizationService>(connection, &OrganizationService::Stub::UpdateOrganization,
                                                       &v1::UpdateOrganizationRequest::mutable_organization, *options));
    } else if (absl::StrContains(name, "/assets/")) {
      PrintAsset(context, Corrected<AssetService>(connection, &AssetService::Stub::UpdateAsset,
                                                  &v1::UpdateAssetRequest::mutable_asset, *options));
    } else {
      throw Failure(kUsage, StrCat("\"", name, "\" names no venue, organization or asset"));
    }
  });
}

void AddLinkEnd(CLI::App& network, Context& context) {
  struct Options {
    std::string name, until, request_id;
  };
  auto* end = network.add_subcommand("end", "Say until when a link held; one that never held is withdrawn");
  auto options = std::make_shared<Options>();
  end->add_option("link", options->name, "offices/OFFICE/links/ID")->required();
  end->add_option("--until", options->until, "The last day on which it held, YYYY-MM-DD; without it today");
  AddRequestId(*end, options->request_id);
  end->footer("Example: amparo network end offices/cebu/links/ID --until 2014-05-31");
  end->callback([options, &context] {
    Connection& connection = context.connection();
    const auto say = [&](v1::EndLinkRequest& request) {
      request.set_name(options->name);
      if (!options->until.empty()) *request.mutable_end_date() = DateFrom(options->until, "--until");
    };
    PrintLink(context, Changed<NetworkService>(connection, &NetworkService::Stub::EndLink, options->request_id,
                                               "ending the link", say));
  });
}

// Withdraws by `method`.
template <typename Service, typename Request, typename Message>
Message Withdrawn(Connection& connection,
                  grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Message*),
                  const std::string& name, const std::string& reason, const std::string& request_id) {
  return Changed<Service>(connection, method, request_id, "withdrawing", [&](Request& request) {
    request.set_name(name);
    request.set_reason(reason);
  });
}

void AddNetworkWithdraw(CLI::App& network, Context& context) {
  struct Options {
    std::string name, reason, request_id;
  };
  auto* withdraw = network.add_subcommand("withdraw", "Take a link, venue, organization or asset out; history stays");
  auto options = std::make_shared<Options>();
  withdraw->add_option("name", options->name, "offices/OFFICE/links|venues|organizations|assets/ID")->required();
  withdraw->add_option("--reason", options->reason, "Why; names nobody")->required();
  AddRequestId(*withdraw, options->request_id);
  withdraw->footer("Example: amparo network withdraw offices/cebu/links/ID --reason \"mistaken for somebody else\"");
  withdraw->callback([options, &context] {
    Connection& connection = context.connection();
    const std::string& name = options->name;
    const std::string& reason = options->reason;
    const std::string& id = options->request_id;
    if (absl::StrContains(name, "/links/")) {
      PrintLink(context, Withdrawn<NetworkService>(connection, &NetworkService::Stub::WithdrawLink, name, reason, id));
    } else if (absl::StrContains(name, "/venues/")) {
      PrintVenue(context,
                 Withdrawn<NetworkService>(connection, &NetworkService::Stub::WithdrawVenue, name, reason, id));
    } else if (absl::StrContains(name, "/organizations/")) {
      PrintOrganization(context, Withdrawn<OrganizationService>(
                                     connection, &OrganizationService::Stub::WithdrawOrganization, name, reason, id));
    } else if (absl::StrContains(name, "/assets/")) {
      PrintAsset(context, Withdrawn<AssetService>(connection, &AssetService::Stub::WithdrawAsset, name, reason, id));
    } else {
      throw Failure(kUsage, StrCat("\"", name, "\" names no link, venue, organization or asset"));
    }
  });
}

}  // namespace

void AddNetworkChangeCommands(CLI::App& network, Context& context) {
  AddNetworkUpdate(network, context);
  AddLinkEnd(network, context);
  AddNetworkWithdraw(network, context);
}

}  // namespace amparo::cli
