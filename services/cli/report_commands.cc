// amparo report convictions|adjournments|time-to-verdict
#include <memory>

#include "absl/strings/str_cat.h"
#include "amparo/statistics/v1/report.grpc.pb.h"
#include "services/cli/context.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace stats = statistics::v1;
using stats::ReportService;

struct Options {
  std::vector<std::string> by, offices, countries, crime_types;
  std::string from, to;
  bool definition = false;
};

std::shared_ptr<Options> AddOptions(CLI::App& report) {
  auto options = std::make_shared<Options>();
  report.add_option("--by", options->by, "Group by office, country, crime-type, month, year (several with commas)")
      ->delimiter(',');
  report.add_option("--from", options->from, "First day, YYYY-MM-DD");
  report.add_option("--to", options->to, "Last day, YYYY-MM-DD");
  report.add_option("--office", options->offices, "Only these offices")->delimiter(',');
  report.add_option("--country", options->countries, "Only these countries (ISO 3166-1 alpha-2)")->delimiter(',');
  report.add_option("--crime-type", options->crime_types, "Only ICCS codes that begin with one of these")
      ->delimiter(',');
  report.add_flag("--definition", options->definition, "Say on stderr what the figures mean");
  return options;
}

template <class Request>
Request RequestFrom(const Options& options) {
  Request request;
  auto& filter = *request.mutable_filter();
  filter.mutable_offices()->Assign(options.offices.begin(), options.offices.end());
  filter.mutable_countries()->Assign(options.countries.begin(), options.countries.end());
  filter.mutable_crime_types()->Assign(options.crime_types.begin(), options.crime_types.end());
  if (!options.from.empty()) {
    *filter.mutable_period()->mutable_from() = DateFrom(options.from, "--from");
  }
  if (!options.to.empty()) {
    *filter.mutable_period()->mutable_to() = DateFrom(options.to, "--to");
  }
  for (const std::string& by : options.by) {
    request.add_group_by(
        static_cast<stats::Dimension>(EnumFrom(*stats::Dimension_descriptor(), "DIMENSION_", by, "--by")));
  }
  return request;
}

// The dimensions that the row has, by their names in reports.
Json KeyOf(const stats::RowKey& key) {
  Json json = Json::object();
  if (!key.office().empty()) json["office"] = key.office();
  if (!key.country().empty()) json["country"] = key.country();
  if (!key.crime_type().empty()) json["crime_type"] = key.crime_type();
  if (key.year() != 0) json["year"] = key.year();
  if (key.month() != 0) json["month"] = key.month();
  return json;
}

// Prints the rows with the dimensions asked for first.
template <class Response, class Fill>
void PrintRows(Context& context, const Options& options, const Response& response,
               const std::vector<std::string>& measures, Fill fill) {
  std::vector<std::string> columns;
  for (const auto& row : response.rows()) {
    const Json key = KeyOf(row.key());
    for (const auto& [dimension, value] : key.items()) {
      if (std::find(columns.begin(), columns.end(), dimension) == columns.end()) {
        columns.push_back(dimension);
      }
    }
  }
  columns.insert(columns.end(), measures.begin(), measures.end());
  Table table(columns);
  for (const auto& row : response.rows()) {
    Json json = KeyOf(row.key());
    fill(row, json);
    table.Add(std::move(json));
  }
  context.Print(table);
  if (options.definition) {
    const auto& definition = response.definition();
    std::cerr << "\n" << definition.text() << "\n";
    if (!definition.denominator().empty()) std::cerr << "Denominator: " << definition.denominator() << "\n";
    for (const std::string& exclusion : definition.exclusions()) std::cerr << "Left out: " << exclusion << "\n";
    std::cerr << "As of " << TextOf(definition.snapshot_time()) << "\n";
  }
}

void AddConvictions(CLI::App& reports, Context& context) {
  auto* report =
      reports.add_subcommand("convictions", "People convicted, once per person and case, by day of the first verdict");
  auto options = AddOptions(*report);
  report->footer("Example: amparo report convictions --by office,year --from 2008-01-01 --to 2014-12-11 --format json");
  report->callback([options, &context] {
    ReportService::Stub stub(context.connection().ChannelTo(Service::kStatistics));
    const auto response =
        context.connection().Call(stub, &ReportService::Stub::QueryConvictions,
                                  RequestFrom<stats::QueryConvictionsRequest>(*options), "counting convictions");
    PrintRows(context, *options, response, {"convictions", "cases"}, [](const stats::ConvictionRow& row, Json& json) {
      json["convictions"] = row.convictions();
      json["cases"] = row.cases();
    });
  });
}

void AddAdjournments(CLI::App& reports, Context& context) {
  auto* report =
      reports.add_subcommand("adjournments", "Hearings held and adjourned, and what adjournments cost families");
  auto options = AddOptions(*report);
  report->footer("Example: amparo report adjournments --by office --from 2014-01-01 --to 2014-12-31");
  report->callback([options, &context] {
    ReportService::Stub stub(context.connection().ChannelTo(Service::kStatistics));
    const auto response =
        context.connection().Call(stub, &ReportService::Stub::QueryAdjournments,
                                  RequestFrom<stats::QueryAdjournmentsRequest>(*options), "counting adjournments");
    PrintRows(context, *options, response, {"held", "adjourned", "adjournment_rate", "wage_days_lost", "wages_lost"},
              [](const stats::AdjournmentRow& row, Json& json) {
                json["held"] = row.held();
                json["adjourned"] = row.adjourned();
                json["adjournment_rate"] = row.adjournment_rate();
                json["wage_days_lost"] = static_cast<double>(row.wage_half_days_lost()) / 2;
                json["wages_lost"] = Json::array();
                for (const auto& money : row.wages_lost()) {
                  json["wages_lost"].push_back(JsonOf(money));
                }
              });
  });
}

void AddTimeToVerdict(CLI::App& reports, Context& context) {
  auto* report = reports.add_subcommand("time-to-verdict", "Days from first report to final verdict (Kaplan-Meier)");
  auto options = AddOptions(*report);
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
