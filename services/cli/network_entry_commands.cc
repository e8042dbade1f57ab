// amparo network venue|organization|asset|find|link|links: what is entered into the network.
#include <memory>

#include "amparo/cases/v1/asset.grpc.pb.h"
#include "amparo/cases/v1/network.grpc.pb.h"
#include "amparo/cases/v1/organization.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/network_entries.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using v1::AssetService;
using v1::NetworkService;
using v1::OrganizationService;

constexpr char kEndHelp[] = "Any name that begins with offices/, OFFICE/CASE-NUMBER, or OFFICE/CASE-NUMBER/PSEUDONYM";

// What everything that is entered has.
struct EntryOptions {
  std::string office, kind, pseudonym, request_id;
};

void AddEntry(CLI::App& command, EntryOptions& options, const std::string& kinds) {
  command.add_option("--office", options.office, "Such as cebu")->required();
  command.add_option("--kind", options.kind, kinds)->required();
  command.add_option("--pseudonym", options.pseudonym, "What it is called instead of its name")->required();
  AddRequestId(command, options.request_id);
}

void AddVenueEntry(CLI::App& network, Context& context) {
  struct Options {
    EntryOptions entry;
    std::string city, address;
  };
  auto* venue = network.add_subcommand("venue", "Enter a place");
  auto options = std::make_shared<Options>();
  AddEntry(*venue, options->entry, ChoicesOf(*v1::VenueKind_descriptor(), "VENUE_KIND_"));
  venue->add_option("--city", options->city, "The city");
  venue->add_option("--address", options->address, "Name and address; encrypted");
  venue->footer("Example: amparo network venue --office phnom-penh --kind coffee-shop --pseudonym \"Coffee shop\"");
  venue->callback([options, &context] {
    Connection& connection = context.connection();
    NetworkService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::CreateVenueRequest request;
    request.set_parent(OfficeName(options->entry.office));
    request.set_request_id(RequestIdOr(options->entry.request_id));
    request.mutable_venue()->set_kind(static_cast<v1::VenueKind>(
        EnumFrom(*v1::VenueKind_descriptor(), "VENUE_KIND_", options->entry.kind, "--kind")));
    request.mutable_venue()->set_pseudonym(options->entry.pseudonym);
    request.mutable_venue()->set_city(options->city);
    request.mutable_venue()->set_address(options->address);
    PrintVenue(context, connection.Call(stub, &NetworkService::Stub::CreateVenue, request, "entering the place"));
  });
}

void AddOrganizationEntry(CLI::App& network, Context& context) {
  struct Options {
    EntryOptions entry;
    std::string details;
  };
  auto* organization = network.add_subcommand("organization", "Enter an organization");
  auto options = std::make_shared<Options>();
  AddEntry(*organization, options->entry, ChoicesOf(*v1::OrganizationKind_descriptor(), "ORGANIZATION_KIND_"));
  organization->add_option("--details", options->details, "Name, registration and address; encrypted");
  organization->footer(
      "Example: amparo network organization --office cebu --kind recruitment-agency --pseudonym \"Agency A\"");
  organization->callback([options, &context] {
    Connection& connection = context.connection();
    OrganizationService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::CreateOrganizationRequest request;
    request.set_parent(OfficeName(options->entry.office));
    request.set_request_id(RequestIdOr(options->entry.request_id));
    request.mutable_organization()->set_kind(static_cast<v1::OrganizationKind>(
        EnumFrom(*v1::OrganizationKind_descriptor(), "ORGANIZATION_KIND_", options->entry.kind, "--kind")));
    request.mutable_organization()->set_pseudonym(options->entry.pseudonym);
    request.mutable_organization()->set_details(options->details);
    PrintOrganization(context, connection.Call(stub, &OrganizationService::Stub::CreateOrganization, request,
                                               "entering the organization"));
  });
}

void AddAssetEntry(CLI::App& network, Context& context) {
  struct Options {
    EntryOptions entry;
    std::string identifier;
  };
  auto* asset = network.add_subcommand("asset", "Enter a phone, vehicle or account; refused with its name when known");
  auto options = std::make_shared<Options>();
  AddEntry(*asset, options->entry, ChoicesOf(*v1::AssetKind_descriptor(), "ASSET_KIND_"));
  asset->add_option("--identifier", options->identifier, "The number, plate or name; encrypted")->required();
  asset->footer(
      "Example: amparo network asset --office cebu --kind phone --pseudonym \"Phone 1\" --identifier \"...\"");
  asset->callback([options, &context] {
    Connection& connection = context.connection();
    AssetService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::CreateAssetRequest request;
    request.set_parent(OfficeName(options->entry.office));
    request.set_request_id(RequestIdOr(options->entry.request_id));
    request.mutable_asset()->set_kind(static_cast<v1::AssetKind>(
        EnumFrom(*v1::AssetKind_descriptor(), "ASSET_KIND_", options->entry.kind, "--kind")));
    request.mutable_asset()->set_pseudonym(options->entry.pseudonym);
    request.mutable_asset()->set_identifier(options->identifier);
    PrintAsset(context, connection.Call(stub, &AssetService::Stub::CreateAsset, request, "entering the asset"));
  });
}

