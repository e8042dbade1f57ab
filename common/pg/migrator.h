// Brings a service's schema to the version its binary expects, and proves that it is there.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace amparo::pg {

// One numbered file, embedded in the binary by amparo_embed_sql() (common/pg/EmbedSql.cmake).
struct Migration {
  int version;            // 1, 2, 3 ... without gaps
  std::string_view name;  // "0001_offices"
  std::string_view sql;   // one or several statements, run in one transaction
};

// Splits "0001_offices.sql" into 1 and "0001_offices"; INVALID_ARGUMENT says what is wrong with another name.
absl::StatusOr<Migration> MigrationFromFile(std::string_view file_name, std::string_view sql);

// OK when versions run 1, 2, 3 ... in order and no text is empty; else INVALID_ARGUMENT.
absl::Status ValidateMigrations(std::span<const Migration> migrations);

// SHA-256 of a migration's text in lower-case hex.
std::string Checksum(std::string_view sql);

struct MigratorOptions {
  std::string conninfo = {};      // as the schema's owner to Apply; as the service to Check
  std::string schema = {};        // "cases"; made when it is not there
  std::string service_role = {};  // when set, Apply lets this role use the schema and read schema_migrations
  absl::Duration wait_for_other = absl::Minutes(1);  // how long to wait while another migrator works
  absl::Duration lock_timeout = absl::Seconds(10);   // how long one statement may wait for a table's lock
};

// Applies and checks migrations, recorded in `<schema>.schema_migrations` (version, name, checksum, applied_time).
// Errors: FAILED_PRECONDITION says which file was edited after it was applied, which are missing, or that the database
// is newer than this binary; UNAVAILABLE when the database cannot be reached; ABORTED when another migrator, or whoever
// uses a table, holds the lock too long; and for a file that PostgreSQL refuses, INVALID_ARGUMENT with the file's name
// and PostgreSQL's message.
class Migrator {
 public:
  Migrator(MigratorOptions options, std::span<const Migration> migrations);

  // Applies what is missing, in order, each file in one transaction; returns how many. Safe to run concurrently.
  absl::StatusOr<int> Apply();

  // OK when the database is exactly at this binary's version.
  absl::Status Check();

 private:
  const MigratorOptions options_;
  const std::vector<Migration> migrations_;
};

}  // namespace amparo::pg
