// A data set on disk: JSON files of resources, as `amparo import` takes them.
//
// Each file is one object. Its keys, all optional: "about" (text), and lists of resources in protobuf's JSON form:
// "offices" (amparo.cases.v1.Office), "courts" (amparo.scheduling.v1.Court), "travel_times" (TravelTime), "cases"
// (amparo.cases.v1.CaseBundle), "hearings" (amparo.scheduling.v1.Hearing, as they stand in the end). Any other key is
// an error. What no bundle of a case has stands in files of the ending .jsonl: a line is a record as it is sent
// (amparo.cases.v1.ImportRecordsRequest), and what it speaks of stands before it, or in a case.
#pragma once

#include <string>
#include <vector>

#include "amparo/cases/v1/import.pb.h"
#include "amparo/cases/v1/office.pb.h"
#include "amparo/scheduling/v1/court.pb.h"
#include "amparo/scheduling/v1/hearing.pb.h"

namespace amparo::cli {

// A resource and where it was read.
template <class Resource>
struct Row {
  // "file.json:cases[3]", "file.jsonl:line 3".
  std::string place;
  Resource resource;
};

// Everything read, in the order of the files' names.
struct DataSet {
  std::vector<Row<cases::v1::Office>> offices;
  std::vector<Row<scheduling::v1::Court>> courts;
  std::vector<Row<scheduling::v1::TravelTime>> travel_times;
  std::vector<Row<cases::v1::CaseBundle>> cases;
  std::vector<Row<scheduling::v1::Hearing>> hearings;
};

// Records as they are sent, in order.
using RecordRows = std::vector<Row<cases::v1::ImportRecordsRequest>>;

// Reads a file, or all *.json files of a folder. Throws a Failure naming file, place and what is wrong.
DataSet ReadDataSet(const std::string& path);

// The records of a file, or of all *.jsonl files of a folder in the order of their names; none of a file of another
// ending. A Failure as ReadDataSet.
RecordRows ReadRecords(const std::string& path);

}  // namespace amparo::cli
