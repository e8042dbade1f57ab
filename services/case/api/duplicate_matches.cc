#include "services/case/api/duplicate_matches.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "common/base/status_macros.h"
#include "services/case/api/support.h"
#include "services/case/convert/merge_convert.h"
#include "services/case/convert/person_convert.h"

namespace amparo::cases {
namespace {

constexpr int kDuplicateResults = 10;
constexpr int kMostDuplicateResults = 50;
constexpr int kUsualScore = 50;

// A record that was opened.
struct OpenRecord {
  const Revealed* revealed = nullptr;
  v1::Profile profile;
};

// Somebody who may be the same person: the record that stands for them, and the one of theirs that is most alike.
struct DuplicateFound {
  Uuid survivor;
  Uuid found_as;
  DuplicateScore score;
};

using OpenRecords = std::map<Uuid, OpenRecord>;

absl::StatusOr<OpenRecords> OpenedRecords(const Candidates& candidates) {
  OpenRecords opened;
  for (const Revealed& one : candidates.people) {
    if (!one.secret) continue;
    AMPARO_ASSIGN_OR_RETURN(v1::Profile profile, ProfileIn(*one.secret));
    opened[one.record.id] = {&one, std::move(profile)};
  }
  return opened;
}

absl::StatusOr<DuplicateScore> ScoreOf(const ComparedPerson& subject, const OpenRecord& record) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Person message, MessageIn<v1::Person>(record.revealed->record));
  return subject.ScoreWith(ComparedPerson(PersonFromStored(message), ProfileFromStored(record.profile)));
}

// Every person once, by the record that is most alike.
absl::StatusOr<std::vector<DuplicateFound>> BestOfEach(const ComparedPerson& subject, const OpenRecords& opened) {
  std::map<Uuid, DuplicateFound> best;
  for (const auto& [id, record] : opened) {
    const Uuid survivor = record.revealed->record.merged_into.value_or(id);
    if (!opened.contains(survivor)) continue;
    AMPARO_ASSIGN_OR_RETURN(DuplicateScore score, ScoreOf(subject, record));
    const auto at = best.find(survivor);
    const bool better = at == best.end() || score.score > at->second.score.score ||
                        (score.score == at->second.score.score && id == survivor);
    if (better) best[survivor] = {survivor, id, std::move(score)};
  }
  std::vector<DuplicateFound> all;
  for (auto& [survivor, one] : best) all.push_back(std::move(one));
  return all;
}

absl::Status AddCandidate(const DuplicateFound& one, const OpenRecords& opened, v1::FindDuplicatesResponse& response) {
  const OpenRecord& record = opened.at(one.survivor);
  v1::DuplicateCandidate& candidate = *response.add_candidates();
  AMPARO_ASSIGN_OR_RETURN(*candidate.mutable_person(), BasicOf<v1::Person>(record.revealed->record));
  *candidate.mutable_person()->mutable_profile() = record.profile;
  if (one.found_as != one.survivor) {
    const auto name = ParseName<PersonName>(candidate.person().name());
    if (name) candidate.set_found_as(ToString(PersonName{name->office, one.found_as}));
  }
  SetScore(one.score, candidate);
  return absl::OkStatus();
}

}  // namespace

DuplicateBounds ReadDuplicateBounds(int32_t max_results, int32_t min_score, errors::FieldViolations& violations) {
  violations.Require(max_results >= 0, "max_results", "must not be negative");
  violations.Require(min_score >= 0 && min_score <= 100, "min_score", "must be from 1 to 100, or 0");
  const int wanted = max_results == 0 ? kDuplicateResults : max_results;
  return {.most = static_cast<std::size_t>(std::clamp(wanted, 1, kMostDuplicateResults)),
          .least_score = min_score == 0 ? kUsualScore : min_score};
}

absl::StatusOr<v1::FindDuplicatesResponse> DuplicatesAmong(const ComparedPerson& subject, const DuplicateBounds& bounds,
                                                           const Candidates& candidates) {
  AMPARO_ASSIGN_OR_RETURN(const OpenRecords opened, OpenedRecords(candidates));
  AMPARO_ASSIGN_OR_RETURN(std::vector<DuplicateFound> found, BestOfEach(subject, opened));
  std::erase_if(found, [&bounds](const DuplicateFound& one) { return one.score.score < bounds.least_score; });
  std::sort(found.begin(), found.end(), [&opened](const DuplicateFound& a, const DuplicateFound& b) {
    if (a.score.score != b.score.score) return a.score.score > b.score.score;
    const Record& of_a = opened.at(a.survivor).revealed->record;
    const Record& of_b = opened.at(b.survivor).revealed->record;
    return std::tie(of_a.create_time, of_a.id) < std::tie(of_b.create_time, of_b.id);
  });
  if (found.size() > bounds.most) found.resize(bounds.most);
  v1::FindDuplicatesResponse response;
  response.set_incomplete(candidates.incomplete);
  for (const DuplicateFound& one : found) AMPARO_RETURN_IF_ERROR(AddCandidate(one, opened, response));
  return response;
}

std::vector<Record> RecordsOf(const v1::FindDuplicatesResponse& response, const Candidates& candidates) {
  std::set<std::string> told;
  for (const v1::DuplicateCandidate& one : response.candidates()) told.insert(one.person().name());
  std::vector<Record> records;
  for (const Revealed& one : candidates.people) {
    const auto message = MessageIn<v1::Person>(one.record);
    if (message.ok() && told.contains(message->name())) records.push_back(one.record);
  }
  return records;
}

}  // namespace amparo::cases
