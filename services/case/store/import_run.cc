#include "services/case/store/import_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <pqxx/pqxx>
#include <set>
#include <string>
#include <utility>

#include "amparo/cases/v1/party.pb.h"
#include "common/base/status_macros.h"
#include "common/errors/errors.h"
#include "common/feed/append.h"
#include "common/pg/array_text.h"
#include "services/case/convert/party_convert.h"
#include "services/case/store/acts.h"
#include "services/case/store/import_statements.h"
#include "services/case/store/sealing.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

// A whole case with its secrets sealed; key i belongs to change i.
struct SealedCase {
  WholeCase whole;
  std::vector<std::optional<feed::NewDataKey>> keys;
};

absl::StatusOr<SealedCase> Seal(const ImportKeys& keys, WholeCase whole) {
  SealedCase sealed;
  sealed.whole = std::move(whole);
  for (Change& change : sealed.whole.changes) {
    std::optional<feed::NewDataKey>& key = sealed.keys.emplace_back();
    if (change.terms) IndexInto(*keys.index, change);
    change.terms.reset();
    if (!change.secret) continue;
    AMPARO_ASSIGN_OR_RETURN(key, SealInto(*keys.envelope, std::nullopt, change));
    change.secret.reset();
  }
  return sealed;
}

absl::Status ExistsAlready(const WholeCase& whole) {
  return errors::AlreadyExists("case", ToString(whole.name));
}

// As acts say it that link (api/network_changes.h).
absl::Status EndWithdrawn(const VenueName& venue) {
  return errors::FailedPrecondition("END_WITHDRAWN", ToString(venue), "what was withdrawn is linked no more");
}

// The ids in the first column.
std::set<Uuid> IdsIn(const pqxx::result& rows) {
  std::set<Uuid> ids;
  for (const pqxx::row& row : rows) ids.insert(IdIn(row[0]));
  return ids;
}

// Says in a role who stands for its person, if they were merged: `survivors` has those by whom was merged.
absl::Status ShowSurvivor(const std::map<Uuid, Uuid>& survivors, Change& role) {
  v1::Party message;
  if (!message.ParseFromString(role.body)) return absl::InternalError("a party to be imported is malformed");
  Party party = PartyFromStored(message);
  const auto survivor = party.person ? survivors.find(*party.person) : survivors.end();
  if (survivor == survivors.end()) return absl::OkStatus();
  party.surviving_person = survivor->second;
  ToProto(party, message);
  role.body = message.SerializeAsString();
  role.columns = ColumnsOf(party);
  return absl::OkStatus();
}

class ImportRun {
 public:
  ImportRun(pg::Transaction& transaction, const ImportKeys& keys, std::span<const WholeCase> wholes)
      : transaction_(transaction), keys_(keys), wholes_(wholes), office_(wholes.front().name.office) {}

  absl::StatusOr<ImportEffects> Run() {
    ImportEffects effects = Claim();
    if (entering_.empty()) return effects;
    const std::set<Uuid> brought = DropRepetitions();
    // What others wait for while they name something is claimed by now, and no row is locked yet.
    Execute(transaction_, kWorkHoldMembers, {office_});
    // People before venues, as acts lock them that link the two (LinkEndsIn).
    AMPARO_RETURN_IF_ERROR(ShowSurvivors());
    AMPARO_RETURN_IF_ERROR(RequireVenues(brought));
    AMPARO_RETURN_IF_ERROR(SealAll());
    InsertAll();
    AMPARO_RETURN_IF_ERROR(RequireInserted());
    AMPARO_RETURN_IF_ERROR(RequireNotMerged());
    AMPARO_RETURN_IF_ERROR(RequireFreeSubjects());
    feed::Append(transaction_, ActsOf());
    return effects;
  }

