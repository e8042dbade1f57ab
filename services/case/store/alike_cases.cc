#include "services/case/store/alike_cases.h"

#include <pqxx/pqxx>
#include <set>
#include <string>
#include <utility>

#include "common/base/civil.h"
#include "common/base/status_macros.h"
#include "common/pg/array_text.h"
#include "services/case/domain/network.h"
#include "services/case/store/statements.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

// One search inside its transaction.
class AlikeCases {
 public:
  AlikeCases(pg::Transaction& transaction, const CaseAlikeSearch& search)
      : transaction_(transaction), search_(search), office_(search.subject.name.office) {
    own_.insert(search.members.begin(), search.members.end());
    own_.insert(search.subject.name.id);
    apart_ = own_;
  }

  absl::StatusOr<CaseCandidates> Run() {
    for (const pqxx::row& row : Execute(transaction_, kCasesApart, {office_, pg::ArrayOf(own_)})) {
      apart_.insert(IdIn(row[0]));
    }
    AddByPeople();
    AddByMarks();
    AddNear();
    if (wanted_.empty()) return std::move(found_);
    const pqxx::result rows =
        Execute(transaction_, StatementsOf(Kind::kCase).batch_get, {office_, pg::ArrayOf(wanted_)});
    for (const pqxx::row& row : rows) {
      AMPARO_ASSIGN_OR_RETURN(found_.cases.emplace_back(), RecordInRow(row, Kind::kCase));
    }
    return std::move(found_);
  }

 private:
  // Takes a case and the one that stands for it; null when it is none to be told of, or one too many.
  CaseTies* Take(const pqxx::row& row, int column) {
    const Uuid id = IdIn(row[column]);
    const Uuid survivor = row[column + 1].is_null() ? id : IdIn(row[column + 1]);
    if (apart_.contains(survivor)) return nullptr;
    if (!taken_.contains(id) && taken_.size() == static_cast<std::size_t>(kMostCasesAlike)) {
      found_.incomplete = true;
      return nullptr;
    }
    taken_.insert(id);
    wanted_.insert({id, survivor});
    return &found_.ties[survivor];
  }

  void AddByPeople() {
    std::set<Uuid> people;
    const Texts of_matter = {office_, pg::ArrayOf(own_), std::to_string(kMostRolesOfMatter)};
    for (const pqxx::row& row : Execute(transaction_, kRolesOfMatter, of_matter)) {
      const CaseRole role{IdIn(row[0]), static_cast<PartyRole>(row[1].as<int>())};
      people.insert(role.person);
      found_.roles.push_back(role);
    }
    if (people.empty()) return;
    std::map<Uuid, int> of_person;
    const Texts arguments = {office_, pg::ArrayOf(people), std::to_string(kMostCasesPerTie)};
    for (const pqxx::row& row : Execute(transaction_, kCasesWithPeople, arguments)) {
      const CaseRole role{IdIn(row[0]), static_cast<PartyRole>(row[1].as<int>())};
      if (++of_person[role.person] == kMostCasesPerTie) found_.incomplete = true;
      if (CaseTies* const ties = Take(row, 2)) ties->roles.push_back(role);
    }
  }

  void AddByMarks() {
    pg::ArrayText kinds;
    std::vector<Uuid> ids;
    const Texts of_matter = {office_, pg::ArrayOf(own_), std::to_string(kMostMarksOfMatter)};
    for (const pqxx::row& row : Execute(transaction_, kMarksOfMatter, of_matter)) {
      kinds.Int64(row[0].as<int64_t>());
      ids.push_back(IdIn(row[1]));
    }
    if (ids.empty()) return;
    const Texts arguments = {office_, kinds.Finish(), pg::ArrayOf(ids), std::to_string(kMostCasesPerTie),
                             std::to_string(kMostCasesAlike)};
    const pqxx::result rows = Execute(transaction_, kCasesWithMarks, arguments);
    if (rows.size() == static_cast<std::size_t>(kMostCasesAlike)) found_.incomplete = true;
    for (const pqxx::row& row : rows) {
      CaseTies* const ties = Take(row, 1);
      if (ties == nullptr) continue;
      const bool venue = row[0].as<int>() == static_cast<int>(NodeKind::kVenue);
      (venue ? ties->venue : ties->asset) = true;
    }
  }

  void AddNear() {
    const std::vector<std::string> words = TitleWords(search_.subject.title);
    if (words.empty()) return;
    const Texts arguments = {office_,
                             FormatDate(search_.subject.report_date),
                             std::to_string(kDaysOfReports),
                             pg::ArrayOf(InOffice(office_, words)),
                             search_.subject.crime_type,
                             std::to_string(kMostReportsNear),
                             std::to_string(kMostReportsTaken),
                             std::to_string(kMostReportsLookedAt),
                             search_.subject.crime_type.substr(0, kDigitsOfCrime)};
    for (const pqxx::row& row : Execute(transaction_, kCasesNear, arguments)) {
      if (row[2].as<bool>()) found_.incomplete = true;
      if (!row[0].is_null()) Take(row, 0);
    }
  }

  pg::Transaction& transaction_;
  const CaseAlikeSearch& search_;
  const std::string& office_;
  // The case and those that were merged into it.
  std::set<Uuid> own_;
  // The same, and what was judged to be of other matters.
  std::set<Uuid> apart_;
  std::set<Uuid> taken_;
  // What was taken, with the cases that stand for it.
  std::set<Uuid> wanted_;
  CaseCandidates found_;
};

}  // namespace

absl::StatusOr<CaseCandidates> FindAlikeCasesIn(pg::Transaction& transaction, const CaseAlikeSearch& search) {
  return AlikeCases(transaction, search).Run();
}

}  // namespace amparo::cases
