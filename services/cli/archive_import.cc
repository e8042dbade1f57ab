#include "services/cli/archive_import.h"

#include <utility>

#include "amparo/cases/v1/import.pb.h"
#include "amparo/cases/v1/office.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/archive_file.h"
#include "services/cli/record_sender.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;

// What is answered when something that a record speaks of is not there: it may come yet.
constexpr char kNotThere[] = "RESOURCE_NOT_FOUND";

template <typename Message>
Message Unpacked(const feed::v1::Event& record) {
  Message message;
  if (!record.resource().UnpackTo(&message))
    throw Failure(kRefused, StrCat(record.name(), ": is no record of its kind"));
  return message;
}

// Of one whose place is withheld, and of one whose list its exporter does not keep, not all is here. One that is frozen
// would be open to its list again.
bool IsBrought(const v1::Operation& operation) {
  const int freezes = operation.freezes_size();
  const bool frozen = freezes > 0 && !operation.freezes(freezes - 1).has_unfreeze_time();
  return !frozen && !operation.has_withheld_until() && operation.readers_size() > 0;
}

// What an office never changes. One that differs in it is another office, whose days and money would be other ones.
void RequireSameOffice(const v1::Office& there, const v1::Office& archived) {
  const auto require = [&archived](const char* field, const std::string& is, const std::string& was) {
    if (is == was) return;
    throw Failure(kRefused, StrCat(archived.name(), " is there already, and is another office: its ", field, " is ", is,
                                   ", in the archive ", was, "; nothing was imported"));
  };
  require("country_code", there.country_code(), archived.country_code());
  require("currency_code", there.currency_code(), archived.currency_code());
  require("time_zone", there.time_zone(), archived.time_zone());
  require("open_date", TextOf(there.open_date()), TextOf(archived.open_date()));
}

// Enters the days that the archived office has entered, but those of which the office that is there says something.
void ImportHolidays(Connection& connection, v1::OfficeService::Stub& stub, const v1::Office& there,
                    const v1::Office& archived, Tallies& kinds) {
  std::set<std::string> said;
  for (const v1::Holiday& holiday : there.holidays()) said.insert(TextOf(holiday.date()));
  for (const v1::Holiday& holiday : archived.holidays()) {
    Tally& tally = TallyOf(kinds, "holiday");
    const std::string day = TextOf(holiday.date());
    if (said.contains(day)) {
      ++tally.unchanged;
      continue;
    }
    v1::SetHolidayRequest request;
    request.set_name(archived.name());
    *request.mutable_holiday() = holiday;
    v1::Office changed;
    const absl::Status status = connection.Try(stub, &v1::OfficeService::Stub::SetHoliday, request, changed);
    if (status.ok()) {
      ++tally.created;
    } else {
      tally.Reject(StrCat(archived.name(), ", holiday ", day), status);
    }
  }
}

void ImportOffice(Connection& connection, const v1::Office& office, ArchiveImportResult& result) {
  if (office.name().empty()) return;
  v1::OfficeService::Stub stub(connection.ChannelTo(Service::kCase));
  v1::CreateOfficeRequest request;
  request.set_office_id(LastPart(office.name()));
  *request.mutable_office() = office;
  request.mutable_office()->clear_etag();
  v1::Office there;
  const absl::Status status = connection.Try(stub, &v1::OfficeService::Stub::CreateOffice, request, there);
  if (status.ok()) {
    ++result.offices.created;
  } else if (status.code() == absl::StatusCode::kAlreadyExists) {
    v1::GetOfficeRequest get;
    get.set_name(office.name());
    there = connection.Call(stub, &v1::OfficeService::Stub::GetOffice, get, "reading the office");
    RequireSameOffice(there, office);
    ++result.offices.unchanged;
  } else {
    return result.offices.Reject(office.name(), status);
  }
  ImportHolidays(connection, stub, there, office, result.kinds);
}

// What is sent again in a later reading, by name: the kind, and what was answered.
using Waiting = std::map<std::string, std::pair<std::string, std::string>>;

