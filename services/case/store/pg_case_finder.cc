#include "services/case/store/pg_case_finder.h"

#include <cstddef>
#include <functional>
#include <pqxx/pqxx>
#include <utility>

#include "common/audit/audit.h"
#include "common/base/status_macros.h"
#include "common/pg/array_text.h"
#include "services/case/store/acts.h"
#include "services/case/store/alike_cases.h"
#include "services/case/store/case_search_sql.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

using FoundCases = std::vector<Listed>;

// Runs a composed text, planned for its arguments.
pqxx::result ExecuteOnce(pg::Transaction& transaction, const ComposedSql& composed) {
  std::vector<const char*> pointers;
  for (const std::optional<std::string>& argument : composed.arguments) {
    pointers.push_back(argument ? argument->c_str() : nullptr);
  }
  return transaction.exec_params(composed.sql, pqxx::prepare::make_dynamic_params(pointers));
}

// What the case is found by, as the columns of its row (kCaseIndex).
Texts IndexArguments(const crypto::BlindIndex& index, const Case& value, const std::vector<std::string>& terms,
                     int64_t version) {
  const std::string& office = value.name.office;
  return {office,
          value.name.id.ToString(),
          std::to_string(version),
          value.lead,
          pg::ArrayOf(value.open_flags),
          pg::ArrayOf(InOffice(office, CaseWords(value.title, value.case_number))),
          pg::ArrayOf(index.Tokens(office, terms)),
          index.current_id()};
}

absl::StatusOr<FoundCases> FoundIn(pg::Transaction& transaction, const ComposedSql& composed) {
  FoundCases found;
  for (const pqxx::row& row : ExecuteOnce(transaction, composed)) {
    AMPARO_ASSIGN_OR_RETURN(Record record, RecordInRow(row, Kind::kCase));
    const absl::Time entered = record.create_time;
    found.push_back({std::move(record), entered});
  }
  return found;
}

using CasesAcross = std::vector<ListedAcross>;

}  // namespace

Task<absl::StatusOr<FoundCases>> PgCaseFinder::Find(CaseSearch search, std::optional<ListQuery::After> after,
                                                    int32_t limit, Limits limits) {
  // The jobs may outlive these coroutines when their callers go away.
  std::function<absl::StatusOr<FoundCases>(pg::Transaction&)> job =
      [composed = CaseFindSql(search, *parts_.index, after, limit)](pg::Transaction& transaction) {
        return FoundIn(transaction, composed);
      };
  absl::StatusOr<FoundCases> found =
      co_await parts_.workers->Run<FoundCases>(kCaseFind, std::move(job), std::move(limits));
  co_return found;
}

Task<absl::StatusOr<CasesAcross>> PgCaseFinder::FindAcross(CaseSearch search, std::vector<std::string> offices,
                                                           std::optional<PlaceAcross> after, int32_t limit,
                                                           Limits limits) {
  std::function<absl::StatusOr<CasesAcross>(pg::Transaction&)> job =
      [search = std::move(search), offices = std::move(offices), after, limit,
       index = parts_.index](pg::Transaction& transaction) -> absl::StatusOr<CasesAcross> {
    CasesAcross all;
    CaseSearch of_office = search;
    for (const std::string& office : offices) {
      of_office.office = office;
      const ComposedSql composed = CaseFindSql(of_office, *index, PlaceInOffice(office, after), limit);
      AMPARO_ASSIGN_OR_RETURN(FoundCases found, FoundIn(transaction, composed));
      MergePage(office, std::move(found), static_cast<std::size_t>(limit), all);
    }
    return all;
  };
  absl::StatusOr<CasesAcross> found =
      co_await parts_.workers->Run<CasesAcross>(kCaseFind, std::move(job), std::move(limits));
  co_return found;
}

Task<absl::StatusOr<int64_t>> PgCaseFinder::Count(CaseSearch search, int64_t most, Limits limits) {
  std::function<absl::StatusOr<int64_t>(pg::Transaction&)> job =
      [composed = CaseCountSql(search, *parts_.index, most)](pg::Transaction& transaction) -> absl::StatusOr<int64_t> {
    return ExecuteOnce(transaction, composed)[0][0].as<int64_t>();
  };
  absl::StatusOr<int64_t> count = co_await parts_.workers->Run<int64_t>(kCaseCount, std::move(job), std::move(limits));
  co_return count;
}

Task<absl::StatusOr<CaseCandidates>> PgCaseFinder::FindAlike(CaseAlikeSearch search, Limits limits) {
  std::function<absl::StatusOr<CaseCandidates>(pg::Transaction&)> job =
      [search = std::move(search)](pg::Transaction& transaction) { return FindAlikeCasesIn(transaction, search); };
  absl::StatusOr<CaseCandidates> found =
      co_await parts_.workers->Run<CaseCandidates>(kCasesNear.name, std::move(job), std::move(limits));
  co_return found;
}

Task<absl::Status> PgCaseFinder::RecordRead(std::string office, std::vector<Listed> cases, RevealStamp stamp,
                                            Limits limits) {
  if (cases.empty()) co_return absl::OkStatus();
  const absl::Time now = parts_.clock->Now();
  audit::ReadRecord read = ReadOf(office, now, std::move(stamp));
  for (const Listed& one : cases) {
    const CaseName name{office, one.record.id};
    read.items.push_back(audit::Item{Uuid::V7(now), ToString(name), one.record.version});
  }
  const absl::Status audited = co_await audit::RecordRead(*parts_.writer, std::move(read), std::move(limits));
  co_return audited;
}

Task<absl::StatusOr<std::vector<CaseName>>> PgCaseFinder::NotIndexed(CaseName after, int32_t most, Limits limits) {
  Texts arguments = {after.office, after.id.ToString(), parts_.index->current_id(), std::to_string(most)};
  std::function<absl::StatusOr<std::vector<CaseName>>(pg::Transaction&)> job =
      [arguments = std::move(arguments)](pg::Transaction& transaction) -> absl::StatusOr<std::vector<CaseName>> {
    std::vector<CaseName> names;
    for (const pqxx::row& row : Execute(transaction, kCasesNotIndexed, arguments)) {
      names.push_back({row[0].c_str(), IdIn(row[1])});
    }
    return names;
  };
  absl::StatusOr<std::vector<CaseName>> names =
      co_await parts_.workers->Run<std::vector<CaseName>>(kCasesNotIndexed.name, std::move(job), std::move(limits));
  co_return names;
}

Task<absl::StatusOr<bool>> PgCaseFinder::Index(Case value, std::vector<std::string> terms, int64_t version,
                                               Limits limits) {
  std::function<absl::StatusOr<bool>(pg::Transaction&)> job =
      [arguments =
           IndexArguments(*parts_.index, value, terms, version)](pg::Transaction& transaction) -> absl::StatusOr<bool> {
    return !Execute(transaction, kCaseIndex, arguments).empty();
  };
  absl::StatusOr<bool> written = co_await parts_.workers->Run<bool>(kCaseIndex.name, std::move(job), std::move(limits));
  co_return written;
}

}  // namespace amparo::cases
