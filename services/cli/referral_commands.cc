// amparo aftercare refer|consent|referral|received: referrals and transfers of survivors.
#include <map>
#include <memory>

#include "amparo/cases/v1/referral.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/care_options.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using v1::ReferralService;

Table ReferralTable() {
  return Table({"state", "kind", "to", "services", "consent", "date", "name"});
}

Json ReferralRow(const v1::Referral& referral) {
  std::string services;
  for (const std::string& kind : referral.service_kinds()) StrAppend(&services, services.empty() ? "" : ", ", kind);
  const int said = referral.consents_size();
  return Json{{"state", ShortName(*v1::ReferralState_descriptor(), "REFERRAL_STATE_", referral.state())},
              {"kind", ShortName(*v1::ReferralKind_descriptor(), "REFERRAL_KIND_", referral.kind())},
              {"to", referral.has_to_office() ? referral.to_office() : referral.partner()},
              {"services", services},
              {"consent", said == 0 ? std::string()
                                    : ShortName(*v1::ConsentDecision_descriptor(), "CONSENT_DECISION_",
                                                referral.consents(said - 1).decision())},
              {"date", TextOf(referral.date())},
              {"name", referral.name()}};
}

void PrintReferral(Context& context, const v1::Referral& referral) {
  Table table = ReferralTable();
  table.Add(ReferralRow(referral));
  context.PrintResource(referral, table);
}

void AddRefer(CLI::App& aftercare, Context& context) {
  struct Options {
    CareOptions care;
    std::string office, partner, note;
    std::vector<std::string> services;
    bool transfer = false;
  };
  auto* refer = aftercare.add_subcommand("refer", "Prepare a referral or transfer of a survivor");
  auto options = std::make_shared<Options>();
  AddCareOptions(*refer, options->care, "it is prepared");
  auto* receiver = refer->add_option_group("to");
  receiver->add_option("--to-office", options->office, "The office that receives it, such as cebu");
  receiver->add_option("--partner", options->partner, "The partner organisation that receives it");
  receiver->require_option(1);
  refer->add_option("--service", options->services, "What is asked for; several with commas; amparo aftercare kinds")
      ->delimiter(',');
  refer->add_flag("--transfer", options->transfer, "Hand the survivor's care over as a whole");
  refer->add_option("--note", options->note, "What the receiver must know; encrypted");
  refer->footer("Example: amparo aftercare refer cebu/CEB-2014-007/Maria --to-office manila --service trauma-therapy");
  refer->callback([options, &context] {
    Connection& connection = context.connection();
    ReferralService::Stub stub(connection.ChannelTo(Service::kCase));
    const Survivor survivor = FindSurvivor(connection, options->care);
    v1::CreateReferralRequest request;
    request.set_parent(survivor.parent);
    request.set_request_id(RequestIdOr(options->care.request_id));
    v1::Referral& referral = *request.mutable_referral();
    referral.set_party(survivor.party);
    referral.set_kind(options->transfer ? v1::REFERRAL_KIND_TRANSFER : v1::REFERRAL_KIND_REFERRAL);
    if (options->office.empty()) {
      referral.set_partner(options->partner);
    } else {
      referral.set_to_office(OfficeName(options->office));
    }
    for (const std::string& kind : options->services) referral.add_service_kinds(kind);
    if (!options->care.date.empty()) *referral.mutable_date() = DateFrom(options->care.date, "--date");
    referral.set_note(options->note);
    PrintReferral(context,
                  connection.Call(stub, &ReferralService::Stub::CreateReferral, request, "preparing the referral"));
  });
}

// What every act on a referral is told.
struct ReferralOptions {
  std::string referral, reason, date, request_id;
};

void AddReferralOptions(CLI::App& command, ReferralOptions& options) {
  command.add_option("referral", options.referral, "offices/OFFICE/cases/ID/referrals/ID")->required();
  command.add_option("--reason", options.reason, "Why; nothing that identifies a person");
  command.add_option("--date", options.date, "The day, YYYY-MM-DD; default: today in the office of the referral");
  AddRequestId(command, options.request_id);
}

template <typename Request>
Request ReferralRequestOf(const ReferralOptions& options) {
  Request request;
  request.set_name(options.referral);
  request.set_reason(options.reason);
  request.set_request_id(RequestIdOr(options.request_id));
  if (!options.date.empty()) *request.mutable_effective_date() = DateFrom(options.date, "--date");
  return request;
}

