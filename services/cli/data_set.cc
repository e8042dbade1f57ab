#include "services/cli/data_set.h"

#include <algorithm>
#include <filesystem>

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

}  // namespace

DataSet ReadDataSet(const std::string& path) {
  std::vector<fs::path> files;
  std::error_code error;
  if (fs::is_directory(path, error)) {
    for (const auto& entry : fs::directory_iterator(path)) {
      if (entry.path().extension() == ".json") {
        files.push_back(entry.path());
      }
    }
    std::sort(files.begin(), files.end());
    if (files.empty()) {
      throw Failure(kUsage, StrCat(path, ": the folder has no .json file"));
    }
  } else {
    files.emplace_back(path);
  }
  DataSet data;
  for (const fs::path& file : files) {
    ReadPart(file, data);
  }
  return data;
}

}  // namespace amparo::cli
