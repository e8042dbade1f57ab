#include "services/case/api/person_matches.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/base/status_macros.h"
#include "services/case/api/support.h"
#include "services/case/convert/person_convert.h"
#include "services/case/domain/name_likeness.h"
#include "services/case/domain/name_terms.h"

namespace amparo::cases {
namespace {

constexpr int kPersonResults = 20;
constexpr int kMostPersonResults = 50;
// What is less like the query than this is not told.
constexpr int kLeastLikeness = 50;

// A person who answers a search.
struct PersonFound {
  int likeness = 0;
  const Revealed* candidate = nullptr;
  v1::Profile profile;
};

// The most like first; of equals, who was entered first.
bool ComesBefore(const PersonFound& a, const PersonFound& b) {
  if (a.likeness != b.likeness) return a.likeness > b.likeness;
  const Record& of_a = a.candidate->record;
  const Record& of_b = b.candidate->record;
  return std::make_pair(of_a.create_time, of_a.id) < std::make_pair(of_b.create_time, of_b.id);
}

// A record that was merged is told of only where the one that stands for it is not.
void LeaveOutMerged(std::vector<PersonFound>& found) {
  std::set<Uuid> ids;
  for (const PersonFound& one : found) ids.insert(one.candidate->record.id);
  std::erase_if(found, [&ids](const PersonFound& one) {
    const std::optional<Uuid>& survivor = one.candidate->record.merged_into;
    return survivor && ids.contains(*survivor);
  });
}

}  // namespace

PersonSearch ReadPersonSearch(const v1::SearchPersonsRequest& request, errors::FieldViolations& violations) {
  PersonSearch search;
  Violations found;
  found.RequireText(request.query(), {.min = 1, .max = 200}, "query");
  const int year = request.birth_year();
  found.Require(year >= 0 && year <= 9999, "birth_year", "must be a year, or 0");
  found.Require(request.max_results() >= 0, "max_results", "must not be negative");
  if (found.empty()) {
    search.words = NameWords(request.query());
    found.Require(!search.words.empty(), "query", "must have a letter or a digit");
    search.probes = ProbesFor(request.query(), year == 0 ? std::nullopt : std::optional<int>(year));
  }
  AddViolations(found, violations);
  const int wanted = request.max_results() == 0 ? kPersonResults : request.max_results();
  search.most = static_cast<std::size_t>(std::clamp(wanted, 1, kMostPersonResults));
  return search;
}

absl::StatusOr<v1::SearchPersonsResponse> MatchesAmong(const PersonSearch& search, const Candidates& candidates) {
  std::vector<PersonFound> found;
  const ComparedName wanted(search.words);
  for (const Revealed& candidate : candidates.people) {
    if (!candidate.secret) continue;
    AMPARO_ASSIGN_OR_RETURN(v1::Profile profile, ProfileIn(*candidate.secret));
    const int likeness = NameLikeness(wanted, ComparedNamesOf(ProfileFromStored(profile)));
    if (likeness >= kLeastLikeness) found.push_back({likeness, &candidate, std::move(profile)});
  }
  LeaveOutMerged(found);
  std::sort(found.begin(), found.end(), ComesBefore);
  if (found.size() > search.most) found.resize(search.most);
  v1::SearchPersonsResponse response;
  response.set_incomplete(candidates.incomplete);
  for (PersonFound& one : found) {
    v1::PersonMatch& match = *response.add_matches();
    match.set_likeness(one.likeness);
    AMPARO_ASSIGN_OR_RETURN(*match.mutable_person(), BasicOf<v1::Person>(one.candidate->record));
    *match.mutable_person()->mutable_profile() = std::move(one.profile);
  }
  return response;
}

std::vector<Record> RecordsOf(const v1::SearchPersonsResponse& response, const Candidates& candidates) {
  std::vector<Record> records;
  for (const v1::PersonMatch& match : response.matches()) {
    const auto name = ParseName<PersonName>(match.person().name());
    for (const Revealed& candidate : candidates.people) {
      if (name && candidate.record.id == name->id) records.push_back(candidate.record);
    }
  }
  return records;
}

}  // namespace amparo::cases
