// amparo network show|path|shared|moves|export: the suspects' network as a whole.
#include <fstream>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "amparo/cases/v1/network_analysis.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/network_table.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using v1::NetworkAnalysisService;

constexpr char kNodeHelp[] = "Any name that begins with offices/, OFFICE/CASE-NUMBER, or OFFICE/CASE-NUMBER/PSEUDONYM";
constexpr char kNodeOrOfficeHelp[] = "As of network show, or offices/OFFICE for all of an office";

// Which links count, and of when.
struct NetworkOptions {
  std::vector<std::string> kinds;
  std::string confidence, at, on;
};

void AddLinkKindsAndDay(CLI::App& command, NetworkOptions& options) {
  command.add_option("--kind", options.kinds,
                     "Only these links; repeat it: " + ChoicesOf(*v1::LinkKind_descriptor(), "LINK_KIND_"));
  command.add_option("--on", options.on, "Only links that held on this day, as far as is known: YYYY-MM-DD");
}

void AddSureAndAt(CLI::App& command, NetworkOptions& options) {
  command.add_option("--confidence", options.confidence,
                     "Only links as sure as this: " + ChoicesOf(*v1::Confidence_descriptor(), "CONFIDENCE_"));
  command.add_option("--at", options.at, "As it was recorded then: RFC 3339, such as 2014-11-30T00:00:00Z");
}

v1::Confidence LeastOf(const NetworkOptions& options) {
  if (options.confidence.empty()) return v1::CONFIDENCE_UNSPECIFIED;
  return static_cast<v1::Confidence>(
      EnumFrom(*v1::Confidence_descriptor(), "CONFIDENCE_", options.confidence, "--confidence"));
}

v1::NetworkFilter FilterOf(const NetworkOptions& options) {
  v1::NetworkFilter filter;
  for (const std::string& kind : options.kinds) {
    filter.add_kinds(static_cast<v1::LinkKind>(EnumFrom(*v1::LinkKind_descriptor(), "LINK_KIND_", kind, "--kind")));
  }
  filter.set_min_confidence(LeastOf(options));
  if (!options.on.empty()) *filter.mutable_as_of() = DateFrom(options.on, "--on");
  return filter;
}

template <typename Request>
void SetReadTime(const NetworkOptions& options, Request& request) {
  if (!options.at.empty()) *request.mutable_read_time() = TimeFrom(options.at, absl::UTCTimeZone(), "--at");
}

void SayTruncated(Context& context, bool truncated) {
  if (truncated) context.err() << "Bounds left something out\n";
}

// "offices/cebu", or whatever else names something.
std::string NodeOrOfficeName(Connection& connection, const std::string& given) {
  if (absl::StartsWith(given, "offices/")) return given;
  return NodeName(connection, given);
}

void AddNetworkShow(CLI::App& network, Context& context) {
  struct Options {
    std::string node;
    int depth = 2;
    int max_nodes = 200;
    bool nodes = false;
    NetworkOptions links;
  };
  auto* show = network.add_subcommand("show", "The links around a person, case, venue, organization or asset");
  auto options = std::make_shared<Options>();
  show->add_option("node", options->node, kNodeHelp)->required();
  show->add_option("--depth", options->depth, "How many links far")->check(CLI::Range(1, 6))->capture_default_str();
  show->add_option("--max-nodes", options->max_nodes, "At most so many")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  show->add_flag("--nodes", options->nodes, "The nodes instead of the links");
  AddLinkKindsAndDay(*show, options->links);
  AddSureAndAt(*show, options->links);
  show->footer("Example: amparo network show phnom-penh/PNH-2013-001 --depth 3 --confidence medium");
  show->callback([options, &context] {
    Connection& connection = context.connection();
    NetworkAnalysisService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::GetNetworkRequest request;
    request.set_name(NodeName(connection, options->node));
    request.set_depth(options->depth);
    request.set_max_nodes(options->max_nodes);
    *request.mutable_filter() = FilterOf(options->links);
    SetReadTime(options->links, request);
    const auto found = connection.Call(stub, &NetworkAnalysisService::Stub::GetNetwork, request, "reading the network");
    Table table = options->nodes ? Table({"depth", "kind", "label", "name"}) : NetworkLinkTable();
    if (options->nodes) {
      for (const v1::NetworkNode& node : found.nodes()) {
        table.Add(Json{
            {"depth", node.depth()}, {"kind", NodeKindText(node)}, {"label", node.label()}, {"name", node.name()}});
      }
    } else {
      const NodeLabels labels(found.nodes());
      for (const v1::NetworkLink& link : found.links()) table.Add(NetworkLinkRow(link, labels));
    }
    context.Print(table);
    SayTruncated(context, found.truncated());
  });
}