 private:
  // Takes the cases' places among what was imported; those found taken are not entered again.
  ImportEffects Claim() {
    pg::ArrayText ids, fingerprints;
    for (const WholeCase& whole : wholes_) {
      ids.Text(whole.name.id.ToString());
      fingerprints.Bytes(keys_.index->Fingerprints(whole.stamp.digest).front());
    }
    const std::string time = pg::TimeText(wholes_.front().changes.front().time);
    const std::set<Uuid> claimed =
        IdsIn(Execute(transaction_, kImportRowsInsert, {office_, ids.Finish(), fingerprints.Finish(), time}));
    std::map<Uuid, std::string> known;
    if (claimed.size() < wholes_.size()) known = Known(ids.Finish());
    ImportEffects effects;
    for (const WholeCase& whole : wholes_) {
      if (claimed.contains(whole.name.id)) {
        effects.emplace_back(ImportEffect::kCreated);
        entering_.push_back(whole);
      } else if (IsSameImport(*keys_.index, known[whole.name.id], whole.stamp.digest)) {
        effects.emplace_back(ImportEffect::kUnchanged);
      } else {
        effects.emplace_back(ExistsAlready(whole));
      }
    }
    return effects;
  }

  // What was imported under these ids.
  std::map<Uuid, std::string> Known(const std::string& ids) {
    std::map<Uuid, std::string> known;
    for (const pqxx::row& row : Execute(transaction_, kImportRowsFind, {office_, ids})) {
      known[IdIn(row[0])] = BytesIn(row[1]);
    }
    return known;
  }

  // What may exist already and comes with several cases is entered with the first. Answers all of it.
  std::set<Uuid> DropRepetitions() {
    std::set<Uuid> brought;
    for (WholeCase& whole : entering_) {
      std::erase_if(whole.changes, [&](const Change& change) {
        return MayExist(whole, change) && !brought.insert(change.key.id).second;
      });
    }
    return brought;
  }

  static bool MayExist(const WholeCase& whole, const Change& change) {
    const Kind kind = change.key.kind;
    return (kind == Kind::kVenue || kind == Kind::kPerson) && whole.may_exist.contains(change.key.id);
  }

  // Venues that no case brings must be there, and none that is there and that a link ends at may have been withdrawn.
  absl::Status RequireVenues(const std::set<Uuid>& brought) {
    std::set<Uuid> needed, linked;
    for (const WholeCase& whole : entering_) {
      for (const VenueName& venue : whole.venues_needed) {
        if (!brought.contains(venue.id)) needed.insert(venue.id);
      }
      linked.insert(whole.venues_linked.begin(), whole.venues_linked.end());
    }
    std::set<Uuid> asked = needed;
    asked.insert(linked.begin(), linked.end());
    if (asked.empty()) return absl::OkStatus();
    std::set<Uuid> found;
    for (const pqxx::row& row : Execute(transaction_, kImportVenuesFind, {office_, pg::ArrayOf(asked)})) {
      const Uuid id = IdIn(row[0]);
      found.insert(id);
      if (row[1].as<bool>() && linked.contains(id)) return EndWithdrawn(VenueName{office_, id});
    }
    for (const Uuid& id : needed) {
      if (!found.contains(id)) return errors::NotFound("venue", ToString(VenueName{office_, id}));
    }
    return absl::OkStatus();
  }

  // Of people who are there and were merged meanwhile, roles are entered as those of whoever stands for them.
  absl::Status ShowSurvivors() {
    std::set<Uuid> people;
    for (const WholeCase& whole : entering_) people.insert(whole.may_exist.begin(), whole.may_exist.end());
    if (people.empty()) return absl::OkStatus();
    std::map<Uuid, Uuid> survivors;
    for (const pqxx::row& row : Execute(transaction_, kImportPeopleFind, {office_, pg::ArrayOf(people)})) {
      if (!row[1].is_null()) survivors[IdIn(row[0])] = IdIn(row[1]);
    }
    if (survivors.empty()) return absl::OkStatus();
    for (WholeCase& whole : entering_) {
      for (Change& change : whole.changes) {
        if (change.key.kind == Kind::kParty) AMPARO_RETURN_IF_ERROR(ShowSurvivor(survivors, change));
      }
    }
    return absl::OkStatus();
  }

  absl::Status SealAll() {
    for (WholeCase& whole : entering_) {
      AMPARO_ASSIGN_OR_RETURN(sealed_.emplace_back(), Seal(keys_, std::move(whole)));
    }
    return absl::OkStatus();
  }

