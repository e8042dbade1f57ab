// amparo case timeline: everything that happened to a case, from both services, in one ordered list.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "amparo/cases/v1/network.grpc.pb.h"
#include "amparo/cases/v1/party.grpc.pb.h"
#include "amparo/cases/v1/timeline.grpc.pb.h"
#include "amparo/scheduling/v1/hearing.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

constexpr std::string_view kHearing = "hearing";

struct TimelineOptions {
  std::string the_case;
  std::vector<std::string> kinds;
  std::string from, to, as_of, reason;
};

// What happened on a day.
struct Entry {
  std::string date;
  std::string what;
  std::string details;
  std::string name;
  std::string recorded;
  std::string actor;
};

using Entries = std::vector<Entry>;

// What people and places are called, by their names; asked for once each.
class Pseudonyms {
 public:
  Pseudonyms(Connection& connection, const std::string& of)
      : network_(connection.ChannelTo(Service::kCase)), connection_(connection) {
    cases::v1::PartyService::Stub stub(connection.ChannelTo(Service::kCase));
    cases::v1::ListPartiesRequest request;
    request.set_parent(of);
    EachPage(connection, stub, &cases::v1::PartyService::Stub::ListParties, request, 0, "listing people",
             [this](const cases::v1::ListPartiesResponse& page) {
               for (const auto& party : page.parties()) known_[party.name()] = party.pseudonym();
               return page.parties_size();
             });
  }

  // The text of an entry with pseudonyms in the place of names.
  std::string In(const cases::v1::TimelineEntry& entry) {
    std::string text = entry.text();
    for (const std::string& name : entry.mentions()) text = absl::StrReplaceAll(text, {{name, Of(name)}});
    return text;
  }

 private:
  // The pseudonym; of a person of another case, and of what has none, the name.
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

  cases::v1::NetworkService::Stub network_;
  Connection& connection_;
  std::map<std::string, std::string> known_;
};

// The request for what the case service tells.
cases::v1::ListTimelineRequest TimelineRequestFrom(const TimelineOptions& options, const std::string& name,
                                                   const absl::TimeZone& zone) {
  cases::v1::ListTimelineRequest request;
  request.set_parent(name);
  for (const std::string& kind : options.kinds) {
    if (kind == kHearing) continue;
    request.add_kinds(static_cast<cases::v1::TimelineKind>(
        EnumFrom(*cases::v1::TimelineKind_descriptor(), "TIMELINE_KIND_", kind, "--kind")));
  }
  if (!options.from.empty()) *request.mutable_from_date() = DateFrom(options.from, "--from");
  if (!options.to.empty()) *request.mutable_to_date() = DateFrom(options.to, "--to");
  if (!options.as_of.empty()) *request.mutable_read_time() = TimeFrom(options.as_of, zone, "--as-of");
  request.set_reason(options.reason);
  return request;
}

void AddRecords(Connection& connection, const cases::v1::ListTimelineRequest& request, Entries& entries) {
  cases::v1::TimelineService::Stub stub(connection.ChannelTo(Service::kCase));
  Pseudonyms pseudonyms(connection, request.parent());
  EachPage(connection, stub, &cases::v1::TimelineService::Stub::ListTimeline, request, 0, "reading the timeline",
           [&](const cases::v1::ListTimelineResponse& page) {
             for (const auto& entry : page.entries()) {
               const std::string corrected = entry.corrected() ? " (corrected)" : "";
               entries.push_back({TextOf(entry.date()), entry.what(), pseudonyms.In(entry) + corrected,
                                  entry.resource(), TextOf(entry.record_time()), entry.actor()});
             }
             return page.entries_size();
           });
}

// The case and those that were merged into it: the calendar knows hearings by the case they were made for.
std::vector<std::string> CasesOfMatter(Connection& connection, const std::string& name) {
  cases::v1::CaseService::Stub stub(connection.ChannelTo(Service::kCase));
  cases::v1::GetCaseRequest request;
  request.set_name(name);
  const auto found = connection.Call(stub, &cases::v1::CaseService::Stub::GetCase, request, "reading the case");
  std::vector<std::string> names(1, name);
  names.insert(names.end(), found.merged_cases().begin(), found.merged_cases().end());
  return names;
}

