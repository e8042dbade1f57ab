#include "services/case/api/record_rows.h"

#include <cstddef>
#include <string>

namespace amparo::cases {
namespace {

// The longest name of a record has 130 bytes.
constexpr std::size_t kMostNameBytes = 400;

}  // namespace

void RecordReport::Add(const v1::ImportRecordsRequest& record, const absl::StatusOr<ImportEffect>& effect) {
  v1::RecordImportResult& result = AddResult(effect);
  const std::string& name = record.record().name();
  // What is longer is no name, and may be anything.
  if (name.size() <= kMostNameBytes) result.set_record(name);
}

}  // namespace amparo::cases
