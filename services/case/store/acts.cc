#include "services/case/store/acts.h"

#include <utility>

#include "common/errors/errors.h"
#include "common/pg/sqlstate.h"
#include "services/case/store/tables.h"

namespace amparo::cases {

idempotency::Request RequestOf(const crypto::BlindIndex& index, const ActStamp& stamp) {
  idempotency::Request request{stamp.office, stamp.caller, stamp.request_id, stamp.method, /*fingerprint=*/""};
  if (!stamp.request_id) return request;
  std::vector<std::string> fingerprints = index.Fingerprints(stamp.digest);
  request.fingerprint = std::move(fingerprints.front());
  fingerprints.erase(fingerprints.begin());
  request.former_fingerprints = std::move(fingerprints);
  return request;
}

feed::Act ActOf(const crypto::BlindIndex& index, const ActStamp& stamp, const Change& change, std::string body,
                std::optional<feed::NewDataKey> data_key) {
  feed::Act act;
  act.request = RequestOf(index, stamp);
  act.name = NameOf(change.key);
  act.kind = KindWord(change.key.kind);
  act.version = change.version;
  act.body = std::move(body);
  act.time = change.time;
  if (stamp.request_id) act.response = change.response;
  act.trace_id = stamp.trace_id;
  act.audit_id = Uuid::V7(change.time);
  act.compartment = change.compartment;
  act.data_key = std::move(data_key);
  return act;
}

audit::ReadRecord ReadOf(std::string office, absl::Time time, RevealStamp stamp) {
  audit::ReadRecord read;
  read.office = std::move(office);
  read.time = time;
  read.caller = std::move(stamp.caller);
  read.method = std::move(stamp.method);
  read.trace_id = std::move(stamp.trace_id);
  read.reason = std::move(stamp.reason);
  read.fields = std::move(stamp.fields);
  return read;
}

audit::ReadRecord ReadOf(const ReceiptStamp& stamp, std::vector<std::string> fields) {
  return ReadOf(stamp.office, stamp.time,
                RevealStamp{stamp.caller, stamp.method, stamp.trace_id, stamp.reason, std::move(fields)});
}

absl::Status Explain(const absl::Status& status, const RecordKey& key) {
  const std::string constraint = pg::ConstraintOf(status);
  const std::string reason = errors::Reason(status);
  if (reason == pg::kReasonForeignKeyViolation && constraint.ends_with("_office_fkey")) {
    return errors::NotFound("office", ToString(OfficeName{key.office}));
  }
  if (reason != pg::kReasonUniqueViolation) return status;
  for (const UniqueKey& unique : TableOf(key.kind).unique_keys) {
    if (unique.constraint == constraint) return errors::AlreadyExists(KindWord(key.kind), NameOf(key), unique.field);
  }
  return errors::AlreadyExists(KindWord(key.kind), NameOf(key));
}

}  // namespace amparo::cases
