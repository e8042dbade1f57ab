// `amparo import FILE --mapping FILE` and `amparo import faults` on the case service: every row is in or kept with its
// fault, and an import that is killed at any moment and started again ends the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/base/uuid.h"
#include "services/cli/failure.h"
#include "services/cli/table.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/cli/terminal.h"

namespace amparo::testing {
namespace {

namespace v1 = cases::v1;
using cli::Json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kRegisterMapping[] = R"({
  "amparo_mapping": 1, "name": "register", "missing": ["NA"], "office": "cebu", "key": ["number"],
  "columns": ["number", "reported", "name"],
  "bundle": {
    "case": {"case_number": {"$column": "number"}, "title": "Of the register", "crime_type": "0301",
             "report_date": {"$column": "reported", "$date": "dd.mm.yyyy", "$required": true}},
    "parties": [{"name": {"$name": "parties/survivor"}, "role": "PARTY_ROLE_SURVIVOR", "pseudonym": "S",
                 "identity": {"full_name": {"$column": "name"}}}]
  }
})";

// A row for each charge.
constexpr char kChargesMapping[] = R"({
  "amparo_mapping": 1, "name": "charges", "office": "cebu", "key": ["number"], "rows": "together",
  "columns": ["number", "reported", "accused", "section"],
  "bundle": {
    "case": {"case_number": {"$column": "number"}, "title": "Of the register", "crime_type": "0301",
             "report_date": {"$column": "reported", "$date": "dd.mm.yyyy", "$required": true},
             "stage_changes": [
               {"stage": "CASE_STAGE_REPORTED", "effective_date": {"$column": "reported", "$date": "dd.mm.yyyy"}},
               {"stage": "CASE_STAGE_SCREENED", "effective_date": {"$column": "reported", "$date": "dd.mm.yyyy"}},
               {"stage": "CASE_STAGE_INVESTIGATION", "effective_date": {"$column": "reported", "$date": "dd.mm.yyyy"}},
               {"stage": "CASE_STAGE_PROSECUTION", "effective_date": {"$column": "reported", "$date": "dd.mm.yyyy"}}]},
    "parties": [{"name": {"$name": "parties/accused", "$by": ["accused"]}, "role": "PARTY_ROLE_ACCUSED",
                 "pseudonym": {"$join": ["A", {"$column": "accused"}]}}],
    "charges": [{"name": {"$name": "charges/charge", "$by": ["accused", "section"]},
                 "accused": {"$name": "parties/accused", "$by": ["accused"]}, "law_article": {"$column": "section"},
                 "charge_date": {"$column": "reported", "$date": "dd.mm.yyyy"}}]
  }
})";

// A register of `rows`, in which every hundredth row has no date.
std::string Register(int rows) {
  std::string text = "\xEF\xBB\xBFnumber,reported,name\r\n";
  for (int i = 1; i <= rows; ++i) {
    StrAppend(&text, "R-", i, ",", i % 100 == 0 ? "soon" : "05.03.2014", ",\"Canary, the ", i, "th\"\r\n");
  }
  return text;
}

// A case service with its own database, and somebody at a terminal.
class ImportPlace {
 public:
  ImportPlace() { service_.OpenOffice("cebu"); }

  void OpenIndianOffice(const std::string& id) {
    v1::CreateOfficeRequest request;
    request.set_office_id(id);
    v1::Office& office = *request.mutable_office();
    office.set_display_name("Office " + id);
    office.set_country_code("IN");
    office.set_currency_code("INR");
    office.set_time_zone("Asia/Kolkata");
    *office.mutable_open_date() = cases::DateOf(absl::CivilDay(2008, 3, 1));
    EXPECT_TRUE(cases::Call(service_.offices(), &v1::OfficeService::Stub::CreateOffice, request).ok());
  }

  // Runs a command that must end with `code`; what it printed.
  std::string Run(const std::vector<std::string>& arguments, int code = cli::kOk) {
    const Outcome outcome = terminal_.Run(arguments);
    EXPECT_EQ(outcome.code, code) << outcome.err;
    return outcome.out;
  }

  int64_t Count(const std::string& from) {
    int64_t count = 0;
    EXPECT_TRUE(absl::SimpleAtoi(service_.Sql("SELECT count(*) FROM " + from), &count));
    return count;
  }

