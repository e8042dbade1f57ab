#include "services/case/store/pg_network_store.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "common/base/status_macros.h"
#include "common/pg/params.h"
#include "common/pg/rows.h"
#include "services/case/convert/network_convert.h"
#include "services/case/store/network_statements.h"

namespace amparo::cases {
namespace {

// One more than is looked at: so it shows that there are more.
constexpr int32_t kOneMore = 1;

// The kinds of links that are entered, as arguments have them.
std::vector<int32_t> EnteredKinds(const LinkFilter& filter) {
  std::vector<int32_t> kinds;
  for (const LinkKind kind : filter.kinds) {
    if (kind != LinkKind::kAccusedIn) kinds.push_back(static_cast<int32_t>(kind));
  }
  return kinds;
}

// Somebody is accused in a case: the link that their party stands for.
Link Accusation(const std::string& office, const pg::Row& row) {
  Link link;
  link.name = {office, row.Uuid(kEdgeId)};
  link.kind = LinkKind::kAccusedIn;
  link.from = {NodeKind::kParty, row.Uuid(kEdgeCaseId), row.Uuid(kEdgeId)};
  link.to = {NodeKind::kCase, Uuid(), row.Uuid(kEdgeCaseId)};
  link.confidence = Confidence::kHigh;
  return link;
}

absl::StatusOr<NetworkEdge> EdgeIn(const std::string& office, const pg::Row& row) {
  NetworkEdge edge;
  edge.from = {static_cast<NodeKind>(row.Int32(kEdgeFromKind)), row.Uuid(kEdgeFromId)};
  edge.to = {static_cast<NodeKind>(row.Int32(kEdgeToKind)), row.Uuid(kEdgeToId)};
  edge.create_time = row.Time(kEdgeTime);
  const auto body = row.OptionalBytes(kEdgeBody);
  if (!body) {
    edge.link = Accusation(office, row);
    return edge;
  }
  v1::Link message;
  if (!message.ParseFromArray(body->data(), static_cast<int>(body->size()))) {
    return absl::InternalError("a stored link is malformed");
  }
  edge.link = LinkFromStored(message);
  // It stands at the moment that is asked about, whatever the journal says of it.
  edge.link.withdrawal.reset();
  return edge;
}

// True when one of `nodes` has more links than are looked at.
bool IsCrowded(const std::vector<NetworkEdge>& edges, const std::vector<NetworkNode>& nodes) {
  const std::set<NetworkNode> asked(nodes.begin(), nodes.end());
  std::map<std::pair<bool, LinkEnd>, int32_t> counts;
  for (const NetworkEdge& edge : edges) {
    if (asked.contains(edge.from) && ++counts[{true, edge.link.from}] > kMostLinksOfEnd) return true;
    if (asked.contains(edge.to) && ++counts[{false, edge.link.to}] > kMostLinksOfEnd) return true;
  }
  return false;
}

// True when a link counts by what it says itself; what its row says is asked for by the statement.
bool Passes(const Link& link, const LinkFilter& filter) {
  return link.confidence >= filter.least && (!filter.day || HeldOn(link, *filter.day));
}

// The edges in rows; those that do not pass are left out after they were counted.
absl::StatusOr<LevelEdges> EdgesIn(const std::string& office, const pg::Rows& rows, const LinkFilter& filter,
                                   const std::vector<NetworkNode>& nodes, int32_t most) {
  LevelEdges level;
  int32_t links = 0;
  int32_t accusations = 0;
  for (const pg::Row row : rows) {
    int32_t& count = row.IsNull(kEdgeBody) ? accusations : links;
    if (++count > most) {
      level.truncated = true;
      continue;
    }
    AMPARO_ASSIGN_OR_RETURN(level.edges.emplace_back(), EdgeIn(office, row));
  }
  level.truncated = level.truncated || IsCrowded(level.edges, nodes);
  std::erase_if(level.edges, [&](const NetworkEdge& edge) { return !Passes(edge.link, filter); });
  return level;
}

// The ids of the nodes of one kind.
std::vector<Uuid> IdsOf(NodeKind kind, const std::vector<NetworkNode>& nodes) {
  std::vector<Uuid> ids;
  for (const NetworkNode& node : nodes) {
    if (node.kind == kind) ids.push_back(node.id);
  }
  return ids;
}

pg::Params LevelParams(const std::string& office, const std::vector<NetworkNode>& nodes, const LinkFilter& filter) {
  std::vector<int32_t> kinds;
  std::vector<Uuid> ids;
  for (const NetworkNode& node : nodes) {
    if (node.kind == NodeKind::kPerson) continue;
    kinds.push_back(static_cast<int32_t>(node.kind));
    ids.push_back(node.id);
  }
  const bool accusations =
      std::find(filter.kinds.begin(), filter.kinds.end(), LinkKind::kAccusedIn) != filter.kinds.end();
  pg::Params params;
  params.Text(office).UuidArray(IdsOf(NodeKind::kPerson, nodes)).Int32Array(kinds).UuidArray(ids);
  params.Int32Array(EnteredKinds(filter)).Time(filter.at);
  params.Int64(kMostLinksOfEnd + kOneMore).Int64(kMostLinksOfLevel + kOneMore).Bool(accusations);
  return params;
}

Record RecordOfNode(const pg::Row& row, int first) {
  Record record;
  record.id = row.Uuid(first);
  record.version = row.Int64(first + 1);
  record.create_time = row.Time(first + 2);
  record.update_time = row.Time(first + 3);
  record.body = std::string(row.Bytes(first + 4));
  record.subject = record.id;
  return record;
}

}  // namespace

Task<absl::StatusOr<LevelEdges>> PgNetworkStore::EdgesOf(std::string office, std::vector<NetworkNode> nodes,
                                                         LinkFilter filter, Limits limits) {
  pg::Params params = LevelParams(office, nodes, filter);
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows,
                             co_await reads_->Run(NetworkLevel(), std::move(params), std::move(limits)));
  co_return EdgesIn(office, rows, filter, nodes, kMostLinksOfLevel);
}

