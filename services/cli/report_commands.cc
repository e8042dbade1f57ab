// amparo report convictions|adjournments|time-to-verdict
#include <memory>

#include "amparo/statistics/v1/report.grpc.pb.h"
#include "services/cli/context.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace stats = statistics::v1;
using stats::ReportService;

struct ReportOptions {
  std::vector<std::string> by, offices, countries, crime_types;
  std::string from, to;
  bool definition = false;
};

std::shared_ptr<ReportOptions> AddReportOptions(CLI::App& report) {
  auto options = std::make_shared<ReportOptions>();
  report.add_option("--by", options->by, "Group by office, country, crime-type, month, year (several with commas)")
      ->delimiter(',');
  report.add_option("--from", options->from, "First day, YYYY-MM-DD");
  report.add_option("--to", options->to, "Last day, YYYY-MM-DD");
  report.add_option("--office", options->offices, "Only these offices, such as cebu,la-paz")->delimiter(',');
  report.add_option("--country", options->countries, "Only these countries (ISO 3166-1 alpha-2)")->delimiter(',');
  report.add_option("--crime-type", options->crime_types, "Only ICCS codes that begin with one of these")
      ->delimiter(',');
  report.add_flag("--definition", options->definition, "Say on stderr what the figures mean");
  return options;
}

std::vector<stats::Dimension> DimensionsOf(const ReportOptions& options) {
  std::vector<stats::Dimension> dimensions;
  for (const std::string& by : options.by) {
    dimensions.push_back(
        static_cast<stats::Dimension>(EnumFrom(*stats::Dimension_descriptor(), "DIMENSION_", by, "--by")));
  }
  return dimensions;
}

template <class Request>
Request RequestFrom(const ReportOptions& options) {
  Request request;
  auto& filter = *request.mutable_filter();
  for (const std::string& office : options.offices) filter.add_offices(OfficeId(office));
  filter.mutable_countries()->Assign(options.countries.begin(), options.countries.end());
  filter.mutable_crime_types()->Assign(options.crime_types.begin(), options.crime_types.end());
  if (!options.from.empty()) {
    *filter.mutable_period()->mutable_from() = DateFrom(options.from, "--from");
  }
  if (!options.to.empty()) {
    *filter.mutable_period()->mutable_to() = DateFrom(options.to, "--to");
  }
  for (const stats::Dimension dimension : DimensionsOf(options)) request.add_group_by(dimension);
  return request;
}

// What a row's key says of a dimension, in its columns; a month comes with its year.
void AddDimension(stats::Dimension dimension, const stats::RowKey& key, Json& row) {
  switch (dimension) {
    case stats::DIMENSION_OFFICE:
      row["office"] = key.office();
      return;
    case stats::DIMENSION_COUNTRY:
      row["country"] = key.country();
      return;
    case stats::DIMENSION_CRIME_TYPE:
      row["crime_type"] = key.crime_type();
      return;
    case stats::DIMENSION_MONTH:
      row["year"] = key.year();
      row["month"] = key.month();
      return;
    case stats::DIMENSION_YEAR:
      row["year"] = key.year();
      return;
    default:
      return;
  }
}

// The values of the dimensions asked for, in their order, by the names of their columns.
Json KeyOf(const std::vector<stats::Dimension>& dimensions, const stats::RowKey& key) {
  Json row = Json::object();
  for (const stats::Dimension dimension : dimensions) AddDimension(dimension, key, row);
  return row;
}

// Prints the rows with the dimensions asked for first.
template <class Response, class Fill>
void PrintRows(Context& context, const ReportOptions& options, const Response& response,
               const std::vector<std::string>& measures, Fill fill) {
  const std::vector<stats::Dimension> dimensions = DimensionsOf(options);
  // Of no row in particular, so that the columns are there when there is no row at all.
  const Json key = KeyOf(dimensions, stats::RowKey());
  std::vector<std::string> columns;
  for (const auto& [column, value] : key.items()) columns.push_back(column);
  columns.insert(columns.end(), measures.begin(), measures.end());
  Table table(columns);
  for (const auto& row : response.rows()) {
    Json json = KeyOf(dimensions, row.key());
    fill(row, json);
    table.Add(std::move(json));
  }
  context.Print(table);
  if (options.definition) {
    const auto& definition = response.definition();
    context.err() << "\n" << definition.text() << "\n";
    if (!definition.denominator().empty()) context.err() << "Denominator: " << definition.denominator() << "\n";
    for (const std::string& exclusion : definition.exclusions()) context.err() << "Left out: " << exclusion << "\n";
    context.err() << "As of " << TextOf(definition.snapshot_time()) << "\n";
  }
}

