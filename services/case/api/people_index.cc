#include "services/case/api/people_index.h"

#include <utility>

#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "services/case/api/person_changes.h"
#include "services/case/convert/party_convert.h"
#include "services/case/domain/name_terms.h"

namespace amparo::cases {
namespace {

constexpr int32_t kIndexedAtOnce = 100;
constexpr absl::Duration kIndexPatience = absl::Minutes(1);

// Gives a person the profile that stood with their parties, and takes it away there.
absl::Status AdoptProfile(Work& work, OpenPerson person, absl::Time now) {
  const PersonName name = person.value.name;
  AMPARO_RETURN_IF_ERROR(work.Write(ChangedPerson(std::move(person), now)));
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> parties, PartiesOf(work, name));
  for (const Record& record : parties) {
    AMPARO_ASSIGN_OR_RETURN(v1::Party message, MessageIn<v1::Party>(record));
    if (message.sealed_identity().empty()) continue;
    ClearSealed(message);
    const Party party = PartyFromStored(message);
    AMPARO_RETURN_IF_ERROR(work.Write(ChangeTo(party, record.version + 1, now, std::move(message))));
  }
  return absl::OkStatus();
}

absl::Status IndexPerson(Work& work, const PersonName& name, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(OpenPerson person, OpenPersonIn(work, name));
  if (person.value.erase_time) return absl::OkStatus();
  if (!person.own_profile) return AdoptProfile(work, std::move(person), now);
  return work.Index(KeyOf(name), IndexTermsOf(name.id, ProfileFromStored(person.profile)));
}

// Indexes people of one office in one transaction.
absl::Status IndexBatch(Store& store, std::vector<PersonName> names, absl::Time now) {
  ActStamp stamp;
  stamp.office = names.front().office;
  stamp.caller = kIndexPeopleCaller;
  stamp.method = "case-service/index-people";
  WorkBody body = [names = std::move(names), now](Work& work) -> absl::StatusOr<std::string> {
    for (const PersonName& name : names) AMPARO_RETURN_IF_ERROR(IndexPerson(work, name, now));
    return std::string();
  };
  return SyncWait(store.RunWork(std::move(stamp), std::move(body), Limits::For(kIndexPatience))).status();
}

}  // namespace

absl::StatusOr<int64_t> IndexPeople(Store& store, PeopleStore& people, const Clock& clock) {
  int64_t indexed = 0;
  PersonName after;
  while (true) {
    AMPARO_ASSIGN_OR_RETURN(std::vector<PersonName> names,
                            SyncWait(people.NotIndexed(after, kIndexedAtOnce, Limits::For(kIndexPatience))));
    if (names.empty()) return indexed;
    // A transaction is of one office: what is left comes with the next batch.
    std::erase_if(names, [office = names.front().office](const PersonName& name) { return name.office != office; });
    after = names.back();
    indexed += static_cast<int64_t>(names.size());
    AMPARO_RETURN_IF_ERROR(IndexBatch(store, std::move(names), clock.Now()));
  }
}

}  // namespace amparo::cases
