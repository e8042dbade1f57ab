// Highlights: the police operations that led to the month's convictions, and those carried out in the month.

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "services/statistics/measures/story.h"
#include "services/statistics/measures/tries.h"
#include "services/statistics/measures/wording.h"

namespace amparo::statistics {
namespace {

// Why tries failed: the name of the figure, if there is one, and what is said of one of them and of several.
struct Failure {
  SiteOutcome outcome;
  std::string_view figure;
  std::string_view one;
  std::string_view several;
};
constexpr Failure kFailures[] = {
    {SiteOutcome::kFailedTippedOff, "failed_tipped_off", "was tipped off", "were tipped off"},
    {SiteOutcome::kFailedNoOneFound, "failed_no_one_found", "found no one", "found no one"},
    {SiteOutcome::kAborted, "aborted", "was broken off", "were broken off"},
    {SiteOutcome::kFailedPlaceClosed, "failed_place_closed", "found the place closed", "found the place closed"},
    {SiteOutcome::kFailedUnitAbsent, "failed_unit_absent", "was left without the police",
     "were left without the police"},
    {SiteOutcome::kFailedNoAccess, "failed_no_access", "was not let in", "were not let in"},
    {SiteOutcome::kNone, "", "came to nothing", "came to nothing"}};

// Operations in the order of events: the way to a case's verdicts, or what was tried in a month.
struct Road {
  std::vector<Try> failed;
  std::vector<Try> succeeded;
  std::vector<Row> moves;  // Links MOVED_TO from where a try failed to where one succeeded; to verdicts only.

