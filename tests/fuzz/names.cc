// The names of resources, as callers write them.
#include <string>

#include "services/case/domain/names.h"
#include "services/scheduling/domain/names.h"
#include "tests/fuzz/fuzz.h"

namespace amparo::fuzz {
namespace {

template <typename Name>
int TakenAs(std::string_view bytes) {
  const std::optional<Name> name = cases::ParseName<Name>(bytes);
  if (!name) return 0;
  Require(cases::ToString(*name) == bytes, "a name has one text");
  return 1;
}

template <typename... Names>
int TakenAsOneOf(std::string_view bytes) {
  return (TakenAs<Names>(bytes) + ...);
}

bool RunCaseName(std::string_view bytes) {
  const int taken =
      TakenAsOneOf<cases::OfficeName, cases::CaseName, cases::VenueName, cases::LinkName, cases::PersonName,
                   cases::DistinctionName, cases::OrganizationName, cases::AssetName, cases::SavedQueryName,
                   cases::ImportFaultName, cases::GrantName, cases::PartyName, cases::OperationName, cases::ChargeName,
                   cases::AftercareName, cases::AssessmentName, cases::CarePlanName, cases::GoalName,
                   cases::ServiceDeliveryName, cases::ReferralName, cases::AppealName, cases::DocumentName,
                   cases::DocumentCopyName, cases::ContentName, cases::CaseLinkName, cases::TaskName, cases::NoteName,
                   cases::FlagName, cases::BreakGlassName>(bytes);
  Require(taken <= 1, "a name is of one kind");
  return taken == 1;
}

bool RunSchedulingName(std::string_view bytes) {
  using scheduling::Collection;
  int taken = 0;
  for (const Collection collection :
       {Collection::kCases, Collection::kCourts, Collection::kTravelTimes, Collection::kHearings}) {
    const std::optional<scheduling::Key> key = scheduling::ParseName(collection, bytes);
    if (!key) continue;
    ++taken;
    const std::string name = scheduling::BuildName(collection, *key);
    Require(name.size() == bytes.size() && scheduling::ParseName(collection, name) == key,
            "a name that is written again is the same");
  }
  if (const std::optional<std::string> office = scheduling::ParseOfficeName(bytes)) {
    ++taken;
    Require(scheduling::OfficeName(*office) == bytes, "an office's name has one text");
  }
  if (const std::optional<scheduling::PartyKey> party = scheduling::ParsePartyName(bytes)) {
    ++taken;
    Require(bytes.size() > scheduling::BuildName(Collection::kCases, party->case_key).size(),
            "a party's name goes on behind its case's");
  }
  Require(taken <= 1, "a name is of one collection");
  return taken == 1;
}

const std::vector<std::string>& NameWords() {
  static const std::vector<std::string> words = {
      "offices/", "/cases/",    "/links/",   "/parties/",
      "/courts/", "/hearings/", "carePlans", "00000000-0000-0000-0000-000000000000",
      "cebu",     "-",          "A"};
  return words;
}

}  // namespace

std::vector<Target> NameTargets() {
  const std::string office = "offices/la-paz";
  const std::string id = "0190f3c2-7d1e-7abc-8def-0123456789ab";
  const std::string of_case = office + "/cases/" + id;
  return {
      {"case_name",
       {office, of_case, office + "/links/" + id, of_case + "/links/" + id, of_case + "/parties/" + id,
        of_case + "/serviceDeliveries/" + id},
       NameWords(),
       RunCaseName},
      {"scheduling_name",
       {office, of_case, office + "/courts/" + id, office + "/hearings/" + id, of_case + "/parties/" + id},
       NameWords(),
       RunSchedulingName},
  };
}

}  // namespace amparo::fuzz
