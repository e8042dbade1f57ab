// How an office moves: its records are exported from one service and imported into another, and what came of each is
// compared.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/import.pb.h"
#include "amparo/feed/v1/feed.pb.h"
#include "tests/integration/services/case/case_service.h"

namespace amparo::cases {

// The records of an office, opened, in the order of exports.
std::vector<feed::v1::Event> ExportedRecords(CaseService& service, const std::string& office);

// Opens the office in `service` as it is among `records`, with its holidays.
void OpenOfficeAmong(CaseService& service, const std::vector<feed::v1::Event>& records);

// The records of an office of `here`, once the office itself is open in `there`.
std::vector<feed::v1::Event> RecordsToMove(CaseService& here, const std::string& office, CaseService& there);

// Sends records in one call, but the office, as "everyone" or another caller.
absl::StatusOr<v1::ImportRecordsResponse> SendRecords(CaseService& service, const std::vector<feed::v1::Event>& records,
                                                      const std::string& caller = "everyone");

// What one record is answered that is sent alone; failing to send it fails the test.
v1::RecordImportResult SendRecord(CaseService& service, const feed::v1::Event& record);

// What became of records that were sent until nothing that others wait for came any more.
struct Moved {
  int created = 0;
  int unchanged = 0;
  // By the record's name: why it was refused for good.
  std::map<std::string, std::string> rejected;
};
Moved MoveRecords(CaseService& service, const std::vector<feed::v1::Event>& records);

// What records say, by their names: without what each installation gives them (etags, times of entry), the contents of
// documents, and what an operation has of its list and its plan's versions.
std::map<std::string, std::string> SaidIn(const std::vector<feed::v1::Event>& records);

// Moves all records of an office: none may be refused, and in the end they say there what they say here.
Moved MoveAsTheyAre(CaseService& there, const std::vector<feed::v1::Event>& records);

// The record of this name.
const feed::v1::Event& RecordNamed(const std::vector<feed::v1::Event>& records, const std::string& name);

// The same record with another message in it.
template <typename Message>
feed::v1::Event WithMessage(feed::v1::Event record, const Message& message) {
  record.mutable_resource()->PackFrom(message);
  return record;
}

// The message in a record.
template <typename Message>
Message MessageOf(const feed::v1::Event& record) {
  Message message;
  if (!record.resource().UnpackTo(&message)) ADD_FAILURE() << record.name() << " is of another kind";
  return message;
}

}  // namespace amparo::cases
