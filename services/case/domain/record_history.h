// What is asked of the histories that records bring along when they come from elsewhere: that acts could have made
// them. What a record says besides is checked by its kind's own rules.
#pragma once

#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/case/domain/aftercare.h"
#include "services/case/domain/appeal.h"
#include "services/case/domain/assessment.h"
#include "services/case/domain/care_plan.h"
#include "services/case/domain/case.h"
#include "services/case/domain/case_link.h"
#include "services/case/domain/case_task.h"
#include "services/case/domain/distinction.h"
#include "services/case/domain/document.h"
#include "services/case/domain/document_copy.h"
#include "services/case/domain/flag.h"
#include "services/case/domain/merge.h"
#include "services/case/domain/network.h"
#include "services/case/domain/note.h"
#include "services/case/domain/referral.h"
#include "services/case/domain/service_delivery.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Between which days a history lies.
struct HistoryFrame {
  absl::CivilDay earliest = absl::CivilDay::min();
  absl::CivilDay today = {};
};

// Notes in `field` that days go back, begin before the earliest or lie in the future.
void CheckHistoryDays(const std::vector<absl::CivilDay>& days, const HistoryFrame& frame, std::string_view field,
                      Violations& violations);

// Notes what is wrong with what a case, or a person, knows of its merges: one that was merged says why and stands for
// nobody it was merged into.
void CheckMergeState(const Uuid& id, const MergeState& merge, Violations& violations);

// Notes what is wrong with where a record says it went, beside what the records on its path say in `above`, in the
// path's order: each went the rest of that way, the last stands for itself, and each stands for the record and for all
// that were merged into it.
void CheckMergePath(const Uuid& id, const MergeState& merge, const std::vector<MergeState>& above,
                    Violations& violations);

// Brings the reference dates of a case into the order of their kinds, which acts on them go by.
void SortReferenceDates(Case& value);

// Notes what is wrong with what a case keeps besides its fields and stages: requests to close it, reference dates,
// templates, flags and restatements.
void CheckCaseParts(const Case& value, absl::CivilDay today, Violations& violations);

// Each notes what is wrong with the states and histories of a record of its kind.
void CheckAppealHistory(const Appeal& value, absl::CivilDay today, Violations& violations);
void CheckAftercareHistory(const Aftercare& value, absl::CivilDay today, Violations& violations);
// `instrument` as CheckAssessment has it.
void CheckAssessmentHistory(const Assessment& value, const Instrument* instrument, Violations& violations);
void CheckCarePlanHistory(const CarePlan& value, absl::CivilDay today, Violations& violations);
void CheckGoalHistory(const Goal& value, absl::CivilDay today, Violations& violations);
void CheckServiceHistory(const ServiceDelivery& value, Violations& violations);
void CheckReferralHistory(const Referral& value, absl::CivilDay today, Violations& violations);
void CheckDocumentHistory(const Document& value, absl::CivilDay today, Violations& violations);
void CheckCopyHistory(const DocumentCopy& value, absl::CivilDay today, Violations& violations);
void CheckCaseLinkHistory(const CaseLink& value, absl::CivilDay today, Violations& violations);
void CheckTaskHistory(const CaseTask& value, absl::CivilDay today, Violations& violations);
void CheckNoteHistory(const Note& value, absl::CivilDay today, Violations& violations);
void CheckFlagHistory(const Flag& value, absl::CivilDay today, Violations& violations);
void CheckDistinctionHistory(const Distinction& value, Violations& violations);

}  // namespace amparo::cases