void CountRecord(const feed::v1::Event& record, const v1::RecordImportResult& result, Tallies& kinds,
                 Waiting& waiting) {
  Tally& tally = TallyOf(kinds, record.kind());
  if (result.outcome() == v1::IMPORT_OUTCOME_CREATED) {
    ++tally.created;
  } else if (result.outcome() == v1::IMPORT_OUTCOME_UNCHANGED) {
    ++tally.unchanged;
  } else if (result.reason() == kNotThere) {
    waiting[record.name()] = {record.kind(), WhyRejected(result)};
  } else {
    tally.Reject(record.name(), WhyRejected(result));
  }
}

v1::ImportRecordsRequest RequestFor(feed::v1::Event record) {
  v1::ImportRecordsRequest request;
  request.set_parent(OfficeOf(record.name()));
  *request.mutable_record() = std::move(record);
  return request;
}

}  // namespace

void ArchiveSurvey::Add(const feed::v1::Event& record) {
  const std::string& kind = record.kind();
  if (kind == "office") {
    office_ = Unpacked<v1::Office>(record);
  } else if (kind == "document") {
    NoteContent(record, expected_);
  } else if (kind == "operation") {
    if (IsBrought(Unpacked<v1::Operation>(record))) {
      operations_.insert(record.name());
    } else {
      ++operations_that_stay_;
    }
  } else if (kind == kContentKind) {
    const auto piece = Unpacked<v1::UploadRequest>(record);
    const auto owner = expected_.find(record.name());
    if (owner == expected_.end()) return;
    if (piece.offset() + static_cast<int64_t>(piece.data().size()) < owner->second.content().size()) return;
    contents_.insert(expected_.extract(owner));
  }
}

std::map<std::string, int64_t> ArchiveSurvey::not_imported() const {
  std::map<std::string, int64_t> counts;
  if (operations_that_stay_ > 0) counts["operation"] = operations_that_stay_;
  if (!expected_.empty()) counts[kContentKind] = static_cast<int64_t>(expected_.size());
  return counts;
}

std::optional<feed::v1::Event> ArchiveSurvey::Sent(feed::v1::Event record) const {
  if (record.kind() == "office") return std::nullopt;
  if (record.kind() == kContentKind && !contents_.contains(record.name())) return std::nullopt;
  if (record.kind() != "operation") return record;
  if (!operations_.contains(record.name())) return std::nullopt;
  v1::Operation operation = Unpacked<v1::Operation>(record);
  if (!operation.follows().empty() && !operations_.contains(operation.follows())) {
    operation.clear_follows();
    record.mutable_resource()->PackFrom(operation);
  }
  return record;
}

ArchiveImportResult ImportArchive(Connection& connection, const std::string& path, const ArchiveSecret& secret) {
  ArchiveSurvey survey;
  ReadArchive(path, secret, [&survey](feed::v1::Event record) { survey.Add(record); });
  ArchiveImportResult result;
  result.not_imported = survey.not_imported();
  ImportOffice(connection, survey.office(), result);
  if (!result.offices.faults.empty()) return result;
  Tally contents;
  Waiting before;
  bool first = true;
  while (first || !before.empty()) {
    Waiting waiting;
    RecordSender sender(connection, "importing the archive (the same again goes on)",
                        [&](const v1::ImportRecordsRequest& request, const v1::RecordImportResult& became) {
                          CountRecord(request.record(), became, result.kinds, waiting);
                        });
    ContentSender content_sender(connection, survey.contents(), contents);
    ReadArchive(path, secret, [&](feed::v1::Event record) {
      if (!first && !before.contains(record.name())) return;
      const auto sent = survey.Sent(std::move(record));
      if (!sent) return;
      if (sent->kind() != kContentKind) return sender.Add(RequestFor(*sent));
      // Behind all records: their documents are there.
      sender.Send();
      content_sender.Add(*sent);
    });
    sender.Send();
    content_sender.Finish();
    for (const auto& [name, why] : content_sender.waiting()) waiting[name] = {kContentKind, why};
    // Nothing that the others wait for has come: it never will.
    if (!first && waiting.size() == before.size()) {
      for (const auto& [name, told] : waiting) {
        Tally& tally = told.first == kContentKind ? contents : TallyOf(result.kinds, told.first);
        tally.Reject(name, told.second);
      }
      break;
    }
    before = std::move(waiting);
    first = false;
  }
  if (!survey.contents().empty()) result.kinds.emplace_back(kContentKind, std::move(contents));
  return result;
}

}  // namespace amparo::cli
