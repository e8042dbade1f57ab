#include "services/case/domain/document_template.h"

#include <set>
#include <string_view>
#include <utility>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

bool FitsCase(const DocumentTemplate& one, const TemplateScope& scope) {
  const bool crime = scope.crime_type.empty() || scope.crime_type.starts_with(one.crime_type);
  const bool country = scope.country_code.empty() || one.country_code.empty() || scope.country_code == one.country_code;
  return crime && country;
}

// True when a later version of the same template is valid on `date` too.
bool IsReplaced(const std::vector<DocumentTemplate>& templates, std::size_t index, absl::CivilDay date) {
  const std::size_t next = index + 1;
  return next < templates.size() && templates[next].id == templates[index].id && templates[next].valid_from <= date;
}

// The stages that are reached one after another; INACTIVE and DECLINED are beside them.
bool HasReached(Stage stage, Stage wanted) {
  return stage <= Stage::kClosed && stage >= wanted;
}

Document DocumentOf(const DocumentTemplate& from, const TemplateItem& item, const CaseName& the_case,
                    const DocumentParty* person, absl::CivilDay date) {
  Document document;
  const std::string about = person == nullptr ? "" : person->id.ToString();
  const CaseName& own = person != nullptr && person->entered_in ? *person->entered_in : the_case;
  const Uuid id = Uuid::FromKey(StrCat("document/", ToString(own), "/", item.kind, "/", about));
  document.name = {own.office, own.id, id};
  document.kind = item.kind;
  document.title = item.title;
  document.source = item.source;
  document.template_id = from.id;
  document.template_version = from.version;
  if (item.due_days > 0) document.due_date = date + item.due_days;
  if (person != nullptr) {
    document.party = person->id;
    document.subject = person->subject;
  }
  return document;
}

}  // namespace

std::vector<DocumentTemplate> TemplatesFor(const std::vector<DocumentTemplate>& templates, const TemplateScope& scope) {
  std::vector<DocumentTemplate> fitting;
  for (std::size_t i = 0; i < templates.size(); ++i) {
    const DocumentTemplate& one = templates[i];
    const bool applies = !scope.date || (one.valid_from <= *scope.date && !IsReplaced(templates, i, *scope.date));
    if (applies && FitsCase(one, scope)) fitting.push_back(one);
  }
  return fitting;
}

std::vector<Document> DocumentsNeeded(const std::vector<DocumentTemplate>& templates, const CaseName& the_case,
                                      Stage stage, const std::vector<DocumentParty>& people, absl::CivilDay date) {
  std::vector<Document> needed;
  std::set<Uuid> known;
  const auto add = [&](Document document) {
    if (known.insert(document.name.id).second) needed.push_back(std::move(document));
  };
  for (const DocumentTemplate& one : templates) {
    if (!HasReached(stage, one.stage)) continue;
    for (const TemplateItem& item : one.items) {
      if (item.about == PartyRole::kUnspecified) add(DocumentOf(one, item, the_case, nullptr, date));
      for (const DocumentParty& person : people) {
        const bool concerned = person.role == item.about && (person.minor || !item.minors_only);
        if (concerned) add(DocumentOf(one, item, the_case, &person, date));
      }
    }
  }
  return needed;
}

}  // namespace amparo::cases
