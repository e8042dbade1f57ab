// Aftercare: tracks, and what is found out, planned and done for a survivor.
#include <functional>
#include <string>
#include <utility>

#include "services/case/api/care.h"
#include "services/case/api/record_readers.h"
#include "services/case/convert/aftercare_convert.h"
#include "services/case/convert/assessment_convert.h"
#include "services/case/convert/care_plan_convert.h"
#include "services/case/convert/party_convert.h"
#include "services/case/convert/referral_convert.h"
#include "services/case/convert/service_delivery_convert.h"
#include "services/case/domain/record_history.h"

namespace amparo::cases {
namespace {

absl::Status RequireSurvivor(const Record& party, Violations& found) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Party message, MessageIn<v1::Party>(party));
  found.Require(PartyFromStored(message).role == PartyRole::kSurvivor, "party", "must be in the role SURVIVOR");
  return absl::OkStatus();
}

// Notes what is wrong with a part of aftercare, given since when the survivor is in care.
template <typename T>
using CareCheck = std::function<void(const T&, const CareFrame&, Violations&)>;

// A part of aftercare that is entered on a survivor's track, its note under the key of the survivor's person. It rests
// on CareKeys, which come first, and on `others`.
template <typename Message, typename T>
void EnterOnTrack(const EntryFrame& frame, const Message& message, const T& value, CareCheck<T> check,
                  const std::vector<RecordKey>& others, RecordEntry& entry) {
  entry.rests_on = CareKeys(PartyName{value.name.office, value.name.case_id, value.party});
  entry.rests_on.insert(entry.rests_on.end(), others.begin(), others.end());
  entry.decide = [value, check = std::move(check), secret = SecretOf(message), now = frame.now, today = frame.today](
                     const Found& there, Violations& found) -> absl::StatusOr<Change> {
    AMPARO_RETURN_IF_ERROR(RequireSurvivor(*there[2], found));
    AMPARO_ASSIGN_OR_RETURN(const Aftercare track, CareValue(*there[1], &AftercareFromStored));
    check(value, {track.open_date, today}, found);
    T entered = value;
    entered.subject = there[2]->subject;
    Change change = NewResource<Message>(entered, now, secret);
    change.subject = entered.subject;
    return change;
  };
}

template <typename N, typename Own>
std::vector<RecordKey> KeyOfMember(const Own& own, const std::optional<Uuid>& id) {
  if (!id) return {};
  return std::vector<RecordKey>(1, KeyOf(N{own.office, own.case_id, *id}));
}

// What a mean is divided by is never nothing.
void CheckMeans(const v1::Assessment& message, Violations& found) {
  for (const v1::DomainMean& one : message.means()) {
    found.Require(one.mean().denominator() > 0, "means", "must have a denominator above 0");
  }
  found.Require(!message.has_overall() || message.overall().denominator() > 0, "overall",
                "must have a denominator above 0");
}

}  // namespace

void ReadAftercareRecord(const EntryFrame& frame, const v1::Aftercare& message, const AftercareName& name,
                         RecordEntry& entry, Violations& found) {
  const Aftercare asked = AftercareFromRequest(message, name.parent(), frame.today, found);
  found.Require(asked.name == name, "party", "must be the survivor whose id the track has");
  for (const v1::AftercareChange& change : message.changes()) {
    found.Require(change.has_effective_date(), "changes", "must each have a day");
    if (change.assessment().empty()) continue;
    MemberOf<AssessmentName>(name.parent(), change.assessment(), "changes", found);
  }
  if (!found.empty()) return;
  const Aftercare value = AftercareFromStored(message);
  CheckAftercare(value, frame.today, found);
  CheckAftercareHistory(value, frame.today, found);
  // What showed a restoration comes after its track.
  entry.rests_on = {KeyOf(name.parent()), KeyOf(value.party())};
  entry.decide = [value, now = frame.now](const Found& there, Violations& violations) -> absl::StatusOr<Change> {
    AMPARO_RETURN_IF_ERROR(RequireSurvivor(*there[1], violations));
    return NewResource<v1::Aftercare>(value, now);
  };
}