  // Starts the import in a process of its own and kills it once so many cases are in; false when it was done before.
  bool KillAt(int64_t cases, const std::vector<std::string>& arguments) {
    std::vector<std::string> words = {AMPARO_PROGRAM, "--config", terminal_.config_path()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t child = 0;
    if (posix_spawn(&child, AMPARO_PROGRAM, nullptr, nullptr, argv.data(), environ) != 0) {
      ADD_FAILURE() << "the program cannot be started";
      return false;
    }
    int status = 0;
    const absl::Time deadline = absl::Now() + absl::Minutes(2);
    while (Count("\"case\"") < cases && absl::Now() < deadline) {
      if (waitpid(child, &status, WNOHANG) == child) return false;
    }
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return WIFSIGNALED(status);
  }

  // All that an import leaves in an office, but for times and ciphertexts.
  std::string State(const std::string& office = "cebu") {
    const auto digest = [this, &office](const std::string& columns, const std::string& table) {
      return service_.Sql(StrCat("SELECT count(*) || ' ' || md5(string_agg(", columns, ", ',' ORDER BY id)) FROM ",
                                 table, " WHERE office = '", office, "'"));
    };
    return StrCat(
        digest("id::text || version || case_number || stage", "\"case\""), "\n",
        digest("id::text || version || case_id || role", "party"), "\n", digest("id::text || version", "person"), "\n",
        digest("id::text || version || case_id || verdict", "charge"), "\n",
        digest("id::text || version || state || row_key", "import_fault"), "\n",
        service_.Sql(
            StrCat("SELECT count(*) || ' ' || count(DISTINCT name) FROM outbox WHERE office = '", office, "'")),
        "\n", service_.Sql("SELECT count(*) FROM audit WHERE method LIKE '%ImportCases' AND action = 'WRITE'"), "\n",
        service_.Sql("SELECT count(*) FROM data_key"));
  }

  cases::CaseService service_;
  Terminal terminal_{ConfigFor(service_.server(), "everyone")};
};

class CsvImportTest : public ::testing::Test {
 protected:
  ImportPlace place_;
  const std::string mapping_ = place_.terminal_.Write("mapping.json", kRegisterMapping);
};

// The one of `faults` that is of a line of its file. Those of one moment are listed in no order that a file knows of.
Json FaultOfLine(const Json& faults, int line) {
  const std::string row = StrCat("line ", line, "/");
  for (const Json& fault : faults) {
    if (fault.at("row").get<std::string>().starts_with(row)) return fault;
  }
  throw std::runtime_error(StrCat("no fault is of ", row));
}

TEST_F(CsvImportTest, EveryRowIsInOrKeptWithItsFault) {
  const std::string file = place_.terminal_.Write("register.csv", Register(250));
  const Outcome first = place_.terminal_.Run({"import", file, "--mapping", mapping_, "--format", "json"});
  EXPECT_EQ(first.code, cli::kPartly);
  EXPECT_THAT(first.err, HasSubstr("register.csv line 101, column reported: must be a date that exists, written "
                                   "dd.mm.yyyy"));
  EXPECT_THAT(first.err, Not(HasSubstr("soon"))) << "what a row holds is not told";
  const Json told = Json::parse(first.out)[0];
  EXPECT_EQ(told.at("rows"), 250);
  EXPECT_EQ(told.at("created"), 248);
  EXPECT_EQ(told.at("rejected"), 2);
  EXPECT_EQ(place_.Count("\"case\" WHERE office = 'cebu'"), 248);
  const Json faults = Json::parse(place_.Run({"import", "faults", "--office", "cebu", "--format", "json"}));
  ASSERT_EQ(faults.size(), 2u);
  const Json fault = FaultOfLine(faults, 101);
  EXPECT_EQ(fault.at("source"), "register.csv");
  EXPECT_THAT(fault.at("what").get<std::string>(), HasSubstr("reported: must be a date"));
  const std::string name = fault.at("name");
  EXPECT_THAT(place_.Run({"import", "fault", name}), HasSubstr("R-100,soon,\"Canary, the 100th\""));
  EXPECT_EQ(place_.service_.Sql("SELECT count(*) FROM import_fault WHERE position('Canary'::bytea IN body) > 0"), "0");
  EXPECT_THAT(place_.Run({"import", "resolve", name, "--resolution", "asked for the date"}), HasSubstr("resolved"));
  EXPECT_THAT(place_.Run({"import", "fault", name}), Not(HasSubstr("Canary")));
  EXPECT_THAT(place_.Run({"import", "faults", "--office", "cebu", "--state", "open"}), Not(HasSubstr(name)));
}

TEST_F(CsvImportTest, ARepetitionChangesNothingAndARepairedRowResolvesItsFault) {
  const std::string text = Register(120);
  const std::string file = place_.terminal_.Write("register.csv", text);
  place_.Run({"import", file, "--mapping", mapping_}, cli::kPartly);
  const std::string before = place_.State();
  const Json again =
      Json::parse(place_.Run({"import", file, "--mapping", mapping_, "--format", "json"}, cli::kPartly))[0];
  EXPECT_EQ(again.at("created"), 0);
  EXPECT_EQ(again.at("unchanged"), 119);
  EXPECT_EQ(place_.State(), before);
  std::string repaired = text;
  repaired.replace(repaired.find("soon"), 4, "06.03.2014");
  place_.terminal_.Write("register.csv", repaired);
  place_.Run({"import", file, "--mapping", mapping_});
  const Json faults = Json::parse(place_.Run({"import", "faults", "--office", "cebu", "--format", "json"}));
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].at("state"), "resolved");
  EXPECT_THAT(faults[0].at("case").get<std::string>(), HasSubstr("offices/cebu/cases/"));
}

