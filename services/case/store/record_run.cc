#include "services/case/store/record_run.h"

#include <algorithm>
#include <map>
#include <pqxx/pqxx>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/errors/errors.h"
#include "common/pg/array_text.h"
#include "services/case/store/import_statements.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

// A record among those of its office.
using ImportedPlace = std::pair<std::string, Uuid>;

ImportedPlace ImportedPlaceOf(const RecordKey& key) {
  return {std::string(KindWord(key.kind)), key.id};
}

// The place in the first two columns.
ImportedPlace ImportedPlaceIn(const pqxx::row& row) {
  return {row[0].c_str(), IdIn(row[1])};
}

// Those of `records` that are to be entered, and what is known of the others.
struct ClaimedRecords {
  ImportEffects effects;
  std::vector<const WholeRecord*> entering;
};

// Takes the records' places among what was imported; those found taken are not entered again.
ClaimedRecords ClaimRecords(pg::Transaction& transaction, const crypto::BlindIndex& index, const std::string& office,
                            std::span<const WholeRecord> records, absl::Time now) {
  pg::ArrayText kinds, ids, fingerprints;
  for (const WholeRecord& record : records) {
    kinds.Text(std::string(KindWord(record.key.kind)));
    ids.Text(record.key.id.ToString());
    fingerprints.Bytes(index.Fingerprints(record.digest).front());
  }
  const std::string kinds_text = kinds.Finish();
  const std::string ids_text = ids.Finish();
  const Texts claim = {office, kinds_text, ids_text, fingerprints.Finish(), pg::TimeText(now)};
  std::set<ImportedPlace> claimed;
  for (const pqxx::row& row : Execute(transaction, kImportRecordsInsert, claim)) claimed.insert(ImportedPlaceIn(row));
  std::map<ImportedPlace, std::string> known;
  if (claimed.size() < records.size()) {
    for (const pqxx::row& row : Execute(transaction, kImportRecordsFind, {office, kinds_text, ids_text})) {
      known[ImportedPlaceIn(row)] = BytesIn(row[2]);
    }
  }
  ClaimedRecords answer;
  for (const WholeRecord& record : records) {
    const ImportedPlace place = ImportedPlaceOf(record.key);
    if (claimed.contains(place)) {
      answer.effects.emplace_back(ImportEffect::kCreated);
      answer.entering.push_back(&record);
    } else if (IsSameImport(index, known[place], record.digest)) {
      answer.effects.emplace_back(ImportEffect::kUnchanged);
    } else {
      answer.effects.emplace_back(errors::AlreadyExists(KindWord(record.key.kind), NameOf(record.key)));
    }
  }
  return answer;
}

}  // namespace

absl::StatusOr<ImportEffects> RunRecordImport(pg::Transaction& transaction, const WorkKeys& keys, const ActStamp& stamp,
                                              std::span<const WholeRecord> records, absl::Time now,
                                              RecordKey& written) {
  ClaimedRecords claimed = ClaimRecords(transaction, *keys.index, stamp.office, records, now);
  if (claimed.entering.empty()) return std::move(claimed.effects);
  // After the claims and before every lock of a row, as whole cases do it.
  const bool naming = std::any_of(claimed.entering.begin(), claimed.entering.end(),
                                  [](const WholeRecord* record) { return record->names_members; });
  Execute(transaction, naming ? kWorkNameMembers : kWorkHoldMembers, {stamp.office});
  const WorkBody enter_all = [&claimed](Work& work) -> absl::StatusOr<std::string> {
    for (const WholeRecord* const record : claimed.entering) AMPARO_RETURN_IF_ERROR(record->enter(work));
    return std::string();
  };
  AMPARO_RETURN_IF_ERROR(RunPgWork(transaction, keys, stamp, enter_all, written).status());
  return std::move(claimed.effects);
}

}  // namespace amparo::cases
