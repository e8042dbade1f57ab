#include "services/case/api/network_analysis_api.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "services/case/api/network_export.h"
#include "services/case/api/network_reads.h"
#include "services/case/api/reads.h"
#include "services/case/convert/network_answer.h"
#include "services/case/convert/network_convert.h"
#include "services/case/domain/network_path.h"
#include "services/case/domain/shared_venues.h"

namespace amparo::cases {
namespace {

constexpr int32_t kMostLinksOfOffice = 5000;
constexpr std::size_t kMostNodesOfQuestion = 1000;
constexpr int kMostMoves = 10;

// The nodes at the ends of some edges, each once, in their order.
std::vector<NetworkFound::Node> NodesAtEnds(const std::vector<NetworkEdge>& edges) {
  std::set<NetworkNode> ends;
  for (const NetworkEdge& edge : edges) ends.insert({edge.from, edge.to});
  std::vector<NetworkFound::Node> nodes;
  for (const NetworkNode& end : ends) nodes.push_back({end, 0});
  return nodes;
}

// By the day of the move, what is not dated last; of equals in order of entry.
bool MovedBefore(const NetworkEdge& a, const NetworkEdge& b) {
  const absl::CivilDay never = absl::CivilDay::max();
  const absl::CivilDay of_a = a.link.observed_date.value_or(never);
  const absl::CivilDay of_b = b.link.observed_date.value_or(never);
  if (of_a != of_b) return of_a < of_b;
  return IsEarlier(a, b);
}

v1::SharedVenuePair PairAnswer(const std::string& office, const SharedPair& pair) {
  v1::SharedVenuePair out;
  out.set_person(NameOfNode(office, pair.person));
  out.set_other(NameOfNode(office, pair.other));
  for (const SharedPlace& place : pair.places) {
    v1::SharedVenue& venue = *out.add_venues();
    venue.set_venue(NameOfNode(office, place.venue));
    if (place.together_since) SetDate(*place.together_since, venue.mutable_together_since());
    venue.set_apart(place.apart);
    for (const LinkName& link : place.links) venue.add_links(ToString(link));
  }
  return out;
}

// The people and venues of some pairs.
std::vector<NetworkFound::Node> NodesOfPairs(const std::vector<SharedPair>& pairs) {
  std::set<NetworkNode> seen;
  for (const SharedPair& pair : pairs) {
    seen.insert({pair.person, pair.other});
    for (const SharedPlace& place : pair.places) seen.insert(place.venue);
  }
  std::vector<NetworkFound::Node> nodes;
  for (const NetworkNode& node : seen) nodes.push_back({node, 0});
  return nodes;
}

// Those who are asked about when the question is about `root`: a person; those accused in a case; of a venue nobody in
// particular.
Task<absl::StatusOr<std::vector<NetworkNode>>> SubjectsAt(NetworkStore* network, NetworkRoot root, LinkFilter filter,
                                                          Limits limits) {
  std::vector<NetworkNode> subjects;
  if (root.node.kind == NodeKind::kPerson) subjects.push_back(root.node);
  if (root.node.kind != NodeKind::kCase) co_return subjects;
  filter.kinds.assign(1, LinkKind::kAccusedIn);
  std::vector<NetworkNode> of_case(1, root.node);
  AMPARO_CO_ASSIGN_OR_RETURN(const LevelEdges accused,
                             co_await network->EdgesOf(root.office, std::move(of_case), filter, std::move(limits)));
  for (const NetworkEdge& edge : accused.edges) subjects.push_back(edge.from);
  co_return subjects;
}

}  // namespace

rpc::ServiceBinding NetworkAnalysisApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.NetworkAnalysisService");
  binding.Unary<&NetworkAnalysisApi::GetNetwork>("GetNetwork", this)
      .Unary<&NetworkAnalysisApi::FindPath>("FindPath", this)
      .Unary<&NetworkAnalysisApi::FindSharedVenues>("FindSharedVenues", this)
      .Unary<&NetworkAnalysisApi::TraceMoves>("TraceMoves", this)
      .ServerStream<&NetworkAnalysisApi::ExportNetwork>("ExportNetwork", this);
  return binding;
}

