// Tracks of aftercare between the contract and the domain.
#pragma once

#include "amparo/cases/v1/aftercare.pb.h"
#include "services/case/domain/aftercare.h"
#include "services/case/domain/restoration.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new track in the case `parent`: the survivor, the day (absent = `today`), who leads.
Aftercare AftercareFromRequest(const v1::Aftercare& request, const CaseName& parent, absl::CivilDay today,
                               Violations& violations);

// A track as it was kept.
Aftercare AftercareFromStored(const v1::Aftercare& stored);

// Writes the domain's fields into `out`, and leaves its times as they are.
void ToProto(const Aftercare& value, v1::Aftercare& out);

// A judgement about the track `name`.
void ToProto(const RestorationJudgement& value, const AftercareName& name, v1::CheckRestorationResponse& out);

// The columns of the track's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Aftercare& value);

}  // namespace amparo::cases
