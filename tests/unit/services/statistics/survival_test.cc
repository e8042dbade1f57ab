#include "services/statistics/measures/survival.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/civil_time.h"

namespace amparo::statistics {
namespace {

TEST(KaplanMeierTest, HandComputed) {
  // Freireich's leukaemia patients under 6-MP: the textbook example. n = 21, 9 events.
  const std::vector<Observation> observations = {
      {6, true},   {6, true},   {6, true},   {6, false},  {7, true},   {9, false},  {10, true},
      {10, false}, {11, false}, {13, true},  {16, true},  {17, false}, {19, false}, {20, false},
      {22, true},  {23, true},  {25, false}, {32, false}, {32, false}, {34, false}, {35, false}};
  const SurvivalCurve curve = KaplanMeier(observations);
  ASSERT_EQ(curve.points().size(), 7u);
  EXPECT_NEAR(curve.At(6).survival, 18.0 / 21, 1e-12);
  EXPECT_NEAR(curve.At(7).survival, 18.0 / 21 * 16 / 17, 1e-12);
  EXPECT_NEAR(curve.At(23).survival, 0.448179271708683, 1e-12);
  EXPECT_NEAR(curve.At(23).standard_error, 0.134591, 1e-6);
  EXPECT_EQ(curve.At(5).survival, 1.0);
  EXPECT_EQ(curve.points()[0].at_risk, 21);
  EXPECT_EQ(curve.Median(), 23);
  EXPECT_EQ(curve.MedianLower(), 13);
  EXPECT_EQ(curve.MedianUpper(), std::nullopt);
}

TEST(KaplanMeierTest, NothingAtAllAndNobodyWithTheEvent) {
  EXPECT_EQ(KaplanMeier({}).Median(), std::nullopt);
  EXPECT_TRUE(KaplanMeier({}).points().empty());
  const std::vector<Observation> pending = {{3, false}, {5, false}};
  EXPECT_EQ(KaplanMeier(pending).Median(), std::nullopt);
  EXPECT_EQ(KaplanMeier(pending).At(100).survival, 1.0);
  EXPECT_DOUBLE_EQ(KaplanMeier(pending).RestrictedMean(10), 10.0);
}

TEST(KaplanMeierTest, EverybodyHadTheEvent) {
  const std::vector<Observation> all = {{1, true}, {2, true}, {3, true}};
  const SurvivalCurve curve = KaplanMeier(all);
  EXPECT_EQ(curve.Median(), 2);
  EXPECT_EQ(curve.MedianLower(), 1);
  EXPECT_EQ(curve.MedianUpper(), std::nullopt);
  EXPECT_EQ(curve.points().back().survival, 0.0);
  EXPECT_DOUBLE_EQ(curve.RestrictedMean(3), 2.0);
}

TEST(KaplanMeierTest, TheMedianIsReachedWhereHalfHadTheEvent) {
  // Half of an even number: a running product of fractions comes out above 0.5 for many of these.
  for (int64_t n = 2; n <= 400; n += 2) {
    std::vector<Observation> all;
    for (int64_t day = 1; day <= n; ++day) all.push_back({day, true});
    ASSERT_EQ(KaplanMeier(all).Median(), n / 2) << n;
  }
}

TEST(KaplanMeierTest, EventOnTheFirstDayCounts) {
  const std::vector<Observation> observations = {{0, true}, {4, false}};
  EXPECT_DOUBLE_EQ(KaplanMeier(observations).At(0).survival, 0.5);
  EXPECT_EQ(KaplanMeier(observations).Median(), 0);
}

// S(t) by its definition: the product over all event times up to t, each counted from scratch.
double BruteForce(const std::vector<Observation>& observations, int64_t t) {
  double survival = 1;
  for (int64_t day = 0; day <= t; ++day) {
    double at_risk = 0;
    double events = 0;
    for (const Observation& o : observations) {
      at_risk += o.days >= day;
      events += o.days == day && o.event;
    }
    if (events > 0) survival *= 1 - events / at_risk;
  }
  return survival;
}

TEST(KaplanMeierTest, EqualsBruteForceOnRandomData) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<Observation> observations(std::uniform_int_distribution<size_t>(1, 40)(random));
    for (Observation& o : observations) o = {std::uniform_int_distribution<int64_t>(0, 25)(random), random() % 3 != 0};
    const SurvivalCurve curve = KaplanMeier(observations);
    std::optional<int64_t> median;
    for (int64_t t = 0; t <= 25; ++t) {
      const double expected = BruteForce(observations, t);
      ASSERT_NEAR(curve.At(t).survival, expected, 1e-12);
      ASSERT_LE(curve.At(t).lower, curve.At(t).survival);
      ASSERT_GE(curve.At(t).upper, curve.At(t).survival);
      if (!median && expected <= 0.5 + 1e-9) median = t;
    }
    ASSERT_EQ(curve.Median(), median);
  }
}

