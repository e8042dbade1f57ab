// A whole case as an import brings it: the ring of Phnom Penh, small. Every call makes other ids.
#pragma once

#include <string>

#include "amparo/cases/v1/import.pb.h"
#include "common/base/uuid.h"
#include "services/case/convert/values.h"
#include "services/case/domain/names.h"
#include "tests/integration/services/case/case_service.h"

namespace amparo::cases {

// Builds the row; what is sensitive in it contains "canary".
class RingBuilder {
 public:
  v1::ImportCasesRequest Build() {
    row_.set_row("ring.json:1");
    row_.set_parent("offices/phnom-penh");
    TheCase();
    const std::string first = AddParty(v1::PARTY_ROLE_ACCUSED, "A1");
    const std::string second = AddParty(v1::PARTY_ROLE_ACCUSED, "A2");
    AddParty(v1::PARTY_ROLE_SURVIVOR, "S1");
    const std::string shop = AddVenue(v1::VENUE_KIND_COFFEE_SHOP);
    const std::string parlour = AddVenue(v1::VENUE_KIND_MASSAGE_PARLOUR);
    v1::Link& moved = *bundle().add_links();
    moved.set_name(ToString(LinkName{kOffice, Id()}));
    moved.set_kind(v1::LINK_KIND_MOVED_TO);
    moved.set_from(first);
    moved.set_to(parlour);
    const std::string failed = AddOperation(absl::CivilDay(2013, 6, 20), shop, v1::SITE_OUTCOME_FAILED_TIPPED_OFF);
    AddOperation(absl::CivilDay(2013, 10, 12), parlour, v1::SITE_OUTCOME_SUCCEEDED);
    bundle().mutable_operations(1)->set_follows(failed);
    bundle().mutable_operations(1)->mutable_sites(0)->set_minors_rescued(3);
    AddCharge(first);
    AddCharge(second);
    return row_;
  }

 private:
  static constexpr char kOffice[] = "phnom-penh";

  v1::CaseBundle& bundle() { return *row_.mutable_bundle(); }
  static Uuid Id() { return Uuid::V7(absl::Now()); }

  void TheCase() {
    v1::Case& the_case = *bundle().mutable_case_();
    the_case.set_name(ToString(case_));
    the_case.set_title("The ring that moved");
    the_case.set_crime_type("02041");
    *the_case.mutable_report_date() = DateOf(absl::CivilDay(2013, 3, 4));
    the_case.mutable_narrative()->set_narrative("canary: told at the gate");
    Move(v1::CASE_STAGE_REPORTED, absl::CivilDay(2013, 3, 4));
    Move(v1::CASE_STAGE_SCREENED, absl::CivilDay(2013, 3, 5));
    Move(v1::CASE_STAGE_INVESTIGATION, absl::CivilDay(2013, 3, 12));
    Move(v1::CASE_STAGE_OPERATION, absl::CivilDay(2013, 6, 1));
    Move(v1::CASE_STAGE_PROSECUTION, absl::CivilDay(2013, 10, 20));
    Move(v1::CASE_STAGE_DISPOSED, absl::CivilDay(2014, 11, 20));
  }

  void Move(v1::CaseStage stage, absl::CivilDay day) {
    v1::StageChange& change = *bundle().mutable_case_()->add_stage_changes();
    change.set_stage(stage);
    *change.mutable_effective_date() = DateOf(day);
  }

  std::string AddParty(v1::PartyRole role, const std::string& pseudonym) {
    v1::Party& party = *bundle().add_parties();
    party.set_name(ToString(PartyName{kOffice, case_.id, Id()}));
    party.set_role(role);
    party.set_pseudonym(pseudonym);
    party.mutable_identity()->set_full_name("canary " + pseudonym);
    return party.name();
  }

  std::string AddVenue(v1::VenueKind kind) {
    v1::Venue& venue = *bundle().add_venues();
    venue.set_name(ToString(VenueName{kOffice, Id()}));
    venue.set_kind(kind);
    venue.set_pseudonym("V");
    venue.set_address("canary street " + venue.name());
    return venue.name();
  }

  std::string AddOperation(absl::CivilDay day, const std::string& venue, v1::SiteOutcome outcome) {
    v1::Operation& operation = *bundle().add_operations();
    operation.set_name(ToString(OperationName{kOffice, case_.id, Id()}));
    SetTimestamp(absl::FromCivil(absl::CivilSecond(day), absl::UTCTimeZone()), operation.mutable_start_time());
    operation.set_partner_unit("Anti-trafficking police");
    operation.set_plan("canary plan");
    operation.add_sites()->set_venue(venue);
    operation.mutable_sites(0)->set_outcome(outcome);
    return operation.name();
  }

  void AddCharge(const std::string& accused) {
    v1::Charge& charge = *bundle().add_charges();
    charge.set_name(ToString(ChargeName{kOffice, case_.id, Id()}));
    charge.set_accused(accused);
    charge.set_law_article("Law on Suppression of Human Trafficking, art. 10");
    *charge.mutable_charge_date() = DateOf(absl::CivilDay(2013, 10, 25));
    charge.mutable_verdict()->set_outcome(v1::VERDICT_OUTCOME_CONVICTED);
    *charge.mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2014, 11, 20));
    *charge.mutable_sentence()->mutable_date() = DateOf(absl::CivilDay(2014, 11, 20));
    charge.mutable_sentence()->mutable_imprisonment()->mutable_min()->set_years(7);
    charge.mutable_sentence()->mutable_imprisonment()->mutable_max()->set_years(10);
  }

  v1::ImportCasesRequest row_;
  const CaseName case_{kOffice, Id()};
};

// The ring as a row.
inline v1::ImportCasesRequest RingRow() {
  return RingBuilder().Build();
}

}  // namespace amparo::cases