void AddConvictions(CLI::App& reports, Context& context) {
  auto* report =
      reports.add_subcommand("convictions", "People convicted, once per person and case, by day of the first verdict");
  auto options = AddReportOptions(*report);
  auto as_of = std::make_shared<std::string>();
  report->add_option("--as-of", *as_of, "What stood on this day, YYYY-MM-DD: appeals decided later do not count");
  report->footer("Example: amparo report convictions --by office,year --from 2008-01-01 --to 2014-12-11 --format json");
  report->callback([options, as_of, &context] {
    ReportService::Stub stub(context.connection().ChannelTo(Service::kStatistics));
    auto request = RequestFrom<stats::QueryConvictionsRequest>(*options);
    if (!as_of->empty()) *request.mutable_as_of() = DateFrom(*as_of, "--as-of");
    const auto response =
        context.connection().Call(stub, &ReportService::Stub::QueryConvictions, request, "counting convictions");
    PrintRows(context, *options, response, {"convictions", "cases"}, [](const stats::ConvictionRow& row, Json& json) {
      json["convictions"] = row.convictions();
      json["cases"] = row.cases();
    });
  });
}

double DaysOf(int64_t half_days) {
  return static_cast<double>(half_days) / 2;
}

Json AmountsOf(const google::protobuf::RepeatedPtrField<google::type::Money>& amounts) {
  Json list = Json::array();
  for (const auto& money : amounts) list.push_back(JsonOf(money));
  return list;
}

void AddAdjournments(CLI::App& reports, Context& context) {
  auto* report = reports.add_subcommand(
      "adjournments", "Hearings held and adjourned, and what adjournments cost: everybody, and of that families");
  auto options = AddReportOptions(*report);
  report->footer("Example: amparo report adjournments --by office --from 2014-01-01 --to 2014-12-31");
  report->callback([options, &context] {
    ReportService::Stub stub(context.connection().ChannelTo(Service::kStatistics));
    const auto response =
        context.connection().Call(stub, &ReportService::Stub::QueryAdjournments,
                                  RequestFrom<stats::QueryAdjournmentsRequest>(*options), "counting adjournments");
    PrintRows(context, *options, response,
              {"held", "adjourned", "adjournment_rate", "wage_days_lost", "wages_lost", "family_wage_days_lost",
               "family_wages_lost"},
              [](const stats::AdjournmentRow& row, Json& json) {
                json["held"] = row.held();
                json["adjourned"] = row.adjourned();
                json["adjournment_rate"] = row.adjournment_rate();
                json["wage_days_lost"] = DaysOf(row.wage_half_days_lost());
                json["wages_lost"] = AmountsOf(row.wages_lost());
                json["family_wage_days_lost"] = DaysOf(row.family_wage_half_days_lost());
                json["family_wages_lost"] = AmountsOf(row.family_wages_lost());
              });
  });
}

void AddTimeToVerdict(CLI::App& reports, Context& context) {
  auto* report = reports.add_subcommand("time-to-verdict", "Days from first report to final verdict (Kaplan-Meier)");
  auto options = AddReportOptions(*report);
  report->footer("Example: amparo report time-to-verdict --by office,crime-type");
  report->callback([options, &context] {
    ReportService::Stub stub(context.connection().ChannelTo(Service::kStatistics));
    const auto response =
        context.connection().Call(stub, &ReportService::Stub::QueryTimeToVerdict,
                                  RequestFrom<stats::QueryTimeToVerdictRequest>(*options), "measuring time to verdict");
    PrintRows(context, *options, response,
              {"cases", "decided", "pending", "median_days", "median_lower_days", "median_upper_days", "shortest_days",
               "longest_days", "three_to_seven_years"},
              [](const stats::TimeToVerdictRow& row, Json& json) {
                json["cases"] = row.cases();
                json["decided"] = row.decided();
                json["pending"] = row.pending();
                // A limit that is not reached is no number: null in JSON, an empty cell elsewhere.
                const auto reached = [](bool is, int64_t days) { return is ? Json(days) : Json(); };
                json["median_days"] = reached(row.median_reached(), row.median_days());
                json["median_lower_days"] = reached(row.median_lower_days() != 0, row.median_lower_days());
                json["median_upper_days"] = reached(row.median_upper_days() != 0, row.median_upper_days());
                json["shortest_days"] = reached(row.decided() != 0, row.shortest_days());
                json["longest_days"] = reached(row.decided() != 0, row.longest_days());
                json["three_to_seven_years"] = row.three_to_seven_years();
              });
  });
}

}  // namespace

void AddReportCommands(CLI::App& app, Context& context) {
  auto* reports =
      app.add_subcommand("report", "Reports: convictions, adjournments, time-to-verdict")->require_subcommand(1);
  AddConvictions(*reports, context);
  AddAdjournments(*reports, context);
  AddTimeToVerdict(*reports, context);
}

}  // namespace amparo::cli
