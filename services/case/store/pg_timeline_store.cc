#include "services/case/store/pg_timeline_store.h"

#include <functional>
#include <map>
#include <pqxx/pqxx>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/feed/reader.h"
#include "common/pg/array_text.h"
#include "services/case/store/tables.h"
#include "services/case/store/timeline_statement.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

using Journalled = std::vector<JournalRow>;

Kind KindByWord(const std::string& word) {
  static const std::map<std::string_view, Kind> kinds = [] {
    std::map<std::string_view, Kind> all;
    for (const Table& table : Tables()) all[KindWord(table.kind)] = table.kind;
    return all;
  }();
  return kinds.at(word);
}

Texts JournalArguments(const JournalQuery& query) {
  pg::ArrayText words;
  for (const Kind kind : query.kinds) words.Text(KindWord(kind));
  Texts arguments = {query.of.office, query.of.id.ToString(), words.Finish()};
  arguments.push_back(query.by ? std::optional(pg::TimeText(*query.by)) : std::nullopt);
  arguments.push_back(query.up_to ? std::optional(std::to_string(*query.up_to)) : std::nullopt);
  arguments.emplace_back(std::to_string(query.most));
  pg::ArrayText operations;
  for (const OperationName& name : query.operations) operations.Text(ToString(name));
  arguments.emplace_back(operations.Finish());
  arguments.emplace_back(pg::ArrayOf(query.members));
  arguments.emplace_back(pg::ArrayOf(query.people));
  return arguments;
}

absl::StatusOr<JournalRow> JournalRowIn(const pqxx::row& row) {
  JournalRow told;
  told.seq = row[0].as<int64_t>();
  told.kind = KindByWord(row[1].c_str());
  told.name = row[2].c_str();
  told.version = row[3].as<int64_t>();
  AMPARO_ASSIGN_OR_RETURN(told.time, TimeInField(row[4]));
  told.body = BytesIn(row[5]);
  told.actor = row[6].c_str();
  told.method = row[7].c_str();
  return told;
}

}  // namespace

Task<absl::StatusOr<Journalled>> PgTimelineStore::Journal(JournalQuery query, Limits limits) {
  // The job may outlive this coroutine when its caller goes away.
  std::function<absl::StatusOr<Journalled>(pg::Transaction&)> job =
      [arguments = JournalArguments(query)](pg::Transaction& transaction) -> absl::StatusOr<Journalled> {
    Journalled rows;
    for (const pqxx::row& row : Execute(transaction, JournalStatement(), arguments)) {
      AMPARO_ASSIGN_OR_RETURN(rows.emplace_back(), JournalRowIn(row));
    }
    return rows;
  };
  absl::StatusOr<Journalled> rows =
      co_await workers_->Run<Journalled>(JournalStatement().name, std::move(job), std::move(limits));
  co_return rows;
}

Task<absl::StatusOr<int64_t>> PgTimelineStore::Head(Limits limits) {
  std::function<absl::StatusOr<int64_t>(pg::Transaction&)> job =
      [](pg::Transaction& transaction) -> absl::StatusOr<int64_t> {
    return Execute(transaction, feed::kReadHead, Texts())[0][1].as<int64_t>();
  };
  absl::StatusOr<int64_t> head =
      co_await workers_->Run<int64_t>(feed::kReadHead.name, std::move(job), std::move(limits));
  co_return head;
}

}  // namespace amparo::cases
