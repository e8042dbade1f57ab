#include "services/cli/row_gathering.h"

#include <algorithm>
#include <utility>

#include "common/base/strings.h"
#include "google/protobuf/util/message_differencer.h"

namespace amparo::cli {
namespace {

using google::protobuf::RepeatedPtrField;
using google::protobuf::util::MessageDifferencer;

// A case of more charges or accused is refused anyway, and no fault keeps a longer text or more reasons.
constexpr int64_t kMostRowsOfCase = 1000;
constexpr std::size_t kMostFaultsOfCase = 20;

// Adds the records that are not there yet, by their names. False when one that is there is said to be otherwise.
template <typename Record>
bool AddNewRecords(const RepeatedPtrField<Record>& more, RepeatedPtrField<Record>& whole) {
  for (const Record& one : more) {
    const auto there = std::find_if(whole.begin(), whole.end(), [&one](const Record& other) {
      return !one.name().empty() && other.name() == one.name();
    });
    if (there == whole.end()) {
      *whole.Add() = one;
    } else if (!MessageDifferencer::Equals(*there, one)) {
      return false;
    }
  }
  return true;
}

// Adds what a further row says of a case. False when it says otherwise than a row before it.
bool AddToCase(const cases::v1::CaseBundle& more, cases::v1::CaseBundle& whole) {
  return MessageDifferencer::Equals(more.case_(), whole.case_()) &&
         AddNewRecords(more.parties(), *whole.mutable_parties()) &&
         AddNewRecords(more.venues(), *whole.mutable_venues()) && AddNewRecords(more.links(), *whole.mutable_links()) &&
         AddNewRecords(more.operations(), *whole.mutable_operations()) &&
         AddNewRecords(more.charges(), *whole.mutable_charges()) &&
         AddNewRecords(more.persons(), *whole.mutable_persons());
}

void JoinRows(GatheredRows next, GatheredRows& whole) {
  StrAppend(&whole.record.text, "\n", next.record.text);
  ++whole.row.rows;
  std::vector<ColumnFault> faults = std::move(next.row.faults);
  if (faults.empty() && whole.row.faults.empty() &&
      !AddToCase(next.row.request.bundle(), *whole.row.request.mutable_bundle())) {
    faults.push_back({"", "must say the same as the rows above it of the case and of each record that they name"});
  }
  for (ColumnFault& fault : faults) {
    if (whole.row.faults.size() >= kMostFaultsOfCase) return;
    fault.rule = StrCat("line ", next.record.line, ": ", fault.rule);
    Mapping::Spoil(whole.record, std::move(fault), whole.row);
  }
}

// The rows with the text of all of them where a fault keeps it.
std::optional<GatheredRows> Complete(std::optional<GatheredRows> rows) {
  if (!rows) return rows;
  if (!rows->row.text.empty()) rows->row.text = rows->record.text;
  if (rows->row.request.has_unreadable()) rows->row.request.mutable_unreadable()->set_text(rows->record.text);
  return rows;
}

}  // namespace

std::optional<GatheredRows> RowGatherer::Take(const CsvRecord& record, MappedRow row) {
  GatheredRows next;
  next.record.line = record.line;
  next.record.text = record.text;
  next.row = std::move(row);
  if (together_ && open_) {
    const bool keyed = !next.row.key.empty();
    const bool same = keyed && next.row.key == open_->row.key;
    const bool fits = open_->row.rows < kMostRowsOfCase &&
                      open_->record.text.size() + next.record.text.size() < CsvReader::kMostBytes;
    if (same && fits) {
      JoinRows(std::move(next), *open_);
      return std::nullopt;
    }
    if (same) {
      for (GatheredRows* part : {&*open_, &next}) {
        const std::string rule = StrCat("must be of a case of at most ", kMostRowsOfCase, " rows and ",
                                        CsvReader::kMostBytes, " bytes: it has more");
        Mapping::Spoil(part->record, {"", rule}, part->row);
      }
    } else if (keyed == open_->row.key.empty()) {
      // Of one of the two nobody can say whose it is: the case beside it is not entered without it.
      GatheredRows& beside = keyed ? next : *open_;
      const int64_t line = keyed ? open_->record.line : next.record.line;
      const std::string rule = StrCat("stands beside line ", line, ", which has no key and may be of the same case");
      Mapping::Spoil(beside.record, {"", rule}, beside.row);
    }
  }
  return Complete(std::exchange(open_, std::move(next)));
}

std::optional<GatheredRows> RowGatherer::End() {
  return Complete(std::exchange(open_, std::nullopt));
}

}  // namespace amparo::cli
