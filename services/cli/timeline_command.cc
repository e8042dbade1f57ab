// amparo case timeline: everything that happened to a case, from both services, in one ordered list.
#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "amparo/cases/v1/charge.grpc.pb.h"
#include "amparo/cases/v1/network.grpc.pb.h"
#include "amparo/cases/v1/operation.grpc.pb.h"
#include "amparo/cases/v1/party.grpc.pb.h"
#include "amparo/scheduling/v1/hearing.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

// What happened on a day.
struct Entry {
  std::string date;
  std::string what;
  std::string details;
  std::string name;
};

using Entries = std::vector<Entry>;

void AddStages(Connection& connection, const std::string& name, Entries& entries) {
  cases::v1::CaseService::Stub stub(connection.ChannelTo(Service::kCase));
  cases::v1::GetCaseRequest request;
  request.set_name(name);
  const auto record = connection.Call(stub, &cases::v1::CaseService::Stub::GetCase, request, "reading the case");
  for (const auto& change : record.stage_changes()) {
    entries.push_back({TextOf(change.effective_date()),
                       StrCat("stage ", ShortName(*cases::v1::CaseStage_descriptor(), "CASE_STAGE_", change.stage())),
                       change.reason(), name});
  }
}

void AddOperations(Connection& connection, const std::string& name, const absl::TimeZone& zone, Entries& entries) {
  cases::v1::OperationService::Stub stub(connection.ChannelTo(Service::kCase));
  cases::v1::ListOperationsRequest request;
  request.set_parent(name);
  EachPage(connection, stub, &cases::v1::OperationService::Stub::ListOperations, request, 0, "listing operations",
           [&](const cases::v1::ListOperationsResponse& page) {
             for (const auto& operation : page.operations()) {
               std::string details = StrCat("with ", operation.partner_unit());
               for (const auto& site : operation.sites()) {
                 StrAppend(&details, "; site ", site.number(), " ",
                           ShortName(*cases::v1::SiteOutcome_descriptor(), "SITE_OUTCOME_", site.outcome()));
                 if (site.adults_rescued() + site.minors_rescued() > 0) {
                   StrAppend(&details, ", freed ", site.adults_rescued(), " adults and ", site.minors_rescued(),
                             " minors");
                 }
               }
               // Where the start is not open to the caller yet, the day from which it will be stands for it.
               const auto& when = operation.has_start_time() ? operation.start_time() : operation.withheld_until();
               const absl::Time start = absl::FromUnixSeconds(when.seconds());
               if (!operation.has_start_time()) StrAppend(&details, "; start and sites are withheld");
               entries.push_back({absl::FormatTime("%Y-%m-%d", start, zone),
                                  StrCat("operation ", ShortName(*cases::v1::OperationState_descriptor(),
                                                                 "OPERATION_STATE_", operation.state())),
                                  details, operation.name()});
             }
             return page.operations_size();
           });
}

// What people and places are called, by their names; asked for once each.
class Pseudonyms {
 public:
  explicit Pseudonyms(Connection& connection)
      : network_(connection.ChannelTo(Service::kCase)), connection_(connection) {}

  void Learn(const cases::v1::Party& party) { known_[party.name()] = party.pseudonym(); }

  // The pseudonym; of a person of another case the name.
  const std::string& Of(const std::string& name) {
    const auto [known, added] = known_.try_emplace(name, name);
    if (added && absl::StrContains(name, "/venues/")) {
      cases::v1::GetVenueRequest request;
      request.set_name(name);
      known->second = connection_.Call(network_, &cases::v1::NetworkService::Stub::GetVenue, request, "reading a place")
                          .pseudonym();
    }
    return known->second;
  }

 private:
  cases::v1::NetworkService::Stub network_;
  Connection& connection_;
  std::map<std::string, std::string> known_;
};

// The people of the case, whose pseudonyms are learned on the way; their names.
std::vector<std::string> PartiesOf(Connection& connection, const std::string& name, Pseudonyms& pseudonyms) {
  cases::v1::PartyService::Stub stub(connection.ChannelTo(Service::kCase));
  cases::v1::ListPartiesRequest request;
  request.set_parent(name);
  std::vector<std::string> parties;
  EachPage(connection, stub, &cases::v1::PartyService::Stub::ListParties, request, 0, "listing people",
           [&](const cases::v1::ListPartiesResponse& page) {
             for (const auto& party : page.parties()) {
               pseudonyms.Learn(party);
               parties.push_back(party.name());
             }
             return page.parties_size();
           });
  return parties;
}

// The network of the case's people. A link between two of them is found at both ends and told once.
void AddLinks(Connection& connection, const std::string& name, Entries& entries) {
  Pseudonyms pseudonyms(connection);
  cases::v1::NetworkService::Stub stub(connection.ChannelTo(Service::kCase));
  std::set<std::string> told;
  for (const std::string& party : PartiesOf(connection, name, pseudonyms)) {
    cases::v1::ListLinksRequest request;
    request.set_parent(OfficeOf(name));
    request.set_end(party);
    EachPage(connection, stub, &cases::v1::NetworkService::Stub::ListLinks, request, 0, "listing links",
             [&](const cases::v1::ListLinksResponse& page) {
               for (const auto& link : page.links()) {
                 if (!told.insert(link.name()).second) continue;
                 const std::string kind = ShortName(*cases::v1::LinkKind_descriptor(), "LINK_KIND_", link.kind());
                 entries.push_back({TextOf(link.observed_date()), StrCat("link ", kind),
                                    StrCat(pseudonyms.Of(link.from()), " ", absl::StrReplaceAll(kind, {{"-", " "}}),
                                           " ", pseudonyms.Of(link.to())),
                                    link.name()});
               }
               return page.links_size();
             });
  }
}

