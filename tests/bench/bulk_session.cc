#include "tests/bench/bulk_session.h"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "common/base/strings.h"

namespace amparo::bench {
namespace {

// libpq takes a piece whole or not at all.
constexpr std::size_t kPiece = std::size_t{1} << 20;

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

void Expect(bool good, PGconn* connection) {
  if (!good) throw std::runtime_error(PQerrorMessage(connection));
}

}  // namespace

BulkSession::BulkSession(const std::string& conninfo) {
  auto connection = pg::MakeConnection({.conninfo = conninfo,
                                        .application_name = "bench-fill",
                                        .settings = {{"search_path", "cases"},
                                                     {"synchronous_commit", "off"},
                                                     {"statement_timeout", "0"},
                                                     {"lock_timeout", "0"},
                                                     {"client_min_messages", "warning"},
                                                     {"maintenance_work_mem", "1GB"}}},
                                       nullptr);
  if (!connection.ok()) throw std::runtime_error(std::string(connection.status().message()));
  connection_ = *std::move(connection);
}

std::vector<BulkSession::Row> BulkSession::Run(const std::string& sql) {
  const Result result(PQexec(connection_.get(), sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  Expect(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK, connection_.get());
  std::vector<Row> rows(static_cast<std::size_t>(PQntuples(result.get())));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      rows[row].emplace_back(PQgetvalue(result.get(), static_cast<int>(row), column));
    }
  }
  return rows;
}

void BulkSession::Copy(const std::string& target, std::string_view data) {
  const std::string sql = StrCat("COPY ", target, " FROM STDIN (FORMAT binary)");
  const Result begun(PQexec(connection_.get(), sql.c_str()));
  Expect(PQresultStatus(begun.get()) == PGRES_COPY_IN, connection_.get());
  while (!data.empty()) {
    const std::string_view piece = data.substr(0, kPiece);
    Expect(PQputCopyData(connection_.get(), piece.data(), static_cast<int>(piece.size())) == 1, connection_.get());
    data.remove_prefix(piece.size());
  }
  Expect(PQputCopyEnd(connection_.get(), nullptr) == 1, connection_.get());
  // After the result there is a null, and the connection is free again.
  const Result ended(PQgetResult(connection_.get()));
  const Result none(PQgetResult(connection_.get()));
  Expect(PQresultStatus(ended.get()) == PGRES_COMMAND_OK, connection_.get());
}

}  // namespace amparo::bench
