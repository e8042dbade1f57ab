// The newsroom's data set enters as it is: every row is accepted, and the same rows again change nothing.
#include <google/protobuf/util/json_util.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "services/case/domain/names.h"
#include "tests/integration/services/case/court_test.h"
#include "tests/integration/services/case/office_move.h"

namespace amparo::cases {
namespace {

// The data set's files.
std::vector<std::filesystem::path> DataFiles() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(AMPARO_NEWSROOM_DIR)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  return files;
}

class NewsroomImportTest : public ::testing::Test {
 protected:
  template <typename Message>
  static Message Parsed(const nlohmann::json& json) {
    Message message;
    const auto status = google::protobuf::util::JsonStringToMessage(json.dump(), &message);
    EXPECT_TRUE(status.ok()) << status;
    return message;
  }

  void OpenOffices(const nlohmann::json& data) {
    for (const nlohmann::json& office : data["offices"]) {
      v1::CreateOfficeRequest request;
      *request.mutable_office() = Parsed<v1::Office>(office);
      request.set_office_id(ParseName<OfficeName>(request.office().name())->office);
      const auto opened = Call(service_.offices(), &v1::OfficeService::Stub::CreateOffice, request);
      ASSERT_THAT(opened, IsOk());
    }
  }

  // Imports the cases of a file; tells each row that is rejected.
  v1::ImportCasesResponse Import(const nlohmann::json& data) {
    std::vector<v1::ImportCasesRequest> rows;
    for (const nlohmann::json& one : data["cases"]) {
      v1::ImportCasesRequest& row = rows.emplace_back();
      *row.mutable_bundle() = Parsed<v1::CaseBundle>(one);
      row.set_row(row.bundle().case_().case_number());
      row.set_parent(ToString(OfficeName{ParseName<CaseName>(row.bundle().case_().name())->office}));
    }
    const auto response = service_.Import(rows);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    for (const v1::ImportResult& result : response->results()) {
      EXPECT_NE(result.outcome(), v1::IMPORT_OUTCOME_REJECTED) << result.row() << ": " << result.message();
    }
    return *response;
  }

  CaseService service_;
};

TEST_F(NewsroomImportTest, EveryRowEntersOnce) {
  const std::vector<std::filesystem::path> files = DataFiles();
  ASSERT_FALSE(files.empty());
  for (const std::filesystem::path& file : files) {
    std::ifstream in(file);
    const nlohmann::json data = nlohmann::json::parse(in);
    OpenOffices(data);
    const int rows = static_cast<int>(data["cases"].size());
    EXPECT_EQ(Import(data).created(), rows) << file;
    EXPECT_EQ(Import(data).unchanged(), rows) << file;
  }
}

TEST_F(NewsroomImportTest, EveryOfficeMovesElsewhereAsItIs) {
  CaseService elsewhere;
  for (const std::filesystem::path& file : DataFiles()) {
    std::ifstream in(file);
    const nlohmann::json data = nlohmann::json::parse(in);
    OpenOffices(data);
    Import(data);
    for (const nlohmann::json& office : data["offices"]) {
      const std::string name = office["name"].get<std::string>();
      const std::string id = ParseName<OfficeName>(name)->office;
      SCOPED_TRACE(file);
      const std::vector<feed::v1::Event> records = RecordsToMove(service_, id, elsewhere);
      EXPECT_EQ(MoveAsTheyAre(elsewhere, records).created, static_cast<int>(records.size()) - 1);
    }
  }
}

}  // namespace
}  // namespace amparo::cases
