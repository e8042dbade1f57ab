// Values that the tests of aftercare's rules share: an instrument, a track, assessments.
#pragma once

#include <string>
#include <vector>

#include "services/case/domain/aftercare.h"
#include "services/case/domain/assessment.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {

inline const absl::CivilDay kOpened(2014, 1, 10);

// Two sub-domains of safety ("1.1", "1.2"), one of each other domain ("2.1" to "6.1").
inline Instrument SmallInstrument() {
  Instrument instrument{.id = "small-1", .title = "Small", .version = 1, .effective_date = absl::CivilDay(2010, 1, 1)};
  instrument.sub_domains = {{"1.1", CareDomain::kSafety, "a"},
                            {"1.2", CareDomain::kSafety, "b"},
                            {"2.1", CareDomain::kLegalProtection, "c"},
                            {"3.1", CareDomain::kMentalWellbeing, "d"},
                            {"4.1", CareDomain::kEconomicEmpowerment, "e"},
                            {"5.1", CareDomain::kSocialSupport, "f"},
                            {"6.1", CareDomain::kPhysicalWellbeing, "g"}};
  return instrument;
}

// The catalogue with that instrument, two kinds of service and criteria that want 3 everywhere for three months.
inline Catalogue SmallCatalogue() {
  Catalogue catalogue;
  catalogue.instruments = {SmallInstrument()};
  catalogue.service_kinds = {{"home-visit", "Home visit"}, {"trauma-therapy", "Trauma therapy"}};
  catalogue.criteria = {{.id = "restoration-1",
                         .title = "Three for three months",
                         .effective_date = absl::CivilDay(2010, 1, 1),
                         .min_domain_hundredths = 300,
                         .min_overall_hundredths = 300,
                         .hold_months = 3,
                         .max_age_days = 92,
                         .no_open_safety_flag = true}};
  return catalogue;
}

// A track that was opened and started on kOpened.
inline Aftercare ActiveTrack() {
  Aftercare track;
  track.name = {"cebu", Id(1), Id(2)};
  track.open_date = kOpened;
  return Opened(track, /*start=*/true, kNow);
}

// A draft by a social worker on `date`, with `score` everywhere.
inline Assessment DraftOf(absl::CivilDay date, int score, int id = 3) {
  Assessment draft;
  draft.name = {"cebu", Id(1), Id(id)};
  draft.party = Id(2);
  draft.instrument = "small-1";
  draft.date = date;
  draft.assessor = "spiffe://amparo/social-worker";
  draft.state = AssessmentState::kDraft;
  const Instrument instrument = SmallInstrument();
  for (const SubDomain& one : instrument.sub_domains) draft.scores.push_back({one.code, score});
  return draft;
}

// The same, final.
inline Assessment FinalOf(absl::CivilDay date, int score, int id = 3) {
  return FinalizeAssessment(DraftOf(date, score, id), SmallInstrument()).value();
}

}  // namespace amparo::cases
