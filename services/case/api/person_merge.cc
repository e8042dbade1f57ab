#include "services/case/api/person_merge.h"

#include <optional>
#include <utility>
#include <vector>

#include "amparo/cases/v1/merge.pb.h"
#include "common/base/status_macros.h"
#include "services/case/api/distinctions.h"
#include "services/case/api/person_changes.h"
#include "services/case/convert/party_convert.h"

namespace amparo::cases {
namespace {

using People = KeptFamily<Person, v1::Person>;

// The records of a person: the one that stands for them, and those that were merged into it.
std::vector<Uuid> RecordsBehind(const Uuid& id, const Person& person) {
  std::vector<Uuid> all = person.merge.members;
  all.push_back(id);
  return all;
}

// Why two people cannot be merged, whichever of their records says so: one that was merged keeps its guardians.
std::optional<Refusal> RefuseToMerge(const MergeAsked& asked, const std::vector<Uuid>& given_up,
                                     const std::vector<Uuid>& standing, People& people) {
  for (const Uuid& id : given_up) {
    if (auto refusal = RefusePersonMerge(people.value(id), people.value(asked.into))) return refusal;
  }
  for (const Uuid& id : standing) {
    if (auto refusal = RefusePersonMerge(people.value(asked.from.key.id), people.value(id))) return refusal;
  }
  return std::nullopt;
}

// Says in every role that was entered for a record who it is now: nullopt = that record itself.
absl::Status ShowInRoles(Work& work, const PersonName& entered_for, std::optional<Uuid> survivor, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> roles, PartiesOf(work, entered_for));
  for (const Record& record : roles) {
    AMPARO_ASSIGN_OR_RETURN(v1::Party message, MessageIn<v1::Party>(record));
    Party party = PartyFromStored(message);
    party.surviving_person = survivor;
    AMPARO_RETURN_IF_ERROR(work.Write(ChangeTo(party, record.version + 1, now, std::move(message))));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> MergePersonIn(Work& work, const MergeAsked& asked) {
  const std::string& office = asked.from.key.office;
  const Uuid& from = asked.from.key.id;
  People people(&work, office, asked.from.now, &PersonFromStored);
  AMPARO_RETURN_IF_ERROR(LoadToMerge(asked, people));
  v1::MergePersonResponse response;
  if (MergedAlready(asked, people.value(from).merge)) {
    *response.mutable_person() = people.Told(from);
    *response.mutable_survivor() = people.Told(asked.into);
    return response.SerializeAsString();
  }
  const std::vector<Uuid> given_up = RecordsBehind(from, people.value(from));
  const std::vector<Uuid> standing = RecordsBehind(asked.into, people.value(asked.into));
  AMPARO_RETURN_IF_ERROR(people.LoadAll({standing.begin(), standing.end()}));
  if (const auto refusal = RefuseToMerge(asked, given_up, standing, people)) {
    return ToStatus(*refusal, NameOf(asked.from.key));
  }
  AMPARO_RETURN_IF_ERROR(RequireNotDistinguished(work, Kind::kPerson, office, given_up, standing));
  people.Rearrange([&asked, &from](MergeFamily& family) { Join(from, asked.into, asked.reason, family); });
  for (const Uuid& id : given_up) {
    AMPARO_ASSIGN_OR_RETURN(const std::string told, people.Write(id));
    if (id == from) response.mutable_person()->ParseFromString(told);
    AMPARO_RETURN_IF_ERROR(ShowInRoles(work, {office, id}, asked.into, asked.from.now));
  }
  AMPARO_ASSIGN_OR_RETURN(const std::string told, people.Write(asked.into));
  response.mutable_survivor()->ParseFromString(told);
  return response.SerializeAsString();
}

absl::StatusOr<std::string> UnmergePersonIn(Work& work, const Target& target) {
  const std::string& office = target.key.office;
  const Uuid& from = target.key.id;
  People people(&work, office, target.now, &PersonFromStored);
  AMPARO_RETURN_IF_ERROR(people.Load(from));
  const Person before = people.value(from);
  if (!before.merge.merged()) return people.Told(from).SerializeAsString();
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, people.record(from), NameOf(target.key)));
  AMPARO_RETURN_IF_ERROR(people.LoadAll(PartedFrom(from, before.merge)));
  people.Rearrange([&from](MergeFamily& family) { Part(from, family); });
  for (const Uuid& member : before.merge.members) {
    AMPARO_RETURN_IF_ERROR(people.Write(member).status());
    AMPARO_RETURN_IF_ERROR(ShowInRoles(work, {office, member}, from, target.now));
  }
  AMPARO_ASSIGN_OR_RETURN(std::string response, people.Write(from));
  AMPARO_RETURN_IF_ERROR(ShowInRoles(work, {office, from}, std::nullopt, target.now));
  for (const Uuid& above : before.merge.path) AMPARO_RETURN_IF_ERROR(people.Write(above).status());
  return response;
}

}  // namespace amparo::cases
