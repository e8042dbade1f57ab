#include "services/case/store/pg_task_template_store.h"

#include <string>
#include <utility>

#include "absl/strings/str_split.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

TaskTemplate TaskTemplateIn(const pg::Row& row) {
  TaskTemplate made;
  made.id = std::string(row.Text(0));
  made.version = row.Int32(1);
  made.title = std::string(row.Text(2));
  made.country_code = std::string(row.Text(3));
  made.office = std::string(row.Text(4));
  made.effective_date = row.Date(5);
  made.reviewed = row.Bool(6);
  made.crime_types = std::vector<std::string>(absl::StrSplit(ToAbsl(row.Text(16)), ' ', absl::SkipEmpty()));
  return made;
}

TaskTemplateItem TaskItemIn(const pg::Row& row) {
  return {.code = std::string(row.Text(7)),
          .title = std::string(row.Text(8)),
          .reference = static_cast<ReferenceKind>(row.Int32(9)),
          .offset_days = row.Int32(10),
          .count = static_cast<DayCount>(row.Int32(11)),
          .role = row.Int32(12),
          .document_kind = std::string(row.Text(13)),
          .stops_while_inactive = row.Bool(14),
          .most_extension_days = row.Int32(15)};
}

AnnualHoliday AnnualHolidayIn(const pg::Row& row) {
  AnnualHoliday holiday;
  holiday.month = row.Int32(0);
  holiday.day = row.Int32(1);
  holiday.title = std::string(row.Text(2));
  holiday.first_year = absl::CivilYear(row.Int32(3));
  if (!row.IsNull(4)) holiday.last_year = absl::CivilYear(row.Int32(4));
  return holiday;
}

}  // namespace

Task<absl::StatusOr<std::vector<TaskTemplate>>> PgTaskTemplateStore::ListTaskTemplates(Limits limits) {
  const absl::StatusOr<pg::Rows> rows = co_await reads_->Run(kTaskTemplatesList, pg::Params(), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  std::vector<TaskTemplate> templates;
  for (const pg::Row row : *rows) {
    const bool goes_on =
        !templates.empty() && templates.back().id == row.Text(0) && templates.back().version == row.Int32(1);
    if (!goes_on) templates.push_back(TaskTemplateIn(row));
    templates.back().items.push_back(TaskItemIn(row));
  }
  SetSinceWhen(templates);
  co_return templates;
}

Task<absl::StatusOr<std::vector<AnnualHoliday>>> PgTaskTemplateStore::ListAnnualHolidays(std::string country,
                                                                                         Limits limits) {
  pg::Params params;
  params.Text(country);
  const absl::StatusOr<pg::Rows> rows =
      co_await reads_->Run(kCountryHolidaysList, std::move(params), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  std::vector<AnnualHoliday> holidays;
  for (const pg::Row row : *rows) holidays.push_back(AnnualHolidayIn(row));
  co_return holidays;
}

}  // namespace amparo::cases
