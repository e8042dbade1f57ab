#include "services/case/store/case_gauges.h"

#include <array>
#include <map>
#include <pqxx/pqxx>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "amparo/cases/v1/office.pb.h"
#include "common/base/civil.h"
#include "common/base/status_macros.h"
#include "common/pg/array_text.h"
#include "services/case/convert/office_convert.h"
#include "services/case/domain/case.h"
#include "services/case/domain/office.h"
#include "services/case/store/statements.h"

namespace amparo::cases {
namespace {

constexpr char kCasesGauge[] = "amparo_cases";
constexpr char kTasksOverdueGauge[] = "amparo_tasks_overdue";
constexpr std::size_t kStages = static_cast<std::size_t>(Stage::kDeclined) + 1;

// The offices that are counted, and the day it is in each.
struct OfficesToday {
  std::vector<std::string> offices;
  std::vector<std::string> days;
};

// The zone of an office stands in its body, which PostgreSQL cannot read.
absl::StatusOr<OfficesToday> ReadOfficesToday(pg::Transaction& transaction, absl::Time now) {
  OfficesToday found;
  for (const pqxx::row row : transaction.exec_params(std::string(kListOffices.sql), std::string(), false,
                                                     std::string("{}"), CaseGauges::kMostOffices)) {
    v1::Office message;
    if (!message.ParseFromString(pqxx::binarystring(row[4]).str())) {
      return absl::InternalError("a stored office is malformed");
    }
    const Office office = OfficeFromStored(message);
    absl::TimeZone zone;
    if (!absl::LoadTimeZone(office.time_zone, &zone)) {
      return absl::InternalError("the zone of a stored office is not on this machine");
    }
    found.offices.push_back(office.name.office);
    found.days.push_back(FormatDate(TodayIn(zone, now)));
  }
  return found;
}

// A stage without cases is 0 and no gap: a sum or a difference over time needs it.
std::vector<obs::Sample> CountCases(pg::Transaction& transaction, const std::vector<std::string>& offices) {
  std::map<std::string, std::array<int64_t, kStages>> found;
  for (const std::string& office : offices) found[office].fill(0);
  for (const pqxx::row row : transaction.exec_params(std::string(kCountStages.sql), pg::ArrayOf(offices))) {
    found[row[0].as<std::string>()].at(row[1].as<std::size_t>()) = row[2].as<int64_t>();
  }
  std::vector<obs::Sample> samples;
  for (const auto& [office, by_stage] : found) {
    for (std::size_t stage = 1; stage < kStages; ++stage) {
      obs::Labels labels{{"office", office}, {"stage", std::string(StageWord(static_cast<Stage>(stage)))}};
      samples.push_back({std::move(labels), static_cast<double>(by_stage[stage])});
    }
  }
  return samples;
}

std::vector<obs::Sample> CountOverdueTasks(pg::Transaction& transaction, const OfficesToday& today) {
  std::vector<obs::Sample> samples;
  for (const pqxx::row row : transaction.exec_params(std::string(kCountOverdueTasks.sql), pg::ArrayOf(today.offices),
                                                     pg::ArrayOf(today.days))) {
    obs::Labels labels{{"office", row[0].as<std::string>()}};
    samples.push_back({std::move(labels), static_cast<double>(row[1].as<int64_t>())});
  }
  return samples;
}

absl::StatusOr<pg::Counted> CountOfOffices(pg::Transaction& transaction, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(const OfficesToday today, ReadOfficesToday(transaction, now));
  pg::Counted counted;
  counted[kCasesGauge] = CountCases(transaction, today.offices);
  counted[kTasksOverdueGauge] = CountOverdueTasks(transaction, today);
  return counted;
}

pg::CountedGaugesOptions CaseGaugesOptions() {
  pg::CountedGaugesOptions options;
  options.name = kCountStages.name;
  options.families = {{kCasesGauge, "Cases in each stage, without those that were merged into another."},
                      {kTasksOverdueGauge, "Open tasks that were due before today, statutory clocks among them."}};
  options.count = &CountOfOffices;
  return options;
}

}  // namespace

CaseGauges::CaseGauges(pg::Workers& workers, const Clock& clock, obs::Registry& registry)
    : gauges_(CaseGaugesOptions(), workers, clock, registry) {}

}  // namespace amparo::cases
