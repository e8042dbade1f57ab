// A real PostgreSQL for tests: one private server per test program, a database of its own per test.
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/base/strings.h"

struct pg_conn;  // libpq's PGconn

namespace amparo::testing {

class PrivatePostgres;

// A database with the roles `<x>_owner` and `<x>` and the empty schemas `<x>` for x = cases, scheduling, statistics,
// with the same rights as deploy/local/postgres gives: what an owner's migrations make, its service may read and write.
// Dropped, with whoever is still connected, at its end.
class TestDatabase {
 public:
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  // Connection string as superuser, as the owner of service `x`'s schema, and as service `x` itself.
  std::string conninfo() const { return As("postgres"); }
  std::string owner(std::string_view x) const { return As(StrCat(x, "_owner")); }
  std::string service(std::string_view x) const { return As(std::string(x)); }
  const std::string& name() const { return name_; }

  // Runs SQL as superuser (several statements may be given); returns the first field of the first row, "" if none.
  // Throws std::runtime_error with PostgreSQL's message when it fails.
  std::string Exec(const std::string& sql) const;

 private:
  friend class PrivatePostgres;
  TestDatabase(PrivatePostgres* server, std::string name) : server_(server), name_(std::move(name)) {}
  std::string As(const std::string& role) const;

  PrivatePostgres* const server_;
  const std::string name_;
};

// A PostgreSQL cluster in a directory of its own, in memory if there is room, reached by a unix socket only, run as
// user `postgres` when the test runs as root. It ends when the test program ends, however that happens. Problems throw
// std::runtime_error.
class PrivatePostgres {
 public:
  // fsync is off unless `durable`; kill -9 of the processes loses nothing either way (only a machine's crash would).
  explicit PrivatePostgres(bool durable = false);
  ~PrivatePostgres();
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;

  // The server that all tests of this program share; started at first use. When AMPARO_TEST_PG_SOCKET_DIR names the
  // socket directory of a running server (user `postgres`, trusted), that one is used.
  static PrivatePostgres& Shared();

  // A new database with its roles.
  std::unique_ptr<TestDatabase> CreateDatabase();

  // A new database as `prepare` leaves one: it runs once in this program for each `kind`, and what it made is copied,
  // which takes a fraction of the time that migrations take. `prepare` closes its connections.
  std::unique_ptr<TestDatabase> CreateDatabase(const std::string& kind,
                                               const std::function<void(const TestDatabase&)>& prepare);

  // Kills every process of the server without a chance to tidy up; Start brings it back. Not on a server from outside.
  void Kill9();
  // Starts the server and waits until it accepts connections.
  void Start();
  // Fast shutdown, then Start.
  void Restart();
  // Makes the server stop answering without closing a connection, from the return on, and go on again (SIGSTOP,
  // SIGCONT). A database of it that goes makes it go on too.
  void Freeze();
  void Thaw();

  // Connection string to `database` as `role`.
  std::string Conninfo(std::string_view database, std::string_view role) const;
  const std::string& socket_dir() const { return socket_dir_; }
  // The file that the server writes its log to; empty for a server from outside, which logs where it likes.
  std::string log_file() const { return ours_ ? root_ + "/log" : ""; }

 private:
  struct Outside {};
  friend class TestDatabase;
  std::unique_ptr<TestDatabase> CopyOf(std::string_view original);
  // Runs statements one by one, as superuser of the server, on a connection that is kept: to make one takes longer than
  // what most statements do.
  void Administer(const std::vector<std::string>& statements);
  PrivatePostgres(Outside, std::string socket_dir);
  void Initialise();
  void Shutdown(int signal);

  const bool durable_;
  const bool ours_;
  std::string root_;  // the cluster's directory, empty when the server is from outside
  std::string socket_dir_;
  pid_t server_ = -1;
  std::vector<pid_t> frozen_;  // what was stopped and goes on with Thaw
  std::mutex administrator_mutex_;
  std::shared_ptr<pg_conn> administrator_;  // kept while the server runs
  std::mutex prepared_mutex_;
  std::map<std::string, std::unique_ptr<TestDatabase>> prepared_;  // by kind
};

}  // namespace amparo::testing
