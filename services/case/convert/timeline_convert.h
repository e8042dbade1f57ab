// The timeline between the journal, the contract and the domain: what versions of records tell, and entries as callers
// are told them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/timeline.pb.h"
#include "google/protobuf/message.h"
#include "services/case/domain/names.h"
#include "services/case/domain/timeline.h"
#include "services/case/domain/timeline_store.h"

namespace amparo::cases {

// What a record of this kind is about by itself.
TimelineKind AboutOf(Kind kind);

// The kinds of records that may tell something of `wanted`; empty = of anything: the case, what stands under it but
// broken glass, people, network links and distinctions.
std::vector<Kind> KindsTelling(const std::vector<TimelineKind>& wanted);

// The message in a body of this kind. INTERNAL when its bytes are none.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> MessageOfKind(Kind kind, const std::string& body);

// What a record says happened. Of an operation only what stands in clear is told.
std::vector<Happening> HappeningsIn(Kind kind, const google::protobuf::Message& message);

// The fields that differ, by name; `sealed_x` as `x`. Etag and times are no news.
std::vector<std::string> FieldsChanged(const google::protobuf::Message& before, const google::protobuf::Message& after);

// The versions in rows of the journal, in their order. INTERNAL for a malformed row.
absl::StatusOr<std::vector<ToldVersion>> VersionsIn(const std::vector<JournalRow>& rows);

// Writes an entry, without details.
void ToProto(const TimelineEntry& value, v1::TimelineEntry& out);

}  // namespace amparo::cases
