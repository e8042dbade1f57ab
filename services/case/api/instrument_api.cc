#include "services/case/api/instrument_api.h"

#include "common/base/status_macros.h"
#include "common/errors/errors.h"
#include "services/case/convert/catalogue_convert.h"

namespace amparo::cases {
namespace {

// An answer with each of `rows`, added by `add`.
template <typename Response, typename T, typename Message>
Response Answer(const std::vector<T>& rows, Message* (Response::*add)()) {
  Response response;
  for (const T& row : rows) ToProto(row, *(response.*add)());
  return response;
}

}  // namespace

rpc::ServiceBinding InstrumentApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.InstrumentService");
  binding.Unary<&InstrumentApi::GetInstrument>("GetInstrument", this)
      .Unary<&InstrumentApi::ListInstruments>("ListInstruments", this)
      .Unary<&InstrumentApi::ListServiceKinds>("ListServiceKinds", this)
      .Unary<&InstrumentApi::ListRestorationCriteria>("ListRestorationCriteria", this);
  return binding;
}

Task<absl::StatusOr<v1::Instrument>> InstrumentApi::GetInstrument(rpc::CallContext& context,
                                                                  v1::GetInstrumentRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const Catalogue> catalogue,
                             co_await catalogue_->Current(context.clock().Now(), context.limits()));
  const Instrument* const found = catalogue->FindInstrument(request.id());
  if (found == nullptr) co_return errors::NotFound("instrument", request.id());
  v1::Instrument answer;
  ToProto(*found, answer);
  co_return answer;
}

Task<absl::StatusOr<v1::ListInstrumentsResponse>> InstrumentApi::ListInstruments(rpc::CallContext& context,
                                                                                 v1::ListInstrumentsRequest) {
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const Catalogue> catalogue,
                             co_await catalogue_->Current(context.clock().Now(), context.limits()));
  co_return Answer(catalogue->instruments, &v1::ListInstrumentsResponse::add_instruments);
}

Task<absl::StatusOr<v1::ListServiceKindsResponse>> InstrumentApi::ListServiceKinds(rpc::CallContext& context,
                                                                                   v1::ListServiceKindsRequest) {
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const Catalogue> catalogue,
                             co_await catalogue_->Current(context.clock().Now(), context.limits()));
  co_return Answer(catalogue->service_kinds, &v1::ListServiceKindsResponse::add_service_kinds);
}

Task<absl::StatusOr<v1::ListRestorationCriteriaResponse>> InstrumentApi::ListRestorationCriteria(
    rpc::CallContext& context, v1::ListRestorationCriteriaRequest) {
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const Catalogue> catalogue,
                             co_await catalogue_->Current(context.clock().Now(), context.limits()));
  co_return Answer(catalogue->criteria, &v1::ListRestorationCriteriaResponse::add_criteria);
}

}  // namespace amparo::cases
