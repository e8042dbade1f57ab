#include "services/case/domain/import_fault.h"

#include "common/base/strings.h"

namespace amparo::cases {

std::string ImportRowKey(std::string_view source, std::string_view row) {
  return Uuid::FromKey(StrCat("import_row/", source.size(), "/", source, "/", row)).ToString();
}

Uuid ImportFaultId(const std::string& office, std::string_view row_key, std::string_view content_fingerprint,
                   std::string_view reason, const std::vector<Violation>& violations) {
  std::string key = StrCat("import_fault/", office, "/", row_key, "/", content_fingerprint, "/", reason);
  for (const Violation& one : violations) {
    StrAppend(&key, "/", one.field.size(), "/", one.field, "/", one.rule.size(), "/", one.rule);
  }
  return Uuid::FromKey(key);
}

Decision<ImportFault> ResolveByWord(ImportFault fault, std::string_view resolver, std::string_view resolution) {
  Violations violations;
  violations.RequireText(resolution, {1, 500}, "resolution");
  if (!violations.empty()) return violations;
  if (fault.state != ImportFaultState::kOpen) return Refusal{"FAULT_RESOLVED", "the fault was resolved before"};
  fault.state = ImportFaultState::kResolved;
  fault.resolver = std::string(resolver);
  fault.resolution = std::string(resolution);
  return fault;
}

ImportFault ResolvedByEntry(ImportFault fault, std::string_view importer, const CaseName& the_case) {
  fault.state = ImportFaultState::kResolved;
  fault.resolver = std::string(importer);
  fault.the_case = the_case;
  return fault;
}

}  // namespace amparo::cases
