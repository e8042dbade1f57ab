#include "services/case/api/operation_changes.h"

#include <utility>

#include "common/rpc/etag.h"
#include "services/case/convert/operation_convert.h"
#include "services/case/convert/operation_whole.h"
#include "services/case/convert/record_convert.h"

namespace amparo::cases {

Change OperationChange(const Operation& value, int64_t version, absl::Time now, v1::Operation whole) {
  Change change;
  change.key = KeyOf(value.name);
  change.version = version;
  change.columns = ColumnsOf(value);
  ToProto(value, whole);
  whole.clear_etag();
  change.time = StampTimes(version, now, whole);
  change.body = PublishedPart(whole).SerializeAsString();
  change.secret = whole.SerializeAsString();
  change.compartment = ToString(value.name);
  v1::Operation answer;
  answer.set_name(change.compartment);
  answer.set_etag(rpc::ToEtag(version));
  change.response = answer.SerializeAsString();
  return change;
}

Change NewOperation(const Operation& value, absl::Time now, const std::string& plan) {
  v1::Operation whole;
  whole.set_plan(plan);
  return OperationChange(value, 1, now, std::move(whole));
}

}  // namespace amparo::cases
