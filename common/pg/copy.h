// Whole tables, fast: binary COPY out of one snapshot, on a connection of its own. Blocking: for a dedicated thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/pg/params.h"
#include "common/pg/rows.h"
#include "common/pg/statement.h"

namespace amparo::pg {

class Session;

// One tuple of a COPY: accessors by column as Row has them. Valid until the next tuple is read.
class CopyRow : public FieldAccess<CopyRow> {
 public:
  // The bytes of a field, nullopt for NULL.
  std::optional<std::string_view> Field(int column) const;
  int size() const { return static_cast<int>(fields_.size()); }

 private:
  friend class CopyOut;
  // Splits one tuple of the binary format; false when it is malformed.
  bool Parse(std::string_view tuple);

  absl::InlinedVector<std::optional<std::string_view>, 16> fields_;
};

// A connection with one open transaction, REPEATABLE READ READ ONLY: every query and copy sees the same moment.
//   auto copy = CopyOut::Open(conninfo, "amparo-export", limits);
//   auto head = (*copy)->Query(kFeedHead, Params());          // the token to go on from, of the same snapshot
//   (*copy)->Start("SELECT office, id, body FROM cases.cases WHERE office = " + CopyOut::Literal(office));
//   while (*more = (*copy)->Next(row)) ...
// The limits hold for all of it: past them, calls return CANCELLED or DEADLINE_EXCEEDED. Errors otherwise are those of
// Reader. After an error the object is of no more use. Not safe for several threads at once.
class CopyOut {
 public:
  static absl::StatusOr<std::unique_ptr<CopyOut>> Open(const std::string& conninfo, std::string_view application_name,
                                                       Limits limits);
  ~CopyOut();

  // Runs one statement in the snapshot; not while a copy is running.
  absl::StatusOr<Rows> Query(const Statement& statement, Params params);

  // Starts `COPY (select) TO STDOUT (FORMAT binary)`. COPY takes no parameters: values go in through Literal().
  absl::Status Start(std::string_view select);

  // Reads the next tuple into `row`; false at the end, after which Start or Query may be called again.
  absl::StatusOr<bool> Next(CopyRow& row);

  // `text` as an SQL string literal, safely quoted (text free of U+0000).
  static std::string Literal(std::string_view text);

 private:
  CopyOut(std::unique_ptr<Session> session, Limits limits);
  absl::StatusOr<bool> Finish();

  std::unique_ptr<Session> session_;
  const Limits limits_;
  char* buffer_ = nullptr;  // libpq's, freed at the next tuple
  bool header_read_ = false;
};

}  // namespace amparo::pg
