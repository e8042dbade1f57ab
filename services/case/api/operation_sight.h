// Whether an operation is there for who asks, and what of it is shown to them. Whatever is not shown is the NOT_FOUND
// of what does not exist, to the letter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "amparo/cases/v1/operation.pb.h"
#include "common/rpc/call_context.h"
#include "services/case/domain/compartment.h"
#include "services/case/domain/compartment_store.h"
#include "services/case/domain/operation.h"

namespace amparo::cases {

// The NOT_FOUND for an operation.
absl::Status NoSuchOperation(const OperationName& name);

// An operation that is there for the caller.
struct SeenOperation {
  // As it is, and all of it.
  Record record;
  v1::Operation whole;
  Compartment compartment;
  Sight sight = Sight::kNone;
  // Seen by breaking the glass, which opens everything and makes nobody a keeper.
  bool broke_glass = false;
};

// The operation in a record with its secret, as `caller` sees it at `now` by its list. NOT_FOUND when there is no
// record, or when they see nothing of it.
absl::StatusOr<SeenOperation> SeenIn(const std::optional<Record>& record, const OperationName& name,
                                     std::string_view caller, absl::Time now);

// The operation as the caller sees it now, by its list or by having broken the glass. NOT_FOUND. The same is asked of
// the store whether there is an operation or not.
Task<absl::StatusOr<SeenOperation>> See(CompartmentStore* store, rpc::CallContext* context, OperationName name);

// What one read shows.
struct OperationView {
  v1::Operation answer;
  // The fields of `answer` that its receipt names.
  std::vector<std::string> fields;
};

// What the caller is shown of `content`, which is the operation in version `version`: as it is or as it was. What is
// withheld goes by how it is now. BASIC unless `full`.
OperationView ViewOf(const SeenOperation& seen, v1::Operation content, int64_t version, std::string_view caller,
                     bool full);

// Who is shown something, for its receipt.
ReceiptStamp ReceiptStampOf(const rpc::CallContext& context, std::string office, std::string reason);

// What a receipt says of `view`.
Shown ShownBy(const OperationView& view, const OperationName& name, int64_t version, bool broke_glass);

// OK when the caller still sees as much of the operation as `sight`. Asked once the receipt is committed: what was
// frozen or taken from them before that does not leave, though the receipt stays. NOT_FOUND; ABORTED RECORD_CHANGED.
Task<absl::Status> StillSeen(CompartmentStore* store, rpc::CallContext* context, OperationName name, Sight sight);

// Whether the caller sees an operation that another one names: what they do not see is not named to them either.
Task<absl::StatusOr<bool>> SeesNamed(CompartmentStore* store, rpc::CallContext* context, std::string operation);

// Leaves the receipt of `content` as the caller is shown it, then answers it if it is still theirs to see.
Task<absl::StatusOr<v1::Operation>> Show(CompartmentStore* store, rpc::CallContext* context, SeenOperation seen,
                                         Record content, bool full, std::string reason);

// The answer to an act whose response (operation_changes.h) is `response`: the operation in the version that the act
// made, BASIC, with a receipt; also when the act was carried out by an earlier call. NOT_FOUND for who is no longer to
// see it.
Task<absl::StatusOr<v1::Operation>> AnswerTo(CompartmentStore* store, rpc::CallContext* context,
                                             absl::StatusOr<std::string> response);

}  // namespace amparo::cases
