// What the rows and the records of an import share on their way: they are gathered in groups, and reported in order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "amparo/cases/v1/import.pb.h"
#include "common/errors/errors.h"
#include "services/case/domain/import_store.h"

namespace amparo::cases {

// How many rows, or records, may be entered together after a group of `before`: the first group is one, each of the
// next four times as many, and none more than 128, so that what fails costs little to be tried again in halves and
// others wait for the feed's head a moment only.
inline std::size_t TogetherAfter(std::size_t before) {
  return std::min<std::size_t>(4 * before, 128);
}

// A group is full with so many bytes: whatever is in it, what it becomes fits into a transaction of moderate size.
inline constexpr std::size_t kMostGroupBytes = std::size_t{1} << 20;

// The name by which a row's case, or a record, is told from others; nullptr for a row that is no case.
inline const std::string* ImportedName(const v1::ImportCasesRequest& row) {
  return row.has_bundle() ? &row.bundle().case_().name() : nullptr;
}
inline const std::string* ImportedName(const v1::ImportRecordsRequest& record) {
  return &record.record().name();
}

// Rows, or records, that are entered together: of one office, each of another name.
template <typename Request>
class EntryGroup {
 public:
  // True when `one` may be entered together with those that are there.
  bool Suits(const Request& one) const {
    if (all_.empty()) return true;
    const std::string* const name = ImportedName(one);
    return all_.front().parent() == one.parent() && (name == nullptr || !names_.contains(*name));
  }

  void Add(Request one) {
    bytes_ += one.ByteSizeLong();
    if (const std::string* const name = ImportedName(one)) names_.insert(*name);
    all_.push_back(std::move(one));
  }

  // True when it holds `most` of them, or many bytes.
  bool Full(std::size_t most) const { return all_.size() >= most || bytes_ >= kMostGroupBytes; }

  bool empty() const { return all_.empty(); }
  const std::vector<Request>& all() const { return all_; }

 private:
  std::vector<Request> all_;
  std::set<std::string> names_;
  std::size_t bytes_ = 0;
};

// What is wrong with a row is told in its result; what is wrong with us, or with the caller's time, ends the call.
bool EndsTheCall(const absl::Status& status);

// What may be said of rejected rows in all: the answer must fit into one message (4 MiB) whatever the rows are. The
// reason is always told.
inline constexpr std::size_t kMostTold = std::size_t{1} << 20;

// What is said of a rejected row: the beginning of why, which is taken off what is `left_to_tell`.
std::string ToldOf(const absl::Status& why, std::size_t& left_to_tell);

// What the caller is told at the end: the base of what adds the results.
template <typename Response>
class EntryReport {
 public:
  // The most rows, or records, of a call.
  static constexpr std::size_t kMost = 10000;

  // True when no more fit.
  bool full(std::size_t waiting) const { return static_cast<std::size_t>(response_.results_size()) + waiting >= kMost; }

  Response Take() { return std::move(response_); }

 protected:
  // Adds a result and counts it: the effect, or why it was rejected.
  auto& AddResult(const absl::StatusOr<ImportEffect>& effect) {
    auto& result = *response_.add_results();
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
    return result;
  }

 private:
  std::size_t left_to_tell_ = kMostTold;
  Response response_;
};

}  // namespace amparo::cases
