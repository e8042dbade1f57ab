#include "services/cli/network_table.h"

#include "common/base/strings.h"
#include "services/cli/values.h"

namespace amparo::cli {

Table NetworkLinkTable() {
  return Table({"from", "kind", "to", "since", "until", "confidence", "source"});
}

Json NetworkLinkRow(const cases::v1::NetworkLink& link, const NodeLabels& labels) {
  return Json{{"from", labels.Of(link.from())},
              {"kind", ShortName(*cases::v1::LinkKind_descriptor(), "LINK_KIND_", link.kind())},
              {"to", labels.Of(link.to())},
              {"since", TextOf(link.observed_date())},
              {"until", TextOf(link.end_date())},
              {"confidence", ShortName(*cases::v1::Confidence_descriptor(), "CONFIDENCE_", link.confidence())},
              {"source", link.source()},
              {"name", link.name()},
              {"from_name", link.from()},
              {"to_name", link.to()}};
}

std::string NodeKindText(const cases::v1::NetworkNode& node) {
  const std::string kind = ShortName(*cases::v1::NetworkNodeKind_descriptor(), "NETWORK_NODE_KIND_", node.kind());
  const std::string detail =
      StrCat(ShortName(*cases::v1::VenueKind_descriptor(), "VENUE_KIND_", node.venue_kind()),
             ShortName(*cases::v1::OrganizationKind_descriptor(), "ORGANIZATION_KIND_", node.organization_kind()),
             ShortName(*cases::v1::AssetKind_descriptor(), "ASSET_KIND_", node.asset_kind()));
  return detail.empty() ? kind : StrCat(kind, ", ", detail);
}

}  // namespace amparo::cli
