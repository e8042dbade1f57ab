// Implements domain/document_template.h's TemplateStore over PostgreSQL.
#pragma once

#include "common/pg/reader.h"
#include "common/pg/statement.h"
#include "services/case/domain/document_template.h"

namespace amparo::cases {

// Every template's version with its items: a row an item, in the order of ids, versions and places.
inline constexpr pg::Statement kTemplatesList{
    "document_template_list",
    "SELECT t.id, t.version, t.title, t.crime_type, t.country_code, t.stage, t.valid_from, i.kind, i.title, i.source, "
    "i.about, i.minors_only, i.due_days FROM document_template t JOIN document_template_item i USING (id, version) "
    "ORDER BY t.id, t.version, i.place",
    "templates are the same for all offices"};

class PgTemplateStore final : public TemplateStore {
 public:
  // `reads` must outlive it.
  explicit PgTemplateStore(pg::Reader* reads) : reads_(reads) {}

  Task<absl::StatusOr<std::vector<DocumentTemplate>>> ListTemplates(Limits limits) override;

 private:
  pg::Reader* const reads_;
};

}  // namespace amparo::cases
