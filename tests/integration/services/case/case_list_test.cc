// Cases are found: lists, batches, and who may see what.
#include <string>
#include <vector>

#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "services/case/domain/crime_type.h"
#include "tests/integration/services/case/case_test.h"

namespace amparo::cases {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using CaseListTest = CaseApiTest;

TEST_F(CaseListTest, ListsAreStableAndFiltered) {
  std::vector<std::string> entered;
  for (int i = 0; i < 7; ++i) {
    entered.push_back("Case " + std::to_string(i));
    v1::CreateCaseRequest request = service_.NewCaseRequest(entered.back());
    request.mutable_case_()->set_crime_type(i % 2 == 0 ? "02041" : "0301");
    request.mutable_case_()->set_case_number("N-" + std::to_string(i));
    // Two entries share each moment: the id decides between them.
    request.set_case_id("0190f3c2-7d1e-7abc-8def-00000000000" + std::to_string(i));
    if (i % 2 == 0) service_.clock().Advance(absl::Seconds(1));
    const auto created = Create(request);
    ASSERT_THAT(created, IsOk());
    if (i >= 3) continue;
    ASSERT_THAT(service_.Act(&CaseStub::ScreenCase, created->name()), IsOk());
  }
  v1::ListCasesRequest all;
  all.set_page_size(3);
  EXPECT_THAT(Titles(all), ::testing::ElementsAreArray(entered));
  v1::ListCasesRequest screened;
  screened.add_stages(v1::CASE_STAGE_SCREENED);
  screened.set_page_size(2);
  EXPECT_THAT(Titles(screened), ElementsAre("Case 0", "Case 1", "Case 2"));
  v1::ListCasesRequest trafficking = screened;
  trafficking.set_crime_type("0204");
  EXPECT_THAT(Titles(trafficking), ElementsAre("Case 0", "Case 2"));
  v1::ListCasesRequest violence;
  violence.set_crime_type("03");
  EXPECT_THAT(Titles(violence), ElementsAre("Case 1", "Case 3", "Case 5"));
  v1::ListCasesRequest number;
  number.set_case_number("N-4");
  EXPECT_THAT(Titles(number), ElementsAre("Case 4"));
  number.set_case_number("N-40");
  EXPECT_THAT(Titles(number), IsEmpty());
}

TEST_F(CaseListTest, PageTokensBelongToTheirRequest) {
  for (int i = 0; i < 3; ++i) service_.EnterCase();
  v1::ListCasesRequest request;
  request.set_parent("offices/cebu");
  request.set_page_size(1);
  const auto page = Call(service_.cases(), &CaseStub::ListCases, request);
  ASSERT_THAT(page, IsOk());
  request.set_page_token(page->next_page_token());
  request.set_page_size(2);
  EXPECT_THAT(Call(service_.cases(), &CaseStub::ListCases, request), IsOk());
  v1::ListCasesRequest filtered = request;
  filtered.set_crime_type("0204");
  EXPECT_THAT(Call(service_.cases(), &CaseStub::ListCases, filtered), IsInvalid("page_token"));
  service_.OpenOffice("la-paz");
  v1::ListCasesRequest elsewhere = request;
  elsewhere.set_parent("offices/la-paz");
  EXPECT_THAT(Call(service_.cases(), &CaseStub::ListCases, elsewhere), IsInvalid("page_token"));
  request.set_page_size(-1);
  EXPECT_THAT(Call(service_.cases(), &CaseStub::ListCases, request), IsInvalid("page_size"));
}

TEST_F(CaseListTest, WhatIsEnteredWhileACallerReadsPagesComesLastAndNothingComesTwice) {
  for (const char* title : {"A", "B", "C"}) {
    service_.EnterCase(title);
    service_.clock().Advance(absl::Seconds(1));
  }
  v1::ListCasesRequest request;
  request.set_parent("offices/cebu");
  request.set_page_size(2);
  const auto first = Call(service_.cases(), &CaseStub::ListCases, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->cases_size(), 2);
  service_.EnterCase("D");
  ASSERT_THAT(service_.Act(&CaseStub::ScreenCase, first->cases(0).name()), IsOk());
  request.set_page_token(first->next_page_token());
  EXPECT_THAT(Titles(request), ElementsAre("C", "D"));
}

TEST_F(CaseListTest, ABatchIsBounded) {
  const std::string name = service_.EnterCase().name();
  v1::BatchGetCasesRequest request;
  request.set_parent("offices/cebu");
  for (int i = 0; i < 100; ++i) request.add_names(name);
  const auto most = Call(service_.cases(), &CaseStub::BatchGetCases, request);
  ASSERT_THAT(most, IsOk());
  EXPECT_EQ(most->cases_size(), 100);
  request.add_names(name);
  EXPECT_THAT(Call(service_.cases(), &CaseStub::BatchGetCases, request), IsInvalid("names"));
  for (const char* malformed : {"", "cases/7", "offices/cebu", "offices/cebu/cases/seven"}) {
    request.clear_names();
    request.add_names(malformed);
    EXPECT_THAT(Call(service_.cases(), &CaseStub::BatchGetCases, request), IsInvalid("names")) << malformed;
    EXPECT_THAT(Get(malformed), IsInvalid("name")) << malformed;
  }
}

TEST_F(CaseListTest, ABatchIsAllOrNothingInTheOrderAsked) {
  const v1::Case a = service_.EnterCase("A");
  const v1::Case b = service_.EnterCase("B");
  v1::BatchGetCasesRequest request;
  request.set_parent("offices/cebu");
  EXPECT_THAT(Call(service_.cases(), &CaseStub::BatchGetCases, request), IsInvalid("names"));
  for (const std::string& name : {b.name(), a.name(), b.name()}) request.add_names(name);
  const auto both = Call(service_.cases(), &CaseStub::BatchGetCases, request);
  ASSERT_THAT(both, IsOk());
  ASSERT_EQ(both->cases_size(), 3);
  EXPECT_EQ(both->cases(0).title(), "B");
  EXPECT_EQ(both->cases(1).title(), "A");
  EXPECT_EQ(both->cases(1).etag(), a.etag());
  const std::string missing = StrCat("offices/cebu/cases/", kRequestId);
  request.add_names(missing);
  const auto none = Call(service_.cases(), &CaseStub::BatchGetCases, request);
  EXPECT_THAT(none, FailsWith(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(std::string(none.status().message()), ::testing::HasSubstr(kRequestId));
  request.clear_names();
  request.add_names(StrCat("offices/la-paz/cases/", kRequestId));
  EXPECT_THAT(Call(service_.cases(), &CaseStub::BatchGetCases, request), IsInvalid("names"));
}

TEST_F(CaseListTest, AListUnderWhatIsNotThereIsNotFound) {
  const auto code_of = [&]<typename Service, typename Method, typename Request>(Method method, Request request,
                                                                                const std::string& parent) {
    request.set_parent(parent);
    return Call(*service_.StubOf<Service>(), method, request).status().code();
  };
  const auto codes_in = [&](const std::string& office, const std::string& the_case) {
    return std::vector{
        code_of.operator()<v1::CaseService>(&CaseStub::ListCases, v1::ListCasesRequest(), office),
        code_of.operator()<v1::NetworkService>(&v1::NetworkService::Stub::ListVenues, v1::ListVenuesRequest(), office),
        code_of.operator()<v1::NetworkService>(&v1::NetworkService::Stub::ListLinks, v1::ListLinksRequest(), office),
        code_of.operator()<v1::PartyService>(&v1::PartyService::Stub::ListParties, v1::ListPartiesRequest(), the_case),
        code_of.operator()<v1::ChargeService>(&v1::ChargeService::Stub::ListCharges, v1::ListChargesRequest(),
                                              the_case),
        code_of.operator()<v1::OperationService>(&v1::OperationService::Stub::ListOperations,
                                                 v1::ListOperationsRequest(), the_case)};
  };
  EXPECT_THAT(codes_in("offices/cebuu", StrCat("offices/cebu/cases/", kRequestId)), Each(absl::StatusCode::kNotFound));
  service_.OpenOffice("la-paz");
  EXPECT_THAT(codes_in("offices/la-paz", service_.EnterCase().name()), Each(absl::StatusCode::kOk));
}

TEST_F(CaseListTest, WhatACallerMayNotSeeDoesNotExist) {
  service_.OpenOffice("la-paz");
  const v1::Case hidden = service_.EnterCase("Hidden", "la-paz");
  auto cebu = service_.StubOf<v1::CaseService>("cebu");
  v1::GetCaseRequest get;
  get.set_name(hidden.name());
  EXPECT_THAT(Call(*cebu, &CaseStub::GetCase, get), FailsWith(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(*cebu, &CaseStub::CreateCase, service_.NewCaseRequest("A case", "la-paz")),
              FailsWith(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(CaseListTest, RolesAreAskedFor) {
  const v1::Case entered = service_.EnterCase();
  v1::CaseActRequest act;
  act.set_name(entered.name());
  EXPECT_THAT(Call(*service_.StubOf<v1::CaseService>("intake"), &CaseStub::ReopenCase, act),
              FailsWith(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  EXPECT_THAT(Call(*service_.StubOf<v1::CaseService>("auditor"), &CaseStub::CreateCase, service_.NewCaseRequest()),
              FailsWith(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  EXPECT_THAT(Call(*service_.StubOf<v1::CaseService>("stranger"), &CaseStub::ScreenCase, act),
              FailsWith(absl::StatusCode::kUnauthenticated, "UNAUTHENTICATED"));
}

TEST_F(CaseListTest, TheCrimeTypesOfTheDatabaseAreThoseOfTheCode) {
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM crime_type WHERE version = 'ICCS-1.0'"),
            std::to_string(CrimeTypes().size()));
  for (const CrimeType& type : CrimeTypes()) {
    EXPECT_EQ(service_.Sql("SELECT title FROM crime_type WHERE code = '" + std::string(type.code) + "'"), type.title);
  }
}

}  // namespace
}  // namespace amparo::cases
