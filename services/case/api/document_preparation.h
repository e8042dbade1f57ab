// PrepareDocuments: what a case needs by the templates, entered once.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/document_template.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What it rests on besides the case and its people.
struct Preparation {
  CaseName the_case;
  // The office's.
  std::string country_code;
  absl::Time now;
  // From which deadlines count, and whose versions of templates apply.
  absl::CivilDay date = {};
  // All of them.
  std::vector<DocumentTemplate> templates = {};
};

// Enters what is missing; the serialized PrepareDocumentsResponse. NOT_FOUND; FAILED_PRECONDITION CASE_NOT_OPEN.
absl::StatusOr<std::string> Prepare(Work& work, const Preparation& preparation);

}  // namespace amparo::cases