Task<absl::StatusOr<v1::GetNetworkResponse>> NetworkAnalysisApi::GetNetwork(rpc::CallContext& context,
                                                                            v1::GetNetworkRequest request) {
  errors::FieldViolations violations;
  const std::optional<absl::Time> at = ReadTimeOf(context, request, violations);
  LinkFilter filter = ReadLinkFilter(request.filter(), at, violations);
  WalkBounds bounds;
  bounds.depth = ReadSteps(request.depth(), 2, 6, "depth", violations);
  bounds.max_nodes = ReadMost(request.max_nodes(), 200, 1000, "max_nodes", violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const NetworkRoot root, co_await FindRoot(store_, &context, request.name(), "name", at));
  std::vector<NetworkNode> roots(1, root.node);
  NetworkWalk walk(std::move(roots), bounds);
  AMPARO_CO_ASSIGN_OR_RETURN(const NetworkFound found, co_await WalkThrough(network_, root.office, std::move(walk),
                                                                            std::move(filter), context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<v1::NetworkNode> nodes,
                             co_await TellNodes(network_, root.office, found.nodes, at, context.limits()));
  v1::GetNetworkResponse response;
  response.mutable_nodes()->Assign(nodes.begin(), nodes.end());
  for (const NetworkEdge& edge : found.edges) *response.add_links() = LinkAnswer(root.office, edge);
  response.set_truncated(found.truncated);
  co_return response;
}

Task<absl::StatusOr<v1::FindPathResponse>> NetworkAnalysisApi::FindPath(rpc::CallContext& context,
                                                                        v1::FindPathRequest request) {
  errors::FieldViolations violations;
  const std::optional<absl::Time> at = ReadTimeOf(context, request, violations);
  const LinkFilter filter = ReadLinkFilter(request.filter(), at, violations);
  PathBounds bounds;
  bounds.max_length = ReadSteps(request.max_length(), 6, 10, "max_length", violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const NetworkRoot from, co_await FindRoot(store_, &context, request.from(), "from", at));
  AMPARO_CO_ASSIGN_OR_RETURN(const NetworkRoot to, co_await FindRoot(store_, &context, request.to(), "to", at));
  if (from.office != to.office) co_return errors::InvalidField("to", "must be of the same office as from");
  if (from.node == to.node) co_return errors::InvalidField("to", "must not be the same node as from");
  PathSearch search(from.node, to.node, bounds);
  while (!search.frontier().empty()) {
    AMPARO_CO_ASSIGN_OR_RETURN(LevelEdges level,
                               co_await network_->EdgesOf(from.office, search.frontier(), filter, context.limits()));
    search.Take(std::move(level));
  }
  v1::FindPathResponse response;
  response.set_truncated(search.truncated());
  const std::optional<NetworkPath> path = search.Path();
  if (!path) co_return response;
  std::vector<NetworkFound::Node> steps;
  for (const NetworkNode& node : path->nodes) steps.push_back({node, static_cast<int>(steps.size())});
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<v1::NetworkNode> nodes,
                             co_await TellNodes(network_, from.office, std::move(steps), at, context.limits()));
  response.mutable_nodes()->Assign(nodes.begin(), nodes.end());
  for (const NetworkEdge& edge : path->edges) *response.add_links() = LinkAnswer(from.office, edge);
  co_return response;
}

Task<absl::StatusOr<NetworkFound>> NetworkAnalysisApi::WholeOffice(rpc::CallContext* context, std::string office,
                                                                   LinkFilter filter) {
  const OfficeName name{office};
  const absl::StatusOr<Record> there = co_await store_->Get(KeyOf(name), filter.at, context->limits());
  AMPARO_CO_RETURN_IF_ERROR(there.status());
  AMPARO_CO_ASSIGN_OR_RETURN(LevelEdges all, co_await network_->EdgesOfOffice(office, std::move(filter),
                                                                              kMostLinksOfOffice, context->limits()));
  NetworkFound found;
  found.nodes = NodesAtEnds(all.edges);
  found.edges = std::move(all.edges);
  found.truncated = all.truncated;
  co_return found;
}

Task<absl::StatusOr<v1::FindSharedVenuesResponse>> NetworkAnalysisApi::FindSharedVenues(
    rpc::CallContext& context, v1::FindSharedVenuesRequest request) {
  errors::FieldViolations violations;
  LinkFilter filter;
  filter.at = ReadTimeOf(context, request, violations);
  filter.least = ReadLeast(request.min_confidence(), "min_confidence", violations);
  filter.kinds.assign(std::begin(kVenueLinkKinds), std::end(kVenueLinkKinds));
  const std::size_t most = ReadMost(request.max_results(), 100, 1000, "max_results", violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  NetworkFound found;
  std::string office;
  std::optional<std::set<NetworkNode>> subjects;
  if (const auto whole = ParseName<OfficeName>(request.name())) {
    AMPARO_CO_RETURN_IF_ERROR(RequireName<OfficeName>(context, request.name(), "name").status());
    office = whole->office;
    AMPARO_CO_ASSIGN_OR_RETURN(found, co_await WholeOffice(&context, office, filter));
  } else {
    AMPARO_CO_ASSIGN_OR_RETURN(const NetworkRoot root,
                               co_await FindRoot(store_, &context, request.name(), "name", filter.at));
    office = root.office;
    AMPARO_CO_ASSIGN_OR_RETURN(std::vector<NetworkNode> begin,
                               co_await SubjectsAt(network_, root, filter, context.limits()));
    const bool of_venue = root.node.kind == NodeKind::kVenue;
    if (of_venue) begin.push_back(root.node);
    if (!of_venue) subjects.emplace(begin.begin(), begin.end());
    WalkBounds bounds{.depth = of_venue ? 1 : 2, .max_nodes = kMostNodesOfQuestion, .through = NodeKind::kVenue};
    NetworkWalk walk(std::move(begin), bounds);
    AMPARO_CO_ASSIGN_OR_RETURN(found,
                               co_await WalkThrough(network_, office, std::move(walk), filter, context.limits()));
  }
  const SharedPairs shared = FindSharedPairs(found.edges, subjects, most);
  std::vector<NetworkFound::Node> ends = NodesOfPairs(shared.pairs);
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<v1::NetworkNode> nodes,
                             co_await TellNodes(network_, office, std::move(ends), filter.at, context.limits()));
  v1::FindSharedVenuesResponse response;
  for (const SharedPair& pair : shared.pairs) *response.add_pairs() = PairAnswer(office, pair);
  response.mutable_nodes()->Assign(nodes.begin(), nodes.end());
  response.set_truncated(found.truncated || shared.truncated);
  co_return response;
}

