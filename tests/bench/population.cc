#include "tests/bench/population.h"

#include <algorithm>
#include <array>
#include <span>

#include "absl/strings/str_format.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/case/convert/values.h"
#include "tests/bench/draw.h"
#include "tests/bench/population_words.h"

namespace amparo::bench {
namespace {

using cases::v1::CaseStage;

constexpr absl::CivilDay kFirstDay(2008, 1, 15);
constexpr int64_t kDays = 2500;
// How long before its entry a case was reported, at most.
constexpr int64_t kMostDaysBeforeEntry = 400;

// What is drawn for a case; each person has a draw of their own, from kPerson on.
enum Purpose { kWhere = 0, kWhat = 1, kIds = 2, kPerson = 10, kPurposes = 20 };

uint64_t Thing(int64_t n, int purpose) {
  return static_cast<uint64_t>(n) * kPurposes + static_cast<uint64_t>(purpose);
}

struct Place {
  const char* country;
  const char* currency;
  const char* zone;
};
constexpr std::array<Place, 5> kCountries = {{{"PH", "PHP", "Asia/Manila"},
                                              {"KH", "KHR", "Asia/Phnom_Penh"},
                                              {"IN", "INR", "Asia/Kolkata"},
                                              {"GT", "GTQ", "America/Guatemala"},
                                              {"BO", "BOB", "America/La_Paz"}}};

// A way that cases go, and how many of a hundred go it.
struct Course {
  int percent;
  std::array<CaseStage, 4> stages;
  int moves;
};
constexpr std::array<Course, 7> kCourses = {{
    {12, {cases::v1::CASE_STAGE_REPORTED}, 1},
    {10, {cases::v1::CASE_STAGE_REPORTED, cases::v1::CASE_STAGE_SCREENED}, 2},
    {12, {cases::v1::CASE_STAGE_REPORTED, cases::v1::CASE_STAGE_DECLINED}, 2},
    {20, {cases::v1::CASE_STAGE_REPORTED, cases::v1::CASE_STAGE_SCREENED, cases::v1::CASE_STAGE_INVESTIGATION}, 3},
    {6,
     {cases::v1::CASE_STAGE_REPORTED, cases::v1::CASE_STAGE_SCREENED, cases::v1::CASE_STAGE_INVESTIGATION,
      cases::v1::CASE_STAGE_OPERATION},
     4},
    {8,
     {cases::v1::CASE_STAGE_REPORTED, cases::v1::CASE_STAGE_SCREENED, cases::v1::CASE_STAGE_INVESTIGATION,
      cases::v1::CASE_STAGE_INACTIVE},
     4},
    {32,
     {cases::v1::CASE_STAGE_REPORTED, cases::v1::CASE_STAGE_SCREENED, cases::v1::CASE_STAGE_INVESTIGATION,
      cases::v1::CASE_STAGE_PROSECUTION},
     4},
}};

std::span<const CaseStage> DrawCourse(Draw& draw) {
  int64_t left = draw.Below(100);
  for (const Course& course : kCourses) {
    if (left < course.percent) return std::span(course.stages).first(static_cast<std::size_t>(course.moves));
    left -= course.percent;
  }
  AMPARO_CHECK(false, "the courses are a hundred of a hundred");
}

// The moves of a case from its report to `latest`, with the reasons that some of them need.
void AddMoves(absl::CivilDay report, absl::CivilDay latest, Draw& draw, cases::v1::Case& record) {
  absl::CivilDay day = report;
  for (const CaseStage stage : DrawCourse(draw)) {
    cases::v1::StageChange& change = *record.add_stage_changes();
    change.set_stage(stage);
    cases::SetDate(day, change.mutable_effective_date());
    if (stage == cases::v1::CASE_STAGE_INACTIVE) change.set_reason("The family moved away and cannot be reached.");
    if (stage == cases::v1::CASE_STAGE_DECLINED) {
      change.set_reason("Too little was known.");
      change.set_decline_reason(cases::v1::DECLINE_REASON_NOT_ENOUGH_KNOWN);
    }
    day += draw.Below((latest - day) / 2 + 1);
  }
}

void AddNarrative(Draw& draw, cases::v1::Case& record) {
  cases::v1::CaseNarrative& narrative = *record.mutable_narrative();
  for (int64_t sentence = 0; sentence < 3; ++sentence) {
    StrAppend(narrative.mutable_narrative(), sentence == 0 ? "" : " ", draw.OneOf(words::kSentences));
  }
  narrative.set_reporter("A neighbour who wants to stay unnamed");
}

std::string DrawFullName(Draw& draw) {
  std::string name(draw.SkewedOf(words::kGivenNames));
  if (draw.Chance(40)) StrAppend(&name, " ", draw.SkewedOf(words::kGivenNames));
  StrAppend(&name, " ", draw.SkewedOf(words::kFamilyBeginnings), draw.SkewedOf(words::kFamilyEnds));
  return name;
}

cases::v1::PartyRole RoleOf(int person, Draw& draw) {
  static constexpr std::array<cases::v1::PartyRole, 4> kOthers = {
      cases::v1::PARTY_ROLE_WITNESS, cases::v1::PARTY_ROLE_GUARDIAN, cases::v1::PARTY_ROLE_COMPLAINANT,
      cases::v1::PARTY_ROLE_SURVIVOR};
  if (person == 0) return cases::v1::PARTY_ROLE_SURVIVOR;
  return person == 1 ? cases::v1::PARTY_ROLE_ACCUSED : draw.OneOf(kOthers);
}

// The name comes first: FullNameOf draws it alone.
void FillIdentity(absl::CivilDay report, bool is_survivor, Draw& draw, cases::v1::Identity& identity) {
  identity.set_full_name(DrawFullName(draw));
  if (draw.Chance(10)) identity.add_other_names(std::string(draw.SkewedOf(words::kGivenNames)));
  identity.set_address(StrCat(1 + draw.Below(400), " ", draw.OneOf(words::kFamilyBeginnings), " Street, behind ",
                              draw.OneOf(words::kPlaces)));
  if (draw.Chance(60)) identity.set_contact(absl::StrFormat("+63 9%02d %07d", draw.Below(100), draw.Below(10'000'000)));
  if (draw.Chance(70)) {
    const int64_t age = is_survivor ? 8 + draw.Below(18) : 20 + draw.Below(40);
    cases::SetDate(report - age * 365 - draw.Below(365), identity.mutable_birth_date());
  }
}

}  // namespace

Population::Population(PopulationOptions options) : options_(options) {
  double sum = 0;
  for (int k = 1; k <= kOffices; ++k) shares_.push_back(sum += 1.0 / k);
  for (double& share : shares_) share /= sum;
}

cases::Office Population::OfficeAt(int number) {
  const Place& place = kCountries[static_cast<std::size_t>(number) % kCountries.size()];
  return {.name = {absl::StrFormat("scale-%02d", number)},
          .display_name = absl::StrFormat("Office %d of the measurements", number),
          .country_code = place.country,
          .city = {},
          .currency_code = place.currency,
          .time_zone = place.zone,
          .open_date = kFirstDay};
}

int Population::OfficeOf(int64_t n) const {
  const double place = static_cast<double>(Draw(options_.seed, Thing(n, kWhere)).Below(int64_t{1} << 40)) * 0x1.0p-40;
  const auto office = std::upper_bound(shares_.begin(), shares_.end() - 1, place);
  return static_cast<int>(office - shares_.begin());
}

absl::Time Population::EntryOf(int64_t n) const {
  const absl::Duration step = absl::Hours(24 * kDays) / options_.cases;
  return absl::FromCivil(kFirstDay, absl::UTCTimeZone()) + absl::Trunc(step, absl::Microseconds(1)) * n;
}

// A UUIDv7 of the moment of entry; the records of a case follow each other.
Uuid Population::IdOf(int64_t n, int record) const {
  Draw draw(options_.seed, Thing(n, kIds));
  const auto millis = static_cast<uint64_t>(absl::ToUnixMillis(EntryOf(n)));
  const uint64_t halves[] = {millis << 16 | 0x7000 | static_cast<uint64_t>(record),
                             (draw.Next() >> 2) | (uint64_t{1} << 63)};
  std::array<uint8_t, Uuid::kSize> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<uint8_t>(halves[i / 8] >> (56 - 8 * (i % 8)));
  }
  return Uuid(bytes);
}

