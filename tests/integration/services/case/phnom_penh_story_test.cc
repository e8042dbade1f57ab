// The story of the Phnom Penh ring, told through the RPCs from the first report to the verdicts: two operations tipped
// off, a move to two other places, one operation on both at one moment, six girls freed, six convictions of 7 to 10
// years.
#include "tests/integration/services/case/court_test.h"

namespace amparo::cases {
namespace {

class PhnomPenhStoryTest : public CourtTest {
 protected:
  // Runs the clock to a day, at noon in Phnom Penh.
  void On(absl::CivilDay day) {
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone("Asia/Phnom_Penh", &zone));
    today_ = day;
    service_.clock().Set(absl::FromCivil(absl::CivilSecond(day) + 12 * 3600, zone));
  }

  void Report() {
    v1::CreateCaseRequest request = service_.NewCaseRequest("A foreign ring at a coffee shop", "phnom-penh");
    *request.mutable_case_()->mutable_report_date() = DateOf(today_);
    the_case_ = Done(service_.cases(), &v1::CaseService::Stub::CreateCase, request).name();
  }

  // Plans an operation at noon today, has it approved, and answers its name.
  std::string Plan(const std::vector<std::string>& venues, const std::string& follows) {
    v1::CreateOperationRequest request;
    request.set_parent(the_case_);
    SetTimestamp(service_.clock().Now(), request.mutable_operation()->mutable_start_time());
    request.mutable_operation()->set_partner_unit("Anti-trafficking police");
    request.mutable_operation()->set_follows(follows);
    for (const std::string& venue : venues) request.mutable_operation()->add_sites()->set_venue(venue);
    PutOnList(*request.mutable_operation(), {"everyone"});
    v1::ApproveOperationRequest approve;
    approve.set_name(Done(*investigator_, &v1::OperationService::Stub::CreateOperation, request).name());
    Done(*operations_, &v1::OperationService::Stub::ApproveOperation, approve);
    return approve.name();
  }

  v1::Operation Outcome(const std::string& name, int site, v1::SiteOutcome outcome, int minors, int arrests) {
    v1::RecordSiteOutcomeRequest request;
    request.set_name(name);
    request.set_site(site);
    request.set_outcome(outcome);
    request.set_minors_rescued(minors);
    request.set_arrests(arrests);
    return Done(*investigator_, &v1::OperationService::Stub::RecordSiteOutcome, request);
  }

  void MoveTo(const std::string& party, const std::string& venue) {
    v1::CreateLinkRequest request;
    request.set_parent("offices/phnom-penh");
    request.mutable_link()->set_kind(v1::LINK_KIND_MOVED_TO);
    request.mutable_link()->set_from(party);
    request.mutable_link()->set_to(venue);
    *request.mutable_link()->mutable_observed_date() = DateOf(today_);
    Done(*network_, &v1::NetworkService::Stub::CreateLink, request);
  }

  std::string Charge(const std::string& accused) {
    v1::CreateChargeRequest request;
    request.set_parent(the_case_);
    request.mutable_charge()->set_accused(accused);
    request.mutable_charge()->set_law_article("Law on Suppression of Human Trafficking, art. 10");
    *request.mutable_charge()->mutable_charge_date() = DateOf(today_);
    return Done(*charges_, &v1::ChargeService::Stub::CreateCharge, request).name();
  }

  void Convict(const std::string& charge, int years) {
    v1::RecordVerdictRequest verdict;
    verdict.set_name(charge);
    verdict.mutable_verdict()->set_outcome(v1::VERDICT_OUTCOME_CONVICTED);
    *verdict.mutable_verdict()->mutable_date() = DateOf(today_);
    Done(*charges_, &v1::ChargeService::Stub::RecordVerdict, verdict);
    v1::ImposeSentenceRequest sentence;
    sentence.set_name(charge);
    *sentence.mutable_sentence()->mutable_date() = DateOf(today_);
    sentence.mutable_sentence()->mutable_imprisonment()->mutable_min()->set_years(years);
    Done(*charges_, &v1::ChargeService::Stub::ImposeSentence, sentence);
  }

  // Adds up something over all sites of all operations.
  int Count(int (*of)(const v1::OperationSite&)) {
    v1::ListOperationsRequest request;
    request.set_parent(the_case_);
    const auto listed = Done(*operations_, &v1::OperationService::Stub::ListOperations, request);
    int sum = 0;
    for (const v1::Operation& operation : listed.operations()) {
      for (const v1::OperationSite& site : operation.sites()) sum += of(site);
    }
    return sum;
  }

