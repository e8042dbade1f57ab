#include "services/case/api/timeline_page.h"

#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/base/civil.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/rpc/etag.h"
#include "common/rpc/paging.h"
#include "services/case/api/operation_list.h"
#include "services/case/api/reads.h"
#include "services/case/convert/timeline_convert.h"

namespace amparo::cases {
namespace {

constexpr int32_t kMostWithDetails = 200;

// What a record of the journal is to a caller.
absl::Status Show(const JournalRow& row, v1::TimelineEntry& entry) {
  AMPARO_ASSIGN_OR_RETURN(const std::unique_ptr<google::protobuf::Message> message, MessageOfKind(row.kind, row.body));
  const google::protobuf::Reflection& reflection = *message->GetReflection();
  const google::protobuf::Descriptor& type = *message->GetDescriptor();
  if (const SealedField sealed = FindSealed(type)) reflection.ClearField(message.get(), sealed.sealed);
  reflection.SetString(message.get(), type.FindFieldByName("etag"), rpc::ToEtag(row.version));
  entry.mutable_details()->PackFrom(*message);
  return absl::OkStatus();
}

}  // namespace

TimelinePage ReadTimelinePage(const rpc::CallContext& context, const v1::ListTimelineRequest& request,
                              errors::FieldViolations& violations) {
  TimelinePage page;
  const int32_t most = request.show_details() ? kMostWithDetails : kMostPerPage;
  page.size = rpc::PageSize(request.page_size(), kPerPage, most, violations);
  for (const int kind : request.kinds()) {
    const bool known = v1::TimelineKind_IsValid(kind) && kind != v1::TIMELINE_KIND_UNSPECIFIED;
    if (violations.Require(known, "kinds", "must be kinds of a timeline")) {
      page.filter.kinds.push_back(static_cast<TimelineKind>(kind));
    }
  }
  Violations found;
  page.filter.from = OptionalDay(request.has_from_date(), request.from_date(), "from_date", found);
  page.filter.to = OptionalDay(request.has_to_date(), request.to_date(), "to_date", found);
  const bool ordered = !page.filter.from || !page.filter.to || *page.filter.from <= *page.filter.to;
  found.Require(ordered, "to_date", "must not be before from_date");
  AddViolations(found, violations);
  page.by = ReadTimeOf(context, request, violations);
  CheckReadReason(request.reason(), violations);
  const std::string text = rpc::ReadPageToken(request, violations);
  if (text.empty()) return page;
  page.cursor = ParseTimelineCursor(text);
  violations.Require(page.cursor.has_value(), "page_token", "must come from an earlier answer of this list");
  return page;
}

std::string ToCursorText(const TimelineCursor& cursor) {
  const TimelinePlace& after = cursor.after;
  const std::string version = cursor.case_version == 0 ? "" : StrCat(cursor.case_version, "\n");
  return StrCat(cursor.up_to, "\n", version, FormatDate(after.day), "\n", absl::ToUnixMicros(after.record_time), "\n",
                after.resource, "\n", after.place);
}

std::optional<TimelineCursor> ParseTimelineCursor(std::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(text), '\n');
  // Tokens of the release before have no version of the case.
  if (parts.size() != 5 && parts.size() != 6) return std::nullopt;
  const std::size_t at = parts.size() - 4;
  TimelineCursor cursor;
  int64_t micros = 0;
  if (!absl::SimpleAtoi(parts[0], &cursor.up_to)) return std::nullopt;
  if (at == 2 && !absl::SimpleAtoi(parts[1], &cursor.case_version)) return std::nullopt;
  const std::optional<absl::CivilDay> day = ParseDate(parts[at]);
  if (!day || !absl::SimpleAtoi(parts[at + 1], &micros)) return std::nullopt;
  cursor.after = {*day, absl::FromUnixMicros(micros), parts[at + 2], parts[at + 3]};
  // Numbers may be written with blanks and signs; no list does.
  if (ToCursorText(cursor) != text) return std::nullopt;
  return cursor;
}

v1::ListTimelineResponse AnswerWith(const v1::ListTimelineRequest& request, const TimelinePage& page,
                                    TimelineCursor seen, std::vector<TimelineEntry> entries) {
  v1::ListTimelineResponse answer;
  const auto fits = static_cast<std::size_t>(page.size);
  if (entries.size() > fits) {
    entries.resize(fits);
    seen.after = entries.back().at;
    answer.set_next_page_token(rpc::MakePageToken(request, ToCursorText(seen)));
  }
  for (const TimelineEntry& entry : entries) ToProto(entry, *answer.add_entries());
  return answer;
}

absl::Status AddDetails(const std::vector<JournalRow>& rows, v1::ListTimelineResponse& page) {
  std::map<std::pair<std::string_view, int64_t>, const JournalRow*> by_version;
  for (const JournalRow& row : rows) by_version[{row.name, row.version}] = &row;
  for (v1::TimelineEntry& entry : *page.mutable_entries()) {
    const auto row = by_version.find({entry.resource(), entry.resource_version()});
    if (row == by_version.end() || row->second->kind == Kind::kOperation) continue;
    AMPARO_RETURN_IF_ERROR(Show(*row->second, entry));
  }
  return absl::OkStatus();
}

}  // namespace amparo::cases
