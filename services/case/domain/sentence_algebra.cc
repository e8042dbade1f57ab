#include "services/case/domain/sentence_algebra.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace amparo::cases {
namespace {

// Terms of one length may be worded differently: 1,600 months are 48,699 days.
int64_t WholeMonths(const Term& term) {
  return int64_t{term.years} * 12 + term.months;
}

// All that a sentence orders: its least or its most.
Stretch OrderedStretch(const Sentence& sentence, bool most) {
  if (sentence.custody != Custody::kImprisonment) return {.custody = sentence.custody};
  const Term& term = most ? sentence.imprisonment.longest() : sentence.imprisonment.min;
  return {.custody = Custody::kImprisonment, .term = Normalized(term)};
}

// What it adds to what is served.
Stretch ServedStretch(const Sentence& sentence, bool most) {
  if (sentence.suspended) return {};
  Stretch ordered = OrderedStretch(sentence, most);
  if (!sentence.suspended_part || ordered.custody != Custody::kImprisonment) return ordered;
  const std::optional<Term> rest = Less(ordered.term, *sentence.suspended_part);
  return rest ? Stretch{.custody = Custody::kImprisonment, .term = *rest} : Stretch();
}

// What it adds to what is suspended.
Stretch SuspendedStretch(const Sentence& sentence, bool most) {
  if (sentence.suspended) return OrderedStretch(sentence, most);
  if (!sentence.suspended_part || sentence.custody != Custody::kImprisonment) return {};
  return {.custody = Custody::kImprisonment, .term = Normalized(*sentence.suspended_part)};
}

// Adds a stretch that runs from the least to the most.
StretchRange Followed(const StretchRange& sum, Stretch (*stretch_of)(const Sentence&, bool), const Sentence& sentence) {
  return {Then(sum.min, stretch_of(sentence, false)), Then(sum.max, stretch_of(sentence, true))};
}

// Where one bound (the least or the most) of a sentence begins and ends; absent = never.
struct Days {
  std::optional<absl::CivilDay> start;
  std::optional<absl::CivilDay> end;
};

// The end of `sentence` when it begins on `start`.
std::optional<absl::CivilDay> EndOf(const RunningSentence& running, bool most, std::optional<absl::CivilDay> start,
                                    absl::CivilDay as_of) {
  if (!start || running.sentence.custody != Custody::kImprisonment) return std::nullopt;
  const Term term = ServedStretch(running.sentence, most).term;
  absl::CivilDay end = std::max(*start, term.EndAfter(*start) - running.sentence.credit_days);
  for (const AtLarge& away : running.at_large) {
    const absl::CivilDay back = away.until.value_or(as_of);
    const absl::CivilDay from = std::max(away.from, *start);
    if (away.from < end && from < back) end += back - from;
  }
  return end;
}

// What the way from the root to one sentence comes to.
struct Way {
  StretchRange served;
  StretchRange suspended;
  Days least;
  Days most;
};

// Walks the trees; the way to each sentence is reckoned once.
class Walk {
 public:
  Walk(std::span<const RunningSentence> sentences, absl::CivilDay as_of) : as_of_(as_of) {
    for (const RunningSentence& one : sentences) {
      if (one.sentence.has_custody()) running_.emplace(one.charge, &one);
    }
  }

  const Way& To(const RunningSentence& running) {
    const auto known = ways_.find(running.charge);
    if (known != ways_.end()) return known->second;
    return ways_[running.charge] = Reckoned(running);
  }

  // The one that a sentence follows, or null: of one that has no custody any more there is no end to wait for.
  const RunningSentence* Before(const RunningSentence& running) const {
    const auto at = running_.find(running.sentence.consecutive_to);
    return at == running_.end() ? nullptr : at->second;
  }

 private:
  Way Reckoned(const RunningSentence& running) {
    // Only rulings that were entered late can make a ring of some past day: it is cut where it is met.
    const RunningSentence* before = Before(running);
    open_.insert(running.charge);
    Way way;
    way.least.end = way.most.end = running.sentence.date;
    if (before != nullptr && !open_.contains(before->charge)) way = To(*before);
    open_.erase(running.charge);
    // What follows begins where the one before it ends, and never before it was imposed.
    for (Days* days : {&way.least, &way.most}) {
      if (days->end) days->end = std::max(*days->end, running.sentence.date);
      days->start = days->end;
    }
    way.served = Followed(way.served, &ServedStretch, running.sentence);
    way.suspended = Followed(way.suspended, &SuspendedStretch, running.sentence);
    if (running.sentence.suspended) return way;
    way.least.end = EndOf(running, false, way.least.start, as_of_);
    way.most.end = EndOf(running, true, way.most.start, as_of_);
    return way;
  }

