#include "services/case/convert/operation_whole.h"

#include "common/base/status_macros.h"
#include "services/case/convert/record_convert.h"

namespace amparo::cases {
namespace {

// Somebody who is on the list of an operation of before there were lists.
void AddKeeper(const std::string& principal, const v1::Operation& kept, v1::Operation& whole) {
  if (principal.empty()) return;
  v1::OperationReader& reader = *whole.add_readers();
  reader.set_principal(principal);
  reader.set_keeper(true);
  reader.set_added_by(kept.planner());
  *reader.mutable_open_time() = kept.create_time();
  *reader.mutable_add_time() = kept.create_time();
}

// An operation that was kept in clear, with its plan in words sealed.
v1::Operation OfBefore(const v1::Operation& kept, const Record& record) {
  v1::Operation whole = kept;
  whole.clear_sealed_plan();
  if (record.secret) whole.set_plan(*record.secret);
  AddKeeper(kept.planner(), kept, whole);
  if (kept.approver() != kept.planner()) AddKeeper(kept.approver(), kept, whole);
  whole.set_plan_version(1);
  v1::OperationPlanVersion& version = *whole.add_plan_versions();
  version.set_number(1);
  if (!kept.planner().empty()) version.add_authors(kept.planner());
  *version.mutable_create_time() = kept.create_time();
  *version.mutable_update_time() = kept.create_time();
  version.set_approver(kept.approver());
  version.set_operation_version(record.version);
  return whole;
}

}  // namespace

absl::StatusOr<v1::Operation> WholeOf(const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Operation kept, MessageIn<v1::Operation>(record));
  // Since there are compartments every body has the version of the plan.
  if (kept.plan_version() == 0) return OfBefore(kept, record);
  if (!record.secret) return absl::DataLossError("the data key of an operation was destroyed");
  v1::Operation whole;
  if (!whole.ParseFromString(*record.secret)) return absl::DataLossError("what was sealed is malformed");
  return whole;
}

v1::Operation PublishedPart(const v1::Operation& whole) {
  v1::Operation published;
  published.set_name(whole.name());
  published.set_state(whole.state());
  published.set_plan_version(whole.plan_version());
  *published.mutable_create_time() = whole.create_time();
  *published.mutable_update_time() = whole.update_time();
  if (whole.state() != v1::OPERATION_STATE_EXECUTED) return published;
  *published.mutable_start_time() = whole.start_time();
  for (const v1::OperationSite& site : whole.sites()) {
    v1::OperationSite& added = *published.add_sites();
    added.set_number(site.number());
    added.set_venue(site.venue());
    added.set_outcome(site.outcome());
    added.set_adults_rescued(site.adults_rescued());
    added.set_minors_rescued(site.minors_rescued());
    added.set_arrests(site.arrests());
  }
  return published;
}

}  // namespace amparo::cases
