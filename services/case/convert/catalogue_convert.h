// The catalogue of aftercare as the contract has it.
#pragma once

#include "amparo/cases/v1/instrument.pb.h"
#include "services/case/domain/catalogue.h"

namespace amparo::cases {

// Each writes all fields into `out`.
void ToProto(const Instrument& value, v1::Instrument& out);
void ToProto(const ServiceKind& value, v1::ServiceKind& out);
void ToProto(const RestorationCriteria& value, v1::RestorationCriteria& out);

}  // namespace amparo::cases
