// Resources for the tests: a few that are made by hand, and many by chance, as the services' messages.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/charge.pb.h"
#include "amparo/cases/v1/office.pb.h"
#include "amparo/cases/v1/operation.pb.h"
#include "amparo/cases/v1/party.pb.h"
#include "amparo/scheduling/v1/hearing.pb.h"
#include "tests/integration/services/statistics/feed_source.h"

namespace amparo::statistics {

google::type::Date DateOf(absl::CivilDay day);

// "<parent>/<collection>/<a new id>".
std::string NewName(const std::string& parent, const std::string& collection);

cases::v1::Office MakeOffice(const std::string& id, const std::string& country, const std::string& zone);
cases::v1::Case MakeCase(const std::string& office, absl::CivilDay reported, const std::string& crime_type);
cases::v1::Party MakeParty(const std::string& case_name, cases::v1::PartyRole role);
cases::v1::Charge MakeCharge(const cases::v1::Party& accused, absl::CivilDay charged);
void SetVerdict(cases::v1::Charge& charge, cases::v1::VerdictOutcome outcome, absl::CivilDay day);
scheduling::v1::Hearing MakeHearing(const std::string& case_name, absl::CivilDay day,
                                    scheduling::v1::HearingState state);

// Offices "cebu", "la-paz" and "phnom-penh" with `cases` cases, their people, charges, operations and hearings, some of
// them changed once or twice after they were first published, some cases merged with people of theirs, some of those
// parted again. The same seed gives the same but for ids.
struct Resources {
  std::vector<Change> cases;
  std::vector<Change> scheduling;
};
Resources MakeResources(uint32_t seed, int cases);

}  // namespace amparo::statistics
