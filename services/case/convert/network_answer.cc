#include "services/case/convert/network_answer.h"

#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/person.pb.h"
#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "services/case/convert/network_convert.h"
#include "services/case/convert/record_convert.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(NodeKind::kCase) == v1::NETWORK_NODE_KIND_CASE);

absl::Status DescribeNode(NodeKind kind, const Record& record, v1::NetworkNode& out) {
  switch (kind) {
    case NodeKind::kPerson: {
      AMPARO_ASSIGN_OR_RETURN(const v1::Person person, MessageIn<v1::Person>(record));
      out.set_label(person.pseudonym());
      return absl::OkStatus();
    }
    case NodeKind::kVenue: {
      AMPARO_ASSIGN_OR_RETURN(const v1::Venue venue, MessageIn<v1::Venue>(record));
      out.set_label(venue.pseudonym());
      out.set_venue_kind(venue.kind());
      return absl::OkStatus();
    }
    case NodeKind::kOrganization: {
      AMPARO_ASSIGN_OR_RETURN(const v1::Organization organization, MessageIn<v1::Organization>(record));
      out.set_label(organization.pseudonym());
      out.set_organization_kind(organization.kind());
      return absl::OkStatus();
    }
    case NodeKind::kAsset: {
      AMPARO_ASSIGN_OR_RETURN(const v1::Asset asset, MessageIn<v1::Asset>(record));
      out.set_label(asset.pseudonym());
      out.set_asset_kind(asset.kind());
      return absl::OkStatus();
    }
    case NodeKind::kCase: {
      AMPARO_ASSIGN_OR_RETURN(const v1::Case the_case, MessageIn<v1::Case>(record));
      out.set_label(the_case.case_number());
      return absl::OkStatus();
    }
    case NodeKind::kParty:
    case NodeKind::kUnspecified:
      break;
  }
  AMPARO_CHECK(false, "every node of a network is of a kind");
}

}  // namespace

absl::StatusOr<v1::NetworkNode> NodeAnswer(const std::string& office, const NetworkNode& node, int depth,
                                           const Record& record) {
  v1::NetworkNode out;
  out.set_name(NameOfNode(office, node));
  out.set_kind(static_cast<v1::NetworkNodeKind>(node.kind));
  out.set_depth(depth);
  AMPARO_RETURN_IF_ERROR(DescribeNode(node.kind, record, out));
  return out;
}

std::string NameOfEdge(const std::string& office, const Link& link) {
  if (link.kind == LinkKind::kAccusedIn) return NameOf(KeyOf(link.from, office));
  return ToString(link.name);
}

v1::NetworkLink LinkAnswer(const std::string& office, const NetworkEdge& edge) {
  v1::NetworkLink out;
  out.set_name(NameOfEdge(office, edge.link));
  out.set_kind(static_cast<v1::LinkKind>(edge.link.kind));
  out.set_from(NameOfNode(office, edge.from));
  out.set_to(NameOfNode(office, edge.to));
  if (edge.link.observed_date) SetDate(*edge.link.observed_date, out.mutable_observed_date());
  if (edge.link.end_date) SetDate(*edge.link.end_date, out.mutable_end_date());
  out.set_confidence(static_cast<v1::Confidence>(edge.link.confidence));
  out.set_source(edge.link.source);
  SetTimestamp(edge.create_time, out.mutable_create_time());
  return out;
}

}  // namespace amparo::cases
