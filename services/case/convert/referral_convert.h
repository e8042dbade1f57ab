// Referrals between the contract and the domain.
#pragma once

#include "amparo/cases/v1/referral.pb.h"
#include "services/case/domain/referral.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new referral called `name`: survivor, kind, receiver, services, day (absent = `today`),
// staff.
Referral ReferralFromRequest(const v1::Referral& request, const ReferralName& name, absl::CivilDay today,
                             Violations& violations);

// A referral as it was kept; whose key seals its note the record says (Record::subject).
Referral ReferralFromStored(const v1::Referral& stored);

// What a survivor says; a decision other than GIVEN and REFUSED is a violation of "decision".
Consent ConsentFrom(const v1::RecordConsentRequest& request, absl::CivilDay today, Violations& violations);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, sealed note) as it is.
void ToProto(const Referral& value, v1::Referral& out);

// The columns of the referral's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Referral& value);

}  // namespace amparo::cases
