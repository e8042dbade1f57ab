#include "services/cli/data_set.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/failure.h"
#include "services/cli/input_file.h"
#include "services/cli/table.h"

namespace amparo::cli {
namespace {

namespace fs = std::filesystem;

template <class Resource>
void ReadList(const fs::path& file, const std::string& key, const Json& list, std::vector<Row<Resource>>& rows) {
  if (!list.is_array()) {
    throw Failure(kUsage, StrCat(file.string(), ": \"", key, "\" must be a list"));
  }
  for (size_t i = 0; i < list.size(); ++i) {
    Row<Resource> row{StrCat(file.filename().string(), ":", key, "[", i, "]"), {}};
    const auto status = google::protobuf::util::JsonStringToMessage(list[i].dump(), &row.resource);
    if (!status.ok()) {
      throw Failure(kUsage, StrCat(row.place, ": ", std::string(status.message())));
    }
    rows.push_back(std::move(row));
  }
}

void ReadPart(const fs::path& file, DataSet& data) {
  const Json json = ReadJson(file.string());
  if (!json.is_object()) {
    throw Failure(kUsage, StrCat(file.string(), ": must be one JSON object"));
  }
  for (const auto& [key, value] : json.items()) {
    if (key == "offices") {
      ReadList(file, key, value, data.offices);
    } else if (key == "courts") {
      ReadList(file, key, value, data.courts);
    } else if (key == "travel_times") {
      ReadList(file, key, value, data.travel_times);
    } else if (key == "cases") {
      ReadList(file, key, value, data.cases);
    } else if (key == "hearings") {
      ReadList(file, key, value, data.hearings);
    } else if (key != "about") {
      throw Failure(kUsage, StrCat(file.string(), ": unknown key \"", key,
                                   "\"; known are about, offices, courts, travel_times, cases, hearings"));
    }
  }
}

// The files that a data set of `path` has, by what they hold.
struct DataFiles {
  std::vector<fs::path> resources;
  std::vector<fs::path> records;
};

DataFiles FilesAt(const std::string& path) {
  DataFiles files;
  const auto add = [&files](const fs::path& file) {
    (file.extension() == ".jsonl" ? files.records : files.resources).push_back(file);
  };
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    add(path);
    return files;
  }
  for (const auto& entry : fs::directory_iterator(path)) {
    const fs::path ending = entry.path().extension();
    if (ending == ".json" || ending == ".jsonl") add(entry.path());
  }
  if (files.resources.empty() && files.records.empty()) {
    throw Failure(kUsage, StrCat(path, ": the folder has no .json or .jsonl file"));
  }
  std::sort(files.resources.begin(), files.resources.end());
  std::sort(files.records.begin(), files.records.end());
  return files;
}

void ReadRecordLines(const fs::path& file, RecordRows& rows) {
  std::istringstream text(ReadText(file.string()));
  std::string line;
  for (int number = 1; std::getline(text, line); ++number) {
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    Row<cases::v1::ImportRecordsRequest> row{StrCat(file.filename().string(), ":line ", number), {}};
    // Refuses what is nested too deep.
    ParseJson(line, row.place);
    const auto status = google::protobuf::util::JsonStringToMessage(line, &row.resource);
    if (!status.ok()) throw Failure(kUsage, StrCat(row.place, ": ", std::string(status.message())));
    rows.push_back(std::move(row));
  }
}

}  // namespace

DataSet ReadDataSet(const std::string& path) {
  DataSet data;
  for (const fs::path& file : FilesAt(path).resources) ReadPart(file, data);
  return data;
}

RecordRows ReadRecords(const std::string& path) {
  RecordRows rows;
  for (const fs::path& file : FilesAt(path).records) ReadRecordLines(file, rows);
  return rows;
}

}  // namespace amparo::cli
