// A small made-up world for the tests of the measures: facts entered in one line each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/statistics/domain/facts.h"

namespace amparo::statistics {

// A charge as tests write it down.
struct ChargeSpec {
  Verdict verdict = Verdict::kNone;
  std::optional<absl::CivilDay> verdict_date = {};
  std::string crime_type = {};
  std::string lesser_crime_type = {};
  Completion lesser_completion = Completion::kUnspecified;
  bool attempted = false;
  PleaKind plea = PleaKind::kNone;
  bool bargain = false;
  std::optional<SentenceFact> sentence = {};
  // What stood after that, in order.
  std::vector<StandingFact> then = {};
  std::optional<absl::CivilDay> superseded_date = {};
  absl::CivilDay charge_date = {};
};

// A guilty verdict on a day.
inline ChargeSpec Guilty(absl::CivilDay day) {
  return {.verdict = Verdict::kConvicted, .verdict_date = day};
}

// Imprisonment for years, at most `most` of them.
inline SentenceFact Years(absl::CivilDay day, int least, int most) {
  SentenceFact sentence;
  sentence.date = day;
  sentence.custody = Custody::kImprisonment;
  sentence.min = {.years = least};
  sentence.max = {.years = most};
  return sentence;
}

class World {
 public:
  explicit World(std::string office_id = "harbour", absl::CivilDay open = absl::CivilDay(2005, 3, 1)) {
    AddOffice(std::move(office_id), "XA", open);
  }

  // Enters an office; what is entered later belongs to it.
  void AddOffice(std::string id, std::string country, absl::CivilDay open, std::string zone = "Asia/Manila") {
    OfficeFact fact;
    fact.office = office = id;
    fact.version = 1;
    fact.display_name = "Office " + id;
    fact.country = std::move(country);
    fact.currency = "PHP";
    fact.time_zone = std::move(zone);
    fact.open_date = open;
    Take(fact);
  }

  Uuid AddCase(absl::CivilDay reported, std::string crime_type = "02041") {
    CaseFact fact;
    const Uuid id = Head(fact);
    fact.crime_type = std::move(crime_type);
    fact.report_date = reported;
    Take(fact);
    return id;
  }

  // Enters a case that was closed without a verdict so far; what is known of it, to be told anew.
  CaseFact AddClosedCase(absl::CivilDay reported, absl::CivilDay closed) {
    CaseFact fact;
    Head(fact);
    fact.report_date = reported;
    fact.stage = CaseStage::kClosed;
    fact.stage_date = closed;
    Take(fact);
    return fact;
  }

  // The case, which was closed, is in court again.
  void Reopen(CaseFact fact, absl::CivilDay day) {
    ++fact.version;
    fact.former_ends.push_back({fact.stage, fact.stage_date.value(), day});
    fact.stage = CaseStage::kUnspecified;
    fact.stage_date = day;
    Take(fact);
  }

  Uuid AddParty(Uuid case_id, PartyRole role, bool testified = false) {
    PartyFact fact;
    const Uuid id = Head(fact);
    fact.case_id = case_id;
    fact.role = role;
    fact.testified = testified;
    Take(fact);
    return id;
  }

  Uuid AddCharge(Uuid case_id, Uuid accused, const ChargeSpec& spec) {
    ChargeFact fact;
    const Uuid id = Head(fact);
    fact.case_id = case_id;
    fact.accused_id = accused;
    fact.crime_type = spec.crime_type;
    fact.attempted = spec.attempted;
    fact.plea = spec.plea;
    fact.bargain = spec.bargain;
    fact.charge_date = spec.charge_date;
    fact.superseded_date = spec.superseded_date;
    if (spec.verdict_date) {
      fact.standings.push_back({*spec.verdict_date, spec.verdict, spec.lesser_crime_type, {}, spec.lesser_completion});
      if (spec.sentence) {
        fact.standings.push_back(fact.standings.back());
        fact.standings.back().date = spec.sentence->date;
        fact.standings.back().sentence = spec.sentence;
      }
    }
    fact.standings.insert(fact.standings.end(), spec.then.begin(), spec.then.end());
    Take(fact);
    return id;
  }

  // A new accused, found guilty on a day.
  Uuid Convict(Uuid case_id, absl::CivilDay day) { return Convict(case_id, Guilty(day)); }
  Uuid Convict(Uuid case_id, const ChargeSpec& spec) {
    const Uuid accused = AddParty(case_id, PartyRole::kAccused);
    AddCharge(case_id, accused, spec);
    return accused;
  }

  Uuid AddVenue(VenueKind kind) {
    VenueFact fact;
    const Uuid id = Head(fact);
    fact.kind = kind;
    Take(fact);
    return id;
  }

  Uuid AddOperation(Uuid case_id, absl::CivilSecond start, std::vector<SiteFact> sites) {
    OperationFact fact;
    const Uuid id = Head(fact);
    fact.case_id = case_id;
    fact.state = OperationState::kExecuted;
    fact.start_time = absl::FromCivil(start, facts.offices()[*facts.FindOffice(office)].zone);
    fact.sites = std::move(sites);
    Take(fact);
    return id;
  }

  Uuid AddMove(Uuid from_venue, Uuid to_venue, absl::CivilDay observed) {
    LinkFact fact;
    const Uuid id = Head(fact);
    fact.kind = LinkKind::kMovedTo;
    fact.from_end = fact.to_end = LinkEnd::kVenue;
    fact.from_id = from_venue;
    fact.to_id = to_venue;
    fact.observed_date = observed;
    Take(fact);
    return id;
  }

  Uuid AddHearing(Uuid case_id, absl::CivilDay day, HearingState state, std::vector<AttendanceFact> attendance = {}) {
    HearingFact fact;
    const Uuid id = Head(fact);
    fact.case_id = case_id;
    fact.state = state;
    fact.date = day;
    fact.attendance = std::move(attendance);
    Take(fact);
    return id;
  }

  // Says anew of a fact that was entered, by its id: `change` says what.
  template <typename FactType, typename Change>
  void Say(const Uuid& id, Change change) {
    for (auto it = all.rbegin(); it != all.rend(); ++it) {
      const FactType* const known = std::get_if<FactType>(&*it);
      if (known == nullptr || known->id != id) continue;
      FactType fact = *known;
      ++fact.version;
      change(fact);
      Take(fact);
      return;
    }
  }
  // The case is counted with another, or by itself again.
  void Merge(Uuid case_id, Uuid into) {
    Say<CaseFact>(case_id, [&](CaseFact& fact) { fact.merged_id = into; });
  }
  void Unmerge(Uuid case_id) {
    Say<CaseFact>(case_id, [](CaseFact& fact) { fact.merged_id.reset(); });
  }
  // The party is this person.
  void Identify(Uuid party_id, Uuid person_id) {
    Say<PartyFact>(party_id, [&](PartyFact& fact) { fact.person_id = person_id; });
  }

  // Takes a fact in, and keeps it for tests that apply facts again in another way.
  void Take(Fact fact) {
    facts.Apply(fact);
    all.push_back(std::move(fact));
  }

  Facts facts;
  std::vector<Fact> all;
  std::string office;

 private:
  Uuid Head(FactHead& head) {
    std::array<uint8_t, Uuid::kSize> bytes{};
    ++last_id_;
    for (size_t i = 0; i < sizeof(last_id_); ++i) {
      bytes[Uuid::kSize - 1 - i] = static_cast<uint8_t>(last_id_ >> (8 * i));
    }
    head.office = office;
    head.id = Uuid(bytes);
    head.version = 1;
    return head.id;
  }

  uint64_t last_id_ = 0;
};

}  // namespace amparo::statistics
