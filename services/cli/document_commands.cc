// amparo document list|copies|upload|download: the papers of cases.
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <memory>

#include "absl/strings/str_format.h"
#include "amparo/cases/v1/document_copy.grpc.pb.h"
#include "amparo/cases/v1/document_service.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/content_transfer.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using cases::v1::DocumentCopyService;
using cases::v1::DocumentService;

constexpr char kDocumentHelp[] = "offices/OFFICE/cases/CASE/documents/ID (amparo document list)";

// Which documents or copies: those of a case, or of all cases of an office.
struct PapersOf {
  std::string the_case, office;
};

void AddPapersOf(CLI::App& command, PapersOf& of) {
  auto* group = command.add_option_group("of");
  group->add_option("--case", of.the_case, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER");
  group->add_option("--office", of.office, "All cases of the office, such as cebu");
  group->require_option(1);
}

std::string ParentOf(Connection& connection, const PapersOf& of) {
  return of.the_case.empty() ? StrCat(OfficeName(of.office), "/cases/-") : CaseName(connection, of.the_case);
}

Json DocumentRow(const cases::v1::Document& document) {
  return Json{{"kind", document.kind()},
              {"state", ShortName(*cases::v1::DocumentState_descriptor(), "DOCUMENT_STATE_", document.state())},
              {"due", TextOf(document.due_date())},
              {"certified", document.certified() ? "yes" : ""},
              {"copies", document.copies()},
              {"bytes", document.content().size()},
              {"title", document.title()},
              {"name", document.name()}};
}

Table DocumentTable() {
  return Table({"kind", "state", "due", "certified", "copies", "bytes", "title", "name"});
}

Json CopyRow(const cases::v1::DocumentCopy& copy) {
  const auto& last = copy.events(copy.events_size() - 1);
  return Json{{"document", LastPart(copy.document())},
              {"number", copy.number()},
              {"kind", ShortName(*cases::v1::CopyKind_descriptor(), "COPY_KIND_", copy.kind())},
              {"recipient", ShortName(*cases::v1::CopyRecipient_descriptor(), "COPY_RECIPIENT_", copy.recipient())},
              {"state", ShortName(*cases::v1::CopyState_descriptor(), "COPY_STATE_", copy.state())},
              {"since", TextOf(last.date())},
              {"reference", copy.reference()},
              {"name", copy.name()}};
}

// A line that is written over as bytes come; only where somebody watches.
ShowProgress ProgressOn(Context& context) {
  if (&context.err() != &std::cerr || isatty(STDERR_FILENO) == 0) return [](int64_t, int64_t) {};
  return [&context](int64_t done, int64_t size) {
    constexpr double kMiB = 1 << 20;
    context.err() << absl::StrFormat("\r%3d%%  %.1f of %.1f MiB%s", done * 100 / size, static_cast<double>(done) / kMiB,
                                     static_cast<double>(size) / kMiB, done == size ? "\n" : "")
                  << std::flush;
  };
}

void AddDocumentList(CLI::App& documents, Context& context) {
  struct Options {
    PapersOf of;
    std::vector<std::string> states;
    std::string overdue_at, asked, institution;
    Limit limit;
  };
  auto* list = documents.add_subcommand("list", "List documents in order of entry");
  auto options = std::make_shared<Options>();
  AddPapersOf(*list, options->of);
  list->add_option(
          "--state", options->states,
          "Only these (several with commas): " + ChoicesOf(*cases::v1::DocumentState_descriptor(), "DOCUMENT_STATE_"))
      ->delimiter(',');
  list->add_option("--overdue-at", options->overdue_at, "Only those that are overdue on this day, YYYY-MM-DD");
  list->add_option("--asked", options->asked,
                   "Only those asked of: " + ChoicesOf(*cases::v1::DocumentSource_descriptor(), "DOCUMENT_SOURCE_"));
  list->add_option("--institution", options->institution, "Only those asked of this institution, as it was entered");
  AddLimit(*list, options->limit);
  list->footer("Example: amparo document list --office cebu --overdue-at 2014-12-11");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    DocumentService::Stub stub(connection.ChannelTo(Service::kCase));
    cases::v1::ListDocumentsRequest request;
    request.set_parent(ParentOf(connection, options->of));
    for (const std::string& state : options->states) {
      request.add_states(static_cast<cases::v1::DocumentState>(
          EnumFrom(*cases::v1::DocumentState_descriptor(), "DOCUMENT_STATE_", state, "--state")));
    }
    if (!options->overdue_at.empty()) *request.mutable_overdue_at() = DateFrom(options->overdue_at, "--overdue-at");
    if (!options->asked.empty()) {
      request.set_asked_source(static_cast<cases::v1::DocumentSource>(
          EnumFrom(*cases::v1::DocumentSource_descriptor(), "DOCUMENT_SOURCE_", options->asked, "--asked")));
    }
    request.set_asked_institution(options->institution);
    Table table = DocumentTable();
    const bool more =
        EachPage(connection, stub, &DocumentService::Stub::ListDocuments, request, context.Most(options->limit),
                 "listing documents", [&table](const cases::v1::ListDocumentsResponse& page) {
                   for (const auto& document : page.documents()) table.Add(DocumentRow(document));
                   return page.documents_size();
                 });
    context.PrintList(table, options->limit, more);
  });
}

