// Faults of imports: rows that were rejected, kept with what is wrong with them until somebody has dealt with each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Where a fault stands. The numbers are those of the protos and of the database.
enum class ImportFaultState { kUnspecified = 0, kOpen = 1, kResolved = 2 };

// The bounds of what a row is called, and of what a fault tells.
inline constexpr TextBounds kImportLabel{0, 200};
inline constexpr std::size_t kMostToldViolations = 20;

// A fault without the row itself, which is sealed.
struct ImportFault {
  ImportFaultName name = {};
  // What the row comes from and what it is called there, as its importer said.
  std::string source = {};
  std::string row = {};
  ImportFaultState state = ImportFaultState::kUnspecified;
  // Why it was rejected, as errors give it, and field by field.
  std::string reason = {};
  std::vector<Violation> violations = {};
  // The row was too long to be kept.
  bool content_omitted = false;
  // A caller's identity.
  std::string importer = {};
  // The row tells of an operation: only its importer sees the fault.
  bool importer_only = false;
  // Resolved: by whom, and what became of the row: words, or the case that it was entered as.
  std::string resolver = {};
  std::string resolution = {};
  std::optional<CaseName> the_case = std::nullopt;

  // Whether the fault is there for `caller` at all.
  bool VisibleTo(std::string_view caller) const { return !importer_only || importer == caller; }
};

// What a row of a source is known by when it comes again, whatever it holds then.
std::string ImportRowKey(std::string_view source, std::string_view row);

// The id of the fault of a row: the same for the same row (`row_key`), content (its fingerprint, Store::Fingerprint)
// and reason.
Uuid ImportFaultId(const std::string& office, std::string_view row_key, std::string_view content_fingerprint,
                   std::string_view reason, const std::vector<Violation>& violations);

// The fault dealt with by somebody. Refused FAULT_RESOLVED. Violations: "resolution" (1 to 500 characters).
Decision<ImportFault> ResolveByWord(ImportFault fault, std::string_view resolver, std::string_view resolution);

// The open fault of a row that came again and was entered.
ImportFault ResolvedByEntry(ImportFault fault, std::string_view importer, const CaseName& the_case);

}  // namespace amparo::cases