Task<absl::StatusOr<v1::TraceMovesResponse>> NetworkAnalysisApi::TraceMoves(rpc::CallContext& context,
                                                                            v1::TraceMovesRequest request) {
  errors::FieldViolations violations;
  LinkFilter filter;
  filter.at = ReadTimeOf(context, request, violations);
  filter.least = ReadLeast(request.min_confidence(), "min_confidence", violations);
  filter.kinds.assign(1, LinkKind::kMovedTo);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  NetworkFound found;
  std::string office;
  if (const auto whole = ParseName<OfficeName>(request.name())) {
    AMPARO_CO_RETURN_IF_ERROR(RequireName<OfficeName>(context, request.name(), "name").status());
    office = whole->office;
    AMPARO_CO_ASSIGN_OR_RETURN(found, co_await WholeOffice(&context, office, filter));
  } else {
    AMPARO_CO_ASSIGN_OR_RETURN(const NetworkRoot root,
                               co_await FindRoot(store_, &context, request.name(), "name", filter.at));
    office = root.office;
    std::vector<NetworkNode> roots(1, root.node);
    WalkBounds bounds{.depth = kMostMoves, .max_nodes = kMostNodesOfQuestion, .through = NodeKind::kVenue};
    NetworkWalk walk(std::move(roots), bounds);
    AMPARO_CO_ASSIGN_OR_RETURN(found,
                               co_await WalkThrough(network_, office, std::move(walk), filter, context.limits()));
  }
  std::sort(found.edges.begin(), found.edges.end(), MovedBefore);
  std::vector<NetworkFound::Node> ends = NodesAtEnds(found.edges);
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<v1::NetworkNode> nodes,
                             co_await TellNodes(network_, office, std::move(ends), filter.at, context.limits()));
  v1::TraceMovesResponse response;
  for (const NetworkEdge& edge : found.edges) *response.add_moves() = LinkAnswer(office, edge);
  response.mutable_nodes()->Assign(nodes.begin(), nodes.end());
  // Nobody asked for so many steps: that there are more is said.
  response.set_truncated(found.truncated || found.goes_on);
  co_return response;
}

Task<absl::Status> NetworkAnalysisApi::ExportNetwork(rpc::CallContext& context, v1::ExportNetworkRequest request,
                                                     rpc::ServerStream<v1::ExportNetworkResponse>& out) {
  errors::FieldViolations violations;
  const std::optional<absl::Time> at = ReadTimeOf(context, request, violations);
  LinkFilter filter = ReadLinkFilter(request.filter(), at, violations);
  WalkBounds bounds;
  bounds.depth = ReadSteps(request.depth(), 3, 10, "depth", violations);
  bounds.max_nodes = ReadMost(request.max_nodes(), 1000, 5000, "max_nodes", violations);
  violations.Require(v1::NetworkFormat_IsValid(request.format()), "format", "must be one of its values");
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const NetworkRoot root, co_await FindRoot(store_, &context, request.name(), "name", at));
  std::vector<NetworkNode> roots(1, root.node);
  NetworkWalk walk(std::move(roots), bounds);
  AMPARO_CO_ASSIGN_OR_RETURN(NetworkFound found, co_await WalkThrough(network_, root.office, std::move(walk),
                                                                      std::move(filter), context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<v1::NetworkNode> nodes,
                             co_await TellNodes(network_, root.office, found.nodes, at, context.limits()));
  NetworkDocument document(root.office, at.value_or(context.clock().Now()), std::move(nodes), std::move(found));
  while (!document.done()) {
    const absl::Status sent = co_await out.Write(document.Next());
    AMPARO_CO_RETURN_IF_ERROR(sent);
    if (context.shutting_down().stop_requested()) co_return errors::ShuttingDown();
  }
  co_return absl::OkStatus();
}

}  // namespace amparo::cases
