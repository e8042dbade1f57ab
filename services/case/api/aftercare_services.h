// The services of aftercare, wired together.
#pragma once

#include <vector>

#include "common/rpc/service_binding.h"
#include "services/case/api/aftercare_api.h"
#include "services/case/api/assessment_api.h"
#include "services/case/api/care_plan_api.h"
#include "services/case/api/catalogue_directory.h"
#include "services/case/api/goal_api.h"
#include "services/case/api/instrument_api.h"
#include "services/case/api/referral_api.h"
#include "services/case/api/service_delivery_api.h"

namespace amparo::cases {

// All of them over one catalogue.
class AftercareServices {
 public:
  // All must outlive it.
  AftercareServices(Store* store, OfficeDirectory* offices, CatalogueStore* catalogue_store)
      : catalogue_(catalogue_store),
        instruments_(&catalogue_),
        aftercare_(store, offices, &catalogue_),
        assessments_(store, offices, &catalogue_),
        care_plans_(store, offices),
        goals_(store, offices),
        service_deliveries_(store, offices, &catalogue_),
        referrals_(store, offices, &catalogue_) {}

  // Adds the services' methods, bound to this object.
  void AddTo(std::vector<rpc::ServiceBinding>& bindings) {
    bindings.push_back(instruments_.Binding());
    bindings.push_back(aftercare_.Binding());
    bindings.push_back(assessments_.Binding());
    bindings.push_back(care_plans_.Binding());
    bindings.push_back(goals_.Binding());
    bindings.push_back(service_deliveries_.Binding());
    bindings.push_back(referrals_.Binding());
  }

 private:
  CatalogueDirectory catalogue_;
  InstrumentApi instruments_;
  AftercareApi aftercare_;
  AssessmentApi assessments_;
  CarePlanApi care_plans_;
  GoalApi goals_;
  ServiceDeliveryApi service_deliveries_;
  ReferralApi referrals_;
};

}  // namespace amparo::cases
