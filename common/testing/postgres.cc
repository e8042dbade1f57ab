#include "common/testing/postgres.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/file.h"
#include "common/base/strings.h"

namespace amparo::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRootPrefix = "amparo_pg_";
// Where files are kept in memory, and what has to be free there.
constexpr char kMemoryFolder[] = "/dev/shm";
constexpr std::uintmax_t kMemoryNeeded = std::uintmax_t{4} << 30;
constexpr std::string_view kServices[] = {"cases", "scheduling", "statistics"};
constexpr absl::Duration kStartTimeout = absl::Seconds(30);

std::string Binary(std::string_view name) {
  return StrCat("/usr/lib/postgresql/15/bin/", name);
}

// Whom PostgreSQL runs as: it refuses root.
struct Account {
  bool change = false;
  uid_t uid = 0;
  gid_t gid = 0;
};

Account ServerAccount() {
  if (geteuid() != 0) return {};
  const passwd* entry = getpwnam("postgres");
  if (entry == nullptr) throw std::runtime_error("tests run as root need the user `postgres`");
  return {true, entry->pw_uid, entry->pw_gid};
}

// Starts a program as the server's account, its output in `log`, to be signalled when the thread that calls this ends.
pid_t Spawn(const std::vector<std::string>& command, const std::string& log, const std::string& directory) {
  const Account account = ServerAccount();
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child > 0) return child;
  // Between fork and exec only what is safe there: other threads may have held locks.
  if (account.change && (setgroups(0, nullptr) != 0 || setgid(account.gid) != 0 || setuid(account.uid) != 0))
    _exit(126);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  // After setuid, which clears it. SIGQUIT is PostgreSQL's immediate shutdown.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (getppid() != parent || chdir(directory.c_str()) != 0) _exit(126);
  execv(argv[0], argv.data());
  _exit(127);
}

std::string Tail(const std::string& log) {
  const std::string text = ReadFile(log).value_or("");
  return text.size() > 2000 ? text.substr(text.size() - 2000) : text;
}

void RunToEnd(const std::vector<std::string>& command, const std::string& log, const std::string& directory) {
  const pid_t child = Spawn(command, log, directory);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (status != 0) throw std::runtime_error(StrCat(command[0], " failed:\n", Tail(log)));
}

std::optional<pid_t> ToPid(std::string_view text) {
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pid);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return pid;
}

// State letter and parent of a process, from /proc/<pid>/stat; nullopt when it is gone.
std::optional<std::pair<char, pid_t>> StateAndParent(pid_t pid) {
  const std::string text = ReadFile(StrCat("/proc/", pid, "/stat")).value_or("");
  const size_t name_end = text.rfind(')');
  if (name_end == std::string::npos || name_end + 4 >= text.size()) return std::nullopt;
  return std::pair(text[name_end + 2], ToPid(std::string_view(text).substr(name_end + 4)).value_or(0));
}

std::vector<pid_t> ChildrenOf(pid_t parent) {
  std::vector<pid_t> children;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto pid = ToPid(entry.path().filename().string());
    if (!pid) continue;
    const auto process = StateAndParent(*pid);
    if (process && process->second == parent) children.push_back(*pid);
  }
  return children;
}

// Waits until the process is in one of `states` (letters of /proc/<pid>/stat) or gone.
void WaitUntil(pid_t pid, std::string_view states) {
  const absl::Time give_up = absl::Now() + kStartTimeout;
  for (;;) {
    const auto process = StateAndParent(pid);
    if (!process || states.find(process->first) != std::string_view::npos) return;
    if (absl::Now() > give_up)
      throw std::runtime_error(StrCat("process ", pid, " is still ", std::string(1, process->first)));
    absl::SleepFor(absl::Milliseconds(2));
  }
}

// A signal has its effect some time after it was sent: what is stopped may answer once more until then.
void StopProcess(pid_t pid) {
  kill(pid, SIGSTOP);
  WaitUntil(pid, "TZ");
}

// Removes what test programs that crashed have left: their directories carry their pids.
void RemoveStaleRoots() {
  std::error_code ignored;
  for (const fs::path& folder : {fs::path(kMemoryFolder), fs::temp_directory_path()}) {
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
      const std::string name = entry.path().filename().string();
      if (!name.starts_with(kRootPrefix)) continue;
      const auto pid = ToPid(std::string_view(name).substr(kRootPrefix.size()));
      if (pid && !StateAndParent(*pid)) fs::remove_all(entry.path(), ignored);
    }
  }
}

// The folder for a cluster. A new database is some hundreds of new files, which disks are slow at: where there is room
// in memory, what need not be durable is there.
fs::path FolderFor(bool durable) {
  std::error_code none;
  const fs::space_info memory = fs::space(kMemoryFolder, none);
  const bool fits = !none && memory.available != static_cast<std::uintmax_t>(-1) && memory.available >= kMemoryNeeded;
  return !durable && fits && access(kMemoryFolder, W_OK) == 0 ? fs::path(kMemoryFolder) : fs::temp_directory_path();
}

