// The suspects' network: what is in it, what it shows, and what is taken out of it again.
#include "tests/integration/services/case/samples.h"

namespace amparo::cases {

std::vector<Sample> NetworkSamples() {
  return {
      {"NetworkService.CreateVenue", R"(venue { kind: VENUE_KIND_BAR pseudonym: "Bar" })", "venue"},
      {"NetworkService.CreateVenue", R"(venue { kind: VENUE_KIND_HOTEL pseudonym: "Hotel" })", "second_venue"},
      {"NetworkService.CreateVenue", R"(venue { kind: VENUE_KIND_HOTEL pseudonym: "No hotel" })", "spare_venue"},
      {"NetworkService.GetVenue", "view: VIEW_FULL"},
      {"NetworkService.ListVenues"},
      {"NetworkService.UpdateVenue", R"(venue { city: "Cebu City" } update_mask { paths: "city" paths: "address" })"},
      {"OrganizationService.CreateOrganization",
       R"(organization { kind: ORGANIZATION_KIND_RECRUITMENT_AGENCY pseudonym: "Agency" })", "organization"},
      {"OrganizationService.GetOrganization", "view: VIEW_FULL"},
      {"OrganizationService.ListOrganizations"},
      {"OrganizationService.UpdateOrganization", R"(update_mask { paths: "details" })"},
      {"AssetService.CreateAsset", R"(asset { kind: ASSET_KIND_ONLINE_ACCOUNT pseudonym: "Account" })", "asset"},
      {"AssetService.GetAsset", "view: VIEW_FULL"},
      {"AssetService.ListAssets"},
      {"AssetService.UpdateAsset", R"(update_mask { paths: "identifier" })"},
      {"AssetService.FindAssets", "kind: ASSET_KIND_ONLINE_ACCOUNT"},
      {"NetworkService.CreateLink", R"(link { kind: LINK_KIND_OPERATES_AT from: "<accused>" to: "<venue>"
          confidence: CONFIDENCE_HIGH observed_date { year: 2014 month: 5 day: 2 } })",
       "link"},
      {"NetworkService.CreateLink", R"(link { kind: LINK_KIND_MEMBER_OF from: "<accused>" to: "<organization>"
          confidence: CONFIDENCE_LOW observed_date { year: 2014 month: 5 day: 2 }
          end_date { year: 2014 month: 5 day: 9 } })",
       "membership"},
      {"NetworkService.GetLink"},
      {"NetworkService.ListLinks", R"(end: "<accused>")"},
      {"NetworkService.EndLink", R"(name: "<link>" end_date { year: 2014 month: 5 day: 9 })"},

      {"NetworkAnalysisService.GetNetwork", R"(name: "<accused>")"},
      {"NetworkAnalysisService.FindPath", R"(from: "<organization>" to: "<venue>")"},
      {"NetworkAnalysisService.FindSharedVenues", R"(name: "<office>")"},
      {"NetworkAnalysisService.TraceMoves", R"(name: "<office>")"},
      {"NetworkAnalysisService.ExportNetwork", R"(name: "<accused>")"},

      {"NetworkService.WithdrawLink", R"(name: "<membership>" reason: "somebody of the same name")"},
      {"NetworkService.WithdrawVenue", R"(name: "<spare_venue>" reason: "there is none")"},
      {"OrganizationService.WithdrawOrganization", R"(reason: "there is none")"},
      {"AssetService.WithdrawAsset", R"(reason: "a victim's")"},
  };
}

}  // namespace amparo::cases