void AddHearings(Connection& connection, const std::string& name, const TimelineOptions& options, Entries& entries) {
  scheduling::v1::HearingService::Stub stub(connection.ChannelTo(Service::kScheduling));
  scheduling::v1::ListHearingsRequest request;
  request.set_parent(OfficeOf(name));
  request.set_case_(name);
  EachPage(connection, stub, &scheduling::v1::HearingService::Stub::ListHearings, request, 0, "listing hearings",
           [&](const scheduling::v1::ListHearingsResponse& page) {
             for (const auto& hearing : page.hearings()) {
               const std::string date = TextOf(hearing.hearing_date());
               if (date < options.from || (!options.to.empty() && date > options.to)) continue;
               std::string details =
                   ShortName(*scheduling::v1::HearingPurpose_descriptor(), "HEARING_PURPOSE_", hearing.purpose());
               if (hearing.has_adjournment()) {
                 StrAppend(&details, ": ",
                           ShortName(*scheduling::v1::AdjournmentReason_descriptor(), "ADJOURNMENT_REASON_",
                                     hearing.adjournment().reason()));
               }
               entries.push_back(
                   {date,
                    StrCat(kHearing, " ",
                           ShortName(*scheduling::v1::HearingState_descriptor(), "HEARING_STATE_", hearing.state())),
                    details, hearing.name(), TextOf(hearing.create_time()), ""});
             }
             return page.hearings_size();
           });
}

// True when the calendar is asked, too: its records know no earlier times.
bool WantsHearings(const TimelineOptions& options) {
  if (!options.as_of.empty()) return false;
  return options.kinds.empty() ||
         std::find(options.kinds.begin(), options.kinds.end(), kHearing) != options.kinds.end();
}

// True unless hearings are all that is asked for.
bool WantsRecords(const TimelineOptions& options) {
  return options.kinds.empty() || std::any_of(options.kinds.begin(), options.kinds.end(),
                                              [](const std::string& kind) { return kind != kHearing; });
}

void PrintTimeline(const TimelineOptions& options, Context& context) {
  Connection& connection = context.connection();
  const std::string name = CaseName(connection, options.the_case);
  const auto office = GetOffice(connection, OfficeOf(name));
  const auto request = TimelineRequestFrom(options, name, ZoneOf(office.time_zone()));
  Entries entries;
  if (WantsRecords(options)) AddRecords(connection, request, entries);
  if (WantsHearings(options)) {
    for (const std::string& one : CasesOfMatter(connection, name)) AddHearings(connection, one, options, entries);
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.date < b.date; });
  Table table({"date", "what", "details"});
  for (const Entry& entry : entries) {
    table.Add(Json{{"date", entry.date},
                   {"what", entry.what},
                   {"details", entry.details},
                   {"name", entry.name},
                   {"recorded", entry.recorded},
                   {"actor", entry.actor}});
  }
  context.Print(table);
}

}  // namespace

void AddTimelineCommand(CLI::App& cases, Context& context) {
  auto* timeline = cases.add_subcommand("timeline", "Everything that happened to a case, in order");
  auto options = std::make_shared<TimelineOptions>();
  timeline->add_option("case", options->the_case, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  timeline
      ->add_option("--kind", options->kinds,
                   StrCat("Only these (several with commas): ",
                          ChoicesOf(*cases::v1::TimelineKind_descriptor(), "TIMELINE_KIND_"), ", ", kHearing))
      ->delimiter(',');
  timeline->add_option("--from", options->from, "Only what happened on this day or later, YYYY-MM-DD");
  timeline->add_option("--to", options->to, "Only what happened on this day or before, YYYY-MM-DD");
  timeline->add_option("--as-of", options->as_of,
                       "Only what had been entered by then: RFC 3339, or YYYY-MM-DDTHH:MM in the office; no hearings");
  timeline->add_option("--reason", options->reason, "Why; stands in the receipts of operations");
  timeline->footer("Example: amparo case timeline phnom-penh/PNH-2013-001 --kind stage,verdict,sentence");
  timeline->callback([options, &context] { PrintTimeline(*options, context); });
}

}  // namespace amparo::cli
