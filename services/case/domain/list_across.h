// Lists over several offices: one of all, merged of the lists of each, in the order of time, id, office.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "services/case/domain/store.h"

namespace amparo::cases {

// The most offices that one list is of.
inline constexpr std::size_t kMostOfficesAcross = 200;

// A record in such a list.
struct ListedAcross {
  std::string office;
  Listed listed;
};

// Where such a list goes on: after this record.
struct PlaceAcross {
  ListQuery::After place;
  std::string office;
};

// Where the list of `office` goes on when that of all goes on after `after`; nullopt: where it begins.
std::optional<ListQuery::After> PlaceInOffice(const std::string& office, const std::optional<PlaceAcross>& after);

// Merges a page of the list of `office` into the page of all, which keeps `limit` records.
void MergePage(const std::string& office, std::vector<Listed> page, std::size_t limit, std::vector<ListedAcross>& all);

}  // namespace amparo::cases
