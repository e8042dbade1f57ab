// What the tests of imports share: the service with the office Phnom Penh, and ways to send rows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/integration/services/case/court_test.h"
#include "tests/integration/services/case/ring_bundle.h"

namespace amparo::cases {

class ImportFixture : public CourtTest {
 protected:
  ImportFixture() { service_.OpenOffice("phnom-penh"); }

  // Sends all rows in one call.
  absl::StatusOr<v1::ImportCasesResponse> Import(const std::vector<v1::ImportCasesRequest>& rows) {
    return service_.Import(rows);
  }

  // The result of a row sent alone.
  v1::ImportResult ImportOne(const v1::ImportCasesRequest& row) {
    const auto response = Import({row});
    EXPECT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->results_size(), 1);
    return response->results(0);
  }

  std::string Count(const std::string& from) { return service_.Sql("SELECT count(*) FROM " + from); }

  std::unique_ptr<v1::ImportFaultService::Stub> faults_ = service_.StubOf<v1::ImportFaultService>();
};

}  // namespace amparo::cases
