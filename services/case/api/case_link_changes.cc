#include "services/case/api/case_link_changes.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "services/case/api/acts.h"
#include "services/case/convert/case_link_convert.h"

namespace amparo::cases {
namespace {

absl::Status TooManyLinks(const CaseName& name) {
  return errors::FailedPrecondition("TOO_MANY_LINKS", ToString(name), "more cases hang together than can be followed");
}

// The links that hold and speak of a case or of those that were merged into it, or also those of others to them.
absl::StatusOr<std::vector<CaseLink>> ActiveLinks(Work& work, const CaseName& name, bool of_others_too) {
  ListQuery query;
  query.kind = Kind::kCaseLink;
  query.office = name.office;
  query.case_id = name.id;
  query.with_merged = true;
  query.all_cases = of_others_too;
  // In the order of the table's filters (store/tables.cc).
  query.filters.resize(3);
  if (of_others_too) query.filters[0] = name.id;
  query.filters[2] = static_cast<int64_t>(CaseLinkState::kActive);
  query.limit = kMostLinkedCases;
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> records, work.List(query));
  std::vector<CaseLink> links;
  for (const Record& record : records) {
    AMPARO_ASSIGN_OR_RETURN(const v1::CaseLink message, MessageIn<v1::CaseLink>(record));
    links.push_back(CaseLinkFromStored(message));
  }
  return links;
}

// Locks both cases, always in the same order. What another office has is known by its name only.
absl::Status LockEnds(Work& work, const CaseLink& link) {
  std::array<CaseName, 2> ends = {link.name.parent(), link.other};
  std::sort(ends.begin(), ends.end());
  for (const CaseName& end : ends) {
    if (end.office != link.name.office) continue;
    AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(end)));
    AMPARO_RETURN_IF_ERROR(RequireNotMerged(record, KeyOf(end)));
  }
  return absl::OkStatus();
}

// True when directed links lead from one case to another, from a case that was merged as from the one that stands for
// it. Every case on the way is locked: so two links that would close a circle together are not made at the same time.
absl::StatusOr<bool> LeadsTo(Work& work, const CaseName& from, const CaseName& to) {
  std::set<CaseName> seen;
  std::vector<CaseName> next(1, from);
  while (!next.empty()) {
    const CaseName at = std::move(next.back());
    next.pop_back();
    if (at == to) return true;
    // What other offices link is not ours to see.
    if (at.office != to.office || !seen.insert(at).second) continue;
    if (seen.size() > kMostLinkedCases) return TooManyLinks(from);
    AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(at)));
    if (record.merged_into) {
      next.push_back({at.office, *record.merged_into});
      continue;
    }
    AMPARO_ASSIGN_OR_RETURN(const std::vector<CaseLink> links, ActiveLinks(work, at, /*of_others_too=*/false));
    for (const CaseLink& link : links) {
      if (IsDirected(link.kind)) next.push_back(link.other);
    }
  }
  return false;
}

}  // namespace

absl::StatusOr<std::string> LinkCases(Work& work, const CaseLink& link, absl::Time now) {
  AMPARO_RETURN_IF_ERROR(LockEnds(work, link));
  const CaseName own = link.name.parent();
  AMPARO_ASSIGN_OR_RETURN(const std::vector<CaseLink> links, ActiveLinks(work, own, /*of_others_too=*/true));
  if (links.size() >= kMostLinkedCases) return TooManyLinks(own);
  for (const CaseLink& one : links) {
    if (SaySame(one, link)) return errors::AlreadyExists(KindWord(Kind::kCaseLink), ToString(one.name));
  }
  if (IsDirected(link.kind)) {
    AMPARO_ASSIGN_OR_RETURN(const bool loop, LeadsTo(work, link.other, own));
    if (loop) {
      return errors::FailedPrecondition("CASE_LINK_LOOP", ToString(own),
                                        "the other case comes from this one already, by way of other links");
    }
  }
  return Written(work, NewResource<v1::CaseLink>(link, now));
}

}  // namespace amparo::cases