using Connection = std::shared_ptr<PGconn>;

Connection Connect(const std::string& conninfo) {
  return {PQconnectdb(conninfo.c_str()), &PQfinish};
}

// Whether the server has ended an idle connection, as one from outside that was restarted. What it said of that is read
// first, and only then the end itself.
bool HasEnded(PGconn* connection) {
  return PQconsumeInput(connection) == 0 || PQconsumeInput(connection) == 0;
}

// The first field of what the statements answer, "" if none.
std::string ExecOn(PGconn* connection, const std::string& sql) {
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection, sql.c_str()), &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection));
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

// Ends every session of a database and waits until they are gone, a few seconds at most: DROP DATABASE looks for them
// ten times a second only, and the last ones of a test are just going.
std::string EndSessions(std::string_view database) {
  const std::string sessions = StrCat("FROM pg_stat_activity WHERE datname = '", database, "'");
  return StrCat("DO $$ BEGIN PERFORM pg_terminate_backend(pid) ", sessions,
                "; FOR look IN 1..500 LOOP PERFORM pg_stat_clear_snapshot(); EXIT WHEN NOT EXISTS (SELECT ", sessions,
                "); PERFORM pg_sleep(0.002); END LOOP; END $$");
}

// The roles of the services as deploy/local/postgres/roles.sql has them, made once a server; another test program may
// make them at the same moment.
void MakeRoles(PGconn* connection) {
  for (const std::string_view service : kServices) {
    for (const std::string& role : {std::string(service), StrCat(service, "_owner")}) {
      ExecOn(connection, StrCat("DO $$ BEGIN CREATE ROLE ", role, " LOGIN; ALTER ROLE ", role, " SET search_path = ",
                                service, "; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"));
    }
  }
}

// The services' schemas as deploy/local/postgres/schemas.sql has them.
void MakeSchemas(const std::string& conninfo) {
  std::string sql;
  for (const std::string_view x : kServices) {
    const std::string defaults = StrCat("ALTER DEFAULT PRIVILEGES FOR ROLE ", x, "_owner IN SCHEMA ", x, " GRANT ");
    StrAppend(&sql, "CREATE SCHEMA ", x, " AUTHORIZATION ", x, "_owner; GRANT USAGE ON SCHEMA ", x, " TO ", x, ";");
    StrAppend(&sql, defaults, "SELECT, INSERT, UPDATE, DELETE ON TABLES TO ", x, ";");
    StrAppend(&sql, defaults, "USAGE, SELECT ON SEQUENCES TO ", x, ";");
    StrAppend(&sql, defaults, "EXECUTE ON FUNCTIONS TO ", x, ";");
  }
  ExecOn(Connect(conninfo).get(), sql);
}

}  // namespace

TestDatabase::~TestDatabase() {
  try {
    // A test that failed may have left the server frozen: it would never answer.
    server_->Thaw();
    // One that has just gone by itself is warned of, which is nobody's concern.
    server_->Administer({"SET client_min_messages = error", EndSessions(name_),
                         StrCat("DROP DATABASE IF EXISTS ", name_, " WITH (FORCE)")});
  } catch (const std::exception&) {
    // A server that a test has killed takes its databases with it.
  }
}

std::string TestDatabase::Exec(const std::string& sql) const {
  return ExecOn(Connect(conninfo()).get(), sql);
}

std::string TestDatabase::As(const std::string& role) const {
  return server_->Conninfo(name_, role);
}

PrivatePostgres::PrivatePostgres(bool durable) : durable_(durable), ours_(true) {
  RemoveStaleRoots();
  static std::atomic<int> count{0};
  root_ = FolderFor(durable) / StrCat(kRootPrefix, getpid(), "_", count++);
  socket_dir_ = root_;
  Initialise();
  Start();
  MakeRoles(Connect(Conninfo("postgres", "postgres")).get());
}

PrivatePostgres::PrivatePostgres(Outside, std::string socket_dir)
    : durable_(false), ours_(false), socket_dir_(std::move(socket_dir)) {
  MakeRoles(Connect(Conninfo("postgres", "postgres")).get());
}

