// What happened to a case, told from the journal of its records: what each version of a record says that the one before
// it did not say.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace amparo::cases {

// What an entry is about. The numbers are those of the protos.
enum class TimelineKind {
  kUnspecified = 0,
  kCase = 1,
  kStage = 2,
  kClosure = 3,
  kReferenceDate = 4,
  kParty = 5,
  kLink = 6,
  kCaseLink = 7,
  kOperation = 8,
  kCharge = 9,
  kPlea = 10,
  kVerdict = 11,
  kSentence = 12,
  kInterimOrder = 13,
  kSentenceEvent = 14,
  kPayment = 15,
  kAppeal = 16,
  kAftercare = 17,
  kAssessment = 18,
  kCarePlan = 19,
  kGoal = 20,
  kService = 21,
  kReferral = 22,
  kDocument = 23,
  kDocumentCopy = 24,
  kTask = 25,
  kNote = 26,
  kFlag = 27,
  kPerson = 28,
  kDistinction = 29,
};

// Something that a record says happened.
struct Happening {
  TimelineKind kind = TimelineKind::kUnspecified;
  // Where the record says it: the same place in every version ("stage_changes/2").
  std::string place = {};
  // The day in the world; absent = that of its entry.
  std::optional<absl::CivilDay> day = std::nullopt;
  // Its moment, where the record has that and no day.
  std::optional<absl::Time> moment = std::nullopt;
  // What happened in few words, and in more.
  std::string what = {};
  std::string text = {};
  // The names of records in `text`.
  std::vector<std::string> mentions = {};

  friend bool operator==(const Happening&, const Happening&) = default;
};

// One version of a record, as the journal has it.
struct ToldVersion {
  std::string resource = {};
  int64_t version = 0;
  absl::Time time = {};
  // Who made it and by which RPC; empty = not known.
  std::string actor = {};
  std::string method = {};
  // What the record itself is about.
  TimelineKind kind = TimelineKind::kUnspecified;
  std::vector<Happening> happenings = {};
  // The fields in which it differs from the version before it.
  std::vector<std::string> changed = {};
};

// What an entry says happened that tells of no more than which fields changed.
inline constexpr std::string_view kChangedFields = "changed";

// An entry's place among all entries of a case: the order of lists. No two entries have the same.
struct TimelinePlace {
  absl::CivilDay day = {};
  absl::Time record_time = {};
  std::string resource = {};
  std::string place = {};

  friend std::strong_ordering operator<=>(const TimelinePlace& a, const TimelinePlace& b);
  friend bool operator==(const TimelinePlace& a, const TimelinePlace& b) = default;
};

// Something that happened, with who entered it and when.
struct TimelineEntry {
  TimelinePlace at = {};
  TimelineKind kind = TimelineKind::kUnspecified;
  std::string actor = {};
  std::string method = {};
  int64_t version = 0;
  std::string what = {};
  std::string text = {};
  std::vector<std::string> mentions = {};
  // An earlier version said something else in this place.
  bool corrected = false;
};

// Which entries are asked for.
struct TimelineFilter {
  // Empty = all.
  std::vector<TimelineKind> kinds = {};
  std::optional<absl::CivilDay> from = std::nullopt;
  std::optional<absl::CivilDay> to = std::nullopt;
};

// The entries that `versions` make, unordered. The versions of one record stand in order and are all there, from the
// first. A version tells what it says anew or otherwise than the one before; one that says nothing of the kind tells
// which fields changed. So each version is told by at least one entry. `zone` is the office's.
std::vector<TimelineEntry> Unfold(const std::vector<ToldVersion>& versions, const absl::TimeZone& zone);

// Whether an entry is asked for.
bool Passes(const TimelineFilter& filter, const TimelineEntry& entry);

// The entries that are asked for, in order, after `after`; at most `most`.
std::vector<TimelineEntry> PageOf(std::vector<TimelineEntry> entries, const TimelineFilter& filter,
                                  const std::optional<TimelinePlace>& after, std::size_t most);

}  // namespace amparo::cases