void ReadAssessmentRecord(const EntryFrame& frame, const v1::Assessment& message, const AssessmentName& name,
                          RecordEntry& entry, Violations& found) {
  AssessmentFromRequest(message, name, found);
  CheckMeans(message, found);
  if (!found.empty()) return;
  const Assessment value = AssessmentFromStored(message);
  CheckCareNote(message.note(), found);
  CheckAssessmentHistory(value, frame.catalogue->FindInstrument(value.instrument), found);
  CareCheck<Assessment> check = [catalogue = frame.catalogue](const Assessment& one, const CareFrame& care,
                                                              Violations& violations) {
    CheckAssessment(one, catalogue->FindInstrument(one.instrument), care, violations);
  };
  EnterOnTrack(frame, message, value, std::move(check), {}, entry);
}

void ReadCarePlanRecord(const EntryFrame& frame, const v1::CarePlan& message, const CarePlanName& name,
                        RecordEntry& entry, Violations& found) {
  CarePlanFromRequest(message, name, found);
  if (!found.empty()) return;
  const CarePlan value = CarePlanFromStored(message);
  CheckCareNote(message.note(), found);
  CheckCarePlanHistory(value, frame.today, found);
  EnterOnTrack<v1::CarePlan, CarePlan>(frame, message, value, &CheckCarePlan,
                                       KeyOfMember<AssessmentName>(name, value.assessment), entry);
}

void ReadGoalRecord(const EntryFrame& frame, const v1::Goal& message, const GoalName& name, RecordEntry& entry,
                    Violations& found) {
  GoalFromRequest(message, name, frame.today, found);
  MemberOf<PartyName>(name.parent(), message.party(), "party", found);
  if (!found.empty()) return;
  const Goal value = GoalFromStored(message);
  CheckCareNote(message.note(), found);
  CheckGoal(value, frame.today, found);
  CheckGoalHistory(value, frame.today, found);
  CareCheck<Goal> check = [](const Goal& one, const CareFrame& care, Violations& violations) {
    CheckCareDate(one.date, care, "date", violations);
  };
  EnterOnTrack(frame, message, value, std::move(check), KeyOfMember<CarePlanName>(name, value.plan), entry);
}

void ReadServiceRecord(const EntryFrame& frame, const v1::ServiceDelivery& message, const ServiceDeliveryName& name,
                       RecordEntry& entry, Violations& found) {
  ServiceDeliveryFromRequest(message, name, found);
  if (!found.empty()) return;
  const ServiceDelivery value = ServiceDeliveryFromStored(message);
  CheckCareNote(message.note(), found);
  CheckServiceHistory(value, found);
  CareCheck<ServiceDelivery> check = [catalogue = frame.catalogue](const ServiceDelivery& one, const CareFrame& care,
                                                                   Violations& violations) {
    CheckServiceDelivery(one, *catalogue, care, violations);
  };
  EnterOnTrack(frame, message, value, std::move(check), KeyOfMember<GoalName>(name, value.goal), entry);
}

void ReadReferralRecord(const EntryFrame& frame, const v1::Referral& message, const ReferralName& name,
                        RecordEntry& entry, Violations& found) {
  ReferralFromRequest(message, name, frame.today, found);
  for (const v1::ReferralChange& change : message.changes()) {
    found.Require(change.has_effective_date(), "changes", "must each have a day");
  }
  for (const v1::Consent& consent : message.consents()) {
    found.Require(consent.has_date(), "consents", "must each have a day");
  }
  if (!found.empty()) return;
  const Referral value = ReferralFromStored(message);
  CheckCareNote(message.note(), found);
  CheckReferralHistory(value, frame.today, found);
  CareCheck<Referral> check = [catalogue = frame.catalogue](const Referral& one, const CareFrame& care,
                                                            Violations& violations) {
    CheckReferral(one, *catalogue, care, violations);
  };
  EnterOnTrack(frame, message, value, std::move(check), {}, entry);
}

}  // namespace amparo::cases
