// Tuples in the binary format of COPY (postgresql.org, COPY, "Binary Format").
#pragma once

#include <string>
#include <string_view>

#include "common/pg/params.h"

namespace amparo::bench {

class CopyBuffer {
 public:
  // Adds a tuple of these fields, in the order of the columns that will be named.
  void Add(const pg::Params& fields);

  bool empty() const { return bytes_.size() == kHeader.size(); }

  // All of it, to be given to COPY ... FROM STDIN (FORMAT binary).
  std::string Finish() &&;

 private:
  // Signature, flags, and the length of an extension that is not there.
  static constexpr std::string_view kHeader{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};

  std::string bytes_{kHeader};
};

}  // namespace amparo::bench
