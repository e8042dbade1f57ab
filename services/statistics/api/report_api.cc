#include "services/statistics/api/report_api.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "services/statistics/api/report_convert.h"

namespace amparo::statistics {
namespace {

// The offices the caller sees; nullopt = all.
std::optional<std::vector<std::string>> VisibleOffices(const access::Caller& caller) {
  if (caller.sees_all_offices()) return std::nullopt;
  return caller.offices();
}

// An office that was asked for must be there and the caller's to see; what it may not see does not exist for it.
absl::Status RequireOffice(const Facts& facts, const std::string& id,
                           const std::optional<std::vector<std::string>>& visible) {
  const std::optional<OfficeCode> office = facts.FindOffice(id);
  const bool may_see = !visible || std::find(visible->begin(), visible->end(), id) != visible->end();
  if (office && facts.KnowsOffice(*office) && may_see) return absl::OkStatus();
  return errors::NotFound("office", StrCat("offices/", id));
}

absl::Status RequireOffices(const Facts& facts, const ReportFilter& filter) {
  for (const std::string& id : filter.offices) AMPARO_RETURN_IF_ERROR(RequireOffice(facts, id, filter.visible_offices));
  return absl::OkStatus();
}

// What is asked for as of a day is known once the day has come in one of the offices that the caller sees.
absl::Status RequireNotInFuture(const Facts& facts, const std::optional<absl::CivilDay>& as_of,
                                const std::optional<std::vector<std::string>>& visible, absl::Time now) {
  if (!as_of || *as_of <= LatestToday(facts, visible, now)) return absl::OkStatus();
  return errors::InvalidField("as_of", "must not be in the future");
}

template <typename Request>
absl::StatusOr<ReportApi::Question> ReadQuestion(const Request& request, const access::Caller& caller) {
  errors::FieldViolations violations;
  ReportApi::Question question{ReadFilter(request.filter(), violations), ReadGroupBy(request.group_by(), violations)};
  question.filter.visible_offices = VisibleOffices(caller);
  if constexpr (requires { request.as_of(); }) {
    question.as_of = ReadDate(request.has_as_of(), request.as_of(), "as_of", violations);
  }
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  return question;
}

template <typename Response, typename Row>
Response MakeResponse(const std::vector<Row>& rows, const Definition& definition, absl::Time snapshot) {
  Response response;
  for (const Row& row : rows) *response.add_rows() = ToProto(row);
  *response.mutable_definition() = ToProto(definition, snapshot);
  return response;
}

v1::QueryConvictionsResponse Convictions(const Facts& facts, const ReportApi::Question& question, absl::Time snapshot) {
  const Day as_of = question.as_of ? ToDay(*question.as_of) : kNoDay;
  return MakeResponse<v1::QueryConvictionsResponse>(CountConvictions(facts, question.filter, question.group_by, as_of),
                                                    ConvictionDefinition(CountWithdrawn(facts, question.filter, as_of)),
                                                    snapshot);
}

v1::QueryAdjournmentsResponse Adjournments(const Facts& facts, const ReportApi::Question& question,
                                           absl::Time snapshot) {
  const AdjournmentReport report = CountAdjournments(facts, question.filter, question.group_by);
  return MakeResponse<v1::QueryAdjournmentsResponse>(report.rows, report.definition, snapshot);
}

v1::QueryTimeToVerdictResponse TimeToVerdict(const Facts& facts, const ReportApi::Question& question,
                                             absl::Time snapshot) {
  const TimeToVerdictReport report = MeasureTimeToVerdict(facts, question.filter, question.group_by, snapshot);
  return MakeResponse<v1::QueryTimeToVerdictResponse>(report.rows, report.definition, snapshot);
}

}  // namespace

rpc::ServiceBinding ReportApi::Binding() {
  rpc::ServiceBinding binding("amparo.statistics.v1.ReportService");
  binding.Unary<&ReportApi::QueryConvictions>("QueryConvictions", this)
      .Unary<&ReportApi::QueryAdjournments>("QueryAdjournments", this)
      .Unary<&ReportApi::QueryTimeToVerdict>("QueryTimeToVerdict", this)
      .Unary<&ReportApi::GetHighlights>("GetHighlights", this)
      .Unary<&ReportApi::GetStatus>("GetStatus", this);
  return binding;
}

absl::StatusOr<absl::Time> ReportApi::SnapshotTime(absl::Time now) const {
  constexpr absl::Duration kAskAgain = absl::Seconds(2);
  absl::Duration oldest;
  for (const FeedPosition& position : options_.feeds()) {
    if (position.age == absl::InfiniteDuration()) {
      return errors::Unavailable("FACTS_LOADING",
                                 StrCat("the facts of the feed \"", position.feed, "\" are not all in memory yet"),
                                 kAskAgain);
    }
    oldest = std::max(oldest, position.age);
  }
  return now - oldest;
}

template <typename Response>
rpc::Task<absl::StatusOr<Response>> ReportApi::Answer(rpc::CallContext& context, Question question,
                                                      Response (*count)(const Facts&, const Question&, absl::Time)) {
  if (question.filter.offices.size() == 1) context.set_office(question.filter.offices.front());
  const std::function<absl::StatusOr<Response>()> compute = [this, &question, &context, count] {
    return options_.board->With([&](const Facts& facts) -> absl::StatusOr<Response> {
      const absl::Time now = context.clock().Now();
      AMPARO_ASSIGN_OR_RETURN(const absl::Time snapshot, SnapshotTime(now));
      AMPARO_RETURN_IF_ERROR(RequireOffices(facts, question.filter));
      AMPARO_RETURN_IF_ERROR(RequireNotInFuture(facts, question.as_of, question.filter.visible_offices, now));
      return count(facts, question, snapshot);
    });
  };
  absl::StatusOr<Response> response = co_await options_.pool->Run<Response>(compute, context.limits());
  if (response.ok() && response->rows_size() > options_.max_rows) {
    co_return errors::InvalidField("group_by", StrCat("gives ", response->rows_size(), " rows, more than ",
                                                      options_.max_rows, ": group by less or narrow the filter"));
  }
  co_return response;
}

rpc::Task<absl::StatusOr<v1::QueryConvictionsResponse>> ReportApi::QueryConvictions(
    rpc::CallContext& context, v1::QueryConvictionsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(Question question, ReadQuestion(request, context.caller()));
  co_return co_await Answer(context, std::move(question), &Convictions);
}

rpc::Task<absl::StatusOr<v1::QueryAdjournmentsResponse>> ReportApi::QueryAdjournments(
    rpc::CallContext& context, v1::QueryAdjournmentsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(Question question, ReadQuestion(request, context.caller()));
  co_return co_await Answer(context, std::move(question), &Adjournments);
}

rpc::Task<absl::StatusOr<v1::QueryTimeToVerdictResponse>> ReportApi::QueryTimeToVerdict(
    rpc::CallContext& context, v1::QueryTimeToVerdictRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(Question question, ReadQuestion(request, context.caller()));
  co_return co_await Answer(context, std::move(question), &TimeToVerdict);
}

rpc::Task<absl::StatusOr<v1::GetHighlightsResponse>> ReportApi::GetHighlights(rpc::CallContext& context,
                                                                              v1::GetHighlightsRequest request) {
  using Response = v1::GetHighlightsResponse;
  errors::FieldViolations violations;
  HighlightsQuery query = ReadHighlights(request, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  query.visible_offices = VisibleOffices(context.caller());
  context.set_office(query.office);
  const std::function<absl::StatusOr<Response>()> compute = [this, &query, &context] {
    return options_.board->With([&](const Facts& facts) -> absl::StatusOr<Response> {
      const absl::Time now = context.clock().Now();
      AMPARO_ASSIGN_OR_RETURN(const absl::Time snapshot, SnapshotTime(now));
      if (!query.office.empty()) AMPARO_RETURN_IF_ERROR(RequireOffice(facts, query.office, query.visible_offices));
      AMPARO_RETURN_IF_ERROR(RequireNotInFuture(facts, query.as_of, query.visible_offices, now));
      query.today = LatestToday(facts, query.visible_offices, snapshot);
      Response response;
      for (const Highlight& line : FindHighlights(facts, query)) *response.add_highlights() = ToProto(line, snapshot);
      return response;
    });
  };
  absl::StatusOr<Response> response = co_await options_.pool->Run<Response>(compute, context.limits());
  co_return response;
}

rpc::Task<absl::StatusOr<v1::GetStatusResponse>> ReportApi::GetStatus(rpc::CallContext& context, v1::GetStatusRequest) {
  using Response = v1::GetStatusResponse;
  const std::function<absl::StatusOr<Response>()> compute = [this]() -> absl::StatusOr<Response> {
    Response response;
    for (const FeedPosition& position : options_.feeds()) {
      v1::FeedStatus& feed = *response.add_feeds();
      feed.set_feed(position.feed);
      feed.set_applied_seq(position.applied_seq);
      feed.set_head_seq(position.head_seq);
      feed.set_lag_seconds(absl::ToDoubleSeconds(position.lag));
      feed.set_connected(position.connected);
    }
    for (const auto& [kind, count] : options_.board->With([](const Facts& facts) { return facts.Counts(); })) {
      v1::FactCount& fact = *response.add_facts();
      fact.set_kind(kind);
      fact.set_count(count);
    }
    return response;
  };
  absl::StatusOr<Response> response = co_await options_.pool->Run<Response>(compute, context.limits());
  co_return response;
}

}  // namespace amparo::statistics
