// The records that a merge changes, in an act of several records: read and locked, changed together, written. The same
// for people and for cases.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/case/api/acts.h"
#include "services/case/domain/merge.h"

namespace amparo::cases {

// T is what the domain calls a record whose message is Message; it has a `name` in an office and a `merge`.
template <typename T, typename Message>
class KeptFamily {
 public:
  using Name = decltype(T::name);

  KeptFamily(Work* work, std::string office, absl::Time now, T (*from_stored)(const Message&))
      : work_(work), office_(std::move(office)), now_(now), from_stored_(from_stored) {}

  // Reads and locks a record, unless that was done. NOT_FOUND.
  absl::Status Load(const Uuid& id) {
    if (kept_.contains(id)) return absl::OkStatus();
    Kept kept;
    AMPARO_ASSIGN_OR_RETURN(kept.record, Need(*work_, KeyOf(NameFor(id))));
    AMPARO_ASSIGN_OR_RETURN(kept.message, MessageIn<Message>(kept.record));
    kept.value = from_stored_(kept.message);
    kept_.emplace(id, std::move(kept));
    return absl::OkStatus();
  }

  // All of `ids`, in their order, so that two merges wait for each other and never for ever.
  absl::Status LoadAll(const std::set<Uuid>& ids) {
    for (const Uuid& id : ids) AMPARO_RETURN_IF_ERROR(Load(id));
    return absl::OkStatus();
  }

  // What was loaded.
  const Record& record(const Uuid& id) const { return kept_.at(id).record; }
  T& value(const Uuid& id) { return kept_.at(id).value; }
  Name NameFor(const Uuid& id) const { return {office_, id}; }

  // Changes the merges of what was loaded.
  template <typename Arrangement>
  void Rearrange(Arrangement arrange) {
    MergeFamily family;
    for (const auto& [id, kept] : kept_) family[id] = kept.value.merge;
    arrange(family);
    for (auto& [id, kept] : kept_) kept.value.merge = std::move(family.at(id));
  }

  // Writes the record as it is now; answers what the caller is told of it.
  absl::StatusOr<std::string> Write(const Uuid& id) {
    const Kept& kept = kept_.at(id);
    return Written(*work_, ChangeTo(kept.value, kept.record.version + 1, now_, kept.message));
  }

  // What the caller is told of a record that was loaded and stays as it is.
  Message Told(const Uuid& id) const {
    const Kept& kept = kept_.at(id);
    return Basic(kept.message, kept.record.version);
  }

 private:
  struct Kept {
    Record record;
    Message message;
    T value;
  };

  Work* const work_;
  const std::string office_;
  const absl::Time now_;
  T (*const from_stored_)(const Message&);
  std::map<Uuid, Kept> kept_;
};

// A merge as its request asks for it.
struct MergeAsked {
  Target from;
  Uuid into;
  std::optional<int64_t> into_etag;
  std::string reason;
};

// Reads a request to merge a record of type Name. Errors: those of TargetOf; INVALID_ARGUMENT for a record and itself,
// or one of another office.
template <typename Name, typename Request>
absl::StatusOr<MergeAsked> MergeAskedBy(rpc::CallContext& context, const Request& request) {
  MergeAsked asked;
  Violations found;
  found.RequireText(request.reason(), {.min = 1, .max = 500}, "reason");
  errors::FieldViolations of_etag;
  asked.into_etag = EtagFrom(request.into_etag(), of_etag);
  if (!of_etag.empty()) found.Add("into_etag", "must be an etag that an answer gave");
  AMPARO_ASSIGN_OR_RETURN(asked.from, TargetOf<Name>(context, request, found));
  AMPARO_ASSIGN_OR_RETURN(const Name into, RequireName<Name>(context, request.into(), "into"));
  if (into.office != asked.from.key.office || into.id == asked.from.key.id) {
    return errors::InvalidField("into", "must be another one of the same office");
  }
  asked.into = into.id;
  asked.reason = request.reason();
  return asked;
}

// True when that merge was made before: the caller is told the same again.
inline bool MergedAlready(const MergeAsked& asked, const MergeState& from) {
  return from.merged() && from.path.front() == asked.into;
}

// Loads what a merge changes. Errors: RequireNotMerged of either; ETAG_MISMATCH.
template <typename T, typename Message>
absl::Status LoadToMerge(const MergeAsked& asked, KeptFamily<T, Message>& family) {
  const Uuid& from = asked.from.key.id;
  AMPARO_RETURN_IF_ERROR(family.LoadAll({from, asked.into}));
  if (MergedAlready(asked, family.value(from).merge)) return absl::OkStatus();
  const auto into = family.NameFor(asked.into);
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(family.record(from), asked.from.key));
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(family.record(asked.into), KeyOf(into)));
  AMPARO_RETURN_IF_ERROR(CheckEtag(asked.from.etag, family.record(from), NameOf(asked.from.key)));
  AMPARO_RETURN_IF_ERROR(CheckEtag(asked.into_etag, family.record(asked.into), ToString(into)));
  return family.LoadAll(JoinedWith(from, asked.into, family.value(from).merge));
}

}  // namespace amparo::cases
