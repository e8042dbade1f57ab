#include "services/case/domain/merge.h"

#include <algorithm>
#include <utility>

#include "common/base/check.h"

namespace amparo::cases {
namespace {

// A record and all that were merged into it.
std::vector<Uuid> WithMembers(const Uuid& id, const MergeState& state) {
  std::vector<Uuid> all = state.members;
  all.push_back(id);
  return all;
}

MergeState& StateOf(const Uuid& id, MergeFamily& family) {
  const auto at = family.find(id);
  AMPARO_CHECK(at != family.end(), "a merge looks at all records that it changes");
  return at->second;
}

}  // namespace

std::set<Uuid> JoinedWith(const Uuid& from, const Uuid& into, const MergeState& of_from) {
  std::set<Uuid> all(of_from.members.begin(), of_from.members.end());
  all.insert({from, into});
  return all;
}

std::set<Uuid> PartedFrom(const Uuid& from, const MergeState& of_from) {
  std::set<Uuid> all(of_from.members.begin(), of_from.members.end());
  all.insert(of_from.path.begin(), of_from.path.end());
  all.insert(from);
  return all;
}

bool TooManyMerged(const MergeState& from, const MergeState& into) {
  return into.members.size() + from.members.size() + 1 > kMostMerged;
}

void Join(const Uuid& from, const Uuid& into, std::string reason, MergeFamily& family) {
  MergeState& given_up = StateOf(from, family);
  MergeState& survivor = StateOf(into, family);
  AMPARO_CHECK(from != into && !given_up.merged() && !survivor.merged(), "what is merged stood for itself");
  for (const Uuid& member : given_up.members) StateOf(member, family).path.push_back(into);
  std::vector<Uuid> joined = WithMembers(from, given_up);
  survivor.members.insert(survivor.members.end(), joined.begin(), joined.end());
  std::sort(survivor.members.begin(), survivor.members.end());
  given_up.path.assign(1, into);
  given_up.reason = std::move(reason);
}

void Part(const Uuid& from, MergeFamily& family) {
  MergeState& brought_back = StateOf(from, family);
  AMPARO_CHECK(brought_back.merged(), "what is brought back was merged");
  const std::vector<Uuid> parted = WithMembers(from, brought_back);
  for (const Uuid& above : brought_back.path) {
    std::erase_if(StateOf(above, family).members, [&parted](const Uuid& member) {
      return std::find(parted.begin(), parted.end(), member) != parted.end();
    });
  }
  for (const Uuid& member : brought_back.members) {
    // The way of a member leads through it, and ends with it from now on. A member that was imported, and never said
    // that it was one, stands for itself again.
    std::vector<Uuid>& path = StateOf(member, family).path;
    const auto at = std::find(path.begin(), path.end(), from);
    path.erase(at == path.end() ? path.begin() : at + 1, path.end());
  }
  brought_back.path.clear();
  brought_back.reason.clear();
}

}  // namespace amparo::cases
