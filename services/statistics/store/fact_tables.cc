#include "services/statistics/store/fact_tables.h"

#include "common/base/strings.h"

namespace amparo::statistics {
namespace {

std::string Join(const std::vector<std::string_view>& columns, std::string_view prefix = "") {
  std::string joined;
  for (std::string_view column : columns) StrAppend(&joined, joined.empty() ? "" : ", ", prefix, column);
  return joined;
}

FactStatements Compose(const FactTable& table) {
  std::vector<std::string_view> all = table.key;
  all.push_back("version");
  all.insert(all.end(), table.columns.begin(), table.columns.end());
  const std::vector<std::string_view> values(all.begin() + static_cast<std::ptrdiff_t>(table.key.size()), all.end());
  FactStatements statements;
  statements.upsert = StrCat("INSERT INTO ", table.name, " (", Join(all), ") SELECT ", Join(all),
                             " FROM json_populate_recordset(NULL::", table.name, ", $1::json) ON CONFLICT (",
                             Join(table.key), ") DO UPDATE SET (", Join(values), ") = (", Join(values, "excluded."),
                             ") WHERE ", table.name, ".version < excluded.version");
  if (!table.parent.empty()) {
    statements.remove_stale = StrCat("DELETE FROM ", table.name, " AS part USING ", table.parent,
                                     " AS whole, json_populate_recordset(NULL::", table.parent,
                                     ", $1::json) AS fresh WHERE whole.office = fresh.office AND whole.id = fresh.id "
                                     "AND part.office = whole.office AND ",
                                     "part.id = whole.id AND part.version < whole.version");
  }
  statements.select = StrCat("SELECT ", Join(all), " FROM ", table.name, " ORDER BY ", Join(table.key));
  statements.clear = StrCat("DELETE FROM ", table.name);
  return statements;
}

}  // namespace

const std::vector<FactTable>& FactTables() {
  static const auto* tables = new std::vector<FactTable>{
      {"office",
       "office_fact",
       "",
       {"office"},
       {"display_name", "country", "city", "currency", "time_zone", "open_date"}},
      {"case", "case_fact", "", {"office", "id"}, {"crime_type", "report_date", "stage", "stage_date", "merged_id"}},
      {"case", "case_former_end_fact", "case_fact", {"office", "id", "number"}, {"stage", "end_date", "until_date"}},
      {"party", "party_fact", "", {"office", "id"}, {"case_id", "role", "minor", "testified", "person_id"}},
      {"charge",
       "charge_fact",
       "",
       {"office", "id"},
       {"case_id", "accused_id", "crime_type", "attempted", "plea", "bargain", "charge_date", "superseded_date"}},
      {"charge",
       "charge_standing_fact",
       "charge_fact",
       {"office", "id", "number"},
       {"standing_date", "verdict", "lesser_crime_type", "lesser_completion", "sentence_date", "custody", "min_years",
        "min_months", "min_days", "max_years", "max_months", "max_days", "fine_minor_units", "fine_currency",
        "suspended"}},
      {"operation", "operation_fact", "", {"office", "id"}, {"case_id", "state", "start_time"}},
      {"operation",
       "operation_site_fact",
       "operation_fact",
       {"office", "id", "number"},
       {"venue_id", "outcome", "adults_rescued", "minors_rescued", "arrests"}},
      {"venue", "venue_fact", "", {"office", "id"}, {"kind", "city"}},
      {"link", "link_fact", "", {"office", "id"}, {"kind", "from_end", "from_id", "to_end", "to_id", "observed_date"}},
      {"court", "court_fact", "", {"office", "id"}, {"city", "time_zone"}},
      {"hearing",
       "hearing_fact",
       "",
       {"office", "id"},
       {"case_id", "court_id", "state", "reason", "side", "hearing_date"}},
      {"hearing",
       "attendance_fact",
       "hearing_fact",
       {"office", "id", "number"},
       {"attendee", "half_days_lost", "wages_minor_units", "wages_currency"}}};
  return *tables;
}

const FactStatements& StatementsOf(TableIndex table) {
  static const auto* all = [] {
    auto* statements = new std::vector<FactStatements>;
    for (const FactTable& each : FactTables()) statements->push_back(Compose(each));
    return statements;
  }();
  return (*all)[table];
}

}  // namespace amparo::statistics
