#include "tests/bench/case_rows.h"

#include <stdexcept>
#include <utility>

#include "common/base/strings.h"
#include "services/case/api/acts.h"
#include "services/case/api/case_changes.h"
#include "services/case/api/party_changes.h"
#include "services/case/convert/bundle_convert.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/office_convert.h"
#include "services/case/convert/party_convert.h"
#include "services/case/convert/sealed.h"
#include "services/case/store/sealing.h"
#include "services/case/store/statements.h"
#include "services/case/store/tables.h"

namespace amparo::bench {
namespace {

constexpr char kImporter[] = "spiffe://amparo/bench";

void RequireNone(const cases::Violations& violations, std::string_view name) {
  if (violations.empty()) return;
  throw std::runtime_error(StrCat(name, " breaks a rule: ", cases::ToStatus(violations).message()));
}

// The table with its columns in the order in which AddRecord gives them.
std::string TargetOf(const cases::Table& table) {
  std::string columns = "office";
  if (table.has_id()) columns += ", id";
  if (table.in_case()) columns += ", case_id";
  columns += ", version, create_time, update_time";
  for (const cases::Column& column : table.columns) StrAppend(&columns, ", ", column.name);
  return StrCat(table.name, " (", columns, ", body)");
}

}  // namespace

void CaseRows::AddOffice(const cases::Office& office, absl::Time entered) {
  cases::Violations violations;
  CheckOffice(office, violations);
  RequireNone(violations, office.name.office);
  Add(cases::NewResource<cases::v1::Office>(office, entered));
}

void CaseRows::AddCase(const cases::v1::CaseBundle& request, const cases::Office& office, absl::Time entered) {
  absl::TimeZone zone;
  absl::LoadTimeZone(office.time_zone, &zone);
  const cases::BundleFrame frame{
      .today = cases::TodayIn(zone, entered), .now = entered, .importer = kImporter, .country = office.country_code};
  cases::Violations violations;
  cases::Bundle bundle = cases::BundleFrom(request, office.name.office, violations);
  if (violations.empty()) CheckBundle(bundle, frame, violations);
  RequireNone(violations, request.case_().name());
  CompleteBundle(frame, bundle);
  // A microsecond apart, so that lists keep their order.
  absl::Time time = entered;
  const auto next = [&time] { return std::exchange(time, time + absl::Microseconds(1)); };
  cases::Change the_case =
      cases::NewResource<cases::v1::Case>(bundle.the_case, next(), cases::SecretOf(request.case_()));
  the_case.terms = cases::TermsOfNarrative(request.case_());
  Add(std::move(the_case));
  for (std::size_t i = 0; i < bundle.parties.size(); ++i) {
    const cases::v1::Identity& identity = request.parties(static_cast<int>(i)).identity();
    Add(cases::PersonOfParty(bundle.parties[i].party, identity, next()));
  }
  for (const cases::WholeParty& whole : bundle.parties) {
    Add(cases::NewResource<cases::v1::Party>(whole.party, next()));
  }
}

void CaseRows::Add(cases::Change change) {
  const std::vector<cases::Column>& columns = cases::TableOf(change.key.kind).columns;
  for (std::size_t i = 0; change.terms && i < columns.size(); ++i) {
    if (columns[i].type == cases::ColumnType::kTokens) change.columns[i] = tokens_.Of(change.key.office, *change.terms);
    if (columns[i].type == cases::ColumnType::kTokenKey) change.columns[i] = tokens_.key_id();
  }
  if (change.secret) {
    const auto key = cases::SealInto(envelope_, std::nullopt, change);
    if (!key.ok()) throw std::runtime_error(std::string(key.status().message()));
    pg::Params row;
    row.Text(change.key.office).UuidValue((*key)->subject).Bytes((*key)->wrapped).Text((*key)->wrapping_key_id);
    data_keys_.Add(std::move(row).Time(change.time));
  }
  AddRecord(change);
  pg::Params event;
  event.Int64(next_seq_++).Text(change.key.office).Text(NameOf(change.key)).Text(KindWord(change.key.kind));
  events_.Add(std::move(event).Int64(change.version).Time(change.time).Bytes(change.body));
}

void CaseRows::AddRecord(const cases::Change& change) {
  const cases::Table& table = cases::TableOf(change.key.kind);
  pg::Params row;
  row.Text(change.key.office);
  if (table.has_id()) row.UuidValue(change.key.id);
  if (table.in_case()) row.UuidValue(change.key.case_id);
  row.Int64(change.version).Time(change.time).Time(change.time);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    cases::AddValue(table.columns[i].type, change.columns[i], row);
  }
  records_[table.kind].Add(std::move(row).Bytes(change.body));
}

void CaseRows::Write(BulkSession& session) && {
  session.Run("BEGIN");
  for (const cases::Table& table : cases::Tables()) {
    const auto rows = records_.find(table.kind);
    if (rows != records_.end()) session.Copy(TargetOf(table), std::move(rows->second).Finish());
  }
  if (!data_keys_.empty()) {
    session.Copy("data_key (office, subject, wrapped, wrapping_key_id, create_time)", std::move(data_keys_).Finish());
  }
  session.Copy("outbox (seq, office, name, kind, version, change_time, payload)", std::move(events_).Finish());
  session.Run("COMMIT");
}

}  // namespace amparo::bench
