#include "services/case/store/pg_import_store.h"

#include <map>
#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <set>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/feed/append.h"
#include "common/pg/array_text.h"
#include "common/pg/sqlstate.h"
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

absl::StatusOr<SealedCase> Seal(const crypto::Envelope& envelope, const crypto::BlindIndex& index, WholeCase whole) {
  SealedCase sealed;
  sealed.whole = std::move(whole);
  for (Change& change : sealed.whole.changes) {
    std::optional<feed::NewDataKey>& key = sealed.keys.emplace_back();
    if (change.terms) IndexInto(index, change);
    change.terms.reset();
    if (!change.secret) continue;
    AMPARO_ASSIGN_OR_RETURN(key, SealInto(envelope, std::nullopt, change));
    change.secret.reset();
  }
  return sealed;
}

absl::Status ExistsAlready(const WholeCase& whole) {
  return errors::AlreadyExists("case", ToString(whole.name));
}

// The ids in the first column.
std::set<Uuid> IdsIn(const pqxx::result& rows) {
  std::set<Uuid> ids;
  for (const pqxx::row& row : rows) ids.insert(Uuid::Parse(row[0].c_str()).value_or(Uuid()));
  return ids;
}

template <typename Ids>
std::string UuidsText(const Ids& ids) {
  pg::ArrayText text;
  for (const Uuid& id : ids) text.Text(id.ToString());
  return text.Finish();
}

// One import inside its transaction, which may run more than once.
class ImportRun {
 public:
  ImportRun(pg::Transaction& transaction, const SealedCase& sealed)
      : transaction_(transaction), sealed_(sealed), whole_(sealed.whole) {}

  absl::StatusOr<ImportEffect> Run() {
    AMPARO_ASSIGN_OR_RETURN(const ImportEffect effect, Claim());
    if (effect == ImportEffect::kUnchanged) return effect;
    AMPARO_RETURN_IF_ERROR(RequireVenues());
    InsertAll();
    AMPARO_RETURN_IF_ERROR(RequireFreeSubjects());
    feed::Append(transaction_, ActsOf());
    return ImportEffect::kCreated;
  }

 private:
  // Takes the case's place among what was imported, or finds it taken with the same content.
  absl::StatusOr<ImportEffect> Claim() {
    const std::string id = whole_.name.id.ToString();
    const std::string fingerprint = BytesText(whole_.stamp.fingerprint);
    const std::string time = pg::TimeText(whole_.changes.front().time);
    if (!Execute(transaction_, kImportRowInsert, {whole_.name.office, id, fingerprint, time}).empty()) {
      return ImportEffect::kCreated;
    }
    const pqxx::result same = Execute(transaction_, kImportRowCompare, {whole_.name.office, id, fingerprint});
    if (!same.empty() && same[0][0].as<bool>()) return ImportEffect::kUnchanged;
    return ExistsAlready(whole_);
  }

  absl::Status RequireVenues() {
    if (whole_.venues_needed.empty()) return absl::OkStatus();
    std::vector<Uuid> ids;
    for (const VenueName& venue : whole_.venues_needed) ids.push_back(venue.id);
    const std::set<Uuid> found = IdsIn(Execute(transaction_, kImportVenuesFind, {whole_.name.office, UuidsText(ids)}));
    for (const VenueName& venue : whole_.venues_needed) {
      if (!found.contains(venue.id)) return errors::NotFound("venue", ToString(venue));
    }
    return absl::OkStatus();
  }

  // Each kind by one statement, in the order the changes come in.
  void InsertAll() {
    std::size_t from = 0;
    while (from < whole_.changes.size()) {
      const Kind kind = whole_.changes[from].key.kind;
      std::vector<const Change*> same_kind;
      for (; from < whole_.changes.size() && whole_.changes[from].key.kind == kind; ++from) {
        same_kind.push_back(&whole_.changes[from]);
      }
      inserted_.merge(IdsIn(Execute(transaction_, ImportInsert(kind), ImportInsertArguments(kind, whole_, same_kind))));
    }
  }

  bool Inserted(std::size_t index) const { return inserted_.contains(whole_.changes[index].key.id); }

  // A subject has one data key: another resource under the same id, of whatever kind, would be sealed by a key that is
  // not kept.
  absl::Status RequireFreeSubjects() {
    std::vector<Uuid> subjects;
    for (std::size_t i = 0; i < sealed_.keys.size(); ++i) {
      if (sealed_.keys[i] && Inserted(i)) subjects.push_back(sealed_.keys[i]->subject);
    }
    if (subjects.empty()) return absl::OkStatus();
    const std::set<Uuid> taken =
        IdsIn(Execute(transaction_, kImportKeysFind, {whole_.name.office, UuidsText(subjects)}));
    for (const Change& change : whole_.changes) {
      if (taken.contains(change.key.id)) return errors::AlreadyExists(KindWord(change.key.kind), NameOf(change.key));
    }
    return absl::OkStatus();
  }

  std::vector<feed::Act> ActsOf() const {
    std::vector<feed::Act> acts;
    for (std::size_t i = 0; i < whole_.changes.size(); ++i) {
      if (!Inserted(i)) continue;
      const Change& change = whole_.changes[i];
      acts.push_back(ActOf(whole_.stamp, change, change.body, sealed_.keys[i]));
    }
    return acts;
  }

  pg::Transaction& transaction_;
  const SealedCase& sealed_;
  const WholeCase& whole_;
  std::set<Uuid> inserted_;
};

// What a violated constraint means to the caller who wanted to import `name`.
absl::Status Explain(const absl::Status& status, const CaseName& name) {
  if (errors::Reason(status) != pg::kReasonUniqueViolation) return status;
  const std::string constraint = pg::ConstraintOf(status);
  for (const Table& table : Tables()) {
    for (const UniqueKey& unique : table.unique_keys) {
      if (unique.constraint == constraint) return errors::AlreadyExists("case", ToString(name), unique.field);
    }
    if (constraint == StrCat(KindWord(table.kind), "_pkey") && table.kind != Kind::kCase) {
      return errors::Make(absl::StatusCode::kAlreadyExists, errors::kAlreadyExists,
                          StrCat("a ", KindWord(table.kind), " of the row exists already in the office"),
                          {{"name", ToString(name)}});
    }
  }
  return errors::AlreadyExists("case", ToString(name));
}

}  // namespace

Task<absl::StatusOr<ImportEffect>> PgImportStore::Import(WholeCase whole, Limits limits) {
  const CaseName name = whole.name;
  AMPARO_CO_ASSIGN_OR_RETURN(SealedCase sealed, Seal(*envelope_, *index_, std::move(whole)));
  // The job may outlive this coroutine when its caller goes away.
  auto shared = std::make_shared<const SealedCase>(std::move(sealed));
  std::function<absl::StatusOr<ImportEffect>(pg::Transaction&)> job = [shared](pg::Transaction& transaction) {
    return ImportRun(transaction, *shared).Run();
  };
  const absl::StatusOr<ImportEffect> effect =
      co_await workers_->Run<ImportEffect>("import_case", std::move(job), std::move(limits));
  if (!effect.ok()) co_return Explain(effect.status(), name);
  co_return effect;
}

}  // namespace amparo::cases