  // The years of imprisonment of those convicted, in the order they were charged.
  std::vector<int> TermsOfTheConvicted() {
    v1::ListChargesRequest request;
    request.set_parent(the_case_);
    const auto listed = Done(*charges_, &v1::ChargeService::Stub::ListCharges, request);
    std::vector<int> terms;
    for (const v1::Charge& charge : listed.charges()) {
      if (charge.verdict().outcome() != v1::VERDICT_OUTCOME_CONVICTED) continue;
      terms.push_back(charge.sentence().imprisonment().min().years());
    }
    return terms;
  }

  absl::CivilDay today_;
  std::string the_case_;
};

TEST_F(PhnomPenhStoryTest, IsToldAndCounted) {
  service_.OpenOffice("phnom-penh");
  On(absl::CivilDay(2013, 3, 4));
  Report();
  Move(&v1::CaseService::Stub::ScreenCase, the_case_);
  Move(&v1::CaseService::Stub::StartInvestigation, the_case_);
  const std::string shop = EnterVenue(v1::VENUE_KIND_COFFEE_SHOP, "Coffee shop", "phnom-penh");
  std::vector<std::string> ring;
  for (int i = 1; i <= 6; ++i) ring.push_back(EnterParty(the_case_, v1::PARTY_ROLE_ACCUSED, "A" + std::to_string(i)));

  On(absl::CivilDay(2013, 6, 12));
  Move(&v1::CaseService::Stub::StartOperation, the_case_);
  const std::string first = Plan({shop}, "");
  Outcome(first, 1, v1::SITE_OUTCOME_FAILED_TIPPED_OFF, 0, 0);
  On(absl::CivilDay(2013, 7, 3));
  const std::string second = Plan({shop}, first);
  Outcome(second, 1, v1::SITE_OUTCOME_FAILED_TIPPED_OFF, 0, 0);

  On(absl::CivilDay(2013, 8, 20));
  const std::string east = EnterVenue(v1::VENUE_KIND_MASSAGE_PARLOUR, "Parlour East", "phnom-penh");
  const std::string west = EnterVenue(v1::VENUE_KIND_MASSAGE_PARLOUR, "Parlour West", "phnom-penh");
  for (std::size_t i = 0; i < ring.size(); ++i) MoveTo(ring[i], i % 2 == 0 ? east : west);

  On(absl::CivilDay(2013, 10, 12));
  const std::string third = Plan({east, west}, second);
  Outcome(third, 1, v1::SITE_OUTCOME_SUCCEEDED, 4, 3);
  EXPECT_EQ(Outcome(third, 2, v1::SITE_OUTCOME_SUCCEEDED, 2, 3).state(), v1::OPERATION_STATE_EXECUTED);
  for (int i = 1; i <= 6; ++i) EnterParty(the_case_, v1::PARTY_ROLE_SURVIVOR, "S" + std::to_string(i), /*minor=*/true);
  Move(&v1::CaseService::Stub::StartProsecution, the_case_);
  std::vector<std::string> charges;
  for (const std::string& accused : ring) {
    service_.clock().Advance(absl::Seconds(1));
    charges.push_back(Charge(accused));
  }

  On(absl::CivilDay(2014, 11, 20));
  const std::vector<int> years = {10, 9, 8, 8, 7, 7};
  for (std::size_t i = 0; i < charges.size(); ++i) Convict(charges[i], years[i]);
  Move(&v1::CaseService::Stub::DisposeCase, the_case_);

  EXPECT_EQ(
      Count([](const v1::OperationSite& site) -> int { return site.outcome() == v1::SITE_OUTCOME_FAILED_TIPPED_OFF; }),
      2);
  EXPECT_EQ(Count([](const v1::OperationSite& site) { return site.minors_rescued(); }), 6);
  EXPECT_THAT(TermsOfTheConvicted(), ::testing::ElementsAre(10, 9, 8, 8, 7, 7));
  v1::ListLinksRequest links;
  links.set_parent("offices/phnom-penh");
  links.set_end(east);
  EXPECT_EQ(Done(*network_, &v1::NetworkService::Stub::ListLinks, links).links_size(), 3);
}

}  // namespace
}  // namespace amparo::cases