  // Each kind by one statement.
  void InsertAll() {
    std::map<Kind, std::vector<ImportedChange>> by_kind;
    for (const SealedCase& sealed : sealed_) {
      for (const Change& change : sealed.whole.changes) {
        by_kind[change.key.kind].push_back({&change, &sealed.whole.charges});
      }
    }
    for (const Kind kind : ImportKinds()) {
      const std::vector<ImportedChange>& changes = by_kind[kind];
      if (changes.empty()) continue;
      inserted_[kind] = IdsIn(Execute(transaction_, ImportInsert(kind), ImportInsertArguments(kind, office_, changes)));
    }
  }

  bool Inserted(const Change& change) const {
    const auto of_kind = inserted_.find(change.key.kind);
    return of_kind != inserted_.end() && of_kind->second.contains(change.key.id);
  }

  // What stays as it is when it is there already may be missing, all else is new.
  absl::Status RequireInserted() const {
    for (const SealedCase& sealed : sealed_) {
      for (const Change& change : sealed.whole.changes) {
        if (Inserted(change) || MayExist(sealed.whole, change)) continue;
        return errors::AlreadyExists(KindWord(change.key.kind), NameOf(change.key));
      }
    }
    return absl::OkStatus();
  }

  // Whoever comes with a whole case stands for themselves, as the case does: none is entered of which a record that was
  // imported says that it was merged into that one.
  absl::Status RequireNotMerged() {
    std::map<std::pair<std::string, Uuid>, RecordKey> entered;
    std::set<Uuid> ids;
    for (const SealedCase& sealed : sealed_) {
      for (const Change& change : sealed.whole.changes) {
        const Kind kind = change.key.kind;
        if ((kind != Kind::kCase && kind != Kind::kPerson) || !Inserted(change)) continue;
        entered.emplace(std::pair(std::string(KindWord(kind)), change.key.id), change.key);
        ids.insert(change.key.id);
      }
    }
    for (const pqxx::row& row : Execute(transaction_, kImportMembersFind, {office_, pg::ArrayOf(ids)})) {
      const auto found = entered.find({row[0].c_str(), IdIn(row[1])});
      if (found != entered.end()) return errors::AlreadyExists(KindWord(found->second.kind), NameOf(found->second));
    }
    return absl::OkStatus();
  }

  // A subject has one data key: another resource under the same id, of whatever kind, would be sealed by a key that is
  // not kept.
  absl::Status RequireFreeSubjects() {
    std::vector<Uuid> subjects;
    for (const SealedCase& sealed : sealed_) {
      for (std::size_t i = 0; i < sealed.keys.size(); ++i) {
        if (sealed.keys[i] && Inserted(sealed.whole.changes[i])) subjects.push_back(sealed.keys[i]->subject);
      }
    }
    if (subjects.empty()) return absl::OkStatus();
    const std::set<Uuid> taken = IdsIn(Execute(transaction_, kImportKeysFind, {office_, pg::ArrayOf(subjects)}));
    if (taken.empty()) return absl::OkStatus();
    for (const SealedCase& sealed : sealed_) {
      for (const Change& change : sealed.whole.changes) {
        if (taken.contains(change.key.id)) return errors::AlreadyExists(KindWord(change.key.kind), NameOf(change.key));
      }
    }
    return absl::InternalError("a data key was found that nobody asked for");
  }

  std::vector<feed::Act> ActsOf() const {
    std::vector<feed::Act> acts;
    for (const SealedCase& sealed : sealed_) {
      for (std::size_t i = 0; i < sealed.keys.size(); ++i) {
        const Change& change = sealed.whole.changes[i];
        if (!Inserted(change)) continue;
        acts.push_back(ActOf(*keys_.index, sealed.whole.stamp, change, change.body, sealed.keys[i]));
      }
    }
    return acts;
  }

  pg::Transaction& transaction_;
  const ImportKeys& keys_;
  const std::span<const WholeCase> wholes_;
  const std::string office_;
  // Those that were not imported before; moved into `sealed_`.
  std::vector<WholeCase> entering_;
  std::vector<SealedCase> sealed_;
  // What this run entered, by kind: ids are of a kind.
  std::map<Kind, std::set<Uuid>> inserted_;
};

}  // namespace

absl::StatusOr<ImportEffects> RunImport(pg::Transaction& transaction, const ImportKeys& keys,
                                        std::span<const WholeCase> wholes) {
  return ImportRun(transaction, keys, wholes).Run();
}

}  // namespace amparo::cases
