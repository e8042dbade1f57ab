#include "services/case/api/break_glass_acts.h"

#include <optional>
#include <utility>

#include "amparo/cases/v1/compartment.pb.h"
#include "amparo/cases/v1/operation.pb.h"
#include "services/case/api/operation_changes.h"
#include "services/case/convert/compartment_convert.h"
#include "services/case/convert/operation_convert.h"
#include "services/case/convert/operation_whole.h"

namespace amparo::cases {
namespace {

// Its row of the trail belongs to the compartment it is about, whether there is one or not.
Change OfCompartment(const BreakGlass& value, Change change) {
  change.compartment = ToString(value.OperationOf());
  return change;
}

// Tells everyone on the list of an operation.
absl::Status Tell(Work& work, const Record& record, const BreakGlass& granted, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(v1::Operation whole, WholeOf(record));
  Operation operation = OperationFromStored(whole);
  operation.compartment = Told(std::move(operation.compartment), NoticeOf(granted));
  return work.Write(OperationChange(operation, record.version + 1, now, std::move(whole)));
}

absl::StatusOr<std::string> Grant(Work& work, const BreakGlassGrant& grant) {
  const Target& target = grant.target;
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, target.key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, record, NameOf(target.key)));
  AMPARO_ASSIGN_OR_RETURN(v1::BreakGlass message, MessageIn<v1::BreakGlass>(record));
  AMPARO_ASSIGN_OR_RETURN(
      const BreakGlass granted,
      ToStatusOr(GrantBreakGlass(BreakGlassFromStored(message), grant.granter, grant.minutes, target.now),
                 NameOf(target.key)));
  Change change = OfCompartment(granted, ChangeTo(granted, record.version + 1, target.now, std::move(message)));
  AMPARO_ASSIGN_OR_RETURN(std::string response, Written(work, std::move(change)));
  AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> operation, work.Find(KeyOf(granted.OperationOf())));
  if (operation) AMPARO_RETURN_IF_ERROR(Tell(work, *operation, granted, target.now));
  return response;
}

}  // namespace

ActPlan RequestBreakGlassPlan(ActStamp stamp, const BreakGlass& request, absl::Time now) {
  std::vector<RecordKey> rests_on(1, KeyOf(request.name.parent()));
  Decide decide = [request, now](const Found&) -> absl::StatusOr<Change> {
    return OfCompartment(request, NewResource<v1::BreakGlass>(request, now));
  };
  return NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
}

WorkBody GrantBreakGlassBody(BreakGlassGrant grant) {
  return [grant = std::move(grant)](Work& work) { return Grant(work, grant); };
}

}  // namespace amparo::cases
