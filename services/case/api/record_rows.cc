#include "services/case/api/record_rows.h"

#include <utility>

#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::cases {
namespace {

// A group is full with so many bytes: whatever the records are, what they become fits into a transaction of moderate
// size.
constexpr std::size_t kMostRecordBytes = std::size_t{1} << 20;

// The longest name of a record has 130 bytes.
constexpr std::size_t kMostNameBytes = 400;

}  // namespace

bool RecordGroup::Suits(const v1::ImportRecordsRequest& record) const {
  return records_.empty() || (records_.front().parent() == record.parent() && !names_.contains(record.record().name()));
}

void RecordGroup::Add(v1::ImportRecordsRequest record) {
  bytes_ += record.ByteSizeLong();
  names_.insert(record.record().name());
  records_.push_back(std::move(record));
}

bool RecordGroup::Full(std::size_t most) const {
  return records_.size() >= most || bytes_ >= kMostRecordBytes;
}

void RecordReport::Add(const v1::ImportRecordsRequest& record, const absl::StatusOr<ImportEffect>& effect) {
  v1::RecordImportResult& result = *response_.add_results();
  const std::string& name = record.record().name();
  // What is longer is no name, and may be anything.
  if (name.size() <= kMostNameBytes) result.set_record(name);
  if (!effect.ok()) {
    result.set_outcome(v1::IMPORT_OUTCOME_REJECTED);
    result.set_reason(errors::Reason(effect.status()));
    result.set_message(ToldOf(effect.status(), left_to_tell_));
    response_.set_rejected(response_.rejected() + 1);
  } else if (*effect == ImportEffect::kCreated) {
    result.set_outcome(v1::IMPORT_OUTCOME_CREATED);
    response_.set_created(response_.created() + 1);
  } else {
    result.set_outcome(v1::IMPORT_OUTCOME_UNCHANGED);
    response_.set_unchanged(response_.unchanged() + 1);
  }
}

}  // namespace amparo::cases