void AddConsent(CLI::App& aftercare, Context& context) {
  struct Options {
    ReferralOptions of;
    std::string decision;
    std::string by = "survivor";
  };
  auto* consent = aftercare.add_subcommand("consent", "Record what is said to a referral that is prepared");
  auto options = std::make_shared<Options>();
  AddReferralOptions(*consent, options->of);
  consent->add_option("--decision", options->decision, "given, refused, or overridden by a supervisor with a reason")
      ->required()
      ->check(CLI::IsMember({"given", "refused", "overridden"}));
  consent->add_option("--by", options->by, "Who says it: survivor, guardian")
      ->capture_default_str()
      ->check(CLI::IsMember({"survivor", "guardian"}));
  consent->footer("Example: amparo aftercare consent offices/cebu/cases/ID/referrals/ID --decision given");
  consent->callback([options, &context] {
    Connection& connection = context.connection();
    ReferralService::Stub stub(connection.ChannelTo(Service::kCase));
    if (options->decision == "overridden") {
      const auto request = ReferralRequestOf<v1::ReferralActRequest>(options->of);
      PrintReferral(context,
                    connection.Call(stub, &ReferralService::Stub::OverrideConsent, request, "overriding consent"));
      return;
    }
    auto request = ReferralRequestOf<v1::RecordConsentRequest>(options->of);
    request.set_decision(options->decision == "given" ? v1::CONSENT_DECISION_GIVEN : v1::CONSENT_DECISION_REFUSED);
    request.set_giver(options->by == "survivor" ? v1::CONSENT_GIVER_SURVIVOR : v1::CONSENT_GIVER_GUARDIAN);
    PrintReferral(context, connection.Call(stub, &ReferralService::Stub::RecordConsent, request, "recording consent"));
  });
}

void AddReferralAct(CLI::App& aftercare, Context& context) {
  using Method =
      grpc::Status (ReferralService::Stub::*)(grpc::ClientContext*, const v1::ReferralActRequest&, v1::Referral*);
  struct Options {
    ReferralOptions of;
    std::string state;
  };
  auto* act = aftercare.add_subcommand("referral", "Say what became of a referral");
  auto options = std::make_shared<Options>();
  AddReferralOptions(*act, options->of);
  act->add_option("--state", options->state,
                  "sent, accepted, rejected, done, revoked; the third and last take a reason")
      ->required()
      ->check(CLI::IsMember({"sent", "accepted", "rejected", "done", "revoked"}));
  act->footer("Example: amparo aftercare referral offices/cebu/cases/ID/referrals/ID --state accepted");
  act->callback([options, &context] {
    using Stub = ReferralService::Stub;
    static const std::map<std::string, Method> methods = {{"sent", &Stub::SendReferral},
                                                          {"accepted", &Stub::AcceptReferral},
                                                          {"rejected", &Stub::RejectReferral},
                                                          {"done", &Stub::CompleteReferral},
                                                          {"revoked", &Stub::RevokeReferral}};
    Connection& connection = context.connection();
    Stub stub(connection.ChannelTo(Service::kCase));
    const auto request = ReferralRequestOf<v1::ReferralActRequest>(options->of);
    PrintReferral(context, connection.Call(stub, methods.at(options->state), request, "moving the referral"));
  });
}

void AddReceived(CLI::App& aftercare, Context& context) {
  struct Options {
    std::string office;
    std::vector<std::string> states;
    Limit limit;
  };
  auto* received = aftercare.add_subcommand("received", "List the referrals that an office received");
  auto options = std::make_shared<Options>();
  received->add_option("--office", options->office, "The office that received them, such as cebu")->required();
  received
      ->add_option("--state", options->states,
                   "Only these (several with commas): " + ChoicesOf(*v1::ReferralState_descriptor(), "REFERRAL_STATE_"))
      ->delimiter(',');
  AddLimit(*received, options->limit);
  received->footer("Example: amparo aftercare received --office manila --state sent");
  received->callback([options, &context] {
    Connection& connection = context.connection();
    ReferralService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::ListReceivedReferralsRequest request;
    request.set_parent(OfficeName(options->office));
    for (const std::string& state : options->states) {
      request.add_states(static_cast<v1::ReferralState>(
          EnumFrom(*v1::ReferralState_descriptor(), "REFERRAL_STATE_", state, "--state")));
    }
    Table table = ReferralTable();
    const bool more =
        EachPage(connection, stub, &ReferralService::Stub::ListReceivedReferrals, request, context.Most(options->limit),
                 "listing what was received", [&table](const v1::ListReceivedReferralsResponse& page) {
                   for (const v1::Referral& referral : page.referrals()) table.Add(ReferralRow(referral));
                   return page.referrals_size();
                 });
    context.PrintList(table, options->limit, more);
  });
}

}  // namespace

void AddReferralCommands(CLI::App& aftercare, Context& context) {
  AddRefer(aftercare, context);
  AddConsent(aftercare, context);
  AddReferralAct(aftercare, context);
  AddReceived(aftercare, context);
}

}  // namespace amparo::cli
