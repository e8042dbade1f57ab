// What the tests of charges, sentences and appeals share: a case that is prosecuted, and short ways to what courts say.
#pragma once

#include <string>
#include <vector>

#include "tests/integration/services/case/charge_fixture.h"

namespace amparo::cases {

// The service with a case in PROSECUTION, its accused and a survivor.
class JusticeTest : public ChargeTest {
 protected:
  v1::Charge ChargedWith(const std::string& article) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateChargeRequest request = Request();
    request.mutable_charge()->set_law_article(article);
    return Done(*charges_, &ChargeStub::CreateCharge, request);
  }

  v1::Charge Judged(const std::string& name, absl::CivilDay day,
                    v1::VerdictOutcome outcome = v1::VERDICT_OUTCOME_CONVICTED) {
    v1::RecordVerdictRequest request;
    request.set_name(name);
    request.mutable_verdict()->set_outcome(outcome);
    *request.mutable_verdict()->mutable_date() = DateOf(day);
    return Done(*charges_, &v1::ChargeService::Stub::RecordVerdict, request);
  }

  static v1::ImposeSentenceRequest YearsOn(const std::string& name, absl::CivilDay day, int years) {
    v1::ImposeSentenceRequest request;
    request.set_name(name);
    *request.mutable_sentence()->mutable_date() = DateOf(day);
    request.mutable_sentence()->mutable_imprisonment()->mutable_min()->set_years(years);
    return request;
  }

  v1::Charge Sentenced(const std::string& name, absl::CivilDay day, int years) {
    return Done(*charges_, &v1::ChargeService::Stub::ImposeSentence, YearsOn(name, day, years));
  }

  v1::FileAppealRequest AppealOf(const std::vector<std::string>& charges, absl::CivilDay day) {
    v1::FileAppealRequest request;
    request.set_parent(prosecuted_);
    v1::Appeal& appeal = *request.mutable_appeal();
    appeal.set_appellant(v1::APPELLANT_ACCUSED);
    appeal.set_party(accused_);
    for (const std::string& charge : charges) appeal.add_charges(charge);
    *appeal.mutable_file_date() = DateOf(day);
    appeal.set_court("Court of Appeals");
    appeal.set_grounds("The court did not hear the neighbour.");
    return request;
  }

  static v1::AppealDecision& AddDecision(v1::DecideAppealRequest& request, const std::string& charge,
                                         v1::AppealResult result, absl::CivilDay day) {
    v1::AppealDecision& decision = *request.add_decisions();
    decision.set_charge(charge);
    decision.set_result(result);
    *decision.mutable_date() = DateOf(day);
    return decision;
  }

  v1::Charge Read(const std::string& name) {
    v1::GetChargeRequest request;
    request.set_name(name);
    return Done(*charges_, &v1::ChargeService::Stub::GetCharge, request);
  }

  // A correction of the charge as it is by now: the ruling in this place was never made.
  v1::CorrectRulingRequest StrikeOf(const std::string& charge, int place) {
    v1::CorrectRulingRequest request;
    request.set_name(charge);
    request.set_index(place);
    request.set_reason(v1::STRIKE_REASON_NEVER_RULED);
    request.set_etag(Read(charge).etag());
    return request;
  }

  v1::CaseStage Stage() {
    v1::GetCaseRequest request;
    request.set_name(prosecuted_);
    return Done(service_.cases(), &v1::CaseService::Stub::GetCase, request).stage();
  }

  v1::EffectiveSentence Effective(absl::CivilDay as_of) {
    v1::GetEffectiveSentenceRequest request;
    request.set_accused(accused_);
    *request.mutable_as_of() = DateOf(as_of);
    return Done(*sentences_, &v1::SentenceService::Stub::GetEffectiveSentence, request);
  }

  // "CONVICTED 10, ACQUITTED, -": what stood on each charge, with the years of its sentence.
  std::string Standings(absl::CivilDay as_of) {
    v1::GetCaseStandingsRequest request;
    request.set_name(prosecuted_);
    *request.mutable_as_of() = DateOf(as_of);
    std::string text;
    const auto standings = Done(*charges_, &v1::ChargeService::Stub::GetCaseStandings, request);
    for (const v1::ChargeStanding& one : standings.charges()) {
      if (!text.empty()) text += ", ";
      const v1::Standing& standing = one.standing();
      text += standing.has_verdict() ? v1::VerdictOutcome_Name(standing.verdict().outcome()).substr(16) : "-";
      if (standing.has_sentence()) {
        text += " " + std::to_string(standing.sentence().imprisonment().min().years());
      }
    }
    return text;
  }

  const std::string survivor_ = EnterParty(prosecuted_, v1::PARTY_ROLE_SURVIVOR);
  std::unique_ptr<v1::SentenceService::Stub> sentences_ = service_.StubOf<v1::SentenceService>();
  std::unique_ptr<v1::AppealService::Stub> appeals_ = service_.StubOf<v1::AppealService>();
};

}  // namespace amparo::cases