  bool empty() const { return failed.empty() && succeeded.empty(); }
  void Add(const Try& t) { (t.succeeded() ? succeeded : failed).push_back(t); }
};

// The day of the first operation; there must be one.
Day FirstDay(const Road& road) {
  if (road.failed.empty()) return road.succeeded.front().day;
  if (road.succeeded.empty()) return road.failed.front().day;
  return std::min(road.failed.front().day, road.succeeded.front().day);
}

bool IsVenueOf(const Facts& facts, const std::vector<Try>& tries, Row venue) {
  return std::any_of(tries.begin(), tries.end(), [&](const Try& t) {
    const auto sites = SitesOf(facts, t.operation);
    return std::any_of(sites.begin(), sites.end(), [&](const Site& site) { return site.venue == venue; });
  });
}

// True when a link says that an accused of the case, or the business of a place where a try failed, moved to a place
// where one succeeded, in between.
bool IsMove(const Facts& facts, Row link, Row case_row, const Road& road) {
  const auto& links = facts.links();
  if (!links.Known(link) || links.kind[link] != LinkKind::kMovedTo || links.to_end[link] != LinkEnd::kVenue)
    return false;
  const Day day = links.observed_day[link];
  if (day == kNoDay || day < road.failed.front().day || day > road.succeeded.back().day) return false;
  if (!IsVenueOf(facts, road.succeeded, links.to[link])) return false;
  if (links.from_end[link] == LinkEnd::kVenue) return IsVenueOf(facts, road.failed, links.from[link]);
  const Row party = links.from[link];
  return facts.parties().Known(party) && facts.parties().role[party] == PartyRole::kAccused &&
         facts.PersonOf(party).case_row == case_row;
}

Road RoadTo(const Story& story, Row case_row, Day verdict_day) {
  const Facts& facts = story.facts;
  Road road;
  for (const Try& t : story.tries.Of(case_row, verdict_day)) road.Add(t);
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

// At least one failed.
std::string FailuresText(const Road& road) {
  const auto count = static_cast<int64_t>(road.failed.size());
  std::vector<std::string> reasons;
  for (const Failure& failure : kFailures) {
    const int64_t times = CountFailures(road, failure.outcome);
    if (times == 0) continue;
    const std::string all = count == 1 ? "it" : (count == 2 ? "both" : "all");
    reasons.push_back(StrCat(times < count ? NumberText(times) : all, " ", times == 1 ? failure.one : failure.several));
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

// There is at least one move.
std::string MovesText(const Facts& facts, const Road& road) {
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

// What several operations came to together; their day is the first one's.
Try Together(const std::vector<Try>& tries) {
  Try sum = tries.front();
  sum.adults = sum.minors = sum.arrests = 0;
  for (const Try& t : tries) {
    sum.sites_succeeded = std::max(sum.sites_succeeded, t.sites_succeeded);
    sum.adults += t.adults;
    sum.minors += t.minors;
    sum.arrests += t.arrests;
  }
  return sum;
}

// ", six of them minors", ", both minors": behind people, some of whom may be minors.
std::string MinorsText(int64_t adults, int64_t minors) {
  if (minors == 0) return "";
  if (adults > 0) return StrCat(", ", NumberText(minors), " of them ", minors == 1 ? "a minor" : "minors");
  if (minors == 1) return ", a minor";
  return minors == 2 ? ", both minors" : ", all minors";
}

// " freed 14 people, six of them minors, and led to six arrests." or " succeeded."
std::string ResultsText(const Try& t) {
  std::vector<std::string> results;
  if (t.adults + t.minors > 0) {
    results.push_back(
        StrCat("freed ", CountText(t.adults + t.minors, "person", "people"), MinorsText(t.adults, t.minors)));
  }
  if (t.arrests > 0) results.push_back(StrCat("led to ", CountText(t.arrests, "arrest", "arrests")));
  if (results.empty()) return " succeeded.";
  // A comma closes what stands between commas about the minors.
  return StrCat(" ", absl::StrJoin(results, t.minors > 0 ? ", and " : " and "), ".");
}

std::string SuccessText(const Try& t) {
  std::string text = StrCat("on ", DayText(ToCivil(t.day)), " an operation with the police");
  if (t.sites_succeeded > 1) StrAppend(&text, " at ", NumberText(t.sites_succeeded), " places at the same moment");
  return text + ResultsText(t);
}

// One sentence, and the day on which what it tells of began.
struct Sentence {
  Day day;
  std::string text;
};

// Adds a sentence for each success, or one for all when there are many.
void AddSuccesses(const std::vector<Try>& tries, std::vector<Sentence>& sentences) {
  constexpr size_t kFew = 3;
  if (tries.size() > kFew) {
    sentences.push_back(
        {tries.front().day, StrCat(NumberText(static_cast<int64_t>(tries.size())), " operations with the police ",
                                   BetweenMonthsText(ToCivil(tries.front().day), ToCivil(tries.back().day)),
                                   ResultsText(Together(tries)))});
    return;
  }
  for (const Try& t : tries) sentences.push_back({t.day, SuccessText(t)});
}

// The sentences in the order of events; the first goes on behind the office's name.
std::string RoadText(const Facts& facts, const Road& road) {
  std::vector<Sentence> sentences;
  if (!road.failed.empty()) sentences.push_back({road.failed.front().day, FailuresText(road)});
  if (!road.moves.empty()) {
    sentences.push_back({facts.links().observed_day[road.moves.front()], MovesText(facts, road)});
  }
  AddSuccesses(road.succeeded, sentences);
  std::stable_sort(sentences.begin(), sentences.end(),
                   [](const Sentence& a, const Sentence& b) { return a.day < b.day; });
  std::string text;
  for (Sentence& sentence : sentences) {
    StrAppend(&text, text.empty() ? "" : " ", text.empty() ? sentence.text : Capitalised(std::move(sentence.text)));
  }
  return text;
}

void AddRoadFigures(const Road& road, std::vector<Figure>& figures) {
  const auto failed = static_cast<int64_t>(road.failed.size());
  const auto succeeded = static_cast<int64_t>(road.succeeded.size());
  const Try results = road.succeeded.empty() ? Try() : Together(road.succeeded);
  figures.push_back({"operations", failed + succeeded});
  figures.push_back({"failed", failed});
  for (const Failure& failure : kFailures) {
    if (failure.figure.empty()) continue;
    figures.push_back({std::string(failure.figure), CountFailures(road, failure.outcome)});
  }
  figures.push_back({"succeeded", succeeded});
  figures.push_back({"sites_at_one_moment", results.sites_succeeded});
  figures.push_back({"people_freed", results.adults + results.minors});
  figures.push_back({"minors_freed", results.minors});
  figures.push_back({"adults_freed", results.adults});
  figures.push_back({"arrests", results.arrests});
}

std::vector<std::string> RoadResources(const Facts& facts, const Road& road) {
  std::vector<std::string> names;
  for (const Try& t : road.failed) names.push_back(facts.OperationName(t.operation));
  for (const Try& t : road.succeeded) names.push_back(facts.OperationName(t.operation));
  for (Row link : road.moves) names.push_back(facts.LinkName(link));
  return names;
}

// The way to the month's convictions in one case.
Highlight VerdictsLine(const Story& story, const Road& road, const std::vector<Conviction>& convictions) {
  const auto people = static_cast<int64_t>(convictions.size());
  Highlight line = story.Line("operation", FirstDay(road), convictions.back().day);
  line.text = StrCat(story.fact().display_name, ": ", RoadText(story.facts, road), " ",
                     Capitalised(CountText(people, "person was", "people were")), " convicted ", story.WhenText(), ".");
  AddRoadFigures(road, line.figures);
  line.figures.push_back({"places_moved_to", static_cast<int64_t>(PlacesMovedTo(story.facts, road).size())});
  line.figures.push_back({"convictions", people});
  line.definition = {
      "The operations carried out in the case up to the month's last conviction in it; an operation succeeded when "
      "any of its sites did. Moves: links MOVED_TO from where a try failed, or from an accused of the case, to where "
      "one succeeded, observed between the two. " +
          ConvictionDefinition().text,
      "",
      {}};
  std::vector<std::string> resources = RoadResources(story.facts, road);
  for (std::string& name : ChargeNames(story.facts, convictions)) resources.push_back(std::move(name));
  NameResources(std::move(resources), line);
  return line;
}

// The month's operations that no line about convictions tells of.
Highlight MonthLine(const Story& story, const Road& road, int64_t told) {
  Highlight line = story.Line("operation", story.month_first, story.month_last);
  line.text = StrCat(story.fact().display_name, ": ", RoadText(story.facts, road));
  AddRoadFigures(road, line.figures);
  line.definition = {
      "The operations carried out in the month, on the civil day they began; an operation succeeded when any of its "
      "sites did.",
      "",
      {}};
  if (told > 0) {
    line.definition.exclusions.push_back(StrCat(CountText(told, "operation", "operations"),
                                                " of the month that the lines about its convictions tell of"));
  }
  NameResources(RoadResources(story.facts, road), line);
  return line;
}

}  // namespace

void AddOperationLines(const Story& story, std::vector<Highlight>& lines) {
  absl::flat_hash_set<Row> told;
  for (const std::vector<Conviction>& convictions : ByCase(story.in_month)) {
    const Road road = RoadTo(story, convictions.front().case_row, convictions.back().day);
    if (road.empty()) continue;
    for (const Try& t : road.failed) told.insert(t.operation);
    for (const Try& t : road.succeeded) told.insert(t.operation);
    lines.push_back(VerdictsLine(story, road, convictions));
  }
  const std::vector<Try> in_month = story.tries.Between(story.month_first, story.month_last);
  Road untold;
  for (const Try& t : in_month) {
    if (!told.contains(t.operation)) untold.Add(t);
  }
  if (untold.empty()) return;
  const size_t left = untold.failed.size() + untold.succeeded.size();
  lines.push_back(MonthLine(story, untold, static_cast<int64_t>(in_month.size() - left)));
}

}  // namespace amparo::statistics
