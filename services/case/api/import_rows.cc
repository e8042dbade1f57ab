#include "services/case/api/import_rows.h"

#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/case_changes.h"
#include "services/case/api/import_faults.h"
#include "services/case/api/operation_changes.h"
#include "services/case/api/party_changes.h"
#include "services/case/api/person_changes.h"
#include "services/case/api/support.h"
#include "services/case/convert/bundle_convert.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/charge_convert.h"
#include "services/case/convert/network_convert.h"
#include "services/case/convert/operation_convert.h"
#include "services/case/convert/party_convert.h"
#include "services/case/domain/import_fault.h"

namespace amparo::cases {
namespace {

constexpr std::size_t kMostUnreadable = std::size_t{1} << 20;

// The secret of a text field: nothing when it is empty.
std::optional<std::string> SecretText(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// Hands out the moments of entry of a bundle's records: a microsecond apart, so that lists keep the bundle's order, the
// last at `now`.
class EntryTimes {
 public:
  EntryTimes(absl::Time now, std::size_t records) : next_(now - absl::Microseconds(records)) {}
  absl::Time Next() { return next_ += absl::Microseconds(1); }

 private:
  absl::Time next_;
};

// Every record of the bundle as its first version; `request` has the secrets in the order of `bundle`.
std::vector<Change> ChangesOf(const Bundle& bundle, const v1::CaseBundle& request, absl::Time now) {
  EntryTimes times(now, 1 + bundle.persons.size() + 2 * bundle.parties.size() + bundle.venues.size() +
                            bundle.links.size() + bundle.operations.size() + bundle.charges.size());
  std::vector<Change> changes;
  changes.push_back(NewResource<v1::Case>(bundle.the_case, times.Next(), SecretOf(request.case_())));
  changes.back().terms = TermsOfNarrative(request.case_());
  for (int i = 0; i < request.persons_size(); ++i) {
    changes.push_back(NewPerson(bundle.persons[i].person, request.persons(i).profile(), times.Next()));
  }
  for (int i = 0; i < request.parties_size(); ++i) {
    if (!request.parties(i).person().empty()) continue;
    changes.push_back(PersonOfParty(bundle.parties[i].party, request.parties(i).identity(), times.Next()));
  }
  for (const WholeParty& whole : bundle.parties) changes.push_back(NewResource<v1::Party>(whole.party, times.Next()));
  for (const WholeVenue& whole : bundle.venues) {
    changes.push_back(NewResource<v1::Venue>(whole.venue, times.Next(), SecretText(whole.address)));
  }
  for (const Link& link : bundle.links) changes.push_back(NewResource<v1::Link>(link, times.Next()));
  for (const WholeOperation& whole : bundle.operations) {
    changes.push_back(NewOperation(whole.operation, times.Next(), whole.plan));
  }
  for (const Charge& charge : bundle.charges) changes.push_back(NewResource<v1::Charge>(charge, times.Next()));
  return changes;
}

// What the caller found wrong with a row of which it could make no case, as long as that is told as it should be.
std::vector<Violation> FaultsTold(const v1::UnreadableRow& row) {
  Violations found("unreadable.");
  found.Require(row.text().size() <= kMostUnreadable, "text", "must be at most 1 MiB");
  found.Require(row.violations_size() > 0, "violations", "must say what is wrong");
  found.Require(static_cast<std::size_t>(row.violations_size()) <= kMostToldViolations, "violations",
                "must be at most 20");
  std::vector<Violation> told;
  for (const v1::ImportViolation& one : row.violations()) {
    found.RequireText(one.field(), {0, 200}, "violations.field");
    found.RequireText(one.rule(), {1, 500}, "violations.rule");
    told.push_back({one.field(), one.rule()});
  }
  return found.empty() ? told : std::move(found).Take();
}

// The whole case in a row's bundle.
WholeCase WholeOf(const rpc::CallContext& context, const v1::CaseBundle& request, const OfficeFacts& office,
                  Violations& violations) {
  const absl::Time now = context.clock().Now();
  const BundleFrame frame{
      .today = office.Today(now), .now = now, .importer = context.caller().identity(), .country = office.country_code};
  WholeCase whole;
  Bundle bundle = BundleFrom(request, office.id, violations);
  if (!bundle.the_case.name.id.IsNil()) CheckBundle(bundle, frame, violations);
  if (!violations.empty()) return whole;
  CompleteBundle(frame, bundle);
  whole.stamp = StampOf(context, office.id, /*request_id=*/"", request);
  whole.stamp.digest = rpc::RequestDigest(context.method(), request);
  whole.name = bundle.the_case.name;
  whole.charges = FactsOf(bundle.charges);
  whole.venues_needed = VenuesNeeded(bundle);
  whole.venues_linked = VenuesLinked(bundle);
  whole.changes = ChangesOf(bundle, request, now);
  for (const WholePerson& one : bundle.persons) whole.may_exist.insert(one.person.name.id);
  for (const WholeVenue& one : bundle.venues) whole.may_exist.insert(one.venue.name.id);
  return whole;
}

}  // namespace

absl::StatusOr<WholeCase> CheckedRow(const rpc::CallContext& context, const v1::ImportCasesRequest& row,
                                     const OfficeFacts& office, std::vector<Violation>& found) {
  Violations violations;
  CheckRowLabels(row, violations);
  WholeCase whole;
  if (!row.has_unreadable()) {
    whole = WholeOf(context, row.bundle(), office, violations);
  } else if (row.has_bundle()) {
    violations.Add("unreadable", "must not be given beside bundle");
  } else {
    violations.Append(FaultsTold(row.unreadable()));
  }
  const absl::Status status = ToStatus(violations);
  if (!status.ok()) {
    found = std::move(violations).Take();
    return status;
  }
  return whole;
}

void ImportReport::Add(const v1::ImportCasesRequest& row, const absl::StatusOr<ImportEffect>& effect,
                       const std::string& fault) {
  v1::ImportResult& result = AddResult(effect);
  result.set_row(row.row());
  if (effect.ok()) {
    result.set_case_(row.bundle().case_().name());
  } else {
    result.set_fault(fault);
  }
}

}  // namespace amparo::cases
