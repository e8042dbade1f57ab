// amparo note add|list|get and amparo flag raise|lower|list
#include <memory>

#include "amparo/cases/v1/flag.grpc.pb.h"
#include "amparo/cases/v1/note.grpc.pb.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using NoteStub = v1::NoteService::Stub;
using FlagStub = v1::FlagService::Stub;

Table NoteTable() {
  return Table({"date", "for", "author", "state", "name"});
}

Json NoteRow(const v1::Note& note) {
  return Json{
      {"date", TextOf(note.date())},
      {"for", ShortName(*v1::NoteConfidentiality_descriptor(), "NOTE_CONFIDENTIALITY_", note.confidentiality())},
      {"author", note.author()},
      {"state", ShortName(*v1::NoteState_descriptor(), "NOTE_STATE_", note.state())},
      {"name", note.name()}};
}

void AddNote(CLI::App& notes, Context& context) {
  struct Options {
    std::string the_case, level, text, party, date, request_id;
  };
  auto* add = notes.add_subcommand("add", "Enter a note");
  auto options = std::make_shared<Options>();
  add->add_option("case", options->the_case, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  add->add_option("--for", options->level,
                  "Who may read it: " + ChoicesOf(*v1::NoteConfidentiality_descriptor(), "NOTE_CONFIDENTIALITY_"))
      ->required();
  add->add_option("--text", options->text, "What it says; encrypted")->required();
  add->add_option("--party", options->party, "Whom it is about: offices/OFFICE/cases/ID/parties/ID");
  add->add_option("--date", options->date, "The day it speaks of, YYYY-MM-DD; default: today in the office");
  AddRequestId(*add, options->request_id);
  add->footer("Example: amparo note add cebu/CEB-2014-007 --for legal --text \"The judge will hear the child first\"");
  add->callback([options, &context] {
    Connection& connection = context.connection();
    NoteStub stub(connection.ChannelTo(Service::kCase));
    v1::CreateNoteRequest request;
    request.set_parent(CaseName(connection, options->the_case));
    request.set_request_id(RequestIdOr(options->request_id));
    v1::Note& note = *request.mutable_note();
    note.set_confidentiality(static_cast<v1::NoteConfidentiality>(
        EnumFrom(*v1::NoteConfidentiality_descriptor(), "NOTE_CONFIDENTIALITY_", options->level, "--for")));
    note.set_text(options->text);
    note.set_party(options->party);
    if (!options->date.empty()) *note.mutable_date() = DateFrom(options->date, "--date");
    const auto made = connection.Call(stub, &NoteStub::CreateNote, request, "entering the note");
    Table table = NoteTable();
    table.Add(NoteRow(made));
    context.PrintResource(made, table);
  });
}

void AddNoteList(CLI::App& notes, Context& context) {
  struct Options {
    std::string the_case;
    bool struck = false;
    Limit limit;
  };
  auto* list = notes.add_subcommand("list", "List the notes of a case that you may read");
  auto options = std::make_shared<Options>();
  list->add_option("case", options->the_case, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  list->add_flag("--struck", options->struck, "Those that were struck too");
  AddLimit(*list, options->limit);
  list->footer("Example: amparo note list cebu/CEB-2014-007");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    NoteStub stub(connection.ChannelTo(Service::kCase));
    v1::ListNotesRequest request;
    request.set_parent(CaseName(connection, options->the_case));
    request.set_show_struck(options->struck);
    Table table = NoteTable();
    const bool more = EachPage(connection, stub, &NoteStub::ListNotes, request, context.Most(options->limit),
                               "listing notes", [&table](const v1::ListNotesResponse& page) {
                                 for (const auto& note : page.notes()) table.Add(NoteRow(note));
                                 return page.notes_size();
                               });
    context.PrintList(table, options->limit, more);
  });
}

void AddNoteGet(CLI::App& notes, Context& context) {
  auto* get = notes.add_subcommand("get", "Show a note with its text; the read is audited");
  auto name = std::make_shared<std::string>();
  get->add_option("note", *name, "offices/OFFICE/cases/ID/notes/ID")->required();
  get->footer("Example: amparo note get offices/cebu/cases/ID/notes/ID");
  get->callback([name, &context] {
    Connection& connection = context.connection();
    NoteStub stub(connection.ChannelTo(Service::kCase));
    v1::GetNoteRequest request;
    request.set_name(*name);
    request.set_view(types::v1::VIEW_FULL);
    const auto note = connection.Call(stub, &NoteStub::GetNote, request, "reading the note");
    Table table = NoteTable();
    table.Add(NoteRow(note));
    context.PrintResource(note, table);
    if (context.format() == Format::kTable) context.out() << "\n" << Printable(note.text()) << "\n";
  });
}

Table FlagTable() {
  return Table({"kind", "state", "raised", "lowered", "party", "name"});
}

