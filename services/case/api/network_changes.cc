#include "services/case/api/network_changes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "amparo/cases/v1/asset.pb.h"
#include "amparo/cases/v1/network.pb.h"
#include "amparo/cases/v1/organization.pb.h"
#include "amparo/cases/v1/party.pb.h"
#include "services/case/api/person_changes.h"
#include "services/case/convert/network_convert.h"

namespace amparo::cases {
namespace {

template <typename Message>
absl::StatusOr<bool> HasWithdrawal(const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(const Message message, MessageIn<Message>(record));
  return message.has_withdrawal();
}

// What is linked with a party is linked with a person, in a case: with nobody who was erased, and in none that was
// merged.
absl::Status RequirePartyEnd(Work& work, const Record& record, const RecordKey& key) {
  const CaseName of{key.office, key.case_id};
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(of)));
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(the_case, KeyOf(of)));
  AMPARO_ASSIGN_OR_RETURN(const v1::Party party, MessageIn<v1::Party>(record));
  if (!party.has_erase_time()) return absl::OkStatus();
  return errors::FailedPrecondition("PERSON_ERASED", party.person(),
                                    "what identified the person was erased, and nothing is entered of them again");
}

absl::Status RequireEnd(Work& work, const LinkEnd& end, const Record& record, const RecordKey& key) {
  if (end.is_party()) return RequirePartyEnd(work, record, key);
  if (end.kind == NodeKind::kPerson) return RequirePersonIn(record, key);
  if (end.kind == NodeKind::kCase) return RequireNotMerged(record, key);
  AMPARO_ASSIGN_OR_RETURN(const bool withdrawn, IsWithdrawn(end.kind, record));
  if (!withdrawn) return absl::OkStatus();
  return errors::FailedPrecondition("END_WITHDRAWN", NameOf(key), "what was withdrawn is linked no more");
}

// Locks the cases at both ends, and those of parties, before all else: whoever changes a party locks its case first.
absl::Status LockCasesOf(Work& work, const std::array<LinkEnd, 2>& ends, const std::string& office) {
  std::set<CaseName> cases;
  for (const LinkEnd& end : ends) {
    if (end.is_party()) cases.insert(CaseName{office, end.case_id});
    if (end.kind == NodeKind::kCase) cases.insert(CaseName{office, end.id});
  }
  // Of an end that is not there more is said below.
  for (const CaseName& name : cases) AMPARO_RETURN_IF_ERROR(work.Find(KeyOf(name)).status());
  return absl::OkStatus();
}

// The name of the person at an end, of one who was merged that of who stands for them; "" for what is no person.
absl::StatusOr<std::string> PersonAt(const LinkEnd& end, const Record& record, const RecordKey& key) {
  if (end.kind == NodeKind::kPerson) return NameOf(key);
  if (!end.is_party()) return std::string();
  AMPARO_ASSIGN_OR_RETURN(const v1::Party party, MessageIn<v1::Party>(record));
  return party.surviving_person().empty() ? party.person() : party.surviving_person();
}

}  // namespace

absl::StatusOr<bool> IsWithdrawn(NodeKind kind, const Record& record) {
  switch (kind) {
    case NodeKind::kVenue:
      return HasWithdrawal<v1::Venue>(record);
    case NodeKind::kOrganization:
      return HasWithdrawal<v1::Organization>(record);
    case NodeKind::kAsset:
      return HasWithdrawal<v1::Asset>(record);
    case NodeKind::kPerson:
    case NodeKind::kCase:
    case NodeKind::kParty:
    case NodeKind::kUnspecified:
      break;
  }
  return false;
}

absl::StatusOr<std::string> LinkEndsIn(Work& work, const Link& link, absl::Time now) {
  // Always locked in the same order, so that two who link the same ends never wait for each other for ever.
  std::array<LinkEnd, 2> ends = {link.from, link.to};
  std::sort(ends.begin(), ends.end());
  AMPARO_RETURN_IF_ERROR(LockCasesOf(work, ends, link.name.office));
  std::array<std::string, 2> people;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const RecordKey key = KeyOf(ends[i], link.name.office);
    AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, key));
    AMPARO_RETURN_IF_ERROR(RequireEnd(work, ends[i], record, key));
    AMPARO_ASSIGN_OR_RETURN(people[i], PersonAt(ends[i], record, key));
  }
  if (!people[0].empty() && people[0] == people[1]) {
    return errors::FailedPrecondition("SAME_PERSON", people[0], "both ends are one person");
  }
  return Written(work, NewResource<v1::Link>(link, now));
}

absl::Status RequireNoLinks(Work& work, const RecordKey& key) {
  if (key.kind == Kind::kLink) return absl::OkStatus();
  ListQuery query;
  query.kind = Kind::kLink;
  query.office = key.office;
  // In the order of the table's filters (store/tables.cc).
  query.filters.resize(2);
  const std::optional<LinkEnd> end = LinkEndFrom(NameOf(key), key.office);
  query.filters[0] = FilterTextOf(*end);
  query.filters[1] = true;
  query.limit = 1;
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> links, work.List(query));
  if (links.empty()) return absl::OkStatus();
  return errors::FailedPrecondition("LINKS_STAND", NameOf(key), "a link with it stands: withdraw that first");
}

}  // namespace amparo::cases
