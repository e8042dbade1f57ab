#include "services/case/api/network_reads.h"

#include <algorithm>
#include <map>
#include <utility>

#include "amparo/cases/v1/party.pb.h"
#include "amparo/cases/v1/person.pb.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "services/case/api/support.h"
#include "services/case/convert/network_answer.h"
#include "services/case/convert/network_convert.h"

namespace amparo::cases {
namespace {

constexpr int kMostFilterKinds = 20;

// Every kind of link that there is.
std::vector<LinkKind> AllLinkKinds() {
  std::vector<LinkKind> kinds;
  for (int kind = 1; kind <= static_cast<int>(LinkKind::kAccusedIn); ++kind)
    kinds.push_back(static_cast<LinkKind>(kind));
  return kinds;
}

// The person that a party in `record` stands for; one entered before people had records has the party's id.
absl::StatusOr<PersonName> PersonOfParty(const Record& record, const std::string& office) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Party party, MessageIn<v1::Party>(record));
  return ParseName<PersonName>(party.person()).value_or(PersonName{office, record.id});
}

// The longest way of merges that is followed.
constexpr int kMostMerges = 16;

// The person who stands for `person` now: whoever they were merged into, and so on. NOT_FOUND.
Task<absl::StatusOr<Uuid>> StandingPerson(Store* store, PersonName person, Limits limits) {
  for (int merges = 0; merges < kMostMerges; ++merges) {
    AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store->Get(KeyOf(person), std::nullopt, limits));
    AMPARO_CO_ASSIGN_OR_RETURN(const v1::Person message, MessageIn<v1::Person>(record));
    const auto into = ParseName<PersonName>(message.merged_into());
    if (!into || into->office != person.office) break;
    person = *into;
  }
  co_return person.id;
}

}  // namespace

Task<absl::StatusOr<NetworkRoot>> FindRoot(Store* store, rpc::CallContext* context, std::string name, std::string field,
                                           std::optional<absl::Time> at) {
  const std::optional<NamedEnd> named = EndNamed(name);
  if (!named) {
    co_return errors::InvalidField(field, "must be the name of a person, party, venue, organization, asset or case");
  }
  const RecordKey key = KeyOf(named->end, named->office);
  AMPARO_CO_RETURN_IF_ERROR(context->RequireOffice(named->office, KindWord(key.kind), name));
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store->Get(key, at, context->limits()));
  NetworkRoot root{named->office, {named->end.kind, named->end.id}};
  if (named->end.kind == NodeKind::kCase) {
    AMPARO_CO_ASSIGN_OR_RETURN(const Record now, co_await store->Get(key, std::nullopt, context->limits()));
    root.node.id = now.merged_into.value_or(root.node.id);
    co_return root;
  }
  const bool is_person = named->end.kind == NodeKind::kPerson || named->end.is_party();
  if (!is_person) co_return root;
  PersonName person{named->office, named->end.id};
  if (named->end.is_party()) {
    AMPARO_CO_ASSIGN_OR_RETURN(person, PersonOfParty(record, named->office));
  }
  AMPARO_CO_ASSIGN_OR_RETURN(const Uuid standing, co_await StandingPerson(store, std::move(person), context->limits()));
  root.node = {NodeKind::kPerson, standing};
  co_return root;
}

Confidence ReadLeast(int given, std::string_view field, errors::FieldViolations& violations) {
  violations.Require(v1::Confidence_IsValid(given), field, "must be one of its values");
  return static_cast<Confidence>(given);
}

LinkFilter ReadLinkFilter(const v1::NetworkFilter& filter, std::optional<absl::Time> at,
                          errors::FieldViolations& violations) {
  LinkFilter wanted;
  wanted.at = at;
  wanted.least = ReadLeast(filter.min_confidence(), "filter.min_confidence", violations);
  violations.Require(filter.kinds_size() <= kMostFilterKinds, "filter.kinds", "must be at most 20");
  for (const int kind : filter.kinds()) {
    violations.Require(kind != 0 && v1::LinkKind_IsValid(kind), "filter.kinds", "must be kinds of links");
    wanted.kinds.push_back(static_cast<LinkKind>(kind));
  }
  if (wanted.kinds.empty()) wanted.kinds = AllLinkKinds();
  Violations found;
  wanted.day = OptionalDay(filter.has_as_of(), filter.as_of(), "filter.as_of", found);
  AddViolations(found, violations);
  return wanted;
}

int ReadSteps(int32_t given, int usual, int most, std::string_view field, errors::FieldViolations& violations) {
  violations.Require(given >= 0 && given <= most, field, StrCat("must be 0 to ", most));
  return given == 0 ? usual : given;
}

std::size_t ReadMost(int32_t given, int usual, int most, std::string_view field, errors::FieldViolations& violations) {
  violations.Require(given >= 0, field, "must not be negative");
  return static_cast<std::size_t>(given <= 0 ? usual : std::min(given, most));
}

Task<absl::StatusOr<NetworkFound>> WalkThrough(NetworkStore* network, std::string office, NetworkWalk walk,
                                               LinkFilter filter, Limits limits) {
  while (!walk.frontier().empty()) {
    AMPARO_CO_ASSIGN_OR_RETURN(LevelEdges level, co_await network->EdgesOf(office, walk.frontier(), filter, limits));
    walk.Take(std::move(level));
  }
  co_return std::move(walk).Finish();
}

Task<absl::StatusOr<std::vector<v1::NetworkNode>>> TellNodes(NetworkStore* network, std::string office,
                                                             std::vector<NetworkFound::Node> nodes,
                                                             std::optional<absl::Time> at, Limits limits) {
  std::vector<NetworkNode> wanted;
  for (const NetworkFound::Node& one : nodes) wanted.push_back(one.node);
  using Records = std::map<NetworkNode, Record>;
  AMPARO_CO_ASSIGN_OR_RETURN(const Records records,
                             co_await network->Describe(office, std::move(wanted), at, std::move(limits)));
  std::vector<v1::NetworkNode> told;
  for (const NetworkFound::Node& one : nodes) {
    const auto record = records.find(one.node);
    if (record == records.end()) continue;
    AMPARO_CO_ASSIGN_OR_RETURN(told.emplace_back(), NodeAnswer(office, one.node, one.depth, record->second));
  }
  co_return told;
}

}  // namespace amparo::cases