TEST_F(CsvImportTest, AKeyThatComesTwiceIsAFaultOfTheSecond) {
  const std::string file =
      place_.terminal_.Write("twice.csv", "number,reported,name\nR-1,05.03.2014,One\nR-1,06.03.2014,Another\n");
  const Outcome outcome = place_.terminal_.Run({"import", file, "--mapping", mapping_, "--streams", "4"});
  EXPECT_EQ(outcome.code, cli::kPartly);
  EXPECT_THAT(outcome.err, HasSubstr("twice.csv line 3: repeats the key of line 2"));
  EXPECT_EQ(place_.service_.Sql("SELECT report_date FROM \"case\" WHERE case_number = 'R-1'"), "2014-03-05");
}

TEST_F(CsvImportTest, ACaseOfSeveralRowsIsEnteredWholeOrNotAtAll) {
  const std::string mapping = place_.terminal_.Write("charges.json", kChargesMapping);
  const std::vector<std::string> import = {
      "import",
      place_.terminal_.Write("charges.csv",
                             "number,reported,accused,section\nR-1,05.03.2014,1,s 4\nR-1,05.03.2014,1,s 6\n"
                             "R-1,soon,2,s 4\nR-2,06.03.2014,1,s 4\n"),
      "--mapping",
      mapping,
      "--format",
      "json"};
  const Outcome first = place_.terminal_.Run(import);
  EXPECT_EQ(first.code, cli::kPartly);
  EXPECT_THAT(first.err, HasSubstr("charges.csv line 2 (3 rows), column reported: line 4: must be a date"));
  const Json told = Json::parse(first.out)[0];
  EXPECT_EQ(told.at("rows"), 4);
  EXPECT_EQ(told.at("created"), 1);
  EXPECT_EQ(told.at("rejected"), 3);
  EXPECT_EQ(place_.Count("\"case\""), 1);
  const Json faults = Json::parse(place_.Run({"import", "faults", "--office", "cebu", "--format", "json"}));
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_THAT(place_.Run({"import", "fault", faults[0].at("name")}),
              AllOf(HasSubstr("1,s 6"), HasSubstr("soon,2,s 4")));
  // Mended, the case is entered with all its rows; sent again, nothing changes.
  place_.terminal_.Write("charges.csv",
                         "number,reported,accused,section\nR-1,05.03.2014,1,s 4\nR-1,05.03.2014,1,s 6\n"
                         "R-1,05.03.2014,2,s 4\nR-2,06.03.2014,1,s 4\n");
  for (const int created : {3, 0}) {
    const Json mended = Json::parse(place_.Run(import))[0];
    EXPECT_EQ(mended.at("created"), created);
    EXPECT_EQ(mended.at("unchanged"), 4 - created);
    EXPECT_EQ(place_.Count("\"case\""), 2);
    EXPECT_EQ(place_.Count("party"), 3);
    EXPECT_EQ(place_.Count("charge"), 4);
    EXPECT_EQ(place_.Count("import_fault WHERE state = 1"), 0);
  }
}

