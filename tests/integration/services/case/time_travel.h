// Time travel, held against the feed: what a record says of a moment is what the changes up to that moment made of it.
#pragma once

#include <map>
#include <set>
#include <string>

#include "tests/integration/services/case/case_service.h"

namespace amparo::cases {

// Reads every record of `service` by the Get of its kind: just before its first change, when it is not there, then at
// the moment of each change and just before the next; after the last one, now. Expects to be told what the feed told of
// that change. Answers how many changes there were of each kind. Kinds of `passed_over`, and those without a Get that
// takes a read_time, are neither read nor counted.
std::map<std::string, int> TravelThroughTime(CaseService& service, const std::set<std::string>& passed_over = {});

}  // namespace amparo::cases
