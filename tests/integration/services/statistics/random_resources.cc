#include "tests/integration/services/statistics/random_resources.h"

#include <utility>

#include "common/base/strings.h"
#include "common/base/uuid.h"

namespace amparo::statistics {
namespace {

// Enters what belongs to one case after another.
class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  Resources Make(int count) {
    result_.cases.push_back(ChangeOf("office", MakeOffice("cebu", "PH", "Asia/Manila")));
    result_.cases.push_back(ChangeOf("office", MakeOffice("la-paz", "BO", "America/La_Paz")));
    result_.cases.push_back(ChangeOf("office", MakeOffice("phnom-penh", "KH", "Asia/Phnom_Penh")));
    for (int i = 0; i < count; ++i) AddCase();
    for (std::size_t i = 1; i < made_.size(); ++i) {
      if (Pick(5) == 0) MergeInto(made_[static_cast<std::size_t>(Pick(static_cast<int>(i)))], made_[i]);
    }
    return std::move(result_);
  }

 private:
  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  const std::string& Any(const std::vector<std::string>& values) {
    return values[static_cast<size_t>(Pick(static_cast<int>(values.size())))];
  }

  void AddCase() {
    const absl::CivilDay reported = absl::CivilDay(2008, 1, 1) + Pick(1500);
    const cases::v1::Case resource =
        MakeCase(Any({"cebu", "la-paz", "phnom-penh"}), reported, Any({"02041", "03011", "0203"}));
    result_.cases.push_back(ChangeOf("case", resource));
    made_.push_back({resource, {}});
    for (int i = Pick(4); i > 0; --i) AddAccused(resource.name(), reported);
    for (int i = Pick(3); i > 0; --i) {
      result_.cases.push_back(ChangeOf("party", MakeParty(resource.name(), cases::v1::PARTY_ROLE_SURVIVOR)));
    }
    for (int i = Pick(5); i > 0; --i) AddHearing(resource.name(), reported);
    if (Pick(2) == 0) AddOperation(resource.name(), reported);
  }

  void AddAccused(const std::string& case_name, absl::CivilDay reported) {
    const cases::v1::Party accused = MakeParty(case_name, cases::v1::PARTY_ROLE_ACCUSED);
    result_.cases.push_back(ChangeOf("party", accused));
    made_.back().accused.push_back(accused);
    for (int i = Pick(3); i > 0; --i) {
      cases::v1::Charge charge = MakeCharge(accused, reported + 10);
      if (Pick(3) == 0) charge.set_crime_type("0302");
      result_.cases.push_back(ChangeOf("charge", charge));
      if (Pick(4) == 0) continue;
      SetVerdict(charge, static_cast<cases::v1::VerdictOutcome>(1 + Pick(8)), reported + 10 + Pick(2500));
      if (charge.verdict().outcome() == cases::v1::VERDICT_OUTCOME_CONVICTED_LESSER) FindLess(charge);
      result_.cases.push_back(ChangeOf("charge", charge));
      if (charge.verdict().outcome() > cases::v1::VERDICT_OUTCOME_CONVICTED_LESSER) continue;
      *charge.mutable_sentence()->mutable_date() = charge.verdict().date();
      charge.mutable_sentence()->mutable_imprisonment()->mutable_min()->set_years(1 + Pick(20));
      result_.cases.push_back(ChangeOf("charge", charge));
      if (Pick(3) == 0) AppealTo(charge);
    }
  }

  // What was found is another crime, or an attempt of the one that the case is about.
  static void FindLess(cases::v1::Charge& charge) {
    if (charge.crime_type().empty()) {
      charge.mutable_verdict()->set_lesser_completion(cases::v1::COMPLETION_ATTEMPTED);
    } else {
      charge.mutable_verdict()->set_lesser_crime_type("0301");
    }
  }

  // The conviction is set aside or reversed, and sometimes there is another in the end.
  void AppealTo(cases::v1::Charge& charge) {
    cases::v1::Standing& first = *charge.add_standings();
    *first.mutable_date() = charge.verdict().date();
    *first.mutable_verdict() = charge.verdict();
    *first.mutable_sentence() = charge.sentence();
    absl::CivilDay day(charge.verdict().date().year(), charge.verdict().date().month(), charge.verdict().date().day());
    charge.clear_sentence();
    charge.clear_verdict();
    for (int i = 1 + Pick(3); i > 0; --i) {
      day += 1 + Pick(400);
      cases::v1::Standing& step = *charge.add_standings();
      *step.mutable_date() = DateOf(day);
      if (Pick(3) > 0) SetVerdict(charge, static_cast<cases::v1::VerdictOutcome>(1 + 2 * Pick(2)), day);
      if (charge.has_verdict()) *step.mutable_verdict() = charge.verdict();
    }
    result_.cases.push_back(ChangeOf("charge", charge));
  }

  void AddHearing(const std::string& case_name, absl::CivilDay reported) {
    scheduling::v1::Hearing hearing =
        MakeHearing(case_name, reported + Pick(2000), scheduling::v1::HEARING_STATE_SCHEDULED);
    result_.scheduling.push_back(ChangeOf("hearing", hearing));
    if (Pick(5) == 0) return;
    hearing.set_state(static_cast<scheduling::v1::HearingState>(2 + Pick(3)));
    for (int i = Pick(3); i > 0; --i) {
      scheduling::v1::Attendance& attendance = *hearing.add_attendance();
      attendance.set_attendee(static_cast<scheduling::v1::AttendeeKind>(1 + Pick(6)));
      attendance.set_day_lost(static_cast<scheduling::v1::DayLost>(Pick(3)));
      attendance.mutable_wages_lost()->set_currency_code(Any({"BOB", "PHP"}));
      attendance.mutable_wages_lost()->set_units(Pick(90));
      attendance.mutable_wages_lost()->set_nanos(500000000);
    }
    result_.scheduling.push_back(ChangeOf("hearing", hearing));
    if (Pick(6) != 0) return;
    hearing.clear_attendance();  // Corrected: nobody had come.
    result_.scheduling.push_back(ChangeOf("hearing", hearing));
  }

