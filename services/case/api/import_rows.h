// The rows of an import on their way: gathered in groups, checked one by one, reported in order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/import.pb.h"
#include "common/rpc/call_context.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/import_store.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// How many rows, or records, may be entered together after a group of `before`: the first group is one, each of the
// next four times as many, and none more than 128, so that what fails costs little to be tried again in halves and
// others wait for the feed's head a moment only.
inline std::size_t TogetherAfter(std::size_t before) {
  return std::min<std::size_t>(4 * before, 128);
}

// Rows that are entered together: of one office, each another case.
class ImportGroup {
 public:
  // True when `row` may be entered together with those that are there.
  bool Suits(const v1::ImportCasesRequest& row) const;

  void Add(v1::ImportCasesRequest row);

  // True when it holds `most` rows, or many bytes.
  bool Full(std::size_t most) const;

  bool empty() const { return rows_.empty(); }
  const std::vector<v1::ImportCasesRequest>& rows() const { return rows_; }

 private:
  std::vector<v1::ImportCasesRequest> rows_;
  std::set<std::string> cases_;
  std::size_t bytes_ = 0;
};

// The row as the store takes it. INVALID_ARGUMENT with everything that is wrong with it, which `found` then has too.
absl::StatusOr<WholeCase> CheckedRow(const rpc::CallContext& context, const v1::ImportCasesRequest& row,
                                     const OfficeFacts& office, std::vector<Violation>& found);

// What is wrong with a row is told in its result; what is wrong with us, or with the caller's time, ends the call.
bool EndsTheCall(const absl::Status& status);

// What may be said of rejected rows in all: the answer must fit into one message (4 MiB) whatever the rows are. The
// reason is always told.
inline constexpr std::size_t kMostTold = std::size_t{1} << 20;

// What is said of a rejected row: the beginning of why, which is taken off what is `left_to_tell`.
std::string ToldOf(const absl::Status& why, std::size_t& left_to_tell);

// What the caller is told at the end.
class ImportReport {
 public:
  // The most rows of a call.
  static constexpr int kMostRows = 10000;

  // Reports a row: its effect, or why it was rejected and the fault that keeps it.
  void Add(const v1::ImportCasesRequest& row, const absl::StatusOr<ImportEffect>& effect, const std::string& fault);

  // True when no more rows fit.
  bool full(std::size_t waiting) const {
    return static_cast<std::size_t>(response_.results_size()) + waiting >= kMostRows;
  }

  v1::ImportCasesResponse Take() { return std::move(response_); }

 private:
  std::size_t left_to_tell_ = kMostTold;
  v1::ImportCasesResponse response_;
};

}  // namespace amparo::cases
