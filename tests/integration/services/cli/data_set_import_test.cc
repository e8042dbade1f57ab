// `amparo import FOLDER` on the case service: records that no bundle of a case has come behind the cases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

#include "common/base/strings.h"
#include "services/cli/failure.h"
#include "services/cli/table.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/cli/terminal.h"

namespace amparo::testing {
namespace {

using cli::Json;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kCaseName[] = "offices/cebu/cases/0b4d1f5e-7c1a-4f3e-9a56-0d6f6f1c2a01";
constexpr char kRingName[] = "offices/cebu/organizations/0b4d1f5e-7c1a-4f3e-9a56-0d6f6f1c2a03";
constexpr char kLinkName[] = "offices/cebu/links/0b4d1f5e-7c1a-4f3e-9a56-0d6f6f1c2a04";

constexpr char kAccusedName[] =
    "offices/cebu/cases/0b4d1f5e-7c1a-4f3e-9a56-0d6f6f1c2a01/parties/0b4d1f5e-7c1a-4f3e-9a56-0d6f6f1c2a02";
constexpr char kNobodysName[] = "offices/cebu/organizations/0b4d1f5e-7c1a-4f3e-9a56-0d6f6f1c2a09";

std::string CaseFile() {
  return StrCat(R"({"cases": [{"case": {"name": ")", kCaseName, R"(", "case_number": "CEB-1", "title": "A ring",
                                        "crime_type": "02041", "stage": "CASE_STAGE_REPORTED",
                                        "report_date": {"year": 2014, "month": 12, "day": 1}},
                               "parties": [{"name": ")",
                kAccusedName, R"(", "role": "PARTY_ROLE_ACCUSED", "pseudonym": "Accused A"}]}]})");
}

// A line of a file of records: one whose fields but the name are `fields`.
std::string LineOf(const std::string& kind, const std::string& type, const std::string& name,
                   const std::string& fields) {
  return StrCat(R"({"parent": "offices/cebu", "record": {"name": ")", name, R"(", "kind": ")", kind,
                R"(", "resource": {"@type": "type.googleapis.com/amparo.cases.v1.)", type, R"(", "name": ")", name,
                R"(", )", fields, "}}}\n");
}

std::string RingLine() {
  return LineOf("organization", "Organization", kRingName,
                R"("pseudonym": "The ring", "kind": "ORGANIZATION_KIND_CRIMINAL_GROUP")");
}

// The accused is a member of the organization called `of`.
std::string MemberLine(const std::string& of = kRingName) {
  return LineOf("link", "Link", kLinkName,
                StrCat(R"("kind": "LINK_KIND_MEMBER_OF", "from": ")", kAccusedName, R"(", "to": ")", of,
                       R"(", "confidence": "CONFIDENCE_HIGH", "observed_date": {"year": 2014, "month": 5, "day": 6})"));
}

class DataSetImportTest : public ::testing::Test {
 protected:
  DataSetImportTest() { service_.OpenOffice("cebu"); }

  // Imports the folder of what was written; what its table says of each: "1 created, 0 unchanged, 0 rejected".
  std::map<std::string, std::string> ImportFolder(const std::string& file, int code = cli::kOk) {
    const std::string folder = std::filesystem::path(file).parent_path().string();
    const Outcome outcome = terminal_.Run({"import", folder, "--format", "json"});
    EXPECT_EQ(outcome.code, code) << outcome.err;
    told_ = outcome.err;
    std::map<std::string, std::string> became;
    if (outcome.out.empty()) return became;
    for (const Json& row : Json::parse(outcome.out)) {
      became[row.at("what").get<std::string>()] =
          StrCat(row.at("created").get<int>(), " created, ", row.at("unchanged").get<int>(), " unchanged, ",
                 row.at("rejected").get<int>(), " rejected");
    }
    return became;
  }

  cases::CaseService service_;
  Terminal terminal_{ConfigFor(service_.server(), "everyone")};
  // What the last import complained of.
  std::string told_;
};

TEST_F(DataSetImportTest, RecordsComeBehindTheCasesAndOnce) {
  // By its name it would come before the case that it speaks of.
  terminal_.Write("a.jsonl", RingLine() + "\n" + MemberLine());
  const std::string file = terminal_.Write("cebu.json", CaseFile());
  std::map<std::string, std::string> became = ImportFolder(file);
  EXPECT_EQ(became["cases"], "1 created, 0 unchanged, 0 rejected");
  EXPECT_EQ(became["records: organization"], "1 created, 0 unchanged, 0 rejected");
  EXPECT_EQ(became["records: link"], "1 created, 0 unchanged, 0 rejected");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM link"), "1");
  became = ImportFolder(file);
  EXPECT_EQ(became["cases"], "0 created, 1 unchanged, 0 rejected");
  EXPECT_EQ(became["records: link"], "0 created, 1 unchanged, 0 rejected");
}

TEST_F(DataSetImportTest, ARecordThatIsRejectedIsToldByItsLineAndTheOthersAreIn) {
  terminal_.Write("a.jsonl", MemberLine(kNobodysName) + RingLine());
  std::map<std::string, std::string> became = ImportFolder(terminal_.Write("cebu.json", CaseFile()), cli::kPartly);
  EXPECT_EQ(became["records: link"], "0 created, 0 unchanged, 1 rejected");
  EXPECT_EQ(became["records: organization"], "1 created, 0 unchanged, 0 rejected");
  EXPECT_THAT(told_, AllOf(HasSubstr("a.jsonl:line 1: "), HasSubstr("[RESOURCE_NOT_FOUND]")));
}

TEST_F(DataSetImportTest, ALineThatIsNoRecordIsToldBeforeAnythingIsSent) {
  terminal_.Write("a.jsonl", RingLine() + "{\"record\": 1}\n");
  ImportFolder(terminal_.Write("cebu.json", CaseFile()), cli::kUsage);
  EXPECT_THAT(told_, HasSubstr("a.jsonl:line 2: "));
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM \"case\""), "0");
}

TEST_F(DataSetImportTest, AFileOfRecordsIsImportedByItself) {
  const Outcome outcome = terminal_.Run({"import", terminal_.Write("ring.jsonl", RingLine())});
  EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("records: organization"));
}

}  // namespace
}  // namespace amparo::testing
