// What the tests of charges share: a case in prosecution with an accused, and requests for each step of a charge.
#pragma once

#include <string>

#include "tests/integration/services/case/court_test.h"

namespace amparo::cases {

using ChargeStub = v1::ChargeService::Stub;

class ChargeTest : public CourtTest {
 protected:
  ChargeTest()
      : prosecuted_(CaseIn("cebu", v1::CASE_STAGE_PROSECUTION)),
        accused_(EnterParty(prosecuted_, v1::PARTY_ROLE_ACCUSED)) {}

  v1::CreateChargeRequest Request() {
    v1::CreateChargeRequest request;
    request.set_parent(prosecuted_);
    request.mutable_charge()->set_accused(accused_);
    request.mutable_charge()->set_law_article("RA 9208 sec. 4-A");
    request.mutable_charge()->set_completion(v1::COMPLETION_ATTEMPTED);
    *request.mutable_charge()->mutable_charge_date() = DateOf(absl::CivilDay(2014, 6, 2));
    return request;
  }

  v1::Charge Charged() {
    // Lists are in order of entry: two entries need two moments.
    service_.clock().Advance(absl::Milliseconds(1));
    return Done(*charges_, &ChargeStub::CreateCharge, Request());
  }

  v1::EnterPleaRequest Plea(const std::string& name, absl::CivilDay date) {
    v1::EnterPleaRequest request;
    request.set_name(name);
    request.mutable_plea()->set_kind(v1::PLEA_KIND_GUILTY);
    request.mutable_plea()->set_bargain(true);
    *request.mutable_plea()->mutable_date() = DateOf(date);
    return request;
  }

  v1::RecordVerdictRequest Verdict(const std::string& name,
                                   v1::VerdictOutcome outcome = v1::VERDICT_OUTCOME_CONVICTED) {
    v1::RecordVerdictRequest request;
    request.set_name(name);
    request.mutable_verdict()->set_outcome(outcome);
    *request.mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2014, 11, 10));
    return request;
  }

  v1::ImposeSentenceRequest FifteenYears(const std::string& name) {
    v1::ImposeSentenceRequest request;
    request.set_name(name);
    v1::Sentence& sentence = *request.mutable_sentence();
    *sentence.mutable_date() = DateOf(absl::CivilDay(2014, 11, 10));
    sentence.mutable_imprisonment()->mutable_min()->set_years(15);
    sentence.mutable_fine()->set_currency_code("PHP");
    sentence.mutable_fine()->set_units(500000);
    return request;
  }

  // The case's counts of charges and of those without a verdict.
  std::string Counts() {
    return service_.Sql("SELECT charges || ' ' || without_verdict FROM \"case\" WHERE charges > 0 LIMIT 1");
  }

  const std::string prosecuted_;
  const std::string accused_;
};

}  // namespace amparo::cases
