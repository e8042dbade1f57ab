#include "services/case/api/network_export.h"

#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/base/civil.h"
#include "services/case/convert/network_answer.h"
#include "services/case/domain/graphml.h"

namespace amparo::cases {
namespace {

constexpr std::size_t kPiece = std::size_t{32} << 10;

// "moved_to" for LINK_KIND_MOVED_TO; "" for the value 0.
std::string ValueWord(const std::string& name, std::string_view prefix, int value) {
  return value == 0 ? std::string() : absl::AsciiStrToLower(name.substr(prefix.size()));
}

std::string DetailOf(const v1::NetworkNode& node) {
  std::string detail = ValueWord(v1::VenueKind_Name(node.venue_kind()), "VENUE_KIND_", node.venue_kind());
  if (detail.empty()) {
    detail =
        ValueWord(v1::OrganizationKind_Name(node.organization_kind()), "ORGANIZATION_KIND_", node.organization_kind());
  }
  if (detail.empty()) detail = ValueWord(v1::AssetKind_Name(node.asset_kind()), "ASSET_KIND_", node.asset_kind());
  return detail;
}

std::string NodeElement(const v1::NetworkNode& node) {
  const std::string kind = ValueWord(v1::NetworkNodeKind_Name(node.kind()), "NETWORK_NODE_KIND_", node.kind());
  const std::string detail = DetailOf(node);
  return Graphml::Node(
      {.id = node.name(), .kind = kind, .label = node.label(), .detail = detail, .depth = node.depth()});
}

std::string DayText(const std::optional<absl::CivilDay>& day) {
  return day ? FormatDate(*day) : std::string();
}

std::string EdgeElement(const std::string& office, const NetworkEdge& edge) {
  const v1::NetworkLink link = LinkAnswer(office, edge);
  const std::string kind = ValueWord(v1::LinkKind_Name(link.kind()), "LINK_KIND_", link.kind());
  const std::string confidence = ValueWord(v1::Confidence_Name(link.confidence()), "CONFIDENCE_", link.confidence());
  const std::string observed = DayText(edge.link.observed_date);
  const std::string ended = DayText(edge.link.end_date);
  return Graphml::Edge({.id = link.name(),
                        .source = link.from(),
                        .target = link.to(),
                        .kind = kind,
                        .observed_date = observed,
                        .end_date = ended,
                        .confidence = confidence,
                        .known_from = link.source()});
}

}  // namespace

NetworkDocument::NetworkDocument(std::string office, absl::Time as_of, std::vector<v1::NetworkNode> nodes,
                                 NetworkFound found)
    : office_(std::move(office)), as_of_(as_of), nodes_(std::move(nodes)), found_(std::move(found)) {}

bool NetworkDocument::Append(std::string& out) {
  if (!begun_) {
    begun_ = true;
    out += Graphml::Begin(absl::FormatTime(absl::RFC3339_full, as_of_, absl::UTCTimeZone()), found_.truncated);
    return true;
  }
  if (node_ < nodes_.size()) {
    out += NodeElement(nodes_[node_++]);
    return true;
  }
  if (edge_ < found_.edges.size()) {
    out += EdgeElement(office_, found_.edges[edge_++]);
    return true;
  }
  out += Graphml::End();
  return false;
}

v1::ExportNetworkResponse NetworkDocument::Next() {
  v1::ExportNetworkResponse piece;
  piece.set_truncated(found_.truncated);
  std::string& data = *piece.mutable_data();
  while (!done_ && data.size() < kPiece) done_ = !Append(data);
  return piece;
}

}  // namespace amparo::cases
