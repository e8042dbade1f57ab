// amparo.cases.v1.ReferralService: referrals and transfers of survivors, with their consent.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/referral.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/acts.h"
#include "services/case/api/catalogue_directory.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/referral.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in referral.proto.
class ReferralApi {
 public:
  // All must outlive it.
  ReferralApi(Store* store, OfficeDirectory* offices, CatalogueDirectory* catalogue)
      : store_(store), offices_(offices), catalogue_(catalogue) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Referral>> CreateReferral(rpc::CallContext& context, v1::CreateReferralRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Referral>>> GetReferral(rpc::CallContext& context,
                                                               v1::GetReferralRequest request);
  Task<absl::StatusOr<v1::ListReferralsResponse>> ListReferrals(rpc::CallContext& context,
                                                                v1::ListReferralsRequest request);
  Task<absl::StatusOr<v1::ListReceivedReferralsResponse>> ListReceivedReferrals(
      rpc::CallContext& context, v1::ListReceivedReferralsRequest request);
  Task<absl::StatusOr<v1::Referral>> RecordConsent(rpc::CallContext& context, v1::RecordConsentRequest request);
  Task<absl::StatusOr<v1::Referral>> OverrideConsent(rpc::CallContext& context, v1::ReferralActRequest request);
  Task<absl::StatusOr<v1::Referral>> SendReferral(rpc::CallContext& context, v1::ReferralActRequest request);
  Task<absl::StatusOr<v1::Referral>> AcceptReferral(rpc::CallContext& context, v1::ReferralActRequest request);
  Task<absl::StatusOr<v1::Referral>> RejectReferral(rpc::CallContext& context, v1::ReferralActRequest request);
  Task<absl::StatusOr<v1::Referral>> CompleteReferral(rpc::CallContext& context, v1::ReferralActRequest request);
  Task<absl::StatusOr<v1::Referral>> RevokeReferral(rpc::CallContext& context, v1::ReferralActRequest request);

 private:
  // What an act on a referral is about and is told.
  struct Asked {
    Target target;
    ReferralActInput input;
    absl::CivilDay today;
  };

  // What a caller may see of a referral.
  struct Sight {
    ReferralName name;
    // Seen only because it was sent to an office of theirs; and whether they may read its note.
    bool as_receiver = false;
    bool note = true;
  };

  // What the caller may see of the referral of this name: all of one of an office that they see, or what the receiver
  // does. NOT_FOUND for any other.
  Task<absl::StatusOr<Sight>> Visible(rpc::CallContext* context, std::string text);
  // FAILED_PRECONDITION RECEIVER_ANSWERS unless the caller may answer it: what goes to an office is answered there,
  // what goes to a partner by whoever sent it.
  Task<absl::Status> RequireAnswerer(rpc::CallContext* context, Sight sight);
  // Reads the request of an act; of the receiver if `receiver`.
  Task<absl::StatusOr<Asked>> Read(rpc::CallContext* context, const v1::ReferralActRequest* request, ReferralAct act,
                                   bool receiver);
  // An act that changes the referral alone.
  Task<absl::StatusOr<v1::Referral>> Move(rpc::CallContext* context, v1::ReferralActRequest request, ReferralAct act,
                                          bool receiver);
  // What a request says on consent; notes what is wrong with it.
  template <typename Request>
  using ReadConsent = Consent (*)(const Request& request, absl::CivilDay today, Violations& violations);
  // A word on consent.
  template <typename Request>
  Task<absl::StatusOr<v1::Referral>> Say(rpc::CallContext* context, Request request, ReadConsent<Request> read);

  Store* const store_;
  OfficeDirectory* const offices_;
  CatalogueDirectory* const catalogue_;
};

}  // namespace amparo::cases
