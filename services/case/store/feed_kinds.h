// What the service publishes on its change feed.
#pragma once

#include <string>
#include <vector>

#include "common/feed/encoder.h"
#include "services/case/store/tables.h"

namespace amparo::cases {

// The name of a row's resource, in SQL, as domain/names.cc builds it.
std::string NameSql(const Table& table);

// Every kind, in the order of exports: what others refer to comes first.
std::vector<feed::Kind> PublishedKinds();

// The name of a row's resource, in SQL, as domain/names.cc builds it.
std::string NameSql(const Table& table);

// Those that only other services are told of: of compartments, of what is there for its owner alone, and of the roles
// of people.
std::vector<std::string> KindsForServices();

}  // namespace amparo::cases
