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

// Those of compartments and those that are there for their owners alone, which only other services are told of.
std::vector<std::string> CompartmentKinds();

}  // namespace amparo::cases