Json FlagRow(const v1::Flag& flag) {
  return Json{{"kind", ShortName(*v1::FlagKind_descriptor(), "FLAG_KIND_", flag.kind())},
              {"state", ShortName(*v1::FlagState_descriptor(), "FLAG_STATE_", flag.state())},
              {"raised", TextOf(flag.raised().date())},
              {"lowered", TextOf(flag.lowered().date())},
              {"party", flag.party()},
              {"name", flag.name()}};
}

void PrintFlag(Context& context, const v1::Flag& flag) {
  Table table = FlagTable();
  table.Add(FlagRow(flag));
  context.PrintResource(flag, table);
}

void AddRaise(CLI::App& flags, Context& context) {
  struct Options {
    std::string the_case, kind, reason, party, request_id;
  };
  auto* raise = flags.add_subcommand("raise", "Raise a flag on a case, or on a person of it");
  auto options = std::make_shared<Options>();
  raise->add_option("case", options->the_case, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  raise->add_option("--kind", options->kind, "What it warns of: " + ChoicesOf(*v1::FlagKind_descriptor(), "FLAG_KIND_"))
      ->required();
  raise->add_option("--reason", options->reason, "Why; encrypted")->required();
  raise->add_option("--party", options->party, "Whom it is about: offices/OFFICE/cases/ID/parties/ID");
  AddRequestId(*raise, options->request_id);
  raise->footer("Example: amparo flag raise cebu/CEB-2014-007 --kind safety-risk --reason \"The accused calls her\"");
  raise->callback([options, &context] {
    Connection& connection = context.connection();
    FlagStub stub(connection.ChannelTo(Service::kCase));
    v1::RaiseFlagRequest request;
    request.set_parent(CaseName(connection, options->the_case));
    request.set_request_id(RequestIdOr(options->request_id));
    request.mutable_flag()->set_kind(
        static_cast<v1::FlagKind>(EnumFrom(*v1::FlagKind_descriptor(), "FLAG_KIND_", options->kind, "--kind")));
    request.mutable_flag()->set_reason(options->reason);
    request.mutable_flag()->set_party(options->party);
    PrintFlag(context, connection.Call(stub, &FlagStub::RaiseFlag, request, "raising the flag"));
  });
}

void AddLower(CLI::App& flags, Context& context) {
  struct Options {
    std::string flag, reason, request_id;
  };
  auto* lower = flags.add_subcommand("lower", "Lower a flag: what it warned of is over");
  auto options = std::make_shared<Options>();
  lower->add_option("flag", options->flag, "offices/OFFICE/cases/ID/flags/ID")->required();
  lower->add_option("--reason", options->reason, "Why, without anything that identifies a person")->required();
  AddRequestId(*lower, options->request_id);
  lower->footer("Example: amparo flag lower offices/cebu/cases/ID/flags/ID --reason \"The accused is in custody\"");
  lower->callback([options, &context] {
    Connection& connection = context.connection();
    FlagStub stub(connection.ChannelTo(Service::kCase));
    v1::LowerFlagRequest request;
    request.set_name(options->flag);
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    PrintFlag(context, connection.Call(stub, &FlagStub::LowerFlag, request, "lowering the flag"));
  });
}

void AddFlagList(CLI::App& flags, Context& context) {
  struct Options {
    std::string office, the_case;
    bool lowered = false;
    Limit limit;
  };
  auto* list = flags.add_subcommand("list", "List the flags of an office, or of a case");
  auto options = std::make_shared<Options>();
  auto* of = list->add_option_group("of", "Whose");
  of->add_option("--office", options->office, "The office, such as cebu");
  of->add_option("--case", options->the_case, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER");
  of->require_option(1);
  list->add_flag("--lowered", options->lowered, "Those that were lowered too");
  AddLimit(*list, options->limit);
  list->footer("Example: amparo flag list --office cebu");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    FlagStub stub(connection.ChannelTo(Service::kCase));
    v1::ListFlagsRequest request;
    request.set_parent(options->office.empty() ? CaseName(connection, options->the_case)
                                               : OfficeName(options->office) + "/cases/-");
    request.set_show_lowered(options->lowered);
    Table table = FlagTable();
    const bool more = EachPage(connection, stub, &FlagStub::ListFlags, request, context.Most(options->limit),
                               "listing flags", [&table](const v1::ListFlagsResponse& page) {
                                 for (const auto& flag : page.flags()) table.Add(FlagRow(flag));
                                 return page.flags_size();
                               });
    context.PrintList(table, options->limit, more);
  });
}

}  // namespace

void AddNoteCommands(CLI::App& app, Context& context) {
  auto* notes = app.add_subcommand("note", "Notes: add, list, get")->require_subcommand(1);
  AddNote(*notes, context);
  AddNoteList(*notes, context);
  AddNoteGet(*notes, context);
  auto* flags = app.add_subcommand("flag", "Flags: raise, lower, list")->require_subcommand(1);
  AddRaise(*flags, context);
  AddLower(*flags, context);
  AddFlagList(*flags, context);
}

}  // namespace amparo::cli
