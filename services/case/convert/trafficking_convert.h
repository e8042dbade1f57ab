// The elements of trafficking between the contract and the domain.
#pragma once

#include "amparo/cases/v1/trafficking.pb.h"
#include "services/case/domain/trafficking.h"

namespace amparo::cases {

// Elements as somebody tells them; a value that is none is a violation, at a path that begins with "elements.".
TraffickingElements ElementsFrom(const v1::TraffickingElements& told, Violations& violations);

// Writes elements into an empty message.
void SetElements(const TraffickingElements& value, v1::TraffickingElements* out);

}  // namespace amparo::cases