void AddCopyList(CLI::App& documents, Context& context) {
  struct Options {
    PapersOf of;
    std::string recipient;
    bool outstanding = false;
    Limit limit;
  };
  auto* list = documents.add_subcommand("copies", "List the copies of documents in order of entry");
  auto options = std::make_shared<Options>();
  AddPapersOf(*list, options->of);
  list->add_option("--recipient", options->recipient,
                   "Only for: " + ChoicesOf(*cases::v1::CopyRecipient_descriptor(), "COPY_RECIPIENT_"));
  list->add_flag("--outstanding", options->outstanding, "Only those without proof that they arrived");
  AddLimit(*list, options->limit);
  list->footer("Example: amparo document copies --office cebu --recipient prosecutor --outstanding");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    DocumentCopyService::Stub stub(connection.ChannelTo(Service::kCase));
    cases::v1::ListDocumentCopiesRequest request;
    request.set_parent(ParentOf(connection, options->of));
    if (!options->recipient.empty()) {
      request.set_recipient(static_cast<cases::v1::CopyRecipient>(
          EnumFrom(*cases::v1::CopyRecipient_descriptor(), "COPY_RECIPIENT_", options->recipient, "--recipient")));
    }
    request.set_outstanding(options->outstanding);
    Table table({"document", "number", "kind", "recipient", "state", "since", "reference", "name"});
    const bool more = EachPage(connection, stub, &DocumentCopyService::Stub::ListDocumentCopies, request,
                               context.Most(options->limit), "listing copies", [&table](const auto& page) {
                                 for (const auto& copy : page.copies()) table.Add(CopyRow(copy));
                                 return page.copies_size();
                               });
    context.PrintList(table, options->limit, more);
  });
}

void AddUpload(CLI::App& documents, Context& context) {
  struct Options {
    std::string document, file;
    std::string media_type = "application/pdf";
  };
  auto* upload = documents.add_subcommand("upload", "Upload a file as a document's content");
  auto options = std::make_shared<Options>();
  upload->add_option("document", options->document, kDocumentHelp)->required();
  upload->add_option("file", options->file, "The file, at most 1 GiB; its name is not kept")->required();
  upload->add_option("--media-type", options->media_type, "What it is, such as image/jpeg")->capture_default_str();
  upload->footer(
      "Broken off, the same command goes on where it was.\n"
      "Example: amparo document upload offices/cebu/cases/CASE/documents/ID scan.pdf");
  upload->callback([options, &context] {
    const FileFacts file = FactsOf(options->file);
    const auto document =
        UploadContent(context.connection(), options->document, file, options->media_type, ProgressOn(context));
    Table table = DocumentTable();
    table.Add(DocumentRow(document));
    context.PrintResource(document, table);
  });
}

void AddDownload(CLI::App& documents, Context& context) {
  struct Options {
    std::string document, file;
    bool overwrite = false;
  };
  auto* download = documents.add_subcommand("download", "Download a document's content; the read is audited");
  auto options = std::make_shared<Options>();
  download->add_option("document", options->document, kDocumentHelp)->required();
  download->add_option("file", options->file, "Where to write it")->required();
  download->add_flag("--overwrite", options->overwrite, "Replace a file that is there");
  download->footer(
      "Broken off, the same command goes on where it was. The file is there when its SHA-256 is proved.\n"
      "Example: amparo document download offices/cebu/cases/CASE/documents/ID scan.pdf");
  download->callback([options, &context] {
    std::error_code ignored;
    if (!options->overwrite && std::filesystem::exists(options->file, ignored)) {
      throw Failure(kUsage, StrCat(options->file, " is there already; --overwrite replaces it"));
    }
    Connection& connection = context.connection();
    DocumentService::Stub stub(connection.ChannelTo(Service::kCase));
    cases::v1::GetDocumentRequest request;
    request.set_name(options->document);
    const auto document = connection.Call(stub, &DocumentService::Stub::GetDocument, request, "reading the document");
    if (!document.has_content()) throw Failure(kNotFound, "nothing was uploaded for the document");
    DownloadContent(connection, document.content(), options->file, ProgressOn(context));
    Table table = DocumentTable();
    table.Add(DocumentRow(document));
    context.PrintResource(document, table);
  });
}

}  // namespace

void AddDocumentCommands(CLI::App& app, Context& context) {
  auto* documents = app.add_subcommand("document", "The papers of cases: list, copies, upload, download");
  documents->require_subcommand(1);
  AddDocumentList(*documents, context);
  AddCopyList(*documents, context);
  AddUpload(*documents, context);
  AddDownload(*documents, context);
}

}  // namespace amparo::cli
