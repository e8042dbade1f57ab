// amparo import: a data set, or the rows of a CSV file, enters through the RPCs. Safe to repeat: what is there already
// is left as it is.
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "amparo/cases/v1/import.grpc.pb.h"
#include "amparo/cases/v1/office.grpc.pb.h"
#include "amparo/scheduling/v1/court.grpc.pb.h"
#include "amparo/scheduling/v1/hearing.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/archive_import.h"
#include "services/cli/context.h"
#include "services/cli/csv_import.h"
#include "services/cli/data_set.h"
#include "services/cli/hearing_import.h"
#include "services/cli/import_tally.h"
#include "services/cli/lookup.h"
#include "services/cli/record_sender.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

// Rows bring their ids: ALREADY_EXISTS is what a repetition meets.
void Count(const std::string& place, const absl::Status& status, Tally& tally) {
  if (status.ok()) {
    ++tally.created;
  } else if (status.code() == absl::StatusCode::kAlreadyExists) {
    ++tally.unchanged;
  } else {
    tally.Reject(place, status);
  }
}

void ImportOffices(Connection& connection, const DataSet& data, Tally& tally) {
  cases::v1::OfficeService::Stub stub(connection.ChannelTo(Service::kCase));
  for (const auto& row : data.offices) {
    cases::v1::CreateOfficeRequest request;
    request.set_office_id(LastPart(row.resource.name()));
    *request.mutable_office() = row.resource;
    cases::v1::Office response;
    Count(row.place, connection.Try(stub, &cases::v1::OfficeService::Stub::CreateOffice, request, response), tally);
  }
}

void ImportCourts(Connection& connection, const DataSet& data, Tally& courts, Tally& travel) {
  scheduling::v1::CourtService::Stub stub(connection.ChannelTo(Service::kScheduling));
  for (const auto& row : data.courts) {
    scheduling::v1::CreateCourtRequest request;
    request.set_parent(OfficeOf(row.resource.name()));
    request.set_court_id(LastPart(row.resource.name()));
    *request.mutable_court() = row.resource;
    scheduling::v1::Court response;
    Count(row.place, connection.Try(stub, &scheduling::v1::CourtService::Stub::CreateCourt, request, response), courts);
  }
  for (const auto& row : data.travel_times) {
    scheduling::v1::CreateTravelTimeRequest request;
    request.set_parent(OfficeOf(row.resource.name()));
    request.set_travel_time_id(LastPart(row.resource.name()));
    *request.mutable_travel_time() = row.resource;
    scheduling::v1::TravelTime response;
    Count(row.place, connection.Try(stub, &scheduling::v1::CourtService::Stub::CreateTravelTime, request, response),
          travel);
  }
}

// Streams cases in calls of bounded size: the service answers row by row at the end of each.
void ImportCases(Connection& connection, const DataSet& data, Tally& tally) {
  constexpr size_t kRowsPerCall = 1000;
  cases::v1::ImportService::Stub stub(connection.ChannelTo(Service::kCase));
  for (size_t begin = 0; begin < data.cases.size(); begin += kRowsPerCall) {
    const auto call = Connection::Context(absl::Minutes(10));
    cases::v1::ImportCasesResponse response;
    const auto writer = stub.ImportCases(call.get(), &response);
    for (size_t i = begin; i < std::min(begin + kRowsPerCall, data.cases.size()); ++i) {
      cases::v1::ImportCasesRequest request;
      // Of a file that was edited, and of another of its name, another case may stand there: only together with its id
      // it is the same row.
      request.set_row(StrCat(data.cases[i].place, "/", LastPart(data.cases[i].resource.case_().name())));
      request.set_parent(OfficeOf(data.cases[i].resource.case_().name()));
      *request.mutable_bundle() = data.cases[i].resource;
      if (!writer->Write(request)) {
        break;
      }
    }
    writer->WritesDone();
    Check(errors::FromGrpc(writer->Finish()), "importing cases");
    tally.created += response.created();
    tally.unchanged += response.unchanged();
    for (int i = 0; i < response.results_size(); ++i) {
      const cases::v1::ImportResult& result = response.results(i);
      if (result.outcome() == cases::v1::IMPORT_OUTCOME_REJECTED) {
        tally.Reject(data.cases[begin + static_cast<size_t>(i)].place,
                     StrCat(result.message(), " [", result.reason(), "]"));
      }
    }
  }
}

// Enters records in order, each kind with a tally of its own.
void ImportRecords(Connection& connection, const RecordRows& rows, Tallies& tallies) {
  std::size_t answered = 0;
  RecordSender sender(connection, "importing records (the same again goes on)",
                      [&](const cases::v1::ImportRecordsRequest& request, const cases::v1::RecordImportResult& result) {
                        const std::string& place = rows[answered++].place;
                        Tally& tally = TallyOf(tallies, StrCat("records: ", request.record().kind()));
                        if (result.outcome() == cases::v1::IMPORT_OUTCOME_REJECTED) {
                          tally.Reject(place, WhyRejected(result));
                        } else {
                          ++(result.outcome() == cases::v1::IMPORT_OUTCOME_CREATED ? tally.created : tally.unchanged);
                        }
                      });
  for (const auto& row : rows) sender.Add(row.resource);
  sender.Send();
}