std::string Describe(const cases::v1::Sentence& sentence) {
  std::string text;
  const auto add = [&text](const std::string& part) { StrAppend(&text, text.empty() ? "" : ", ", part); };
  if (sentence.has_imprisonment()) {
    add(CellText(JsonOf(sentence.imprisonment().min())) + " imprisonment");
    if (sentence.imprisonment().has_max()) {
      add("up to " + CellText(JsonOf(sentence.imprisonment().max())));
    }
  }
  if (sentence.life()) add("imprisonment for life");
  if (sentence.death()) add("death");
  if (sentence.suspended()) add("suspended");
  if (sentence.has_suspended_part()) add(CellText(JsonOf(sentence.suspended_part())) + " of it suspended");
  if (sentence.has_fine()) add("fine " + CellText(JsonOf(sentence.fine())));
  if (sentence.has_restitution()) add("restitution " + CellText(JsonOf(sentence.restitution())));
  if (sentence.has_probation()) add("probation " + CellText(JsonOf(sentence.probation())));
  return text;
}

void AddCharges(Connection& connection, const std::string& name, Entries& entries) {
  cases::v1::ChargeService::Stub stub(connection.ChannelTo(Service::kCase));
  cases::v1::ListChargesRequest request;
  request.set_parent(name);
  EachPage(
      connection, stub, &cases::v1::ChargeService::Stub::ListCharges, request, 0, "listing charges",
      [&](const cases::v1::ListChargesResponse& page) {
        for (const auto& charge : page.charges()) {
          const std::string completion = charge.completion() == cases::v1::COMPLETION_ATTEMPTED ? " (attempted)" : "";
          entries.push_back({TextOf(charge.charge_date()), "charge", charge.law_article() + completion, charge.name()});
          if (charge.has_plea()) {
            entries.push_back({TextOf(charge.plea().date()), "plea",
                               ShortName(*cases::v1::PleaKind_descriptor(), "PLEA_KIND_", charge.plea().kind()) +
                                   (charge.plea().bargain() ? " (bargain)" : ""),
                               charge.name()});
          }
          if (charge.has_verdict()) {
            entries.push_back(
                {TextOf(charge.verdict().date()), "verdict",
                 ShortName(*cases::v1::VerdictOutcome_descriptor(), "VERDICT_OUTCOME_", charge.verdict().outcome()),
                 charge.name()});
          }
          if (charge.has_sentence()) {
            entries.push_back(
                {TextOf(charge.sentence().date()), "sentence", Describe(charge.sentence()), charge.name()});
          }
        }
        return page.charges_size();
      });
}

void AddHearings(Connection& connection, const std::string& name, Entries& entries) {
  scheduling::v1::HearingService::Stub stub(connection.ChannelTo(Service::kScheduling));
  scheduling::v1::ListHearingsRequest request;
  request.set_parent(OfficeOf(name));
  request.set_case_(name);
  EachPage(connection, stub, &scheduling::v1::HearingService::Stub::ListHearings, request, 0, "listing hearings",
           [&](const scheduling::v1::ListHearingsResponse& page) {
             for (const auto& hearing : page.hearings()) {
               std::string details =
                   ShortName(*scheduling::v1::HearingPurpose_descriptor(), "HEARING_PURPOSE_", hearing.purpose());
               if (hearing.has_adjournment()) {
                 StrAppend(&details, ": ",
                           ShortName(*scheduling::v1::AdjournmentReason_descriptor(), "ADJOURNMENT_REASON_",
                                     hearing.adjournment().reason()));
               }
               entries.push_back({TextOf(hearing.hearing_date()),
                                  StrCat("hearing ", ShortName(*scheduling::v1::HearingState_descriptor(),
                                                               "HEARING_STATE_", hearing.state())),
                                  details, hearing.name()});
             }
             return page.hearings_size();
           });
}

}  // namespace

void AddTimelineCommand(CLI::App& cases, Context& context) {
  auto* timeline = cases.add_subcommand("timeline", "Everything that happened to a case, in order");
  auto given = std::make_shared<std::string>();
  timeline->add_option("case", *given, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  timeline->footer("Example: amparo case timeline phnom-penh/PNH-2013-001");
  timeline->callback([given, &context] {
    Connection& connection = context.connection();
    const std::string name = CaseName(connection, *given);
    const auto office = GetOffice(connection, OfficeOf(name));
    Entries entries;
    AddStages(connection, name, entries);
    AddOperations(connection, name, ZoneOf(office.time_zone()), entries);
    AddLinks(connection, name, entries);
    AddCharges(connection, name, entries);
    AddHearings(connection, name, entries);
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.date < b.date; });
    Table table({"date", "what", "details"});
    for (const Entry& entry : entries) {
      table.Add(Json{{"date", entry.date}, {"what", entry.what}, {"details", entry.details}, {"name", entry.name}});
    }
    context.Print(table);
  });
}

}  // namespace amparo::cli
