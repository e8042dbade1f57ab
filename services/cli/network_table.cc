#include "services/cli/network_table.h"

#include "common/base/strings.h"
#include "services/cli/values.h"

namespace amparo::cli {

namespace v1 = cases::v1;

Table NetworkLinkTable() {
  return Table({"from", "kind", "to", "since", "until", "confidence", "source"});
}

Json NetworkLinkRow(const v1::NetworkLink& link, const NodeLabels& labels) {
  return Json{{"from", labels.Of(link.from())},
              {"kind", ShortName(*v1::LinkKind_descriptor(), "LINK_KIND_", link.kind())},
              {"to", labels.Of(link.to())},
              {"since", TextOf(link.observed_date())},
              {"until", TextOf(link.end_date())},
              {"confidence", ShortName(*v1::Confidence_descriptor(), "CONFIDENCE_", link.confidence())},
              {"source", link.source()},
              {"name", link.name()},
              {"from_name", link.from()},
              {"to_name", link.to()}};
}

std::string NodeKindText(const v1::NetworkNode& node) {
  const std::string kind = ShortName(*v1::NetworkNodeKind_descriptor(), "NETWORK_NODE_KIND_", node.kind());
  const std::string detail =
      StrCat(ShortName(*v1::VenueKind_descriptor(), "VENUE_KIND_", node.venue_kind()),
             ShortName(*v1::OrganizationKind_descriptor(), "ORGANIZATION_KIND_", node.organization_kind()),
             ShortName(*v1::AssetKind_descriptor(), "ASSET_KIND_", node.asset_kind()));
  return detail.empty() ? kind : StrCat(kind, ", ", detail);
}

}  // namespace amparo::cli
