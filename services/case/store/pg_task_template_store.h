// Implements domain/task_template.h's TaskTemplateStore over PostgreSQL.
#pragma once

#include "common/pg/reader.h"
#include "common/pg/statement.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {

// Every template's version with its items: a row an item, in the order of ids, versions and places.
inline constexpr pg::Statement kTaskTemplatesList{
    "task_template_list",
    "SELECT t.id, t.version, t.title, t.country_code, t.office, t.effective_date, t.reviewed, i.code, i.title, "
    "i.reference, i.offset_days, i.day_count, i.role, i.document_kind, i.stops_while_inactive, i.most_extension_days, "
    "array_to_string(t.crime_types, ' ') "
    "FROM task_template t JOIN task_template_item i USING (id, version) ORDER BY t.id, t.version, i.place",
    "templates are the same for all; those of one office are told apart when they are used"};

// $1 country -> month, day, title, first and last year of its holidays.
inline constexpr pg::Statement kCountryHolidaysList{
    "country_holiday_list",
    "SELECT month, day, title, first_year, last_year FROM country_holiday WHERE country_code = $1 "
    "ORDER BY month, day, first_year",
    "a holiday is the country's, and the same for all its offices"};

class PgTaskTemplateStore final : public TaskTemplateStore {
 public:
  // `reads` must outlive it; rows are only added, so that reads may lag.
  explicit PgTaskTemplateStore(pg::Reader* reads) : reads_(reads) {}

  Task<absl::StatusOr<std::vector<TaskTemplate>>> ListTaskTemplates(Limits limits) override;
  Task<absl::StatusOr<std::vector<AnnualHoliday>>> ListAnnualHolidays(std::string country, Limits limits) override;

 private:
  pg::Reader* const reads_;
};

}  // namespace amparo::cases
