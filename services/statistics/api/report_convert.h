// Requests for reports as the measures take them, checked; and what the measures find as messages.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "amparo/statistics/v1/report.pb.h"
#include "common/errors/errors.h"
#include "services/statistics/measures/adjournments.h"
#include "services/statistics/measures/convictions.h"
#include "services/statistics/measures/highlights.h"
#include "services/statistics/measures/time_to_verdict.h"

namespace amparo::statistics {

// Reads the filter; what is wrong with it is noted under "filter.".
ReportFilter ReadFilter(const v1::ReportFilter& filter, errors::FieldViolations& violations);

// Reads `group_by`: known dimensions, each once.
std::vector<Dimension> ReadGroupBy(const google::protobuf::RepeatedField<int>& group_by,
                                   errors::FieldViolations& violations);

// Reads a day that may be absent.
std::optional<absl::CivilDay> ReadDate(bool given, const google::type::Date& date, std::string_view field,
                                       errors::FieldViolations& violations);

// Reads which month to tell of, of which office and as known when.
HighlightsQuery ReadHighlights(const v1::GetHighlightsRequest& request, errors::FieldViolations& violations);

// True when `id` is made as office ids are.
bool IsOfficeId(const std::string& id);

v1::Definition ToProto(const Definition& definition, absl::Time snapshot);
v1::ConvictionRow ToProto(const ConvictionRow& row);
v1::AdjournmentRow ToProto(const AdjournmentRow& row);
v1::TimeToVerdictRow ToProto(const TimeToVerdictRow& row);
v1::Highlight ToProto(const Highlight& highlight, absl::Time snapshot);

}  // namespace amparo::statistics