cases::CaseName Population::NameOf(int64_t n) const {
  return {OfficeAt(OfficeOf(n)).name.office, IdOf(n, 0)};
}

cases::PersonName Population::PersonOf(int64_t n, int person) const {
  return {NameOf(n).office, IdOf(n, 1 + person)};
}

std::string Population::FullNameOf(int64_t n, int person) const {
  Draw draw(options_.seed, Thing(n, kPerson + person));
  return DrawFullName(draw);
}

cases::v1::CaseBundle Population::CaseAt(int64_t n) const {
  Draw draw(options_.seed, Thing(n, kWhat));
  const cases::CaseName name = NameOf(n);
  // The day before, so that it is past in every zone.
  const absl::CivilDay latest = absl::ToCivilDay(EntryOf(n), absl::UTCTimeZone()) - 1;
  const absl::CivilDay report = latest - draw.Below(kMostDaysBeforeEntry);
  cases::v1::CaseBundle bundle;
  cases::v1::Case& record = *bundle.mutable_case_();
  record.set_name(ToString(name));
  record.set_title(StrCat(draw.OneOf(words::kReports), " ", draw.OneOf(words::kPlaces)));
  record.set_crime_type(std::string(draw.SkewedOf(words::kCrimeTypes)));
  cases::SetDate(report, record.mutable_report_date());
  record.set_lead(StrCat("spiffe://amparo/people/attorney-", draw.Below(40)));
  AddMoves(report, latest, draw, record);
  AddNarrative(draw, record);
  for (int person = 0; person < kPeopleOfACase; ++person) {
    Draw of_person(options_.seed, Thing(n, kPerson + person));
    cases::v1::Party& party = *bundle.add_parties();
    party.set_name(ToString(cases::PartyName{name.office, name.id, IdOf(n, 1 + person)}));
    FillIdentity(report, person == 0, of_person, *party.mutable_identity());
    party.set_role(RoleOf(person, of_person));
    party.set_pseudonym(StrCat("Person ", person + 1));
    party.set_minor(person == 0);
  }
  return bundle;
}

}  // namespace amparo::bench
