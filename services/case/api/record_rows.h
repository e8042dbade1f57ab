// The records of an import on their way: gathered in groups, and reported in order.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/import.pb.h"
#include "services/case/api/import_rows.h"
#include "services/case/domain/import_store.h"

namespace amparo::cases {

// Records that are entered together: of one office, each another.
class RecordGroup {
 public:
  // True when `record` may be entered together with those that are there.
  bool Suits(const v1::ImportRecordsRequest& record) const;

  void Add(v1::ImportRecordsRequest record);

  // True when it holds `most` records, or many bytes.
  bool Full(std::size_t most) const;

  bool empty() const { return records_.empty(); }
  const std::vector<v1::ImportRecordsRequest>& records() const { return records_; }

 private:
  std::vector<v1::ImportRecordsRequest> records_;
  std::set<std::string> names_;
  std::size_t bytes_ = 0;
};

// What the caller is told at the end.
class RecordReport {
 public:
  // The most records of a call.
  static constexpr int kMostRecords = 10000;

  // Reports a record: its effect, or why it was rejected.
  void Add(const v1::ImportRecordsRequest& record, const absl::StatusOr<ImportEffect>& effect);

  // True when no more records fit.
  bool full(std::size_t waiting) const {
    return static_cast<std::size_t>(response_.results_size()) + waiting >= kMostRecords;
  }

  v1::ImportRecordsResponse Take() { return std::move(response_); }

 private:
  std::size_t left_to_tell_ = kMostTold;
  v1::ImportRecordsResponse response_;
};

}  // namespace amparo::cases
