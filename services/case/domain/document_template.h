// What cases of a kind need: templates of documents, versioned data of the service.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/case.h"
#include "services/case/domain/document.h"
#include "services/case/domain/party.h"

namespace amparo::cases {

// One paper of a template.
struct TemplateItem {
  std::string kind = {};
  std::string title = {};
  DocumentSource source = DocumentSource::kUnspecified;
  // One for each person in this role; unspecified = one for the case.
  PartyRole about = PartyRole::kUnspecified;
  bool minors_only = false;
  // Due so many days after the case needs it; 0 = no deadline.
  int32_t due_days = 0;
};

// One version of a template.
struct DocumentTemplate {
  std::string id;
  int32_t version = 0;
  std::string title;
  // Cases of this code and of its own codes; empty = all.
  std::string crime_type;
  // Cases of offices in this country; empty = all.
  std::string country_code;
  // Cases that have come this far.
  Stage stage = Stage::kReported;
  absl::CivilDay valid_from;
  std::vector<TemplateItem> items;
};

// What is asked of the templates.
struct TemplateScope {
  // Empty = whatever it is.
  std::string crime_type;
  std::string country_code;
  // Absent = all versions; else the ones that apply on that day.
  std::optional<absl::CivilDay> date;
};

// Those of `templates` (in the order of ids and versions) that fit a scope.
std::vector<DocumentTemplate> TemplatesFor(const std::vector<DocumentTemplate>& templates, const TemplateScope& scope);

// A person of the matter, as far as papers are about them.
struct DocumentParty {
  Uuid id;
  PartyRole role = PartyRole::kUnspecified;
  bool minor = false;
  // Whose data key seals what is said of them.
  Uuid subject;
  // The case in which they were entered, where that is one that was merged into the one that needs the papers: theirs
  // stand there, beside them.
  std::optional<CaseName> entered_in = std::nullopt;
};

// The papers that a case in `stage` with these people needs on `date` by templates that fit its scope: each kind once,
// for the case or for each person. Ids follow from the case, the kind and the person, so that the same paper is always
// the same document.
std::vector<Document> DocumentsNeeded(const std::vector<DocumentTemplate>& templates, const CaseName& the_case,
                                      Stage stage, const std::vector<DocumentParty>& people, absl::CivilDay date);

// Where the templates are kept.
class TemplateStore {
 public:
  virtual ~TemplateStore() = default;

  // All of them, in the order of ids and versions, their items in their order.
  virtual Task<absl::StatusOr<std::vector<DocumentTemplate>>> ListTemplates(Limits limits) = 0;
};

}  // namespace amparo::cases
