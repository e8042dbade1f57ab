// What the tests of CaseService share: the service with the office Cebu, and short ways to call it.
#pragma once

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/case/status_matchers.h"

namespace amparo::cases {

using CaseStub = v1::CaseService::Stub;

// A UUID that callers give.
inline constexpr char kRequestId[] = "0190f3c2-7d1e-7abc-8def-0123456789ab";

class CaseApiTest : public ::testing::Test {
 protected:
  CaseApiTest() { service_.OpenOffice("cebu"); }

  absl::StatusOr<v1::Case> Create(const v1::CreateCaseRequest& request) {
    return Call(service_.cases(), &CaseStub::CreateCase, request);
  }
  absl::StatusOr<v1::Case> Get(const std::string& name, types::v1::View view = types::v1::VIEW_BASIC) {
    v1::GetCaseRequest request;
    request.set_name(name);
    request.set_view(view);
    return Call(service_.cases(), &CaseStub::GetCase, request);
  }
  absl::StatusOr<v1::Case> Update(const v1::Case& wanted, const std::vector<std::string>& paths) {
    v1::UpdateCaseRequest request;
    *request.mutable_case_() = wanted;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call(service_.cases(), &CaseStub::UpdateCase, request);
  }
  // The titles that a list gives, page by page.
  std::vector<std::string> Titles(v1::ListCasesRequest request) {
    std::vector<std::string> titles;
    request.set_parent("offices/cebu");
    do {
      const auto page = Call(service_.cases(), &CaseStub::ListCases, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const v1::Case& one : page->cases()) titles.push_back(one.title());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return titles;
  }

  CaseService service_;
};

}  // namespace amparo::cases
