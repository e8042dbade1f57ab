#include "tests/integration/services/case/office_move.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <stdexcept>

#include "amparo/cases/v1/export.grpc.pb.h"
#include "common/base/strings.h"
#include "services/case/domain/names.h"

namespace amparo::cases {
namespace {

using google::protobuf::Message;

// Fields that each installation gives a record itself, and what does not come along; of an office's days also when they
// were entered.
constexpr std::string_view kGivenHere[] = {"etag", "create_time", "update_time", "content"};
constexpr std::string_view kOfOperation[] = {"plan_version", "plan_versions", "readers", "notices", "freezes"};

std::unique_ptr<Message> Opened(const feed::v1::Event& record) {
  const std::string& url = record.resource().type_url();
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(url.substr(url.rfind('/') + 1));
  if (type == nullptr) throw std::runtime_error("a record of no type");
  std::unique_ptr<Message> message(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  if (!message->ParseFromString(record.resource().value())) throw std::runtime_error("a record of another type");
  return message;
}

void Clear(Message& message, std::string_view field) {
  const auto* found = message.GetDescriptor()->FindFieldByName(std::string(field));
  if (found != nullptr) message.GetReflection()->ClearField(&message, found);
}

}  // namespace

std::vector<feed::v1::Event> ExportedRecords(CaseService& service, const std::string& office) {
  v1::ExportOfficeRequest request;
  request.set_name(ToString(OfficeName{office}));
  request.set_view(amparo::types::v1::VIEW_FULL);
  request.set_reason("the office moves");
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  const auto stub = service.StubOf<v1::ExportService>();
  const auto reader = stub->ExportOffice(&context, request);
  std::vector<feed::v1::Event> records;
  v1::ExportOfficeResponse response;
  bool complete = false;
  while (reader->Read(&response)) {
    records.insert(records.end(), response.records().begin(), response.records().end());
    complete = response.complete();
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_TRUE(complete);
  return records;
}

void OpenOfficeAmong(CaseService& service, const std::vector<feed::v1::Event>& records) {
  for (const feed::v1::Event& record : records) {
    if (record.kind() != "office") continue;
    const v1::Office office = MessageOf<v1::Office>(record);
    v1::CreateOfficeRequest request;
    *request.mutable_office() = office;
    request.mutable_office()->clear_etag();
    request.set_office_id(record.office());
    const auto opened = Call(service.offices(), &v1::OfficeService::Stub::CreateOffice, request);
    EXPECT_TRUE(opened.ok()) << opened.status();
    for (const v1::Holiday& holiday : office.holidays()) {
      v1::SetHolidayRequest set;
      set.set_name(office.name());
      *set.mutable_holiday() = holiday;
      const auto entered = Call(service.offices(), &v1::OfficeService::Stub::SetHoliday, set);
      EXPECT_TRUE(entered.ok()) << entered.status();
    }
  }
}

std::vector<feed::v1::Event> RecordsToMove(CaseService& here, const std::string& office, CaseService& there) {
  std::vector<feed::v1::Event> records = ExportedRecords(here, office);
  OpenOfficeAmong(there, records);
  return records;
}

absl::StatusOr<v1::ImportRecordsResponse> SendRecords(CaseService& service, const std::vector<feed::v1::Event>& records,
                                                      const std::string& caller) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120));
  v1::ImportRecordsResponse response;
  const auto stub = service.StubOf<v1::ImportService>(caller);
  const auto writer = stub->ImportRecords(&context, &response);
  for (const feed::v1::Event& record : records) {
    if (record.kind() == "office") continue;
    v1::ImportRecordsRequest request;
    request.set_parent(ToString(OfficeName{record.office()}));
    *request.mutable_record() = record;
    if (!writer->Write(request)) break;
  }
  writer->WritesDone();
  const grpc::Status status = writer->Finish();
  if (!status.ok()) return errors::FromGrpc(status);
  return response;
}

v1::RecordImportResult SendRecord(CaseService& service, const feed::v1::Event& record) {
  const auto response = SendRecords(service, {record});
  EXPECT_TRUE(response.ok()) << response.status();
  if (!response.ok()) return {};
  EXPECT_EQ(response->results_size(), 1);
  return response->results_size() == 1 ? response->results(0) : v1::RecordImportResult();
}

Moved MoveRecords(CaseService& service, const std::vector<feed::v1::Event>& records) {
  Moved moved;
  std::vector<feed::v1::Event> left = records;
  while (true) {
    const auto response = SendRecords(service, left);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return moved;
    moved.created += response->created();
    moved.unchanged += response->unchanged();
    std::map<std::string, std::string> waiting;
    for (const v1::RecordImportResult& result : response->results()) {
      if (result.outcome() != v1::IMPORT_OUTCOME_REJECTED) continue;
      auto& told = result.reason() == errors::kNotFound ? waiting : moved.rejected;
      told[result.record()] = StrCat(result.reason(), ": ", result.message());
    }
    const std::size_t sent = left.size();
    std::erase_if(left, [&waiting](const feed::v1::Event& record) { return !waiting.contains(record.name()); });
    if (left.empty()) return moved;
    if (left.size() == sent) {
      moved.rejected.insert(waiting.begin(), waiting.end());
      return moved;
    }
  }
}

std::map<std::string, std::string> SaidIn(const std::vector<feed::v1::Event>& records) {
  std::map<std::string, std::string> said;
  for (const feed::v1::Event& record : records) {
    const std::unique_ptr<Message> message = Opened(record);
    for (const std::string_view field : kGivenHere) Clear(*message, field);
    if (auto* office = google::protobuf::DynamicCastToGenerated<v1::Office>(message.get())) {
      for (v1::Holiday& holiday : *office->mutable_holidays()) holiday.clear_record_time();
    }
    if (record.kind() == "operation") {
      for (const std::string_view field : kOfOperation) Clear(*message, field);
    }
    said[record.name()] = message->DebugString();
  }
  return said;
}

Moved MoveAsTheyAre(CaseService& there, const std::vector<feed::v1::Event>& records) {
  const Moved moved = MoveRecords(there, records);
  EXPECT_THAT(moved.rejected, ::testing::IsEmpty());
  EXPECT_EQ(SaidIn(ExportedRecords(there, records.at(0).office())), SaidIn(records));
  return moved;
}

const feed::v1::Event& RecordNamed(const std::vector<feed::v1::Event>& records, const std::string& name) {
  for (const feed::v1::Event& record : records) {
    if (record.name() == name) return record;
  }
  throw std::runtime_error("no record is called so");
}

}  // namespace amparo::cases