Task<absl::StatusOr<LevelEdges>> PgNetworkStore::EdgesOfOffice(std::string office, LinkFilter filter, int32_t most,
                                                               Limits limits) {
  pg::Params params;
  params.Text(office).Int32Array(EnteredKinds(filter)).Time(filter.at).Int64(most + kOneMore);
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows,
                             co_await reads_->Run(NetworkOfOffice(), std::move(params), std::move(limits)));
  co_return EdgesIn(office, rows, filter, std::vector<NetworkNode>(), most);
}

Task<absl::StatusOr<std::map<NetworkNode, Record>>> PgNetworkStore::Describe(std::string office,
                                                                             std::vector<NetworkNode> nodes,
                                                                             std::optional<absl::Time> at,
                                                                             Limits limits) {
  constexpr std::array kKinds = {NodeKind::kPerson, NodeKind::kVenue, NodeKind::kOrganization, NodeKind::kAsset,
                                 NodeKind::kCase};
  pg::Params params;
  params.Text(office);
  for (const NodeKind kind : kKinds) params.UuidArray(IdsOf(kind, nodes));
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows, co_await reads_->Run(kNetworkNodes, std::move(params), limits));
  std::map<NetworkNode, Record> found;
  for (const pg::Row row : rows) {
    Record record = RecordOfNode(row, 1);
    const NetworkNode node{static_cast<NodeKind>(row.Int32(0)), record.id};
    found.emplace(node, std::move(record));
  }
  if (!at) co_return found;
  // What the journal knows of that moment takes the place of what is there now.
  std::map<std::string, NetworkNode, std::less<>> by_name;
  std::vector<std::string> names;
  for (const auto& [node, record] : found) {
    names.push_back(NameOfNode(office, node));
    by_name.emplace(names.back(), node);
  }
  pg::Params past;
  past.Text(office).TextArray(names).Time(*at);
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows then, co_await reads_->Run(kNetworkNodesAt, std::move(past), limits));
  for (const pg::Row row : then) {
    const auto named = by_name.find(row.Text(0));
    if (named == by_name.end()) continue;
    Record& record = found.at(named->second);
    record.version = row.Int64(1);
    record.update_time = row.Time(2);
    record.body = std::string(row.Bytes(3));
  }
  co_return found;
}

Task<absl::StatusOr<std::vector<Record>>> PgNetworkStore::FindAssets(std::string office, AssetKind kind,
                                                                     std::string term, Limits limits) {
  std::vector<int64_t> tokens;
  const std::vector<std::string> terms(1, std::move(term));
  for (const std::vector<int64_t>& under_key : index_->TokensOfAllKeys(office, terms)) {
    tokens.insert(tokens.end(), under_key.begin(), under_key.end());
  }
  pg::Params params;
  params.Text(office).Int32(static_cast<int32_t>(kind)).Int64Array(tokens);
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows,
                             co_await decides_->Run(kAssetsFind, std::move(params), std::move(limits)));
  std::vector<Record> found;
  for (const pg::Row row : rows) found.push_back(RecordOfNode(row, 0));
  co_return found;
}

Task<absl::StatusOr<std::vector<AssetName>>> PgNetworkStore::AssetsNotIndexed(AssetName after, int32_t most,
                                                                              Limits limits) {
  pg::Params params;
  params.Text(after.office).UuidValue(after.id).Text(index_->current_id()).Int64(most);
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows,
                             co_await decides_->Run(kAssetsNotIndexed, std::move(params), std::move(limits)));
  std::vector<AssetName> names;
  for (const pg::Row row : rows) names.push_back({std::string(row.Text(0)), row.Uuid(1)});
  co_return names;
}

}  // namespace amparo::cases
