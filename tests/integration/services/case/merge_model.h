// What merges are held against: which record was merged into which, and what the audit trail must have of them.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "tests/integration/services/case/case_service.h"

namespace amparo::cases {

// Which of some records, numbered from 0 on, was merged into which.
class Forest {
 public:
  void Join(int from, int into) { parents_[from] = into; }
  void Part(int from) { parents_.erase(from); }
  bool merged(int id) const { return parents_.contains(id); }
  // The record that stands for one.
  int Root(int id) const {
    while (merged(id)) id = parents_.at(id);
    return id;
  }
  // The records that one was merged into, from the nearest on.
  std::vector<int> Above(int id) const {
    std::vector<int> above;
    while (merged(id)) {
      id = parents_.at(id);
      above.push_back(id);
    }
    return above;
  }
  // One, and all of the first `count` records that were merged into it, by whichever way.
  std::vector<int> Behind(int id, int count) const {
    std::vector<int> behind;
    for (int other = 0; other < count; ++other) {
      const std::vector<int> above = Above(other);
      if (other == id || std::find(above.begin(), above.end(), id) != above.end()) behind.push_back(other);
    }
    return behind;
  }
  // The records that taking back the merge of one changes; none of one that was not merged.
  std::vector<int> PartedWith(int id, int count) const {
    if (!merged(id)) return {};
    std::vector<int> changed = Behind(id, count);
    for (const int above : Above(id)) changed.push_back(above);
    return changed;
  }

 private:
  std::map<int, int> parents_;
};

// How many rows the audit trail has of each resource.
inline std::map<std::string, int> TrailCounts(CaseService& service) {
  const std::vector<std::string> names = absl::StrSplit(service.Sql("SELECT string_agg(name, ' ') FROM audit"), ' ');
  std::map<std::string, int> counts;
  for (const std::string& name : names) ++counts[name];
  return counts;
}

// Makes a call that must write each of `written` once, and nothing else: the audit trail keeps every row it had, and
// has one more of each. Answers what the call is answered.
template <typename MadeCall>
auto CallThatWrites(CaseService& service, const std::vector<std::string>& written, MadeCall call) {
  const std::map<std::string, int> before = TrailCounts(service);
  auto answer = call();
  std::map<std::string, int> added = TrailCounts(service);
  for (const auto& [name, rows] : before) added[name] -= rows;
  std::erase_if(added, [](const auto& one) { return one.second == 0; });
  std::map<std::string, int> expected;
  for (const std::string& name : written) ++expected[name];
  EXPECT_THAT(added, ::testing::ContainerEq(expected));
  return answer;
}

}  // namespace amparo::cases
