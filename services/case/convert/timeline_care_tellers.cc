#include <string>

#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "services/case/convert/timeline_tellers.h"

namespace amparo::cases {

void TellOf(const v1::Aftercare& value, Teller& teller) {
  teller.Tell(TimelineKind::kAftercare, "aftercare", value.open_date(), "aftercare opened", value.party(),
              {value.party()});
  for (int i = 0; i < value.changes_size(); ++i) {
    const v1::AftercareChange& change = value.changes(i);
    const std::string again = change.revictimized() ? " (re-victimised)" : "";
    teller.Tell(TimelineKind::kAftercare, PlaceIn("changes", i), change.effective_date(),
                StrCat("aftercare ", Word(change.state()), again), change.reason());
  }
}

void TellOf(const v1::Assessment& value, Teller& teller) {
  teller.Tell(TimelineKind::kAssessment, "assessment", value.date(), "assessment",
              StrCat(value.instrument(), ", ", value.party()), {value.party()});
  // What is void was final, or never will be; a draft says nothing yet.
  if (value.state() == v1::ASSESSMENT_STATE_FINAL) {
    teller.Tell(TimelineKind::kAssessment, "final", value.date(), "assessment final",
                StrCat("overall ", value.overall().hundredths(), "/100"));
  }
  if (value.state() == v1::ASSESSMENT_STATE_VOID) {
    teller.Tell(TimelineKind::kAssessment, "void", std::nullopt, "assessment void", value.void_reason());
  }
}

void TellOf(const v1::CarePlan& value, Teller& teller) {
  teller.Tell(TimelineKind::kCarePlan, "plan", value.date(), "care plan", value.party(), {value.party()});
  if (value.state() == v1::CARE_PLAN_STATE_ACTIVE) return;
  teller.Tell(TimelineKind::kCarePlan, "end", value.end_date(), "care plan " + Word(value.state()), value.party(),
              {value.party()});
}

void TellOf(const v1::Goal& value, Teller& teller) {
  teller.Tell(TimelineKind::kGoal, "goal", value.date(), "goal", value.title());
  if (value.state() == v1::GOAL_STATE_OPEN) return;
  teller.Tell(TimelineKind::kGoal, "end", value.end_date(), "goal " + Word(value.state()),
              StrCat(value.title(), value.end_reason().empty() ? "" : ": ", value.end_reason()));
}

void TellOf(const v1::ServiceDelivery& value, Teller& teller) {
  teller.Tell(TimelineKind::kService, "service", value.date(), "service " + value.kind(),
              StrCat(value.party(), ", ", value.duration_minutes(), " minutes"), {value.party()});
  if (value.state() != v1::SERVICE_DELIVERY_STATE_VOID) return;
  teller.Tell(TimelineKind::kService, "void", std::nullopt, "service void", value.void_reason());
}

void TellOf(const v1::Referral& value, Teller& teller) {
  const std::string receiver = value.has_to_office() ? value.to_office() : value.partner();
  const std::string what = Word(value.kind());
  teller.Tell(TimelineKind::kReferral, "referral", value.date(), what,
              StrCat("to ", receiver, " for ", absl::StrJoin(value.service_kinds(), ", ")));
  for (int i = 0; i < value.changes_size(); ++i) {
    const v1::ReferralChange& change = value.changes(i);
    teller.Tell(TimelineKind::kReferral, PlaceIn("changes", i), change.effective_date(),
                StrCat(what, " ", Word(change.state())), change.reason());
  }
  for (int i = 0; i < value.consents_size(); ++i) {
    const v1::Consent& consent = value.consents(i);
    teller.Tell(TimelineKind::kReferral, PlaceIn("consents", i), consent.date(), "consent " + Word(consent.decision()),
                consent.reason());
  }
}

}  // namespace amparo::cases