// Enters everything, records behind the cases that they speak of; the tallies in the order of entry.
Tallies Import(Connection& connection, const DataSet& data, const RecordRows& records) {
  Tally offices, courts, travel_times, cases, hearings;
  ImportOffices(connection, data, offices);
  ImportCourts(connection, data, courts, travel_times);
  ImportCases(connection, data, cases);
  ImportHearings(connection, data.hearings, hearings);
  Tallies tallies = {{"offices", offices},
                     {"courts", courts},
                     {"travel times", travel_times},
                     {"cases", cases},
                     {"hearings", hearings}};
  ImportRecords(connection, records, tallies);
  return tallies;
}

// A Failure that names the first of the `rejected` rows, if there are any. `faults` may have the first of them only.
void RequireNoFaults(size_t rejected, const std::vector<std::string>& faults) {
  constexpr size_t kMostShown = 20;
  if (rejected == 0) return;
  std::string text = StrCat(rejected, " rejected, the others are in:");
  for (size_t i = 0; i < std::min(faults.size(), kMostShown); ++i) {
    StrAppend(&text, "\n  ", faults[i]);
  }
  if (faults.size() > kMostShown) {
    const bool cut = faults.size() == kMostRejectedTold && faults.size() < rejected;
    const std::string listed = cut ? StrCat("the first ", faults.size()) : "all";
    StrAppend(&text, "\n  ... (--format json lists ", listed, ")");
  }
  throw Failure(kPartly, text);
}

// Imports a data set of JSON files and of records.
void ImportDataSet(const std::string& path, Context& context) {
  const DataSet data = ReadDataSet(path);
  const RecordRows records = ReadRecords(path);
  Table table({"what", "created", "unchanged", "rejected"});
  std::vector<std::string> faults;
  for (const auto& [what, tally] : Import(context.connection(), data, records)) {
    table.Add(Json{{"what", what},
                   {"created", tally.created},
                   {"unchanged", tally.unchanged},
                   {"rejected", tally.faults.size()},
                   {"faults", tally.faults}});
    faults.insert(faults.end(), tally.faults.begin(), tally.faults.end());
  }
  context.Print(table);
  RequireNoFaults(faults.size(), faults);
}

// Imports a CSV file by a mapping.
void ImportByMapping(const CsvImportOptions& options, Context& context) {
  const CsvImportResult result = ImportCsv(context.connection(), options);
  Table table({"what", "rows", "created", "unchanged", "rejected"});
  table.Add(Json{{"what", "cases"},
                 {"rows", result.rows},
                 {"created", result.created},
                 {"unchanged", result.unchanged},
                 {"rejected", result.rejected},
                 {"faults", result.told}});
  context.Print(table);
  RequireNoFaults(static_cast<size_t>(result.rejected), result.told);
}

// Imports an archive of an office.
void ImportFromArchive(const std::string& path, const ArchiveSecret& secret, Context& context) {
  const ArchiveImportResult result = ImportArchive(context.connection(), path, secret);
  Table table({"what", "created", "unchanged", "rejected", "not imported"});
  std::vector<std::string> faults;
  const auto add = [&table, &faults](const std::string& what, const Tally& tally) {
    table.Add(Json{{"what", what},
                   {"created", tally.created},
                   {"unchanged", tally.unchanged},
                   {"rejected", tally.faults.size()},
                   {"faults", tally.faults}});
    faults.insert(faults.end(), tally.faults.begin(), tally.faults.end());
  };
  add("office", result.offices);
  for (const auto& [kind, tally] : result.kinds) add(kind, tally);
  for (const auto& [kind, records] : result.not_imported) {
    table.Add(Json{{"what", StrCat(kind, " (left behind)")}, {"not imported", records}});
  }
  context.Print(table);
  RequireNoFaults(faults.size(), faults);
}

struct ImportOptions {
  CsvImportOptions csv;
  std::string archive;
  ArchiveSecret secret;
};

// Imports whichever the options name.
void Import(const ImportOptions& options, Context& context) {
  if (!options.archive.empty()) {
    ImportFromArchive(options.archive, options.secret, context);
  } else if (options.csv.path.empty()) {
    throw CLI::RequiredError("path");
  } else if (options.csv.mapping.empty()) {
    ImportDataSet(options.csv.path, context);
  } else {
    ImportByMapping(options.csv, context);
  }
}

}  // namespace

void AddImportCommand(CLI::App& app, Context& context) {
  auto* command =
      app.add_subcommand("import", "Enter a data set, or the rows of a CSV file; and: faults, fault, resolve");
  auto options = std::make_shared<ImportOptions>();
  auto* path = command->add_option(
      "path", options->csv.path,
      "A JSON file, one of records (.jsonl), or a folder of them (see deploy/local/newsroom/README.md); with --mapping "
      "a CSV file");
  command->add_option("--mapping", options->csv.mapping,
                      "How the rows of a CSV file become cases: a JSON file (see services/cli/README.md)");
  command->add_option("--streams", options->csv.streams, "With --mapping: calls at a time")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
  command->add_option("--archive", options->archive, "An archive that amparo export wrote, instead of a path")
      ->excludes(path);
  AddArchiveSecret(*command, options->secret);
  command->footer(
      "Example: amparo import deploy/local/newsroom\n"
      "Example: amparo import cases.csv --mapping mapping.json\n"
      "Example: amparo import --archive cebu.archive --key-file archive.key\n"
      "It is safe to repeat: what is there already is left as it is. Rejected cases of a data set or a CSV file are "
      "kept by their office (amparo import faults); what else is rejected is told and not kept.");
  command->callback([command, options, &context] {
    if (command->get_subcommands().empty()) Import(*options, context);
  });
  AddImportFaultCommands(*command, context);
}

}  // namespace amparo::cli
