#include "common/observability/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "common/observability/rpc_metrics.h"

namespace amparo::obs {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Registry, ShowsCountersGaugesAndHistograms) {
  Registry registry;
  registry.AddCounter("amparo_acts_total", "Acts.", {{"kind", "case"}}).Increment(3);
  registry.AddGauge("amparo_open", "Open.").Set(2);
  registry.AddHistogram("amparo_seconds", "Time.", {}, {0.1, 1}).Observe(0.5);
  const std::string text = registry.Text();
  EXPECT_THAT(text, HasSubstr("# HELP amparo_acts_total Acts."));
  EXPECT_THAT(text, HasSubstr("# TYPE amparo_acts_total counter"));
  EXPECT_THAT(text, HasSubstr("amparo_acts_total{kind=\"case\"} 3"));
  EXPECT_THAT(text, HasSubstr("amparo_open 2"));
  EXPECT_THAT(text, HasSubstr("amparo_seconds_bucket{le=\"0.1\"} 0"));
  EXPECT_THAT(text, HasSubstr("amparo_seconds_bucket{le=\"1\"} 1"));
}

TEST(Registry, TheSameLabelsGiveTheSameObject) {
  Registry registry;
  EXPECT_EQ(&registry.AddCounter("a_total", "A.", {{"x", "1"}}), &registry.AddCounter("a_total", "A.", {{"x", "1"}}));
  EXPECT_NE(&registry.AddCounter("a_total", "A.", {{"x", "1"}}), &registry.AddCounter("a_total", "A.", {{"x", "2"}}));
}

TEST(Registry, CallbacksAreAskedAtEveryScrapeUntilRemoved) {
  Registry registry;
  double value = 1;
  registry.AddGaugeCallback(
      "amparo_lag_seconds", "Lag.", {{"feed", "cases"}}, [&value] { return value; }, this);
  registry.AddCounterCallback(
      "amparo_rows_total", "Rows.", {}, [&value] { return value * 10; }, &registry);
  EXPECT_THAT(registry.Text(), HasSubstr("amparo_lag_seconds{feed=\"cases\"} 1"));
  value = 7;
  EXPECT_THAT(registry.Text(), HasSubstr("amparo_lag_seconds{feed=\"cases\"} 7"));
  EXPECT_THAT(registry.Text(), HasSubstr("# TYPE amparo_rows_total counter"));
  EXPECT_THAT(registry.Text(), HasSubstr("amparo_rows_total 70"));
  registry.RemoveCallbacks(this);
  EXPECT_THAT(registry.Text(), Not(HasSubstr("amparo_lag_seconds")));
  EXPECT_THAT(registry.Text(), HasSubstr("amparo_rows_total"));
}

TEST(Registry, AFamilyOfWhatComesAndGoesHasTheLabelsOfTheMoment) {
  Registry registry;
  std::vector<Sample> samples;
  registry.AddGaugesCallback(
      "amparo_open", "Open.", [&samples] { return samples; }, this);
  EXPECT_THAT(registry.Text(), Not(HasSubstr("amparo_open"))) << "a family without values is none";
  samples = {Sample{{{"office", "cebu"}}, 3}, Sample{{{"office", "la-paz"}}, 5}};
  EXPECT_THAT(registry.Text(), HasSubstr("# TYPE amparo_open gauge"));
  EXPECT_THAT(registry.Text(), HasSubstr("amparo_open{office=\"cebu\"} 3"));
  EXPECT_THAT(registry.Text(), HasSubstr("amparo_open{office=\"la-paz\"} 5"));
  samples.pop_back();
  EXPECT_THAT(registry.Text(), Not(HasSubstr("la-paz")));
  registry.RemoveCallbacks(this);
  EXPECT_THAT(registry.Text(), Not(HasSubstr("amparo_open")));
}

TEST(RegistryDeathTest, AFamilyOfWhatComesAndGoesHasOneCallback) {
  Registry registry;
  const auto none = [] { return std::vector<Sample>(); };
  registry.AddGaugesCallback("amparo_open", "Open.", none);
  EXPECT_DEATH(registry.AddGaugesCallback("amparo_open", "Open.", none), "one callback");
  EXPECT_DEATH(registry.AddGaugeCallback("amparo_open", "Open.", {{"office", "cebu"}}, [] { return 1.0; }), "once");
}

TEST(RegistryDeathTest, TwoCallbacksWithTheSameLabelsAreAFault) {
  Registry registry;
  const auto one = [] { return 1.0; };
  registry.AddCounterCallback("amparo_rows_total", "Rows.", {{"pool", "reader"}}, one, &registry);
  registry.AddCounterCallback("amparo_rows_total", "Rows.", {{"pool", "writer"}}, one, &registry);
  EXPECT_DEATH(registry.AddCounterCallback("amparo_rows_total", "Rows.", {{"pool", "reader"}}, one), "same labels");
  registry.RemoveCallbacks(&registry);
  registry.AddCounterCallback("amparo_rows_total", "Rows.", {{"pool", "reader"}}, one);
}

TEST(MethodMetrics, CountsStartsEndsAndTime) {
  Registry registry;
  MethodMetrics metrics(registry, "amparo.cases.v1.CaseService", "GetCase", "unary");
  for (int i = 0; i < 3; ++i) metrics.Started();
  metrics.Handled(0, absl::Milliseconds(2));
  metrics.Handled(0, absl::Milliseconds(2));
  metrics.Handled(5, absl::Milliseconds(40));
  const std::string text = registry.Text();
  const std::string labels = R"(grpc_method="GetCase",grpc_service="amparo.cases.v1.CaseService",grpc_type="unary")";
  EXPECT_THAT(text, HasSubstr("grpc_server_started_total{" + labels + "} 3"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handled_total{grpc_code=\"OK\"," + labels + "} 2"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handled_total{grpc_code=\"NotFound\"," + labels + "} 1"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handling_seconds_count{" + labels + "} 3"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handling_seconds_bucket{" + labels + ",le=\"0.0025\"} 2"));
}

TEST(CodeName, NamesEveryCode) {
  EXPECT_EQ(CodeName(0), "OK");
  EXPECT_EQ(CodeName(1), "Canceled");
  EXPECT_EQ(CodeName(8), "ResourceExhausted");
  EXPECT_EQ(CodeName(14), "Unavailable");
  EXPECT_EQ(CodeName(16), "Unauthenticated");
  EXPECT_EQ(CodeName(-1), "Unknown");
  EXPECT_EQ(CodeName(99), "Unknown");
}

}  // namespace
}  // namespace amparo::obs
