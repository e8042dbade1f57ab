// amparo aftercare open|start|restore|reopen|end|list: the track of a survivor.
#include <memory>

#include "amparo/cases/v1/aftercare.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/care_options.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using v1::AftercareService;

Table TrackTable() {
  return Table({"state", "since", "opened", "lead", "reason", "party"});
}

Json TrackRow(const v1::Aftercare& track) {
  const auto& last = *track.changes().rbegin();
  return Json{{"state", ShortName(*v1::AftercareState_descriptor(), "AFTERCARE_STATE_", track.state())},
              {"since", TextOf(last.effective_date())},
              {"opened", TextOf(track.open_date())},
              {"lead", track.lead()},
              {"reason", last.reason()},
              {"party", track.party()},
              {"name", track.name()}};
}

void PrintTrack(Context& context, const v1::Aftercare& track) {
  Table table = TrackTable();
  table.Add(TrackRow(track));
  context.PrintResource(track, table);
}

void AddOpen(CLI::App& aftercare, Context& context) {
  struct Options {
    CareOptions care;
    std::string lead;
    bool waiting = false;
  };
  auto* open = aftercare.add_subcommand("open", "Open the track of a survivor, and begin the work");
  auto options = std::make_shared<Options>();
  AddCareOptions(*open, options->care, "of opening");
  open->add_option("--lead", options->lead, "Who walks with the survivor: a principal");
  open->add_flag("--waiting", options->waiting, "The work has not begun yet");
  open->footer("Example: amparo aftercare open cebu/CEB-2014-007/Maria --lead spiffe://amparo/people/s.worker");
  open->callback([options, &context] {
    Connection& connection = context.connection();
    AftercareService::Stub stub(connection.ChannelTo(Service::kCase));
    const Survivor survivor = FindSurvivor(connection, options->care);
    v1::CreateAftercareRequest request;
    request.set_parent(survivor.parent);
    request.set_request_id(RequestIdOr(options->care.request_id));
    request.set_start(!options->waiting);
    request.mutable_aftercare()->set_party(survivor.party);
    request.mutable_aftercare()->set_lead(options->lead);
    if (!options->care.date.empty()) {
      *request.mutable_aftercare()->mutable_open_date() = DateFrom(options->care.date, "--date");
    }
    PrintTrack(context, connection.Call(stub, &AftercareService::Stub::CreateAftercare, request, "opening aftercare"));
  });
}

// What every act on a track is told.
template <typename Request>
Request ActRequest(const CareOptions& options, const Survivor& survivor, const std::string& reason) {
  Request request;
  request.set_name(survivor.track());
  request.set_reason(reason);
  request.set_request_id(RequestIdOr(options.request_id));
  if (!options.date.empty()) *request.mutable_effective_date() = DateFrom(options.date, "--date");
  return request;
}

void AddStart(CLI::App& aftercare, Context& context) {
  auto* start = aftercare.add_subcommand("start", "Begin the work with a survivor whose track was opened --waiting");
  auto options = std::make_shared<CareOptions>();
  AddCareOptions(*start, *options, "it began");
  start->footer("Example: amparo aftercare start cebu/CEB-2014-007/Maria");
  start->callback([options, &context] {
    Connection& connection = context.connection();
    AftercareService::Stub stub(connection.ChannelTo(Service::kCase));
    const auto request = ActRequest<v1::AftercareActRequest>(*options, FindSurvivor(connection, *options), "");
    PrintTrack(context, connection.Call(stub, &AftercareService::Stub::StartAftercare, request, "starting aftercare"));
  });
}

void PrintCheck(Context& context, const v1::CheckRestorationResponse& check) {
  Table table({"criterion", "met", "what"});
  for (const v1::RestorationCriterion& one : check.criteria()) {
    table.Add(Json{{"criterion", one.code()}, {"met", one.met() ? "yes" : "no"}, {"what", one.description()}});
  }
  context.Print(table);
}

void AddRestore(CLI::App& aftercare, Context& context) {
  struct Options {
    CareOptions care;
    bool check = false;
  };
  auto* restore = aftercare.add_subcommand("restore", "Record that a survivor is restored, if every criterion is met");
  auto options = std::make_shared<Options>();
  AddCareOptions(*restore, options->care, "of restoration");
  restore->add_flag("--check", options->check, "Only say which criteria are met");
  restore->footer("Example: amparo aftercare restore cebu/CEB-2014-007/Maria --check");
  restore->callback([options, &context] {
    Connection& connection = context.connection();
    AftercareService::Stub stub(connection.ChannelTo(Service::kCase));
    const Survivor survivor = FindSurvivor(connection, options->care);
    if (options->check) {
      v1::CheckRestorationRequest request;
      request.set_name(survivor.track());
      if (!options->care.date.empty()) *request.mutable_date() = DateFrom(options->care.date, "--date");
      PrintCheck(context,
                 connection.Call(stub, &AftercareService::Stub::CheckRestoration, request, "judging the restoration"));
      return;
    }
    const auto request = ActRequest<v1::AftercareActRequest>(options->care, survivor, "");
    PrintTrack(context,
               connection.Call(stub, &AftercareService::Stub::RecordRestoration, request, "recording the restoration"));
  });
}

