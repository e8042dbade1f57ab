#include "common/audit/audit.h"

#include <utility>

#include "common/pg/params.h"

namespace amparo::audit {

Task<absl::Status> RecordRead(pg::Writer& writer, ReadRecord record, Limits limits) {
  std::vector<Uuid> ids;
  std::vector<std::string> names;
  std::vector<int64_t> versions;
  std::vector<int64_t> plan_versions;
  std::vector<std::string> compartments;
  for (Item& item : record.items) {
    ids.push_back(item.id);
    names.push_back(std::move(item.name));
    versions.push_back(item.version);
    plan_versions.push_back(item.plan_version);
    compartments.push_back(item.compartment.empty() ? record.compartment : std::move(item.compartment));
  }
  pg::Params params;
  params.Text(record.office).UuidArray(ids).Time(record.time).Text(record.caller).Text(record.method).TextArray(names);
  params.Int64Array(versions).TextArray(record.fields).Text(record.reason).Text(record.trace_id);
  params.TextArray(compartments).Int64Array(plan_versions);
  const absl::StatusOr<pg::Rows> written = co_await writer.Run(kRecordRead, std::move(params), std::move(limits));
  co_return written.status();
}

}  // namespace amparo::audit
