#include "services/cli/csv_import.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>

#include "absl/time/clock.h"
#include "amparo/cases/v1/import.grpc.pb.h"
#include "amparo/cases/v1/office.grpc.pb.h"
#include "common/base/strings.h"
#include "common/base/text.h"
#include "common/base/uuid.h"
#include "services/cli/input_file.h"
#include "services/cli/mapping.h"
#include "services/cli/row_gathering.h"
#include "services/cli/transfer_retry.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

// Rows of one call: so few that a call that breaks costs little to make again.
constexpr std::size_t kRowsPerCall = 1000;
constexpr std::size_t kBytesPerCall = std::size_t{8} << 20;
constexpr absl::Duration kCallTime = absl::Minutes(10);
// What a row's source may be called (import.proto).
constexpr std::size_t kLongestSource = 200;

using Rows = std::vector<MappedRow>;

// "cases.csv line 12, column decided_on: must not be before column registered_on".
std::string Told(const std::string& source, const MappedRow& row, const cases::v1::ImportResult& result) {
  const std::string place = StrCat(source, " line ", row.line, row.rows > 1 ? StrCat(" (", row.rows, " rows)") : "");
  if (row.faults.empty()) return StrCat(place, ": ", result.message(), " [", result.reason(), "]");
  const ColumnFault& first = row.faults.front();
  return StrCat(place, first.column.empty() ? "" : ", column ", first.column, ": ", first.rule);
}

// True for what was answered of a row that nobody kept.
bool IsHomeless(const cases::v1::ImportResult& result) {
  return result.outcome() == cases::v1::IMPORT_OUTCOME_REJECTED && result.fault().empty();
}

// Rows with faults would be lost otherwise: the office that keeps them must be there for the caller.
void RequireFaultOffice(Connection& connection, const std::string& office) {
  cases::v1::OfficeService::Stub stub(connection.ChannelTo(Service::kCase));
  cases::v1::GetOfficeRequest request;
  request.set_name(office);
  bool is_there = true;
  Retry("reading the office that keeps rows with faults", [&] {
    cases::v1::Office ignored;
    const absl::Status status = connection.Try(stub, &cases::v1::OfficeService::Stub::GetOffice, request, ignored);
    is_there = !absl::IsNotFound(status) && !absl::IsInvalidArgument(status);
    return is_there ? status : absl::OkStatus();
  });
  if (is_there) return;
  throw Failure(kUsage, StrCat("mapping: the office that is to keep rows with faults, ", office,
                               ", is not there (fault_office, else the office that all rows have)"));
}

// Of what a call answered, the rows that nobody kept since their office is not there, made out to one that keeps them.
Rows KeptElsewhere(const Rows& rows, const cases::v1::ImportCasesResponse& response, const std::string& office) {
  Rows kept;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!IsHomeless(response.results(static_cast<int>(i)))) continue;
    MappedRow& row = kept.emplace_back();
    row.line = rows[i].line;
    row.request = rows[i].request;
    row.request.set_parent(office);
    row.request.clear_bundle();
    cases::v1::UnreadableRow& unreadable = *row.request.mutable_unreadable();
    unreadable.set_text(rows[i].text);
    unreadable.set_tells_of_operation(rows[i].tells_of_operation);
    if (unreadable.violations().empty()) unreadable.add_violations()->set_rule("must be of an office that is there");
  }
  return kept;
}

// Hands groups of rows from the reader to the senders, few at a time.
class RowsQueue {
 public:
  explicit RowsQueue(std::size_t bound) : bound_(bound) {}

  // Waits for room; false when a sender has given up.
  bool Push(Rows rows) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || waiting_.size() < bound_; });
    if (closed_) return false;
    waiting_.push_back(std::move(rows));
    changed_.notify_all();
    return true;
  }

  // The next group; nothing when there are no more.
  std::optional<Rows> Pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || ended_ || !waiting_.empty(); });
    if (closed_ || waiting_.empty()) return std::nullopt;
    Rows rows = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    return rows;
  }

  // Nothing more comes.
  void End() { Set(ended_); }
  // What waits is not wanted any more.
  void Close() { Set(closed_); }

 private:
  void Set(bool& flag) {
    std::lock_guard lock(mutex_);
    flag = true;
    changed_.notify_all();
  }

  const std::size_t bound_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Rows> waiting_;
  bool ended_ = false;
  bool closed_ = false;
};

// Sends groups of rows over several calls at a time.
class Senders {
 public:
  Senders(std::shared_ptr<grpc::Channel> channel, std::string source, std::string fault_office, int streams)
      : stub_(channel),
        source_(std::move(source)),
        fault_office_(std::move(fault_office)),
        queue_(static_cast<std::size_t>(streams)) {
    for (int i = 0; i < streams; ++i) threads_.emplace_back([this] { Run(); });
  }

  // Ends also when the reader fails.
  ~Senders() {
    queue_.Close();
    Join();
  }

  bool Send(Rows rows) { return queue_.Push(std::move(rows)); }

  // What became of all rows; throws the Failure of a sender.
  CsvImportResult Finish() {
    queue_.End();
    Join();
    if (failure_) std::rethrow_exception(failure_);
    for (auto& [line, told] : told_) result_.told.push_back(std::move(told));
    return std::move(result_);
  }

