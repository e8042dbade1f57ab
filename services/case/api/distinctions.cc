#include "services/case/api/distinctions.h"

#include <algorithm>
#include <utility>

#include "amparo/cases/v1/merge.pb.h"
#include "common/base/status_macros.h"
#include "services/case/api/listing.h"
#include "services/case/convert/merge_convert.h"

namespace amparo::cases {
namespace {

// The distinctions of a record that stand.
absl::StatusOr<std::vector<Distinction>> StandingOf(Work& work, Kind of, const std::string& office, const Uuid& id) {
  ListQuery query;
  query.kind = Kind::kDistinction;
  query.office = office;
  query.filters = {id, static_cast<int64_t>(DistinctionState::kStanding), DistinguishedKind(of)};
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> records, ListAll(work, std::move(query)));
  std::vector<Distinction> distinctions;
  for (const Record& record : records) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Distinction message, MessageIn<v1::Distinction>(record));
    distinctions.push_back(DistinctionFromStored(message));
  }
  return distinctions;
}

bool IsAmong(const std::vector<Uuid>& ids, const Uuid& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

absl::Status RequireNotDistinguished(Work& work, Kind of, const std::string& office, const std::vector<Uuid>& ones,
                                     const std::vector<Uuid>& others) {
  for (const Uuid& id : ones) {
    AMPARO_ASSIGN_OR_RETURN(const std::vector<Distinction> standing, StandingOf(work, of, office, id));
    for (const Distinction& one : standing) {
      if (!IsAmong(others, one.first) && !IsAmong(others, one.second)) continue;
      const bool people = of == Kind::kPerson;
      return errors::FailedPrecondition(people ? "PERSONS_DISTINGUISHED" : "CASES_DISTINGUISHED", ToString(one.name),
                                        people ? "the two were judged not to be the same person; withdraw that first"
                                               : "the two were judged not to be of one matter; withdraw that first");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> DistinguishIn(Work& work, const Distinction& asked, absl::Time now) {
  const std::string& office = asked.name.office;
  for (const Uuid& id : {asked.first, asked.second}) {
    const RecordKey key{asked.of, office, Uuid(), id};
    AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, key));
    AMPARO_RETURN_IF_ERROR(RequireNotMerged(record, key));
  }
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Distinction> standing, StandingOf(work, asked.of, office, asked.first));
  for (const Distinction& one : standing) {
    if (one.first != asked.first || one.second != asked.second) continue;
    AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(one.name)));
    AMPARO_ASSIGN_OR_RETURN(const v1::Distinction told, BasicOf<v1::Distinction>(record));
    return told.SerializeAsString();
  }
  return Written(work, NewResource<v1::Distinction>(asked, now));
}

}  // namespace amparo::cases
