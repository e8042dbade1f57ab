// What compartments ask of the database: operations opened, receipts of who was shown what, and who broke the glass.
// What is opened leaves the service only after its receipt is committed. Everything is read from where acts are
// written: who may know is never asked of what lags behind.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/exposure.h"
#include "services/case/domain/names.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Who is shown something, by which call, and why.
struct ReceiptStamp {
  std::string office;
  absl::Time time;
  // The caller's identity.
  std::string caller;
  // "package.Service/Method".
  std::string method;
  std::string trace_id;
  // As far as the caller said.
  std::string reason;
};

// What they are shown of one operation.
struct Shown {
  OperationName operation;
  // What is shown is this, which stands under the operation ("/exposure"); empty = the operation itself.
  std::string part;
  int64_t version = 0;
  int64_t plan_version = 0;
  std::vector<std::string> fields;
};

// The operations of the service, as need-to-know lists open them. Safe to call from any thread.
class CompartmentStore {
 public:
  virtual ~CompartmentStore() = default;

  // An operation with its secret: as it is, as it was recorded at `at`, or in its version `version`. NOT_FOUND, also
  // when it was not there yet.
  virtual Task<absl::StatusOr<Record>> Open(OperationName name, Limits limits) = 0;
  virtual Task<absl::StatusOr<Record>> OpenAt(OperationName name, absl::Time at, Limits limits) = 0;
  virtual Task<absl::StatusOr<Record>> OpenVersion(OperationName name, int64_t version, Limits limits) = 0;

  // A page of operations, in order, each with its secret.
  virtual Task<absl::StatusOr<std::vector<Listed>>> OpenList(ListQuery query, Limits limits) = 0;

  // Writes a receipt for each and answers once they are committed; unless it answers OK nothing of them may leave.
  virtual Task<absl::Status> LeaveReceipts(ReceiptStamp stamp, std::vector<Shown> shown, Limits limits) = 0;

  // The receipts of an operation up to `as_of`, this included, in the order of commits: those after number `after`.
  virtual Task<absl::StatusOr<std::vector<ReadReceipt>>> Receipts(OperationName name, int64_t after, absl::Time as_of,
                                                                  int32_t limit, Limits limits) = 0;

  // True when `principal` may read the operation at `now` by having broken the glass, whether there is one or not.
  virtual Task<absl::StatusOr<bool>> BrokeGlass(OperationName name, std::string principal, absl::Time now,
                                                Limits limits) = 0;
};

}  // namespace amparo::cases
