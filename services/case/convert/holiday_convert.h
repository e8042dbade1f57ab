// Holidays between the contract and the domain.
#pragma once

#include "amparo/cases/v1/holiday.pb.h"
#include "services/case/domain/holiday.h"

namespace amparo::cases {

// What a caller gives of a day; paths begin with "holiday.".
Holiday HolidayFromRequest(const v1::Holiday& request, Violations& violations);

// A day as kept.
Holiday HolidayFromStored(const v1::Holiday& stored);

// A day of an office.
void SetHoliday(const Holiday& value, v1::Holiday& out);

}  // namespace amparo::cases
