#include "services/cli/care_options.h"

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {

void AddCareOptions(CLI::App& command, CareOptions& options, const std::string& day) {
  command
      .add_option("survivor", options.survivor, "offices/OFFICE/cases/ID/parties/ID, or OFFICE/CASE-NUMBER/PSEUDONYM")
      ->required();
  command.add_option("--date", options.date, StrCat("The day ", day, ", YYYY-MM-DD; default: today in the office"));
  AddRequestId(command, options.request_id);
}

std::string Survivor::track() const {
  return StrCat(parent, "/aftercares/", LastPart(party));
}

Survivor FindSurvivor(Connection& connection, const CareOptions& options) {
  Survivor survivor;
  survivor.party = SurvivorName(connection, options.survivor);
  survivor.parent = survivor.party.substr(0, survivor.party.find("/parties/"));
  return survivor;
}

google::type::Date DayOf(Connection& connection, const CareOptions& options, const Survivor& survivor) {
  if (!options.date.empty()) return DateFrom(options.date, "--date");
  const absl::TimeZone zone = ZoneOf(GetOffice(connection, OfficeOf(survivor.party)).time_zone());
  return DateFrom(absl::FormatTime("%Y-%m-%d", absl::Now(), zone), "--date");
}

std::string DomainText(cases::v1::CareDomain domain) {
  if (domain == cases::v1::CARE_DOMAIN_UNSPECIFIED) return "overall";
  return ShortName(*cases::v1::CareDomain_descriptor(), "CARE_DOMAIN_", domain);
}

}  // namespace amparo::cli