 private:
  void Join() {
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

  void Run() {
    try {
      while (const std::optional<Rows> rows = queue_.Pop()) {
        cases::v1::ImportCasesResponse response;
        Enter(*rows, response);
        if (const Rows kept = KeptElsewhere(*rows, response, fault_office_); !kept.empty()) {
          cases::v1::ImportCasesResponse answer;
          Enter(kept, answer);
          RequireKept(kept, answer);
        }
        Count(*rows, response);
      }
    } catch (...) {
      std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      queue_.Close();
    }
  }

  void Enter(const Rows& rows, cases::v1::ImportCasesResponse& response) {
    Retry("importing rows (the same again goes on)", [&] { return Call(rows, response); });
  }

  absl::Status Call(const Rows& rows, cases::v1::ImportCasesResponse& response) {
    response.Clear();
    const auto context = Connection::Context(kCallTime);
    const auto writer = stub_.ImportCases(context.get(), &response);
    // Rows leave together, not each in a packet of its own; the end sends what is left.
    const grpc::WriteOptions gathered = grpc::WriteOptions().set_buffer_hint();
    for (const MappedRow& row : rows) {
      if (!writer->Write(row.request, gathered)) break;
    }
    writer->WritesDone();
    const absl::Status status = errors::FromGrpc(writer->Finish());
    if (status.ok() && static_cast<std::size_t>(response.results_size()) != rows.size()) {
      return absl::UnavailableError("not every row was answered");
    }
    return status;
  }

  // Ends the import by the first row that not even the office for faults kept.
  void RequireKept(const Rows& rows, const cases::v1::ImportCasesResponse& response) const {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const cases::v1::ImportResult& result = response.results(static_cast<int>(i));
      if (!IsHomeless(result)) continue;
      throw Failure(kRefused, StrCat(fault_office_, " does not keep ", source_, " line ", rows[i].line, ": ",
                                     result.message(), " [", result.reason(), "]"));
    }
  }

  void Count(const Rows& rows, const cases::v1::ImportCasesResponse& response) {
    std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const cases::v1::ImportResult& result = response.results(static_cast<int>(i));
      const bool rejected = result.outcome() == cases::v1::IMPORT_OUTCOME_REJECTED;
      const bool created = result.outcome() == cases::v1::IMPORT_OUTCOME_CREATED;
      result_.rows += rows[i].rows;
      (rejected ? result_.rejected : created ? result_.created : result_.unchanged) += rows[i].rows;
      if (!rejected) continue;
      told_.emplace(rows[i].line, Told(source_, rows[i], result));
      if (told_.size() > kMostRejectedTold) told_.erase(std::prev(told_.end()));
    }
  }

  cases::v1::ImportService::Stub stub_;
  const std::string source_;
  const std::string fault_office_;
  RowsQueue queue_;
  std::mutex mutex_;
  CsvImportResult result_;
  // By line.
  std::map<int64_t, std::string> told_;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

// Finds keys that come twice: which of the two is entered must not depend on which call is faster.
class Keys {
 public:
  void Check(const CsvRecord& record, MappedRow& row) {
    if (!row.request.has_bundle()) return;
    const std::optional<Uuid> id = Uuid::Parse(LastPart(row.request.bundle().case_().name()));
    const auto [first, fresh] = lines_.emplace(id->bytes(), record.line);
    if (!fresh) Mapping::Spoil(record, {"", StrCat("repeats the key of line ", first->second)}, row);
  }

 private:
  std::unordered_map<std::string, int64_t> lines_;
};

}  // namespace

CsvImportResult ImportCsv(Connection& connection, const CsvImportOptions& options) {
  Mapping mapping(ReadJson(options.mapping));
  std::ifstream file(options.path, std::ios::binary);
  std::error_code ignored;
  if (!file || std::filesystem::is_directory(options.path, ignored)) {
    throw Failure(kUsage, StrCat(options.path, ": cannot be read"));
  }
  const std::string source = std::filesystem::path(options.path).filename().string();
  // By it rows that are rejected are kept.
  if (CountCodePoints(source).value_or(kLongestSource + 1) > kLongestSource) {
    throw Failure(kUsage, "the file's name must be UTF-8 text of at most 200 characters");
  }
  CsvReader reader(file, mapping.delimiter());
  CsvRecord record;
  if (!reader.Next(record) || !record.fault.empty()) throw Failure(kUsage, StrCat(source, ": has no header"));
  mapping.Bind(record.fields);
  RequireFaultOffice(connection, mapping.fault_office());
  Senders senders(connection.ChannelTo(Service::kCase), source, mapping.fault_office(), options.streams);
  RowGatherer gatherer(mapping.together());
  Keys keys;
  Rows rows;
  std::size_t bytes = 0;
  // False when a sender has given up.
  const auto add = [&](std::optional<GatheredRows> whole) {
    if (!whole) return true;
    keys.Check(whole->record, whole->row);
    bytes += whole->row.request.ByteSizeLong();
    rows.push_back(std::move(whole->row));
    if (rows.size() < kRowsPerCall && bytes < kBytesPerCall) return true;
    bytes = 0;
    return senders.Send(std::exchange(rows, {}));
  };
  while (reader.Next(record)) {
    if (!add(gatherer.Take(record, mapping.Map(record, source)))) break;
  }
  add(gatherer.End());
  if (!rows.empty()) senders.Send(std::move(rows));
  return senders.Finish();
}

}  // namespace amparo::cli
