// Puts the rows of one case together, of a register that has a row for each accused or charge.
#pragma once

#include <optional>

#include "services/cli/mapping.h"

namespace amparo::cli {

// A row, or the rows of one case.
struct GatheredRows {
  // The line of the first, and the text of all.
  CsvRecord record;
  MappedRow row;
};

class RowGatherer {
 public:
  // Without `together` each row is a case of its own.
  explicit RowGatherer(bool together) : together_(together) {}

  // Takes the next row of the file. Answers what stood before it, once nothing more belongs to that. A case with a
  // fault in one of its rows is one fault, with the text of all: what had been entered without it could not be mended
  // by the row that comes again.
  std::optional<GatheredRows> Take(const CsvRecord& record, MappedRow row);

  // What is left at the end of the file.
  std::optional<GatheredRows> End();

 private:
  const bool together_;
  std::optional<GatheredRows> open_;
};

}  // namespace amparo::cli