// ---- Real court cases: expected values computed with R's package survival. ----

constexpr absl::CivilDay kSnapshot(2020, 3, 31);

// The fields of one line of CSV, quoted fields included.
std::vector<std::string> SplitCsv(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

// dd/mm/yyyy, or nothing.
std::optional<absl::CivilDay> ReadDay(const std::string& text) {
  if (text.size() != 10) return std::nullopt;
  return absl::CivilDay(std::stoi(text.substr(6)), std::stoi(text.substr(3, 2)), std::stoi(text.substr(0, 2)));
}

struct CourtCases {
  std::vector<Observation> overall;
  std::vector<Observation> delhi;
  std::vector<Observation> assam;
  int excluded = 0;
};

std::optional<CourtCases> ReadCourtCases() {
  const char* folder = std::getenv("AMPARO_SHARED_DATA");
  std::ifstream file(std::string(folder ? folder : AMPARO_SHARED_DATA_DEFAULT) + "/pocso/cases.csv");
  if (!file) return std::nullopt;
  CourtCases cases;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = SplitCsv(line);
    const std::optional<absl::CivilDay> registered = ReadDay(fields.at(5));
    const std::optional<absl::CivilDay> decided = ReadDay(fields.at(6));
    const int64_t days = decided.value_or(kSnapshot) - registered.value();
    if (days < 0 || *registered > kSnapshot) {
      ++cases.excluded;
      continue;
    }
    cases.overall.push_back({days, decided.has_value()});
    (fields.at(1) == "Delhi" ? cases.delhi : cases.assam).push_back(cases.overall.back());
  }
  return cases;
}

struct Expected {
  size_t n;
  int64_t events;
  int64_t median, lower, upper;
  double s365, se365, s1095, se1095, rmst1095;
};

void ExpectCurve(const std::vector<Observation>& observations, const Expected& expected) {
  EXPECT_EQ(observations.size(), expected.n);
  const SurvivalCurve curve = KaplanMeier(observations);
  int64_t events = 0;
  for (const SurvivalPoint& point : curve.points()) events += point.events;
  EXPECT_EQ(events, expected.events);
  EXPECT_EQ(curve.Median(), expected.median);
  EXPECT_EQ(curve.MedianLower(), expected.lower);
  EXPECT_EQ(curve.MedianUpper(), expected.upper);
  const auto expect_near = [](double value, double wanted) { EXPECT_NEAR(value, wanted, 1e-9 * wanted); };
  expect_near(curve.At(365).survival, expected.s365);
  expect_near(curve.At(365).standard_error, expected.se365);
  expect_near(curve.At(1095).survival, expected.s1095);
  expect_near(curve.At(1095).standard_error, expected.se1095);
  expect_near(curve.RestrictedMean(1095), expected.rmst1095);
}

TEST(KaplanMeierTest, RealCourtCases) {
  const std::optional<CourtCases> cases = ReadCourtCases();
  if (!cases) GTEST_SKIP() << "skipped: cases.csv not found";
  EXPECT_EQ(cases->excluded, 15);
  ExpectCurve(cases->overall, {15137, 5048, 1534, 1493, 1598, 0.824206315843, 0.00331100868022, 0.602585087076,
                               0.00522898480057, 844.12888134});
  ExpectCurve(cases->delhi, {9366, 2346, 1929, 1896, 1974, 0.889866828581, 0.0034076484345, 0.750608907003,
                             0.00565807483208, 941.329834359});
  ExpectCurve(cases->assam, {5771, 2702, 686, 658, 712, 0.709781301258, 0.00659031516628, 0.316394973146,
                             0.00923909889288, 665.633069214});
}

}  // namespace
}  // namespace amparo::statistics