TEST_F(CsvImportTest, ARowOfAnOfficeThatIsNotThereIsKeptByTheOneForFaults) {
  Json json = Json::parse(kRegisterMapping);
  json["office"] = Json{{"$column", "office"}};
  json["fault_office"] = "cebu";
  json["columns"] = Json::array({"number", "reported", "name", "office"});
  const std::string mapping = place_.terminal_.Write("offices.json", json.dump());
  const std::string file = place_.terminal_.Write(
      "offices.csv",
      "number,reported,name,office\nR-1,05.03.2014,One,cebu\nR-2,05.03.2014,Two,atlantis\nR-3,05.03.2014,Three,New "
      "Delhi\n");
  for (int again = 0; again < 2; ++again) {
    const Json told =
        Json::parse(place_.Run({"import", file, "--mapping", mapping, "--format", "json"}, cli::kPartly))[0];
    EXPECT_EQ(told.at("rows"), 3);
    EXPECT_EQ(told.at("rejected"), 2);
    EXPECT_EQ(place_.Count("import_fault WHERE office = 'cebu' AND state = 1"), 2);
  }
  const Json faults = Json::parse(place_.Run({"import", "faults", "--office", "cebu", "--format", "json"}));
  ASSERT_EQ(faults.size(), 2u);
  EXPECT_THAT(place_.Run({"import", "fault", FaultOfLine(faults, 3).at("name")}),
              HasSubstr("R-2,05.03.2014,Two,atlantis"));
}

TEST_F(CsvImportTest, WithoutAnOfficeThatKeepsFaultsNoRowIsSent) {
  const std::string file = place_.terminal_.Write("register.csv", Register(2));
  Json of_one = Json::parse(kRegisterMapping);
  of_one["office"] = "cebuu";
  Json of_many = Json::parse(kRegisterMapping);
  of_many["office"] = Json{{"$column", "name"}};
  of_many["fault_office"] = "New Delhi";
  for (const auto& [mapping, office] : {std::pair(of_one, "offices/cebuu"), std::pair(of_many, "offices/New Delhi")}) {
    const Outcome outcome =
        place_.terminal_.Run({"import", file, "--mapping", place_.terminal_.Write("misspelt.json", mapping.dump())});
    EXPECT_EQ(outcome.code, cli::kUsage);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr(office), HasSubstr("fault_office")));
    EXPECT_EQ(place_.Count("import_fault"), 0);
  }
}

TEST_F(CsvImportTest, OfMoreFaultsThanAreToldItSaysHowManyAre) {
  std::string text = "number,reported,name\n";
  for (int i = 0; i < 1001; ++i) StrAppend(&text, "R-", i, ",soon,One\n");
  const std::string file = place_.terminal_.Write("register.csv", text);
  const Outcome outcome = place_.terminal_.Run({"import", file, "--mapping", mapping_});
  EXPECT_EQ(outcome.code, cli::kPartly);
  EXPECT_THAT(outcome.err, HasSubstr("(--format json lists the first 1000)"));
}

TEST_F(CsvImportTest, KilledAtAnyMomentAndStartedAgainItEndsTheSame) {
  constexpr int kRows = 2500;
  const std::string text = Register(kRows);
  ImportPlace undisturbed;
  undisturbed.Run({"import", undisturbed.terminal_.Write("register.csv", text), "--mapping",
                   undisturbed.terminal_.Write("mapping.json", kRegisterMapping)},
                  cli::kPartly);
  const std::string file = place_.terminal_.Write("register.csv", text);
  int kills = 0;
  for (const int64_t moment : {1, 60, 400, 1100, 1900})
    kills += place_.KillAt(moment, {"import", file, "--mapping", mapping_});
  EXPECT_GE(kills, 3);
  const Json last =
      Json::parse(place_.Run({"import", file, "--mapping", mapping_, "--format", "json"}, cli::kPartly))[0];
  EXPECT_EQ(last.at("rows"), kRows);
  EXPECT_EQ(last.at("rejected"), kRows / 100);
  EXPECT_GT(last.at("unchanged").get<int>(), 0);
  EXPECT_EQ(place_.State(), undisturbed.State());
  EXPECT_EQ(place_.service_.Sql("SELECT max(seq) - count(*) FROM outbox"), "0");
}

