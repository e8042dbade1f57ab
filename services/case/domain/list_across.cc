#include "services/case/domain/list_across.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>
#include <utility>

namespace amparo::cases {
namespace {

bool StandsBefore(const ListedAcross& a, const ListedAcross& b) {
  return std::tie(a.listed.order_time, a.listed.record.id, a.office) <
         std::tie(b.listed.order_time, b.listed.record.id, b.office);
}

// The last place before this one: lists go on after a place, and what stands at this one is the first after that.
ListQuery::After LastBefore(const ListQuery::After& place) {
  std::array<uint8_t, Uuid::kSize> id{};
  std::copy_n(place.id.bytes().data(), id.size(), id.begin());
  // One less: a byte that was zero borrows from the one before it. Nobody has the nil id, so that there is one to lend.
  std::size_t byte = id.size();
  do {
    --byte;
  } while (id[byte]-- == 0 && byte > 0);
  return {place.order_time, Uuid(id)};
}

}  // namespace

std::optional<ListQuery::After> PlaceInOffice(const std::string& office, const std::optional<PlaceAcross>& after) {
  if (!after) return std::nullopt;
  // Of an office behind the one that the page before ended with, what stands at the same place is still to be told.
  return office > after->office ? LastBefore(after->place) : after->place;
}

void MergePage(const std::string& office, std::vector<Listed> page, std::size_t limit, std::vector<ListedAcross>& all) {
  const auto middle = static_cast<std::ptrdiff_t>(all.size());
  for (Listed& one : page) all.push_back({office, std::move(one)});
  std::inplace_merge(all.begin(), all.begin() + middle, all.end(), StandsBefore);
  if (all.size() > limit) all.resize(limit);
}

}  // namespace amparo::cases
