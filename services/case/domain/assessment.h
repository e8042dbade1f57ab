// Assessments of survivors: scores of sub-domains, and the means that follow from them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/case/domain/catalogue.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/fraction.h"
#include "services/case/domain/names.h"

namespace amparo::cases {

// Where an assessment stands. The numbers are those of the protos and of the database.
enum class AssessmentState { kUnspecified = 0, kDraft = 1, kFinal = 2, kVoid = 3 };

// The score of one sub-domain.
struct Score {
  std::string sub_domain;
  int score = 0;

  friend bool operator==(const Score&, const Score&) = default;
};

// The mean of one domain.
struct DomainMean {
  CareDomain domain = CareDomain::kUnspecified;
  Fraction mean = {};

  friend bool operator==(const DomainMean&, const DomainMean&) = default;
};

// What the scores of a final assessment come to.
struct Means {
  // In the order of domains.
  std::vector<DomainMean> domains = {};
  // The mean of the domains' means, each domain counting the same.
  Fraction overall = {};

  friend bool operator==(const Means&, const Means&) = default;
};

// An assessment without its note, which is sealed.
struct Assessment {
  AssessmentName name = {};
  // The survivor.
  Uuid party = {};
  // Whose data key seals the note.
  Uuid subject = {};
  // The instrument's id.
  std::string instrument = {};
  absl::CivilDay date = {};
  std::string assessor = {};
  AssessmentState state = AssessmentState::kUnspecified;
  std::vector<Score> scores = {};
  // Of a final one.
  std::optional<Means> means = std::nullopt;
  std::string void_reason = {};
};

// What the dates of a survivor's care are measured against.
struct CareFrame {
  // The day aftercare was opened: nothing before it.
  absl::CivilDay open_date = {};
  // Today in the office's zone: nothing after it.
  absl::CivilDay today = {};
};

// Notes what is wrong with a day of care.
void CheckCareDate(absl::CivilDay date, const CareFrame& frame, std::string_view field, Violations& violations);
// Notes what is wrong with the note of any part of care.
void CheckCareNote(std::string_view note, Violations& violations);

// Notes what is wrong with an assessment, whatever its state: dates, assessor, an instrument that is none (null) or not
// in use on the day, scores of other sub-domains, given twice, or out of bounds.
void CheckAssessment(const Assessment& value, const Instrument* instrument, const CareFrame& frame,
                     Violations& violations);

// Notes the sub-domains that have no score.
void CheckComplete(const Assessment& value, const Instrument& instrument, Violations& violations);

// The means of scores that are complete.
Means MeansOf(const std::vector<Score>& scores, const Instrument& instrument);

// The draft made final, with its means. Refused ASSESSMENT_NOT_DRAFT. Violations: sub-domains without a score.
Decision<Assessment> FinalizeAssessment(Assessment value, const Instrument& instrument);

// ASSESSMENT_NOT_DRAFT unless it is one.
std::optional<Refusal> RefuseUnlessDraft(const Assessment& value);

// The assessment taken back. Refused ASSESSMENT_VOID. Violation: the reason's length (1 to 1000).
Decision<Assessment> VoidAssessment(Assessment value, std::string_view reason);

}  // namespace amparo::cases
