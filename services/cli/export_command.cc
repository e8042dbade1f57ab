// amparo export: an office as an encrypted archive.
#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "amparo/cases/v1/export.grpc.pb.h"
#include "google/protobuf/util/time_util.h"
#include "services/cli/archive_file.h"
#include "services/cli/archive_table.h"
#include "services/cli/content_archive.h"
#include "services/cli/context.h"
#include "services/cli/transfer_retry.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;

// Long enough for a slow line: a stream that breaks is resumed.
constexpr absl::Duration kExportStreamTime = absl::Hours(4);

// One stream of what is left; `request` moves on with what came.
absl::Status ReceiveExport(v1::ExportService::Stub& stub, v1::ExportOfficeRequest& request, ArchiveWriter& archive,
                           ContentOwners& contents, v1::ExportOfficeResponse& end) {
  const auto context = Connection::Context(kExportStreamTime);
  const auto reader = stub.ExportOffice(context.get(), request);
  v1::ExportOfficeResponse response;
  while (reader->Read(&response)) {
    if (response.records_size() > 0) archive.Add(response.records());
    for (const feed::v1::Event& record : response.records()) NoteContent(record, contents);
    if (!response.resume_token().empty()) request.set_resume_token(response.resume_token());
    if (response.complete()) end = response;
  }
  const absl::Status status = errors::FromGrpc(reader->Finish());
  if (status.ok() && !end.complete()) return absl::UnavailableError("the export ended before it was complete");
  return status;
}

struct ExportOptions {
  std::string office, to, reason;
  ArchiveSecret secret;
};

void Export(const ExportOptions& options, Context& context) {
  v1::ExportService::Stub stub(context.connection().ChannelTo(Service::kCase));
  ArchiveWriter archive(options.to, options.secret);
  v1::ExportOfficeRequest request;
  request.set_name(OfficeName(options.office));
  request.set_view(types::v1::VIEW_FULL);
  request.set_reason(options.reason);
  v1::ArchiveManifest manifest;
  manifest.set_office(request.name());
  *manifest.mutable_create_time() =
      google::protobuf::util::TimeUtil::SecondsToTimestamp(absl::ToUnixSeconds(absl::Now()));
  v1::ExportOfficeResponse end;
  ContentOwners contents;
  std::string place;
  Retry(
      "exporting the office", [&] { return ReceiveExport(stub, request, archive, contents, end); },
      [&] { return std::exchange(place, request.resume_token()) != request.resume_token(); });
  ArchiveContents(context.connection(), contents, archive);
  for (const std::string& kind : end.left_behind()) {
    // Bytes are no records: they are asked for by themselves, and come behind them.
    if (kind != kContentKind) manifest.add_left_behind(kind);
  }
  manifest.set_feed_token(end.feed_token());
  context.Print(ArchiveTable(archive.Finish(std::move(manifest))));
}

}  // namespace

void AddArchiveSecret(CLI::App& command, ArchiveSecret& secret) {
  command.add_option("--passphrase-file", secret.passphrase_file,
                     "A file whose first line is the archive's passphrase, at least 12 characters");
  command.add_option("--key-file", secret.key_file, "A file with the archive's key: 64 hex digits");
}

void AddExportCommand(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand(
      "export", "Write an office into an encrypted archive: all that you may read of it, but not its calendar");
  auto options = std::make_shared<ExportOptions>();
  command->add_option("--office", options->office, "The office, such as cebu")->required();
  command->add_option("--to", options->to, "The archive; must not be there yet")->required();
  command->add_option("--reason", options->reason, "Why, for the audit trail");
  AddArchiveSecret(*command, options->secret);
  command->footer(
      "Example: amparo export --office cebu --to cebu.archive --key-file archive.key\n"
      "Every record that identifies somebody is audited as it leaves, and so is every content of a document.\n"
      "The calendar (courts and hearings) is the scheduling service's and no part of it.\n"
      "Import it elsewhere with amparo import --archive.");
  command->callback([options, &context] { Export(*options, context); });
}

}  // namespace amparo::cli
