#include "services/case/domain/timeline.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

// What a record has said so far, by the places it says it in.
using SaidSoFar = std::map<std::string_view, const Happening*>;

TimelineEntry EntryOf(const ToldVersion& version, const Happening& told, const absl::TimeZone& zone) {
  TimelineEntry entry;
  entry.at.day = told.day.value_or(absl::ToCivilDay(told.moment.value_or(version.time), zone));
  entry.at.record_time = version.time;
  entry.at.resource = version.resource;
  entry.at.place = told.place;
  entry.kind = told.kind;
  entry.actor = version.actor;
  entry.method = version.method;
  entry.version = version.version;
  entry.what = told.what;
  entry.text = told.text;
  entry.mentions = told.mentions;
  return entry;
}

// What a version tells that says nothing new: which fields changed.
Happening ChangeIn(const ToldVersion& version) {
  Happening change;
  change.kind = version.kind;
  change.place = StrCat("version/", version.version);
  change.what = kChangedFields;
  for (const std::string& field : version.changed) StrAppend(&change.text, change.text.empty() ? "" : ", ", field);
  return change;
}

void UnfoldVersion(const ToldVersion& version, const absl::TimeZone& zone, SaidSoFar& said,
                   std::vector<TimelineEntry>& entries) {
  bool told = false;
  for (const Happening& happening : version.happenings) {
    const auto [before, is_new] = said.try_emplace(happening.place, &happening);
    if (!is_new && *before->second == happening) continue;
    before->second = &happening;
    entries.push_back(EntryOf(version, happening, zone));
    entries.back().corrected = !is_new;
    told = true;
  }
  if (!told) entries.push_back(EntryOf(version, ChangeIn(version), zone));
}

}  // namespace

std::strong_ordering operator<=>(const TimelinePlace& a, const TimelinePlace& b) {
  const auto key = [](const TimelinePlace& at) { return std::tie(at.day, at.record_time, at.resource, at.place); };
  if (key(a) < key(b)) return std::strong_ordering::less;
  return key(b) < key(a) ? std::strong_ordering::greater : std::strong_ordering::equal;
}

std::vector<TimelineEntry> Unfold(const std::vector<ToldVersion>& versions, const absl::TimeZone& zone) {
  std::map<std::string_view, SaidSoFar> said;
  std::vector<TimelineEntry> entries;
  for (const ToldVersion& version : versions) UnfoldVersion(version, zone, said[version.resource], entries);
  return entries;
}

bool Passes(const TimelineFilter& filter, const TimelineEntry& entry) {
  if (filter.from && entry.at.day < *filter.from) return false;
  if (filter.to && entry.at.day > *filter.to) return false;
  return filter.kinds.empty() || std::find(filter.kinds.begin(), filter.kinds.end(), entry.kind) != filter.kinds.end();
}

std::vector<TimelineEntry> PageOf(std::vector<TimelineEntry> entries, const TimelineFilter& filter,
                                  const std::optional<TimelinePlace>& after, std::size_t most) {
  std::erase_if(entries,
                [&](const TimelineEntry& entry) { return !Passes(filter, entry) || (after && !(*after < entry.at)); });
  const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(std::min(most, entries.size()));
  std::partial_sort(entries.begin(), middle, entries.end(),
                    [](const TimelineEntry& a, const TimelineEntry& b) { return a.at < b.at; });
  entries.erase(middle, entries.end());
  return entries;
}

}  // namespace amparo::cases