TEST_F(CsvImportTest, AFileThatIsNotTheMappingsIsRefusedBeforeAnyRow) {
  const std::string file = place_.terminal_.Write("other.csv", "a,b\n1,2\n");
  const Outcome outcome = place_.terminal_.Run({"import", file, "--mapping", mapping_});
  EXPECT_EQ(outcome.code, cli::kUsage);
  EXPECT_THAT(outcome.err, HasSubstr("header"));
  EXPECT_EQ(place_.Count("\"case\""), 0);
}

TEST_F(CsvImportTest, AnotherCaseInTheSamePlaceOfADataSetResolvesNoFault) {
  const auto data_set = [this](const std::string& title) {
    const Json the_case = {{"name", "offices/cebu/cases/" + Uuid::V7(absl::Now()).ToString()},
                           {"title", title},
                           {"crimeType", "0301"},
                           {"reportDate", {{"year", 2014}, {"month", 3}, {"day", 5}}}};
    return place_.terminal_.Write("cases.json", Json{{"cases", Json::array({Json{{"case", the_case}}})}}.dump());
  };
  place_.Run({"import", data_set("")}, cli::kPartly);
  EXPECT_EQ(place_.Count("import_fault WHERE state = 1"), 1);
  place_.Run({"import", data_set("Another case")});
  EXPECT_EQ(place_.Count("\"case\""), 1);
  EXPECT_EQ(place_.Count("import_fault WHERE state = 1"), 1);
}

// Real cases of real courts, which are no part of the project.
TEST_F(CsvImportTest, TheCourtCasesOfTwoStatesAddUp) {
  const char* given = std::getenv("AMPARO_POCSO_CSV");
  const std::filesystem::path file = given != nullptr ? given : AMPARO_POCSO_CSV_BESIDE;
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "skipped: cases.csv not found";
  ImportPlace undisturbed;
  for (ImportPlace* place : {&place_, &undisturbed}) {
    place->service_.clock().Set(absl::FromCivil(absl::CivilSecond(2020, 5, 1, 6, 0, 0), absl::UTCTimeZone()));
    place->OpenIndianOffice("delhi");
    place->OpenIndianOffice("assam");
  }
  const std::vector<std::string> import = {"import",   file.string(), "--mapping", AMPARO_POCSO_MAPPING,
                                           "--format", "json"};
  EXPECT_TRUE(place_.KillAt(3000, import));
  EXPECT_TRUE(place_.KillAt(9000, import));
  const Outcome outcome = place_.terminal_.Run(import);
  EXPECT_EQ(outcome.code, cli::kPartly) << outcome.err;
  const Json told = Json::parse(outcome.out)[0];
  EXPECT_EQ(told.at("rows"), 15152);
  EXPECT_EQ(told.at("created").get<int>() + told.at("unchanged").get<int>(), 15137);
  EXPECT_EQ(told.at("rejected"), 15);
  EXPECT_EQ(place_.service_.Sql("SELECT string_agg(office || ' ' || n, ', ' ORDER BY office) FROM (SELECT office, "
                                "count(*) AS n FROM \"case\" GROUP BY office) AS per_office"),
            "assam 5771, delhi 9366");
  EXPECT_EQ(place_.Count("\"case\" WHERE stage = 6"), 5048);
  EXPECT_EQ(place_.Count("charge"), 15137);
  EXPECT_EQ(place_.Count("import_fault WHERE office = 'assam' AND state = 1"), 15);
  EXPECT_EQ(place_.service_.Sql("SELECT max(seq) - count(*) FROM outbox"), "0");
  // Of each case its own row, its accused (the person and what they are in it) and the charge; of each fault one.
  EXPECT_EQ(place_.Count("audit WHERE method LIKE '%ImportCases' AND action = 'WRITE'"), 4 * 15137 + 15);
  undisturbed.Run(import, cli::kPartly);
  for (const char* office : {"delhi", "assam"}) EXPECT_EQ(place_.State(office), undisturbed.State(office)) << office;
}

}  // namespace
}  // namespace amparo::testing