void AddReopen(CLI::App& aftercare, Context& context) {
  struct Options {
    CareOptions care;
    std::string reason;
    bool harmed = false;
  };
  auto* reopen = aftercare.add_subcommand("reopen", "Take a survivor into care again");
  auto options = std::make_shared<Options>();
  AddCareOptions(*reopen, options->care, "it happened");
  reopen->add_option("--reason", options->reason, "Why; nothing that identifies a person")->required();
  reopen->add_flag("--harmed-again", options->harmed, "The survivor was victimised again");
  reopen->footer(
      "Example: amparo aftercare reopen cebu/CEB-2014-007/Maria --harmed-again --reason \"recruited by the same "
      "ring\"");
  reopen->callback([options, &context] {
    Connection& connection = context.connection();
    AftercareService::Stub stub(connection.ChannelTo(Service::kCase));
    const Survivor survivor = FindSurvivor(connection, options->care);
    const auto request = ActRequest<v1::AftercareActRequest>(options->care, survivor, options->reason);
    const auto method =
        options->harmed ? &AftercareService::Stub::RecordRevictimization : &AftercareService::Stub::ReopenAftercare;
    PrintTrack(context, connection.Call(stub, method, request, "reopening aftercare"));
  });
}

void AddEnd(CLI::App& aftercare, Context& context) {
  struct Options {
    CareOptions care;
    std::string reason;
    std::string cause;
  };
  auto* end = aftercare.add_subcommand("end", "End a survivor's aftercare without restoration");
  auto options = std::make_shared<Options>();
  AddCareOptions(*end, options->care, "it ended");
  end->add_option("--cause", options->cause, "Why: " + ChoicesOf(*v1::EndCause_descriptor(), "END_CAUSE_"))->required();
  end->add_option("--reason", options->reason, "Why, in words; nothing that identifies a person")->required();
  end->footer(
      "Example: amparo aftercare end cebu/CEB-2014-007/Maria --cause lost-contact --reason \"no trace for a year\"");
  end->callback([options, &context] {
    Connection& connection = context.connection();
    AftercareService::Stub stub(connection.ChannelTo(Service::kCase));
    const Survivor survivor = FindSurvivor(connection, options->care);
    auto request = ActRequest<v1::EndAftercareRequest>(options->care, survivor, options->reason);
    request.set_cause(
        static_cast<v1::EndCause>(EnumFrom(*v1::EndCause_descriptor(), "END_CAUSE_", options->cause, "--cause")));
    PrintTrack(context, connection.Call(stub, &AftercareService::Stub::EndAftercare, request, "ending aftercare"));
  });
}

void AddTrackList(CLI::App& aftercare, Context& context) {
  struct Options {
    std::string office;
    std::vector<std::string> states;
    std::string lead;
    Limit limit;
  };
  auto* list = aftercare.add_subcommand("list", "List the tracks of an office's survivors, by the day of opening");
  auto options = std::make_shared<Options>();
  list->add_option("--office", options->office, "The office, such as cebu")->required();
  list->add_option(
          "--state", options->states,
          "Only these (several with commas): " + ChoicesOf(*v1::AftercareState_descriptor(), "AFTERCARE_STATE_"))
      ->delimiter(',');
  list->add_option("--lead", options->lead, "Only those whom this member of staff walks with");
  AddLimit(*list, options->limit);
  list->footer("Example: amparo aftercare list --office cebu --state active,reopened");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    AftercareService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::ListAftercaresRequest request;
    request.set_parent(OfficeName(options->office) + "/cases/-");
    request.set_lead(options->lead);
    for (const std::string& state : options->states) {
      request.add_states(static_cast<v1::AftercareState>(
          EnumFrom(*v1::AftercareState_descriptor(), "AFTERCARE_STATE_", state, "--state")));
    }
    Table table = TrackTable();
    const bool more =
        EachPage(connection, stub, &AftercareService::Stub::ListAftercares, request, context.Most(options->limit),
                 "listing aftercare", [&table](const v1::ListAftercaresResponse& page) {
                   for (const auto& track : page.aftercares()) table.Add(TrackRow(track));
                   return page.aftercares_size();
                 });
    context.PrintList(table, options->limit, more);
  });
}

}  // namespace

void AddAftercareCommands(CLI::App& app, Context& context) {
  auto* aftercare = app.add_subcommand("aftercare",
                                       "Aftercare: open, start, assess, plan, goal, service, progress, refer, consent, "
                                       "referral, received, restore, reopen, end, list, instrument, kinds")
                        ->require_subcommand(1);
  AddOpen(*aftercare, context);
  AddStart(*aftercare, context);
  AddCareCommands(*aftercare, context);
  AddPlanCommands(*aftercare, context);
  AddReferralCommands(*aftercare, context);
  AddRestore(*aftercare, context);
  AddReopen(*aftercare, context);
  AddEnd(*aftercare, context);
  AddTrackList(*aftercare, context);
}

}  // namespace amparo::cli