  const absl::CivilDay as_of_;
  // Those with custody.
  std::map<Uuid, const RunningSentence*> running_;
  std::map<Uuid, Way> ways_;
  // Those whose ways are being reckoned.
  std::set<Uuid> open_;
};

// The later of two ends, where none is later than any.
std::optional<absl::CivilDay> Later(std::optional<absl::CivilDay> a, std::optional<absl::CivilDay> b) {
  if (!a || !b) return std::nullopt;
  return std::max(*a, *b);
}

void AddWay(const Way& way, Reckoning& sum) {
  sum.served = {Longest(sum.served.min, way.served.min), Longest(sum.served.max, way.served.max)};
  sum.suspended = {Longest(sum.suspended.min, way.suspended.min), Longest(sum.suspended.max, way.suspended.max)};
}

void AddPart(const RunningSentence& running, const RunningSentence* before, const Way& way, Reckoning& sum) {
  const bool first = sum.parts.empty();
  sum.parts.push_back(
      {running.charge, before == nullptr ? Uuid() : before->charge, way.least.start, way.least.end, way.most.end});
  if (way.least.start && (!sum.start || *way.least.start < *sum.start)) sum.start = way.least.start;
  sum.earliest_end = first ? way.least.end : Later(sum.earliest_end, way.least.end);
  sum.latest_end = first ? way.most.end : Later(sum.latest_end, way.most.end);
}

// What never begins comes last.
bool Before(const ServedPart& a, const ServedPart& b) {
  const auto key = [](const ServedPart& part) {
    return std::pair(part.start.value_or(absl::CivilDay::max()), part.charge);
  };
  return key(a) < key(b);
}

}  // namespace

std::strong_ordering operator<=>(const Stretch& a, const Stretch& b) {
  if (a.custody != b.custody) return a.custody <=> b.custody;
  if (const auto order = a.term <=> b.term; order != std::strong_ordering::equal) return order;
  return WholeMonths(a.term) <=> WholeMonths(b.term);
}
bool operator==(const Stretch& a, const Stretch& b) {
  return (a <=> b) == std::strong_ordering::equal;
}

Stretch Then(const Stretch& a, const Stretch& b) {
  if (a.is_nothing()) return b;
  if (b.is_nothing()) return a;
  const Custody custody = std::max(a.custody, b.custody);
  if (custody != Custody::kImprisonment) return {.custody = custody};
  return {.custody = custody,
          .term = Normalized(Term{.years = a.term.years + b.term.years,
                                  .months = a.term.months + b.term.months,
                                  .days = a.term.days + b.term.days})};
}

Stretch Longest(const Stretch& a, const Stretch& b) {
  return a < b ? b : a;
}

Reckoning Reckon(std::span<const RunningSentence> sentences, absl::CivilDay as_of) {
  Walk walk(sentences, as_of);
  Reckoning sum;
  for (const RunningSentence& running : sentences) {
    if (!running.sentence.has_custody()) continue;
    const Way& way = walk.To(running);
    AddWay(way, sum);
    if (!running.sentence.suspended) AddPart(running, walk.Before(running), way, sum);
  }
  std::sort(sum.parts.begin(), sum.parts.end(), Before);
  return sum;
}

std::optional<Refusal> CheckChain(const Uuid& charge, const Uuid& follows, std::span<const RunningSentence> others) {
  std::map<Uuid, const Sentence*> by_charge;
  for (const RunningSentence& one : others) by_charge.emplace(one.charge, &one.sentence);
  const auto target = by_charge.find(follows);
  if (follows != charge && (target == by_charge.end() || !target->second->has_custody())) {
    return Refusal{"NO_SENTENCE_TO_FOLLOW", "a sentence is consecutive to custody of the same person that stands"};
  }
  std::set<Uuid> seen;
  for (Uuid at = follows; !at.IsNil() && seen.insert(at).second;) {
    if (at == charge) return Refusal{"SENTENCE_LOOP", "consecutive sentences must not follow each other in a ring"};
    const auto next = by_charge.find(at);
    at = next == by_charge.end() ? Uuid() : next->second->consecutive_to;
  }
  return std::nullopt;
}

}  // namespace amparo::cases