void AddAssetFind(CLI::App& network, Context& context) {
  struct Options {
    std::string identifier, office, kind;
  };
  auto* find = network.add_subcommand("find", "Find an asset by its number, plate or name; audited as a read of it");
  auto options = std::make_shared<Options>();
  find->add_option("identifier", options->identifier, "However it is written")->required();
  find->add_option("--office", options->office, "Such as cebu")->required();
  find->add_option("--kind", options->kind, ChoicesOf(*v1::AssetKind_descriptor(), "ASSET_KIND_"))->required();
  find->footer("Example: amparo network find \"0917 555 0101\" --office cebu --kind phone");
  find->callback([options, &context] {
    Connection& connection = context.connection();
    AssetService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::FindAssetsRequest request;
    request.set_parent(OfficeName(options->office));
    request.set_kind(
        static_cast<v1::AssetKind>(EnumFrom(*v1::AssetKind_descriptor(), "ASSET_KIND_", options->kind, "--kind")));
    request.set_identifier(options->identifier);
    const auto found = connection.Call(stub, &AssetService::Stub::FindAssets, request, "looking for the asset");
    Table table({"identifier", "pseudonym", "name"});
    for (const v1::Asset& asset : found.assets()) {
      table.Add(Json{{"identifier", asset.identifier()}, {"pseudonym", asset.pseudonym()}, {"name", asset.name()}});
    }
    context.Print(table);
  });
}

void AddLinkEntry(CLI::App& network, Context& context) {
  struct Options {
    std::string from, kind, to, since, until, confidence, source, request_id;
  };
  auto* link = network.add_subcommand("link", "Link two ends: FROM KIND TO");
  auto options = std::make_shared<Options>();
  link->add_option("from", options->from, kEndHelp)->required();
  link->add_option("kind", options->kind, ChoicesOf(*v1::LinkKind_descriptor(), "LINK_KIND_"))->required();
  link->add_option("to", options->to, "As FROM")->required();
  link->add_option("--since", options->since, "YYYY-MM-DD, as far as is known");
  link->add_option("--until", options->until, "YYYY-MM-DD, as far as is known");
  link->add_option("--confidence", options->confidence, ChoicesOf(*v1::Confidence_descriptor(), "CONFIDENCE_"));
  link->add_option("--source", options->source, "Where it is known from; names nobody");
  AddRequestId(*link, options->request_id);
  link->footer(
      "Example: amparo network link offices/phnom-penh/venues/ID moved-to offices/phnom-penh/venues/ID --since "
      "2013-08-20 --confidence high");
  link->callback([options, &context] {
    Connection& connection = context.connection();
    NetworkService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::CreateLinkRequest request;
    v1::Link& value = *request.mutable_link();
    value.set_kind(
        static_cast<v1::LinkKind>(EnumFrom(*v1::LinkKind_descriptor(), "LINK_KIND_", options->kind, "KIND")));
    value.set_from(NodeName(connection, options->from));
    value.set_to(NodeName(connection, options->to));
    if (!options->since.empty()) *value.mutable_observed_date() = DateFrom(options->since, "--since");
    if (!options->until.empty()) *value.mutable_end_date() = DateFrom(options->until, "--until");
    if (!options->confidence.empty()) {
      value.set_confidence(static_cast<v1::Confidence>(
          EnumFrom(*v1::Confidence_descriptor(), "CONFIDENCE_", options->confidence, "--confidence")));
    }
    value.set_source(options->source);
    request.set_parent(OfficeOf(value.from()));
    request.set_request_id(RequestIdOr(options->request_id));
    PrintLink(context, connection.Call(stub, &NetworkService::Stub::CreateLink, request, "linking"));
  });
}

void AddLinkList(CLI::App& network, Context& context) {
  struct Options {
    std::string office, end;
    bool withdrawn = false;
    Limit limit;
  };
  auto* links = network.add_subcommand("links", "List links as they were entered, in order of entry");
  auto options = std::make_shared<Options>();
  links->add_option("--office", options->office, "Such as cebu")->required();
  links->add_option("--end", options->end, "Only those with this at either end; " + std::string(kEndHelp));
  links->add_flag("--withdrawn", options->withdrawn, "Those that were withdrawn too");
  AddLimit(*links, options->limit);
  links->footer("Example: amparo network links --office cebu --withdrawn");
  links->callback([options, &context] {
    Connection& connection = context.connection();
    NetworkService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::ListLinksRequest request;
    request.set_parent(OfficeName(options->office));
    if (!options->end.empty()) request.set_end(NodeName(connection, options->end));
    request.set_show_withdrawn(options->withdrawn);
    Table table = LinkEntryTable();
    const bool more =
        EachPage(connection, stub, &NetworkService::Stub::ListLinks, request, context.Most(options->limit),
                 "listing links", [&table](const v1::ListLinksResponse& page) {
                   for (const v1::Link& link : page.links()) table.Add(LinkEntryRow(link));
                   return page.links_size();
                 });
    context.PrintList(table, options->limit, more);
  });
}

}  // namespace

void AddNetworkEntryCommands(CLI::App& network, Context& context) {
  AddVenueEntry(network, context);
  AddOrganizationEntry(network, context);
  AddAssetEntry(network, context);
  AddAssetFind(network, context);
  AddLinkEntry(network, context);
  AddLinkList(network, context);
}

}  // namespace amparo::cli
