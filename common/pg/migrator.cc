#include "common/pg/migrator.h"

#include <openssl/sha.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <pqxx/pqxx>

#include "absl/strings/escaping.h"

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/pg/connection.h"

namespace amparo::pg {
namespace {

constexpr std::string_view kApplication = "amparo-migrate";
constexpr std::string_view kSuffix = ".sql";
constexpr size_t kNumberDigits = 4;

// What the database says was applied.
struct Applied {
  std::string name;
  std::string checksum;
};
using History = std::map<int, Applied>;

bool SchemaExists(pqxx::transaction_base& t, const std::string& schema) {
  return t.exec_params1("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)", schema)[0].as<bool>();
}

bool TableExists(pqxx::transaction_base& t, const std::string& schema) {
  return t
      .exec_params1("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'schema_migrations')",
                    schema)[0]
      .as<bool>();
}

History ReadHistory(pqxx::transaction_base& t, const std::string& schema) {
  History history;
  const auto rows = t.exec(
      StrCat("SELECT version, name, checksum FROM ", t.quote_name(schema), ".schema_migrations ORDER BY version"));
  for (const auto& row : rows) history[row[0].as<int>()] = {row[1].as<std::string>(), row[2].as<std::string>()};
  return history;
}

// What is applied must be a beginning of what this binary has.
absl::Status CheckHistory(const History& history, std::span<const Migration> migrations, std::string_view schema) {
  for (const auto& [version, applied] : history) {
    if (version < 1 || version > static_cast<int>(migrations.size())) {
      return absl::FailedPreconditionError(
          StrCat("schema ", schema, ": the database is newer than this binary: it has migration ", applied.name,
                 ", this binary ends at ", migrations.empty() ? "none" : migrations.back().name));
    }
    const Migration& ours = migrations[static_cast<size_t>(version - 1)];
    if (applied.name != ours.name || applied.checksum != Checksum(ours.sql)) {
      return absl::FailedPreconditionError(StrCat("schema ", schema, ": migration ", ours.name,
                                                  " was edited after it was applied (as ", applied.name,
                                                  "); undo the edit and add a new file instead"));
    }
  }
  return absl::OkStatus();
}

void MakeTable(pqxx::work& t, const MigratorOptions& options) {
  const std::string schema = t.quote_name(options.schema);
  if (!SchemaExists(t, options.schema)) t.exec0(StrCat("CREATE SCHEMA ", schema));
  if (!TableExists(t, options.schema)) {
    t.exec0(StrCat("CREATE TABLE ", schema,
                   ".schema_migrations (version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, "
                   "applied_time timestamptz NOT NULL DEFAULT clock_timestamp())"));
  }
  if (!options.service_role.empty()) {
    const std::string role = t.quote_name(options.service_role);
    t.exec0(StrCat("GRANT USAGE ON SCHEMA ", schema, " TO ", role));
    t.exec0(StrCat("GRANT SELECT ON ", schema, ".schema_migrations TO ", role));
  }
}

void ApplyOne(Connection& connection, const std::string& schema, const Migration& migration) {
  pqxx::work t(connection, "migrate");
  t.exec(std::string(migration.sql));
  t.exec_params0(
      StrCat("INSERT INTO ", t.quote_name(schema), ".schema_migrations (version, name, checksum) VALUES ($1, $2, $3)"),
      migration.version, std::string(migration.name), Checksum(migration.sql));
  t.commit();
}

// Waits for the one lock that lets a single migrator work on a schema; it goes with the session.
void Lock(Connection& connection, const MigratorOptions& options) {
  pqxx::nontransaction t(connection);
  t.exec0(StrCat("SET lock_timeout = ", absl::ToInt64Milliseconds(options.wait_for_other)));
  t.exec_params("SELECT pg_advisory_lock(hashtextextended('amparo migrator of ' || $1, 0))", options.schema);
  t.exec0(StrCat("SET lock_timeout = ", absl::ToInt64Milliseconds(options.lock_timeout)));
}

// Runs `body` with a connection and turns what it throws into statuses; `doing` begins the message.
absl::Status WithConnection(const MigratorOptions& options, const std::string& doing,
                            const std::function<absl::Status(Connection&, std::string& doing)>& body) {
  std::string now_doing = doing;
  try {
    Connection connection({.conninfo = options.conninfo, .application_name = std::string(kApplication)});
    return body(connection, now_doing);
  } catch (const pqxx::broken_connection& error) {
    return absl::UnavailableError(StrCat(now_doing, ": ", error.what()));
  } catch (const pqxx::sql_error& error) {
    const auto code = error.sqlstate() == "55P03" ? absl::StatusCode::kAborted : absl::StatusCode::kInvalidArgument;
    return absl::Status(code, StrCat(now_doing, ": ", error.what()));
  } catch (const std::exception& error) {
    return absl::InternalError(StrCat(now_doing, ": ", error.what()));
  }
}

}  // namespace

absl::StatusOr<Migration> MigrationFromFile(std::string_view file_name, std::string_view sql) {
  const auto wrong = [&] {
    return absl::InvalidArgumentError(StrCat(file_name, ": a migration is called NNNN_what_it_does.sql"));
  };
  if (!file_name.ends_with(kSuffix)) return wrong();
  const std::string_view name = file_name.substr(0, file_name.size() - kSuffix.size());
  if (name.size() < kNumberDigits + 2 || name[kNumberDigits] != '_') return wrong();
  int version = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + kNumberDigits, version);
  if (error != std::errc() || end != name.data() + kNumberDigits || version < 1) return wrong();
  return Migration{version, name, sql};
}

