#include "services/cli/network_entries.h"

#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;

template <typename Message>
void PrintEntry(Context& context, const Message& message, const std::string& kind) {
  Table table({"kind", "pseudonym", "withdrawn", "name"});
  table.Add(Json{{"kind", kind},
                 {"pseudonym", message.pseudonym()},
                 {"withdrawn", TextOf(message.withdrawal().record_time())},
                 {"name", message.name()}});
  context.PrintResource(message, table);
}

}  // namespace

void PrintVenue(Context& context, const v1::Venue& venue) {
  PrintEntry(context, venue, ShortName(*v1::VenueKind_descriptor(), "VENUE_KIND_", venue.kind()));
}

void PrintOrganization(Context& context, const v1::Organization& organization) {
  PrintEntry(context, organization,
             ShortName(*v1::OrganizationKind_descriptor(), "ORGANIZATION_KIND_", organization.kind()));
}

void PrintAsset(Context& context, const v1::Asset& asset) {
  PrintEntry(context, asset, ShortName(*v1::AssetKind_descriptor(), "ASSET_KIND_", asset.kind()));
}

Table LinkEntryTable() {
  return Table({"kind", "from", "to", "since", "until", "confidence", "withdrawn", "name"});
}

Json LinkEntryRow(const v1::Link& link) {
  return Json{{"kind", ShortName(*v1::LinkKind_descriptor(), "LINK_KIND_", link.kind())},
              {"from", link.from()},
              {"to", link.to()},
              {"since", TextOf(link.observed_date())},
              {"until", TextOf(link.end_date())},
              {"confidence", ShortName(*v1::Confidence_descriptor(), "CONFIDENCE_", link.confidence())},
              {"withdrawn", TextOf(link.withdrawal().record_time())},
              {"name", link.name()}};
}

void PrintLink(Context& context, const v1::Link& link) {
  Table table = LinkEntryTable();
  table.Add(LinkEntryRow(link));
  context.PrintResource(link, table);
}

}  // namespace amparo::cli
