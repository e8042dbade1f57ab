// What a record knows of its merges, and distinctions, between the contract and the domain.
#pragma once

#include <string>

#include "amparo/cases/v1/case_duplicates.pb.h"
#include "amparo/cases/v1/merge.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/case/convert/case_members.h"
#include "services/case/domain/case_duplicates.h"
#include "services/case/domain/distinction.h"
#include "services/case/domain/duplicates.h"
#include "services/case/domain/merge.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Names as a message lists them.
using NameList = google::protobuf::RepeatedPtrField<std::string>;

// The ids of stored names of type N; what is none is left out.
template <typename N>
std::vector<Uuid> NamedIds(const NameList& names) {
  std::vector<Uuid> ids;
  for (const std::string& text : names) {
    if (const auto name = ParseName<N>(text)) ids.push_back(name->id);
  }
  return ids;
}

// Writes the names that ids have in an office.
template <typename N>
void SetNames(const std::string& office, const std::vector<Uuid>& ids, NameList& out) {
  out.Clear();
  for (const Uuid& id : ids) *out.Add() = ToString(N{office, id});
}

// What `stored`, a case or a person, knows of its merges; `members` are the records that were merged into it.
template <typename N, typename Message>
MergeState MergeStateFrom(const Message& stored, const NameList& members) {
  MergeState state;
  state.path = NamedIds<N>(stored.merged_through());
  if (const auto survivor = ParseName<N>(stored.merged_into())) state.path.push_back(survivor->id);
  state.members = NamedIds<N>(members);
  state.reason = stored.merge_reason();
  return state;
}

// Writes it.
template <typename N, typename Message>
void SetMergeState(const MergeState& state, const std::string& office, Message& out, NameList& members) {
  out.clear_merged_into();
  out.clear_merged_through();
  if (state.merged()) {
    out.set_merged_into(ToString(N{office, state.path.back()}));
    SetNames<N>(office, {state.path.begin(), state.path.end() - 1}, *out.mutable_merged_through());
  }
  SetNames<N>(office, state.members, members);
  out.set_merge_reason(state.reason);
}

// A distinction as kept.
Distinction DistinctionFromStored(const v1::Distinction& stored);

// Writes the domain's fields into `out`.
void ToProto(const Distinction& value, v1::Distinction& out);

// The columns of its table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Distinction& value);

// Writes a score and its reasons into a candidate.
void SetScore(const DuplicateScore& score, v1::DuplicateCandidate& out);
void SetScore(const CaseDuplicateScore& score, v1::CaseDuplicateCandidate& out);

}  // namespace amparo::cases
