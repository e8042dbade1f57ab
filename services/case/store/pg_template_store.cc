#include "services/case/store/pg_template_store.h"

#include <string>
#include <utility>

namespace amparo::cases {
namespace {

DocumentTemplate TemplateIn(const pg::Row& row) {
  DocumentTemplate made;
  made.id = std::string(row.Text(0));
  made.version = row.Int32(1);
  made.title = std::string(row.Text(2));
  made.crime_type = std::string(row.Text(3));
  made.country_code = std::string(row.Text(4));
  made.stage = static_cast<Stage>(row.Int32(5));
  made.valid_from = row.Date(6);
  return made;
}

TemplateItem ItemIn(const pg::Row& row) {
  return {.kind = std::string(row.Text(7)),
          .title = std::string(row.Text(8)),
          .source = static_cast<DocumentSource>(row.Int32(9)),
          .about = static_cast<PartyRole>(row.Int32(10)),
          .minors_only = row.Bool(11),
          .due_days = row.Int32(12)};
}

}  // namespace

Task<absl::StatusOr<std::vector<DocumentTemplate>>> PgTemplateStore::ListTemplates(Limits limits) {
  const absl::StatusOr<pg::Rows> rows = co_await reads_->Run(kTemplatesList, pg::Params(), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  std::vector<DocumentTemplate> templates;
  for (const pg::Row row : *rows) {
    const bool goes_on =
        !templates.empty() && templates.back().id == row.Text(0) && templates.back().version == row.Int32(1);
    if (!goes_on) templates.push_back(TemplateIn(row));
    templates.back().items.push_back(ItemIn(row));
  }
  co_return templates;
}

}  // namespace amparo::cases
