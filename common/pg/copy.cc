#include "common/pg/copy.h"

#include <libpq-fe.h>

#include <stop_token>
#include <utility>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/pg/session.h"
#include "common/pg/sqlstate.h"

namespace amparo::pg {
namespace {

// The binary format begins with a signature of 11 bytes, 4 of flags and the length of an extension (postgresql.org,
// COPY, "Binary Format").
constexpr std::string_view kSignature("PGCOPY\n\377\r\n\0", 11);
constexpr size_t kFixedHeader = 19;

template <typename T>
T ReadBigEndian(const char* bytes) {
  std::make_unsigned_t<T> value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<std::make_unsigned_t<T>>((value << 7 << 1) | static_cast<uint8_t>(bytes[i]));
  }
  return static_cast<T>(value);
}

absl::Status Malformed() {
  return absl::InternalError("COPY answered something other than its binary format");
}

}  // namespace

std::optional<std::string_view> CopyRow::Field(int column) const {
  if (column < 0 || column >= size()) throw std::logic_error(StrCat("pg::CopyRow: there is no column ", column));
  return fields_[static_cast<size_t>(column)];
}

bool CopyRow::Parse(std::string_view tuple) {
  fields_.clear();
  const auto count = ReadBigEndian<int16_t>(tuple.data());
  tuple.remove_prefix(sizeof(int16_t));
  for (int16_t i = 0; i < count; ++i) {
    if (tuple.size() < sizeof(int32_t)) return false;
    const auto length = ReadBigEndian<int32_t>(tuple.data());
    tuple.remove_prefix(sizeof(int32_t));
    if (length < 0) {
      fields_.emplace_back();
      continue;
    }
    if (tuple.size() < static_cast<size_t>(length)) return false;
    fields_.emplace_back(tuple.substr(0, static_cast<size_t>(length)));
    tuple.remove_prefix(static_cast<size_t>(length));
  }
  return tuple.empty();
}

absl::StatusOr<std::unique_ptr<CopyOut>> CopyOut::Open(const std::string& conninfo, std::string_view application_name,
                                                       Limits limits) {
  const absl::Time now = absl::Now();
  if (limits.Over(now)) return limits.WhyOver(now);
  SessionOptions options{.conninfo = conninfo,
                         .application_name = std::string(application_name),
                         // A copy given up in the middle ends on the server too. One that goes on may take as long as
                         // its reader does: the limits bound it, not what the role's statements are allowed.
                         .settings = {{"client_connection_check_interval", "500"}, {"statement_timeout", "0"}}};
  options.connect_timeout = std::min(options.connect_timeout, limits.Remaining(now));
  Wakeup over;
  const std::stop_callback on_stop(limits.cancelled, [&over] { over.Set(); });
  absl::StatusOr<std::unique_ptr<Session>> session = Session::Connect(options, &over);
  if (over.IsSet()) return limits.WhyOver(absl::Now());
  if (!session.ok()) return absl::IsUnavailable(session.status()) ? DatabaseUnavailable() : session.status();
  std::unique_ptr<CopyOut> copy(new CopyOut(*std::move(session), std::move(limits)));
  AMPARO_RETURN_IF_ERROR(
      copy->session_->Run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", Params(), copy->limits_).status());
  return copy;
}

CopyOut::CopyOut(std::unique_ptr<Session> session, Limits limits)
    : session_(std::move(session)), limits_(std::move(limits)) {}

CopyOut::~CopyOut() {
  PQfreemem(buffer_);
}

absl::StatusOr<Rows> CopyOut::Query(const Statement& statement, Params params) {
  return session_->Run(statement.sql, params, limits_);
}

absl::Status CopyOut::Start(std::string_view select) {
  header_read_ = false;
  return session_->Run(StrCat("COPY (", select, ") TO STDOUT (FORMAT binary)"), Params(), limits_).status();
}

absl::StatusOr<bool> CopyOut::Next(CopyRow& row) {
  for (;;) {
    PQfreemem(std::exchange(buffer_, nullptr));
    const int length = PQgetCopyData(session_->raw(), &buffer_, /*async=*/1);
    if (length == 0) {
      AMPARO_RETURN_IF_ERROR(session_->WaitReadable(limits_));
      continue;
    }
    if (length < 0) return Finish();
    std::string_view data(buffer_, static_cast<size_t>(length));
    if (!header_read_) {
      if (data.size() < kFixedHeader || data.substr(0, kSignature.size()) != kSignature) return Malformed();
      data.remove_prefix(kFixedHeader + ReadBigEndian<uint32_t>(data.data() + kFixedHeader - 4));
      header_read_ = true;
      // PostgreSQL sends the header with the first tuple, or alone when there is none.
      if (data.empty()) continue;
    }
    if (data.size() < sizeof(int16_t)) return Malformed();
    // The trailer is a count of -1; the end of the stream follows.
    if (ReadBigEndian<int16_t>(data.data()) == -1) continue;
    if (!row.Parse(data)) return Malformed();
    return true;
  }
}

absl::StatusOr<bool> CopyOut::Finish() {
  absl::Status status;
  for (;;) {
    while (PQisBusy(session_->raw())) AMPARO_RETURN_IF_ERROR(session_->WaitReadable(limits_));
    PGresult* result = PQgetResult(session_->raw());
    if (result == nullptr) break;
    if (PQresultStatus(result) == PGRES_FATAL_ERROR) status = session_->StatusOf(result);
    PQclear(result);
  }
  if (!status.ok()) return status;
  return false;
}

std::string CopyOut::Literal(std::string_view text) {
  // E'' reads the same whatever standard_conforming_strings says.
  return StrCat("E'", absl::StrReplaceAll(ToAbsl(text), {{"\\", "\\\\"}, {"'", "''"}}), "'");
}

}  // namespace amparo::pg
