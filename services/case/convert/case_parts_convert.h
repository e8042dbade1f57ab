// What a case keeps besides its fields and its stages, between the contract and the domain.
#pragma once

#include "amparo/cases/v1/case.pb.h"
#include "services/case/domain/case.h"

namespace amparo::cases {

// Reads requests to close it, reference dates, templates, open flags and restatements as they were kept.
void TakeParts(const v1::Case& stored, Case& value);

// Writes them.
void SetParts(const Case& value, v1::Case& out);

}  // namespace amparo::cases
