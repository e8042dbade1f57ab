// What a charge says: bringing one, wording it anew, and bringing one in the place of others.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/charge.pb.h"
#include "services/case/api/charge_changes.h"
#include "services/case/api/office_directory.h"

namespace amparo::cases {

// A charge to bring, as far as its request says.
struct NewChargeRequest {
  Charge charge;
  Moment moment;
};

// Reads CreateCharge. INVALID_ARGUMENT with everything that is wrong with the request by itself.
absl::StatusOr<NewChargeRequest> NewChargeOf(rpc::CallContext& context, const v1::CreateChargeRequest& request,
                                             const CaseName& parent, const OfficeFacts& office);

// The charge as it is brought in the case and against the accused of these records.
absl::StatusOr<Change> Bring(const NewChargeRequest& asked, const Record& the_case, const Record& accused);

// The charge in `record`, of the case in `the_case`, worded anew.
absl::StatusOr<Change> Amended(const Update<v1::Charge>& update, const v1::AmendChargeRequest& request,
                               const OfficeFacts& office, const Record& record, const Record& the_case);

// A charge to bring in the place of others, the first of which may be asked for in one version only.
struct Replacement {
  NewChargeRequest fresh;
  // Of the new charge as it was given; nil = that of the first it replaces.
  Uuid accused;
  std::vector<ChargeName> replaced;
  std::optional<int64_t> etag;
};

// Reads ReplaceCharge, whose `name` is `first`.
absl::StatusOr<Replacement> ReplacementOf(rpc::CallContext& context, const v1::ReplaceChargeRequest& request,
                                          const ChargeName& first, const OfficeFacts& office);

// Brings the new charge and supersedes the others; answers the new one.
absl::StatusOr<std::string> Replaced(Work& work, const Replacement& asked);

}  // namespace amparo::cases
