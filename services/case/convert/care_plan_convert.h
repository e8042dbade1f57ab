// Plans and goals between the contract and the domain.
#pragma once

#include "amparo/cases/v1/care_plan.pb.h"
#include "amparo/cases/v1/goal.pb.h"
#include "services/case/domain/care_plan.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new plan called `name`: survivor, day, author, assessment.
CarePlan CarePlanFromRequest(const v1::CarePlan& request, const CarePlanName& name, Violations& violations);

// What a caller gives of a new goal called `name`: plan, domain, title, day (absent = `today`), target date, who helps.
// The survivor is the plan's.
Goal GoalFromRequest(const v1::Goal& request, const GoalName& name, absl::CivilDay today, Violations& violations);

// As they were kept; whose key seals their notes the record says (Record::subject).
CarePlan CarePlanFromStored(const v1::CarePlan& stored);
Goal GoalFromStored(const v1::Goal& stored);

// Write the domain's fields into `out`, and leave what the domain does not know (times, sealed note) as it is.
void ToProto(const CarePlan& value, v1::CarePlan& out);
void ToProto(const Goal& value, v1::Goal& out);

// The columns of their tables beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const CarePlan& value);
std::vector<Value> ColumnsOf(const Goal& value);

}  // namespace amparo::cases