  void AddOperation(const std::string& case_name, absl::CivilDay reported) {
    cases::v1::Operation operation;
    operation.set_name(NewName(case_name, "operations"));
    operation.set_state(cases::v1::OPERATION_STATE_APPROVED);
    operation.mutable_start_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(reported + Pick(300), absl::UTCTimeZone())));
    for (int i = 1 + Pick(3); i > 0; --i) {
      cases::v1::OperationSite& site = *operation.add_sites();
      site.set_number(operation.sites_size());
      site.set_venue(NewName(case_name.substr(0, case_name.find("/cases/")), "venues"));
    }
    result_.cases.push_back(ChangeOf("operation", operation));
    operation.set_state(cases::v1::OPERATION_STATE_EXECUTED);
    for (cases::v1::OperationSite& site : *operation.mutable_sites()) {
      site.set_outcome(static_cast<cases::v1::SiteOutcome>(1 + Pick(4)));
      if (site.outcome() == cases::v1::SITE_OUTCOME_SUCCEEDED) site.set_minors_rescued(Pick(9));
    }
    result_.cases.push_back(ChangeOf("operation", operation));
  }

  // A case that was entered, with its accused.
  struct Made {
    cases::v1::Case resource;
    std::vector<cases::v1::Party> accused;
  };

  // Merges a case with the first of its accused, and sometimes takes both back.
  void MergeInto(const Made& survivor, Made& given_up) {
    const std::string office = OfficeOf(survivor.resource.name());
    if (office != OfficeOf(given_up.resource.name()) || !survivor.resource.merged_into().empty()) return;
    given_up.resource.set_merged_into(survivor.resource.name());
    result_.cases.push_back(ChangeOf("case", given_up.resource));
    const bool same_person = !survivor.accused.empty() && !given_up.accused.empty() && Pick(2) == 0;
    if (same_person) {
      // Entered without a person of their own: the person has the party's id.
      const std::string& known = survivor.accused.front().name();
      given_up.accused.front().set_surviving_person(StrCat(office, "/persons/", known.substr(known.rfind('/') + 1)));
      result_.cases.push_back(ChangeOf("party", given_up.accused.front()));
    }
    if (Pick(4) != 0) return;
    given_up.resource.clear_merged_into();
    result_.cases.push_back(ChangeOf("case", given_up.resource));
  }

  static std::string OfficeOf(const std::string& name) { return name.substr(0, name.find("/cases/")); }

  std::mt19937 random_;
  std::vector<Made> made_;
  Resources result_;
};

}  // namespace

google::type::Date DateOf(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

std::string NewName(const std::string& parent, const std::string& collection) {
  return StrCat(parent, "/", collection, "/", Uuid::V7(absl::Now()).ToString());
}

cases::v1::Office MakeOffice(const std::string& id, const std::string& country, const std::string& zone) {
  cases::v1::Office office;
  office.set_name(StrCat("offices/", id));
  office.set_display_name(StrCat("Office ", id));
  office.set_country_code(country);
  office.set_currency_code("PHP");
  office.set_time_zone(zone);
  *office.mutable_open_date() = DateOf(absl::CivilDay(2005, 3, 1));
  return office;
}

cases::v1::Case MakeCase(const std::string& office, absl::CivilDay reported, const std::string& crime_type) {
  cases::v1::Case resource;
  resource.set_name(NewName(StrCat("offices/", office), "cases"));
  resource.set_title("A case");
  resource.set_crime_type(crime_type);
  resource.set_stage(cases::v1::CASE_STAGE_PROSECUTION);
  *resource.mutable_report_date() = DateOf(reported);
  cases::v1::StageChange& change = *resource.add_stage_changes();
  change.set_stage(resource.stage());
  *change.mutable_effective_date() = DateOf(reported + 5);
  return resource;
}

cases::v1::Party MakeParty(const std::string& case_name, cases::v1::PartyRole role) {
  cases::v1::Party party;
  party.set_name(NewName(case_name, "parties"));
  party.set_role(role);
  party.set_pseudonym("Nobody");
  return party;
}

cases::v1::Charge MakeCharge(const cases::v1::Party& accused, absl::CivilDay charged) {
  cases::v1::Charge charge;
  const std::string case_name = accused.name().substr(0, accused.name().find("/parties/"));
  charge.set_name(NewName(case_name, "charges"));
  charge.set_accused(accused.name());
  charge.set_law_article("Art. 1");
  *charge.mutable_charge_date() = DateOf(charged);
  return charge;
}

void SetVerdict(cases::v1::Charge& charge, cases::v1::VerdictOutcome outcome, absl::CivilDay day) {
  charge.mutable_verdict()->set_outcome(outcome);
  *charge.mutable_verdict()->mutable_date() = DateOf(day);
}

Resources MakeResources(uint32_t seed, int cases) {
  return Generator(seed).Make(cases);
}

scheduling::v1::Hearing MakeHearing(const std::string& case_name, absl::CivilDay day,
                                    scheduling::v1::HearingState state) {
  const std::string office = case_name.substr(0, case_name.find("/cases/"));
  scheduling::v1::Hearing hearing;
  hearing.set_name(NewName(office, "hearings"));
  hearing.set_case_(case_name);
  hearing.set_court(NewName(office, "courts"));
  hearing.set_state(state);
  *hearing.mutable_hearing_date() = DateOf(day);
  return hearing;
}

}  // namespace amparo::statistics
