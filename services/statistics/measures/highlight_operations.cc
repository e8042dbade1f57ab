// Highlights: the police operations that led to the month's convictions, what was pleaded, and how fast the verdicts
// came.

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "services/statistics/measures/story.h"
#include "services/statistics/measures/tries.h"
#include "services/statistics/measures/wording.h"

namespace amparo::statistics {
namespace {

std::string_view FailureText(SiteOutcome outcome) {
  switch (outcome) {
    case SiteOutcome::kFailedTippedOff:
      return "tipped off";
    case SiteOutcome::kFailedNoOneFound:
      return "with no one found";
    case SiteOutcome::kAborted:
      return "broken off";
    default:
      return "without a result";
  }
}

// The way to a case's verdicts.
struct Road {
  std::vector<Try> failed;
  std::vector<Try> succeeded;
  std::vector<Row> moves;  // Links MOVED_TO from where a try failed to where one succeeded.
};

bool IsVenueOf(const Facts& facts, const std::vector<Try>& tries, Row venue) {
  return std::any_of(tries.begin(), tries.end(), [&](const Try& t) {
    const auto sites = SitesOf(facts, t.operation);
    return std::any_of(sites.begin(), sites.end(), [&](const Site& site) { return site.venue == venue; });
  });
}

// True when a link says that people of the case, or the business of a place where a try failed, moved to a place where
// one succeeded, in between.
bool IsMove(const Facts& facts, Row link, Row case_row, const Road& road) {
  const auto& links = facts.links();
  if (!links.Known(link) || links.kind[link] != LinkKind::kMovedTo || links.to_end[link] != LinkEnd::kVenue)
    return false;
  const Day day = links.observed_day[link];
  if (day == kNoDay || day < road.failed.front().day || day > road.succeeded.back().day) return false;
  if (!IsVenueOf(facts, road.succeeded, links.to[link])) return false;
  if (links.from_end[link] == LinkEnd::kVenue) return IsVenueOf(facts, road.failed, links.from[link]);
  return facts.parties().Known(links.from[link]) && facts.parties().case_row[links.from[link]] == case_row;
}

Road RoadTo(const Story& story, Row case_row, Day verdict_day) {
  const Facts& facts = story.facts;
  Road road;
  for (const Try& t : story.tries.Of(case_row, verdict_day))
    (t.succeeded() ? road.succeeded : road.failed).push_back(t);
  if (road.failed.empty() || road.succeeded.empty()) return road;
  for (Row link = 0; link < facts.links().size(); ++link) {
    if (IsMove(facts, link, case_row, road)) road.moves.push_back(link);
  }
  std::sort(road.moves.begin(), road.moves.end(), [&](Row a, Row b) {
    return std::tie(facts.links().observed_day[a], facts.links().id[a]) <
           std::tie(facts.links().observed_day[b], facts.links().id[b]);
  });
  return road;
}

int64_t CountFailures(const Road& road, SiteOutcome outcome) {
  return std::count_if(road.failed.begin(), road.failed.end(), [&](const Try& t) { return t.outcome == outcome; });
}

std::string FailuresText(const Road& road) {
  if (road.failed.empty()) return "";
  const auto count = static_cast<int64_t>(road.failed.size());
  std::vector<std::string> reasons;
  for (SiteOutcome outcome :
       {SiteOutcome::kFailedTippedOff, SiteOutcome::kFailedNoOneFound, SiteOutcome::kAborted, SiteOutcome::kNone}) {
    const int64_t times = CountFailures(road, outcome);
    if (times == 0) continue;
    const std::string_view subject =
        times < count ? "" : (count == 1 ? "it was " : (count == 2 ? "both were " : "all were "));
    reasons.push_back(subject.empty() ? StrCat(NumberText(times), " ", FailureText(outcome))
                                      : StrCat(subject, FailureText(outcome)));
  }
  return StrCat(CountText(count, "police operation", "police operations"), " ",
                BetweenMonthsText(ToCivil(road.failed.front().day), ToCivil(road.failed.back().day)),
                " failed: ", ListText(reasons), ".");
}

// The different places the moves led to.
std::set<Row> PlacesMovedTo(const Facts& facts, const Road& road) {
  std::set<Row> places;
  for (Row link : road.moves) places.insert(facts.links().to[link]);
  return places;
}

std::string MovesText(const Facts& facts, const Road& road) {
  if (road.moves.empty()) return "";
  const std::set<Row> places = PlacesMovedTo(facts, road);
  VenueKind kind = facts.venues().kind[*places.begin()];
  for (Row venue : places) {
    if (facts.venues().kind[venue] != kind) kind = VenueKind::kOther;
  }
  const auto& days = facts.links().observed_day;
  return StrCat("the suspects were found to have moved to ",
                CountText(static_cast<int64_t>(places.size()), VenueText(kind, false), VenueText(kind, true)), " ",
                BetweenMonthsText(ToCivil(days[road.moves.front()]), ToCivil(days[road.moves.back()])), ".");
}

std::string SuccessText(const Try& t) {
  std::string text = StrCat("on ", DayText(ToCivil(t.day)), " an operation with the police");
  if (t.sites_succeeded > 1) StrAppend(&text, " at ", NumberText(t.sites_succeeded), " places at the same moment");
  std::vector<std::string> results;
  if (t.adults + t.minors > 0) {
    results.push_back(StrCat(
        "freed ", CountText(t.adults + t.minors, "person", "people"),
        t.minors == 0   ? ""
        : t.adults == 0 ? (t.minors == 1 ? ", a minor" : ", all minors")
                        : StrCat(", ", NumberText(t.minors), t.minors == 1 ? " of them a minor" : " of them minors")));
  }
  if (t.arrests > 0) results.push_back(StrCat("led to ", CountText(t.arrests, "arrest", "arrests")));
  if (results.empty()) return StrCat(text, " succeeded.");
  // A comma closes what stands between commas about the minors.
  return StrCat(text, " ", absl::StrJoin(results, t.minors > 0 ? ", and " : " and "), ".");
}

// The sentences in the order of events; the first goes on behind the office's name.
std::string RoadText(const Facts& facts, const Road& road) {
  std::vector<std::string> sentences = {FailuresText(road), MovesText(facts, road)};
  for (const Try& t : road.succeeded) sentences.push_back(SuccessText(t));
  std::string text;
  for (std::string& sentence : sentences) {
    if (sentence.empty()) continue;
    StrAppend(&text, text.empty() ? "" : " ", text.empty() ? sentence : Capitalised(std::move(sentence)));
  }
  return text;
}

void AddRoadFigures(const Facts& facts, const Road& road, std::vector<Figure>& figures) {
  int64_t adults = 0;
  int64_t minors = 0;
  int64_t arrests = 0;
  int64_t most_sites = 0;
  for (const Try& t : road.succeeded) {
    adults += t.adults;
    minors += t.minors;
    arrests += t.arrests;
    most_sites = std::max(most_sites, t.sites_succeeded);
  }
  const auto failed = static_cast<int64_t>(road.failed.size());
  const auto succeeded = static_cast<int64_t>(road.succeeded.size());
  figures.push_back({"operations", failed + succeeded});
  figures.push_back({"failed", failed});
  figures.push_back({"failed_tipped_off", CountFailures(road, SiteOutcome::kFailedTippedOff)});
  figures.push_back({"failed_no_one_found", CountFailures(road, SiteOutcome::kFailedNoOneFound)});
  figures.push_back({"aborted", CountFailures(road, SiteOutcome::kAborted)});
  figures.push_back({"succeeded", succeeded});
  figures.push_back({"sites_at_one_moment", most_sites});
  figures.push_back({"places_moved_to", static_cast<int64_t>(PlacesMovedTo(facts, road).size())});
  figures.push_back({"people_freed", adults + minors});
  figures.push_back({"minors_freed", minors});
  figures.push_back({"adults_freed", adults});
  figures.push_back({"arrests", arrests});
}

std::vector<std::string> RoadResources(const Facts& facts, const Road& road, std::span<const Conviction> convictions) {
  std::vector<std::string> names;
  for (const Try& t : road.failed) names.push_back(facts.OperationName(t.operation));
  for (const Try& t : road.succeeded) names.push_back(facts.OperationName(t.operation));
  for (Row link : road.moves) names.push_back(facts.LinkName(link));
  for (std::string& name : ChargeNames(facts, convictions)) names.push_back(std::move(name));
  return names;
}

}  // namespace

void AddOperationLines(const Story& story, std::vector<Highlight>& lines) {
  const Facts& facts = story.facts;
  for (const std::vector<Conviction>& convictions : ByCase(story.in_month)) {
    const Road road = RoadTo(story, convictions.front().case_row, convictions.back().day);
    if (road.failed.empty() && road.succeeded.empty()) continue;
    const auto people = static_cast<int64_t>(convictions.size());
    Day first = road.failed.empty() ? road.succeeded.front().day : road.failed.front().day;
    if (!road.succeeded.empty()) first = std::min(first, road.succeeded.front().day);
    Highlight line = story.Line("operation", first, convictions.back().day);
    line.text =
        StrCat(story.fact().display_name, ": ", RoadText(facts, road), " ",
               Capitalised(CountText(people, "person was", "people were")), " convicted ", story.WhenText(), ".");
    AddRoadFigures(facts, road, line.figures);
    line.figures.push_back({"convictions", people});
    line.definition = {
        "The operations carried out in the case up to the month's last conviction in it; an operation succeeded when "
        "any of its sites did. Moves: links MOVED_TO from where a try failed, or from a person of the case, to where "
        "one "
        "succeeded, observed between the two. " +
            ConvictionDefinition().text,
        "",
        {}};
    NameResources(RoadResources(facts, road, convictions), line);
    lines.push_back(std::move(line));
  }
}

}  // namespace amparo::statistics