PrivatePostgres::~PrivatePostgres() {
  if (!ours_) return;
  if (server_ > 0) {
    Thaw();
    Shutdown(SIGQUIT);
  }
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

PrivatePostgres& PrivatePostgres::Shared() {
  const char* outside = std::getenv("AMPARO_TEST_PG_SOCKET_DIR");
  static PrivatePostgres shared =
      outside != nullptr && *outside != '\0' ? PrivatePostgres(Outside{}, outside) : PrivatePostgres();
  return shared;
}

void PrivatePostgres::Initialise() {
  fs::remove_all(root_);
  fs::create_directories(root_);
  fs::permissions(root_, fs::perms::owner_all);
  const Account account = ServerAccount();
  if (account.change && chown(root_.c_str(), account.uid, account.gid) != 0) throw std::runtime_error("chown failed");
  RunToEnd({Binary("initdb"), "-D", root_ + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale",
            "--no-sync"},
           log_file(), root_);
}

void PrivatePostgres::Start() {
  const std::string fsync = durable_ ? "on" : "off";
  std::vector<std::string> command = {Binary("postgres"), "-D", root_ + "/data", "-k", socket_dir_};
  for (const std::string& setting : {std::string("listen_addresses="), "fsync=" + fsync, "full_page_writes=" + fsync,
                                     std::string("max_connections=200"), std::string("shared_buffers=128MB"),
                                     std::string("unix_socket_permissions=0777")}) {
    command.insert(command.end(), {"-c", setting});
  }
  server_ = Spawn(command, log_file(), root_);
  const std::string conninfo = Conninfo("postgres", "postgres");
  const absl::Time give_up = absl::Now() + kStartTimeout;
  while (PQping(conninfo.c_str()) != PQPING_OK) {
    if (absl::Now() > give_up || waitpid(server_, nullptr, WNOHANG) != 0) {
      server_ = -1;
      throw std::runtime_error(StrCat("PostgreSQL does not start:\n", Tail(log_file())));
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
}

void PrivatePostgres::Administer(const std::vector<std::string>& statements) {
  const std::lock_guard lock(administrator_mutex_);
  if (!administrator_ || HasEnded(administrator_.get())) administrator_ = Connect(Conninfo("postgres", "postgres"));
  for (const std::string& sql : statements) ExecOn(administrator_.get(), sql);
}

void PrivatePostgres::Shutdown(int signal) {
  administrator_.reset();
  kill(server_, signal);
  while (waitpid(server_, nullptr, 0) < 0 && errno == EINTR) {
  }
  server_ = -1;
}

void PrivatePostgres::Kill9() {
  administrator_.reset();
  // Stopped first, so that it starts nothing while its children are counted.
  StopProcess(server_);
  const std::vector<pid_t> children = ChildrenOf(server_);
  kill(server_, SIGKILL);
  for (const pid_t child : children) kill(child, SIGKILL);
  while (waitpid(server_, nullptr, 0) < 0 && errno == EINTR) {
  }
  for (const pid_t child : children) WaitUntil(child, "Z");
  server_ = -1;
}

void PrivatePostgres::Restart() {
  Shutdown(SIGINT);
  Start();
}

void PrivatePostgres::Freeze() {
  frozen_.push_back(server_);
  StopProcess(server_);
  for (const pid_t child : ChildrenOf(server_)) {
    frozen_.push_back(child);
    StopProcess(child);
  }
}

void PrivatePostgres::Thaw() {
  for (const pid_t process : std::exchange(frozen_, {})) kill(process, SIGCONT);
}

std::unique_ptr<TestDatabase> PrivatePostgres::CopyOf(std::string_view original) {
  static std::atomic<int> count{0};
  const std::string name = StrCat("test_", getpid(), "_", count++);
  // Whole files, so that what PostgreSQL has found out about the catalogue comes along and no connection does that
  // anew.
  std::vector<std::string> statements = {
      StrCat("CREATE DATABASE ", name, " TEMPLATE ", original, " STRATEGY file_copy")};
  // What is granted on a database itself is not copied with it.
  for (const std::string_view x : kServices) {
    statements.push_back(StrCat("GRANT CREATE ON DATABASE ", name, " TO ", x, "_owner"));
  }
  Administer(statements);
  return std::unique_ptr<TestDatabase>(new TestDatabase(this, name));
}

std::unique_ptr<TestDatabase> PrivatePostgres::CreateDatabase() {
  std::unique_ptr<TestDatabase> database = CopyOf("template1");
  MakeSchemas(database->conninfo());
  return database;
}

std::unique_ptr<TestDatabase> PrivatePostgres::CreateDatabase(const std::string& kind,
                                                              const std::function<void(const TestDatabase&)>& prepare) {
  const std::lock_guard lock(prepared_mutex_);
  std::unique_ptr<TestDatabase>& original = prepared_[kind];
  if (!original) {
    std::unique_ptr<TestDatabase> fresh = CreateDatabase();
    prepare(*fresh);
    original = std::move(fresh);
  }
  return CopyOf(original->name());
}

std::string PrivatePostgres::Conninfo(std::string_view database, std::string_view role) const {
  return StrCat("host=", socket_dir_, " dbname=", database, " user=", role);
}

}  // namespace amparo::testing