void AddNetworkPath(CLI::App& network, Context& context) {
  struct Options {
    std::string from, to;
    int max_length = 6;
    NetworkOptions links;
  };
  auto* path = network.add_subcommand("path", "A shortest path between two people, or any two nodes");
  auto options = std::make_shared<Options>();
  path->add_option("from", options->from, kNodeHelp)->required();
  path->add_option("to", options->to, kNodeHelp)->required();
  path->add_option("--max-length", options->max_length, "At most so many links")
      ->check(CLI::Range(1, 10))
      ->capture_default_str();
  AddLinkKindsAndDay(*path, options->links);
  AddSureAndAt(*path, options->links);
  path->footer("Example: amparo network path phnom-penh/PNH-2013-001/A1 phnom-penh/PNH-2014-007/B2");
  path->callback([options, &context] {
    Connection& connection = context.connection();
    NetworkAnalysisService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::FindPathRequest request;
    request.set_from(NodeName(connection, options->from));
    request.set_to(NodeName(connection, options->to));
    request.set_max_length(options->max_length);
    *request.mutable_filter() = FilterOf(options->links);
    SetReadTime(options->links, request);
    const auto found = connection.Call(stub, &NetworkAnalysisService::Stub::FindPath, request, "looking for a path");
    const NodeLabels labels(found.nodes());
    Table table({"step", "from", "kind", "to", "since", "until", "confidence", "source"});
    for (int i = 0; i < found.links_size(); ++i) {
      Json row = NetworkLinkRow(found.links(i), labels);
      row["step"] = i + 1;
      table.Add(std::move(row));
    }
    context.Print(table);
    if (found.nodes().empty()) context.err() << "No path of at most " << Counted(options->max_length, "link") << "\n";
    SayTruncated(context, found.truncated());
  });
}

void AddNetworkShared(CLI::App& network, Context& context) {
  struct Options {
    std::string node;
    int limit = 100;
    NetworkOptions links;
  };
  auto* shared = network.add_subcommand("shared", "Who shares venues with whom");
  auto options = std::make_shared<Options>();
  shared->add_option("node", options->node, kNodeOrOfficeHelp)->required();
  shared->add_option("--limit", options->limit, "At most so many pairs")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  AddSureAndAt(*shared, options->links);
  shared->footer("Example: amparo network shared offices/phnom-penh");
  shared->callback([options, &context] {
    Connection& connection = context.connection();
    NetworkAnalysisService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::FindSharedVenuesRequest request;
    request.set_name(NodeOrOfficeName(connection, options->node));
    request.set_max_results(options->limit);
    request.set_min_confidence(LeastOf(options->links));
    SetReadTime(options->links, request);
    const auto found =
        connection.Call(stub, &NetworkAnalysisService::Stub::FindSharedVenues, request, "looking for shared venues");
    const NodeLabels labels(found.nodes());
    Table table({"person", "other", "venue", "together_since", "apart"});
    for (const v1::SharedVenuePair& pair : found.pairs()) {
      for (const v1::SharedVenue& venue : pair.venues()) {
        table.Add(Json{{"person", labels.Of(pair.person())},
                       {"other", labels.Of(pair.other())},
                       {"venue", labels.Of(venue.venue())},
                       {"together_since", TextOf(venue.together_since())},
                       {"apart", venue.apart() ? "yes" : ""},
                       {"person_name", pair.person()},
                       {"other_name", pair.other()},
                       {"venue_name", venue.venue()}});
      }
    }
    context.Print(table);
    SayTruncated(context, found.truncated());
  });
}

