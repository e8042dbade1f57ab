// What is kept of the network as commands print it: venues, organizations, assets, and links as they were entered.
#pragma once

#include "amparo/cases/v1/asset.pb.h"
#include "amparo/cases/v1/network.pb.h"
#include "amparo/cases/v1/organization.pb.h"
#include "services/cli/context.h"

namespace amparo::cli {

// What was entered, changed or withdrawn, as a row.
void PrintVenue(Context& context, const cases::v1::Venue& venue);
void PrintOrganization(Context& context, const cases::v1::Organization& organization);
void PrintAsset(Context& context, const cases::v1::Asset& asset);
void PrintLink(Context& context, const cases::v1::Link& link);

// Links as rows.
Table LinkEntryTable();
Json LinkEntryRow(const cases::v1::Link& link);

}  // namespace amparo::cli
