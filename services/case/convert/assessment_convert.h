// Assessments and what follows from them between the contract and the domain.
#pragma once

#include "amparo/cases/v1/assessment.pb.h"
#include "amparo/cases/v1/progress.pb.h"
#include "services/case/domain/assessment.h"
#include "services/case/domain/progress.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new assessment called `name`: survivor, instrument, day, assessor, scores.
Assessment AssessmentFromRequest(const v1::Assessment& request, const AssessmentName& name, Violations& violations);

// An assessment as it was kept; whose key seals its note the record says (Record::subject).
Assessment AssessmentFromStored(const v1::Assessment& stored);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, sealed note) as it is.
void ToProto(const Assessment& value, v1::Assessment& out);

// The progress of the survivor `party`.
void ToProto(const Progress& value, const PartyName& party, v1::Progress& out);

// The columns of the assessment's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Assessment& value);

}  // namespace amparo::cases
