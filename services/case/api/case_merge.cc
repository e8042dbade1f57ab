#include "services/case/api/case_merge.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "amparo/cases/v1/merge.pb.h"
#include "common/base/status_macros.h"
#include "services/case/api/distinctions.h"
#include "services/case/api/flag_changes.h"
#include "services/case/convert/case_convert.h"

namespace amparo::cases {
namespace {

using Matter = KeptFamily<Case, v1::Case>;

// A case that stands for itself, and those that were merged into it.
std::vector<Uuid> CasesBehind(const Uuid& id, std::vector<Uuid> members) {
  members.push_back(id);
  return members;
}

// The charges of one case, or of several together.
struct ChargeCounts {
  int64_t charges = 0;
  int64_t without_verdict = 0;
};

ChargeCounts CountsIn(const Record& record) {
  return {record.charges.charges, record.charges.without_verdict};
}

// The counts of these cases, each of which was merged: such a case counts its own.
ChargeCounts SumOf(const Matter& matter, const std::vector<Uuid>& members) {
  ChargeCounts sum;
  for (const Uuid& id : members) {
    const ChargeCounts one = CountsIn(matter.record(id));
    sum.charges += one.charges;
    sum.without_verdict += one.without_verdict;
  }
  return sum;
}

// Adds `counts`, or takes them away, at the case `id`.
absl::Status AddTo(Work& work, const Matter& matter, const Uuid& id, const ChargeCounts& counts, int sign) {
  return work.AddCounts(KeyOf(matter.NameFor(id)), sign * counts.charges, sign * counts.without_verdict);
}

// Says in both cases from when on it alters counts that `from` and its members are counted with `survivor`, or no more:
// from the first report of those that are counted elsewhere.
void Restate(CountChange change, const Uuid& from, const std::vector<Uuid>& members, const Uuid& survivor,
             absl::Time now, Matter& matter) {
  Restatement restatement{.date = matter.value(from).report_date, .record_time = now, .changes = {change}};
  for (const Uuid& id : members) restatement.date = std::min(restatement.date, matter.value(id).report_date);
  matter.value(from).restatements.push_back(restatement);
  matter.value(survivor).restatements.push_back(restatement);
}

}  // namespace

absl::StatusOr<std::string> MergeCaseIn(Work& work, const MergeAsked& asked, const TaskFollowing& following) {
  const Uuid& from = asked.from.key.id;
  Matter matter(&work, asked.from.key.office, asked.from.now, &CaseFromStored);
  AMPARO_RETURN_IF_ERROR(LoadToMerge(asked, matter));
  v1::MergeCaseResponse response;
  if (MergedAlready(asked, matter.value(from).merge)) {
    *response.mutable_case_() = matter.Told(from);
    *response.mutable_survivor() = matter.Told(asked.into);
    return response.SerializeAsString();
  }
  const Record& record = matter.record(from);
  if (const auto refusal = RefuseCaseMerge(matter.value(from), record.charges, matter.value(asked.into))) {
    return ToStatus(*refusal, NameOf(asked.from.key));
  }
  const std::vector<Uuid> members = matter.value(from).merge.members;
  AMPARO_RETURN_IF_ERROR(RequireNotDistinguished(work, Kind::kCase, asked.from.key.office, CasesBehind(from, members),
                                                 CasesBehind(asked.into, matter.value(asked.into).merge.members)));
  AMPARO_RETURN_IF_ERROR(AddTo(work, matter, asked.into, CountsIn(record), 1));
  AMPARO_RETURN_IF_ERROR(AddTo(work, matter, from, SumOf(matter, members), -1));
  matter.Rearrange([&asked, &from](MergeFamily& family) { Join(from, asked.into, asked.reason, family); });
  Restate(CountChange::kCaseMerged, from, members, asked.into, asked.from.now, matter);
  for (const Uuid& member : members) AMPARO_RETURN_IF_ERROR(matter.Write(member).status());
  // It shows its own flags from now on: those of its members are the survivor's to show.
  AMPARO_ASSIGN_OR_RETURN(matter.value(from).open_flags, OpenFlagsOf(work, matter.NameFor(from)));
  AMPARO_ASSIGN_OR_RETURN(const std::string told, matter.Write(from));
  response.mutable_case_()->ParseFromString(told);
  AMPARO_ASSIGN_OR_RETURN(matter.value(asked.into).open_flags, OpenFlagsOf(work, matter.NameFor(asked.into)));
  AMPARO_ASSIGN_OR_RETURN(const std::string survivor, matter.Write(asked.into));
  response.mutable_survivor()->ParseFromString(survivor);
  AMPARO_RETURN_IF_ERROR(FollowReferenceDates(work, following));
  return response.SerializeAsString();
}

absl::StatusOr<std::string> UnmergeCaseIn(Work& work, const Target& target, const TaskFollowing& following) {
  const Uuid& from = target.key.id;
  Matter matter(&work, target.key.office, target.now, &CaseFromStored);
  AMPARO_RETURN_IF_ERROR(matter.Load(from));
  const MergeState before = matter.value(from).merge;
  if (!before.merged()) return matter.Told(from).SerializeAsString();
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, matter.record(from), NameOf(target.key)));
  AMPARO_RETURN_IF_ERROR(matter.LoadAll(PartedFrom(from, before)));
  ChargeCounts parted = SumOf(matter, before.members);
  AMPARO_RETURN_IF_ERROR(AddTo(work, matter, from, parted, 1));
  const ChargeCounts own = CountsIn(matter.record(from));
  parted.charges += own.charges;
  parted.without_verdict += own.without_verdict;
  const Stage stage = matter.value(from).stage;
  if (parted.without_verdict > 0 && (stage == Stage::kDisposed || stage == Stage::kClosed)) {
    return errors::FailedPrecondition("CHARGES_WITHOUT_VERDICT", NameOf(target.key),
                                      "the case would be over again, and charges of it wait for a verdict");
  }
  AMPARO_RETURN_IF_ERROR(AddTo(work, matter, before.path.back(), parted, -1));
  matter.Rearrange([&from](MergeFamily& family) { Part(from, family); });
  Restate(CountChange::kCaseUnmerged, from, before.members, before.path.back(), target.now, matter);
  // What flags a case shows is asked once those that belong to it point to it.
  for (const Uuid& member : before.members) AMPARO_RETURN_IF_ERROR(matter.Write(member).status());
  AMPARO_ASSIGN_OR_RETURN(matter.value(from).open_flags, OpenFlagsOf(work, matter.NameFor(from)));
  AMPARO_ASSIGN_OR_RETURN(std::string response, matter.Write(from));
  for (const Uuid& above : before.path) {
    AMPARO_ASSIGN_OR_RETURN(matter.value(above).open_flags, OpenFlagsOf(work, matter.NameFor(above)));
    AMPARO_RETURN_IF_ERROR(matter.Write(above).status());
  }
  AMPARO_RETURN_IF_ERROR(FollowReferenceDates(work, following));
  TaskFollowing of_survivor = following;
  of_survivor.the_case.id = before.path.back();
  AMPARO_RETURN_IF_ERROR(FollowReferenceDates(work, of_survivor));
  return response;
}

}  // namespace amparo::cases