absl::Status ValidateMigrations(std::span<const Migration> migrations) {
  int expected = 1;
  for (const Migration& migration : migrations) {
    if (migration.version != expected++) {
      return absl::InvalidArgumentError(
          StrCat("migrations are numbered without gaps: ", migration.name, " should be number ", expected - 1));
    }
    if (migration.sql.find_first_not_of(" \t\r\n") == std::string_view::npos) {
      return absl::InvalidArgumentError(StrCat("migration ", migration.name, " is empty"));
    }
  }
  return absl::OkStatus();
}

std::string Checksum(std::string_view sql) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(sql.data()), sql.size(), digest);
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest), sizeof(digest)});
}

Migrator::Migrator(MigratorOptions options, std::span<const Migration> migrations)
    : options_(std::move(options)), migrations_(migrations.begin(), migrations.end()) {}

absl::StatusOr<int> Migrator::Apply() {
  AMPARO_RETURN_IF_ERROR(ValidateMigrations(migrations_));
  int applied = 0;
  const absl::Status status =
      WithConnection(options_, StrCat("migrating schema ", options_.schema),
                     [&](Connection& connection, std::string& doing) -> absl::Status {
                       Lock(connection, options_);
                       History history;
                       {
                         pqxx::work t(connection, "prepare");
                         MakeTable(t, options_);
                         history = ReadHistory(t, options_.schema);
                         t.commit();
                       }
                       AMPARO_RETURN_IF_ERROR(CheckHistory(history, migrations_, options_.schema));
                       for (const Migration& migration : migrations_) {
                         if (history.contains(migration.version)) continue;
                         doing = StrCat("migration ", migration.name);
                         ApplyOne(connection, options_.schema, migration);
                         ++applied;
                       }
                       return absl::OkStatus();
                     });
  if (!status.ok()) return status;
  return applied;
}

absl::Status Migrator::Check() {
  AMPARO_RETURN_IF_ERROR(ValidateMigrations(migrations_));
  return WithConnection(
      options_, StrCat("checking schema ", options_.schema), [&](Connection& connection, std::string&) -> absl::Status {
        pqxx::read_transaction t(connection);
        History history;
        if (TableExists(t, options_.schema)) history = ReadHistory(t, options_.schema);
        AMPARO_RETURN_IF_ERROR(CheckHistory(history, migrations_, options_.schema));
        for (const Migration& migration : migrations_) {
          if (history.contains(migration.version)) continue;
          return absl::FailedPreconditionError(StrCat("schema ", options_.schema, ": migration ", migration.name,
                                                      " was not applied: run the service with `migrate`"));
        }
        return absl::OkStatus();
      });
}

}  // namespace amparo::pg
