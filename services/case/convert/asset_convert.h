// Assets between the contract and the domain.
#pragma once

#include <vector>

#include "amparo/cases/v1/asset.pb.h"
#include "services/case/domain/asset.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of an asset called `name`.
Asset AssetFromRequest(const v1::Asset& request, const AssetName& name, Violations& violations);

// An asset as it is kept.
Asset AssetFromStored(const v1::Asset& stored);

// Writes the domain's fields into `out`, and leaves times and sealed identifier as they are.
void ToProto(const Asset& value, v1::Asset& out);

// The columns of its table beside the body (store/tables.h); those of its token stay as they are.
std::vector<Value> ColumnsOf(const Asset& value);

}  // namespace amparo::cases
