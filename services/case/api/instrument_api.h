// amparo.cases.v1.InstrumentService: what aftercare measures with.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/instrument.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/catalogue_directory.h"

namespace amparo::cases {

// The handlers; what each promises stands in instrument.proto.
class InstrumentApi {
 public:
  // It must outlive this.
  explicit InstrumentApi(CatalogueDirectory* catalogue) : catalogue_(catalogue) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Instrument>> GetInstrument(rpc::CallContext& context, v1::GetInstrumentRequest request);
  Task<absl::StatusOr<v1::ListInstrumentsResponse>> ListInstruments(rpc::CallContext& context,
                                                                    v1::ListInstrumentsRequest request);
  Task<absl::StatusOr<v1::ListServiceKindsResponse>> ListServiceKinds(rpc::CallContext& context,
                                                                      v1::ListServiceKindsRequest request);
  Task<absl::StatusOr<v1::ListRestorationCriteriaResponse>> ListRestorationCriteria(
      rpc::CallContext& context, v1::ListRestorationCriteriaRequest request);

 private:
  CatalogueDirectory* const catalogue_;
};

}  // namespace amparo::cases
