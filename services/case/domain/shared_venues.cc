#include "services/case/domain/shared_venues.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace amparo::cases {
namespace {

using EdgesOfPerson = std::map<NetworkNode, std::vector<const NetworkEdge*>>;

// The people of each venue, with the links that put them there.
std::map<NetworkNode, EdgesOfPerson> PeopleByVenue(const std::vector<NetworkEdge>& edges) {
  std::map<NetworkNode, EdgesOfPerson> people;
  for (const NetworkEdge& edge : edges) {
    for (const NetworkNode& venue : {edge.from, edge.to}) {
      const NetworkNode& person = edge.Beyond(venue);
      if (venue.kind == NodeKind::kVenue && person.kind == NodeKind::kPerson) people[venue][person].push_back(&edge);
    }
  }
  return people;
}

// True when one had ended before the other began, by what is known.
bool AreApart(const Link& a, const Link& b) {
  const auto before = [](const Link& first, const Link& second) {
    return first.end_date && second.observed_date && *first.end_date < *second.observed_date;
  };
  return before(a, b) || before(b, a);
}

SharedPlace PlaceOf(const NetworkNode& venue, const std::vector<const NetworkEdge*>& of_person,
                    const std::vector<const NetworkEdge*>& of_other) {
  SharedPlace place;
  place.venue = venue;
  place.apart = true;
  for (const NetworkEdge* a : of_person) {
    for (const NetworkEdge* b : of_other) {
      if (AreApart(a->link, b->link)) continue;
      place.apart = false;
      if (!a->link.observed_date || !b->link.observed_date) continue;
      const absl::CivilDay since = std::max(*a->link.observed_date, *b->link.observed_date);
      place.together_since = std::min(since, place.together_since.value_or(since));
    }
  }
  std::vector<const NetworkEdge*> links = of_person;
  links.insert(links.end(), of_other.begin(), of_other.end());
  std::sort(links.begin(), links.end(), [](const auto* a, const auto* b) { return IsEarlier(*a, *b); });
  for (const NetworkEdge* link : links) place.links.push_back(link->link.name);
  return place;
}

using Pairs = std::map<std::pair<NetworkNode, NetworkNode>, std::vector<SharedPlace>>;

void AddPairs(const NetworkNode& venue, const EdgesOfPerson& people,
              const std::optional<std::set<NetworkNode>>& subjects, Pairs& pairs) {
  for (auto a = people.begin(); a != people.end(); ++a) {
    for (auto b = std::next(a); b != people.end(); ++b) {
      const bool first = !subjects || subjects->contains(a->first);
      if (!first && !subjects->contains(b->first)) continue;
      const auto& [person, other] = first ? std::tie(*a, *b) : std::tie(*b, *a);
      pairs[{person.first, other.first}].push_back(PlaceOf(venue, person.second, other.second));
    }
  }
}

}  // namespace

SharedPairs FindSharedPairs(const std::vector<NetworkEdge>& edges, const std::optional<std::set<NetworkNode>>& subjects,
                            std::size_t most) {
  SharedPairs found;
  Pairs pairs;
  for (const auto& [venue, people] : PeopleByVenue(edges)) {
    if (people.size() > kMostAtVenue) {
      found.truncated = true;
    } else {
      AddPairs(venue, people, subjects, pairs);
    }
  }
  for (auto& [people, places] : pairs) found.pairs.push_back({people.first, people.second, std::move(places)});
  std::stable_sort(found.pairs.begin(), found.pairs.end(),
                   [](const SharedPair& a, const SharedPair& b) { return a.places.size() > b.places.size(); });
  if (found.pairs.size() > most) {
    found.pairs.resize(most);
    found.truncated = true;
  }
  return found;
}

}  // namespace amparo::cases
