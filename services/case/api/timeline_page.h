// A page of a timeline, between the request and the journal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/timeline.pb.h"
#include "common/errors/errors.h"
#include "common/rpc/call_context.h"
#include "services/case/domain/timeline.h"
#include "services/case/domain/timeline_store.h"

namespace amparo::cases {

// Where a page begins, and what the first page saw of the journal.
struct TimelineCursor {
  // The number of the feed up to which the journal is told.
  int64_t up_to = 0;
  // The version of the case that says which others had been merged into it; 0 = not kept: those of now.
  int64_t case_version = 0;
  TimelinePlace after = {};
};

// What a request asks for.
struct TimelinePage {
  TimelineFilter filter;
  std::optional<absl::Time> by;
  // Absent on the first page.
  std::optional<TimelineCursor> cursor;
  int32_t size = 0;
};

// Reads a request; notes violations.
TimelinePage ReadTimelinePage(const rpc::CallContext& context, const v1::ListTimelineRequest& request,
                              errors::FieldViolations& violations);

// The cursor as a page token keeps it, and back; nullopt for what no list made.
std::string ToCursorText(const TimelineCursor& cursor);
std::optional<TimelineCursor> ParseTimelineCursor(std::string_view text);

// The answer with `entries`, which may be one more than fits: then the token goes on behind the last that does, with
// what the first page saw by `seen`.
v1::ListTimelineResponse AnswerWith(const v1::ListTimelineRequest& request, const TimelinePage& page,
                                    TimelineCursor seen, std::vector<TimelineEntry> entries);

// Gives the entries the records they were told from, of `rows`, BASIC. INTERNAL for a malformed row.
absl::Status AddDetails(const std::vector<JournalRow>& rows, v1::ListTimelineResponse& page);

}  // namespace amparo::cases