void AddNetworkMoves(CLI::App& network, Context& context) {
  struct Options {
    std::string node;
    NetworkOptions links;
  };
  auto* moves = network.add_subcommand("moves", "Who and what moved where, in order of time");
  auto options = std::make_shared<Options>();
  moves->add_option("node", options->node, kNodeOrOfficeHelp)->required();
  AddSureAndAt(*moves, options->links);
  moves->footer("Example: amparo network moves offices/phnom-penh/venues/ID");
  moves->callback([options, &context] {
    Connection& connection = context.connection();
    NetworkAnalysisService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::TraceMovesRequest request;
    request.set_name(NodeOrOfficeName(connection, options->node));
    request.set_min_confidence(LeastOf(options->links));
    SetReadTime(options->links, request);
    const auto found = connection.Call(stub, &NetworkAnalysisService::Stub::TraceMoves, request, "tracing moves");
    const NodeLabels labels(found.nodes());
    Table table({"since", "from", "to", "confidence", "source"});
    for (const v1::NetworkLink& link : found.moves()) table.Add(NetworkLinkRow(link, labels));
    context.Print(table);
    SayTruncated(context, found.truncated());
  });
}

void AddNetworkExport(CLI::App& network, Context& context) {
  struct Options {
    std::string node, output;
    int depth = 3;
    int max_nodes = 1000;
    v1::NetworkFormat format = v1::NETWORK_FORMAT_GRAPHML;
    NetworkOptions links;
  };
  auto* export_network = network.add_subcommand("export", "The network as a file for programs that draw graphs");
  auto options = std::make_shared<Options>();
  export_network->add_option("node", options->node, kNodeHelp)->required();
  AddChoice(*export_network, "--format",
            std::map<std::string, v1::NetworkFormat>{{"graphml", v1::NETWORK_FORMAT_GRAPHML}}, options->format,
            "How it is written");
  export_network->add_option("--output", options->output, "The file to write; it is written over. Without it: stdout");
  export_network->add_option("--depth", options->depth, "How many links far")
      ->check(CLI::Range(1, 10))
      ->capture_default_str();
  export_network->add_option("--max-nodes", options->max_nodes, "At most so many")
      ->check(CLI::Range(1, 5000))
      ->capture_default_str();
  AddLinkKindsAndDay(*export_network, options->links);
  AddSureAndAt(*export_network, options->links);
  export_network->footer(
      "Example: amparo network export phnom-penh/PNH-2013-001 --format graphml --output ring.graphml");
  export_network->callback([options, &context] {
    Connection& connection = context.connection();
    NetworkAnalysisService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::ExportNetworkRequest request;
    request.set_name(NodeName(connection, options->node));
    request.set_depth(options->depth);
    request.set_max_nodes(options->max_nodes);
    request.set_format(options->format);
    *request.mutable_filter() = FilterOf(options->links);
    SetReadTime(options->links, request);
    // The whole document first: a file that breaks off in the middle would be none.
    const auto call = connection.Context();
    const auto reader = stub.ExportNetwork(call.get(), request);
    std::string document;
    bool truncated = false;
    for (v1::ExportNetworkResponse piece; reader->Read(&piece);) {
      document += piece.data();
      truncated = piece.truncated();
    }
    Check(errors::FromGrpc(reader->Finish()), "exporting the network");
    if (options->output.empty()) {
      context.out() << document;
    } else {
      std::ofstream file(options->output, std::ios::binary | std::ios::trunc);
      if (!(file << document).flush()) throw Failure(kFailed, StrCat("cannot write ", options->output));
    }
    SayTruncated(context, truncated);
  });
}

}  // namespace

void AddNetworkCommands(CLI::App& app, Context& context) {
  auto* network = app.add_subcommand("network",
                                     "The suspects' network: show, path, shared, moves, export; venue, organization, "
                                     "asset, find, link, links, update, end, withdraw");
  network->require_subcommand(1);
  AddNetworkShow(*network, context);
  AddNetworkPath(*network, context);
  AddNetworkShared(*network, context);
  AddNetworkMoves(*network, context);
  AddNetworkExport(*network, context);
  AddNetworkEntryCommands(*network, context);
  AddNetworkChangeCommands(*network, context);
}

}  // namespace amparo::cli
