#include "services/case/api/document_preparation.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/document_service.pb.h"
#include "common/base/status_macros.h"
#include "services/case/api/acts.h"
#include "services/case/api/document_changes.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/document_convert.h"
#include "services/case/convert/party_convert.h"

namespace amparo::cases {
namespace {

constexpr int32_t kRecordsAtOnce = 500;

// All records of a kind that the case has, and those that were merged into it.
absl::StatusOr<std::vector<Record>> AllOfMatter(Work& work, const CaseName& the_case, Kind kind) {
  ListQuery query;
  query.kind = kind;
  query.office = the_case.office;
  query.case_id = the_case.id;
  query.with_merged = true;
  query.limit = kRecordsAtOnce;
  std::vector<Record> all;
  while (true) {
    AMPARO_ASSIGN_OR_RETURN(std::vector<Record> records, work.List(query));
    const auto count = static_cast<int32_t>(records.size());
    for (Record& record : records) all.push_back(std::move(record));
    if (count < kRecordsAtOnce) return all;
    query.after = ListQuery::After{all.back().create_time, all.back().id};
  }
}

// Everybody in the matter, and who each of them is.
struct PeopleOfMatter {
  // Each person once in a role: by the role in the case itself, if they have one there.
  std::vector<DocumentParty> people;
  // Who the parties are: their people; of what was recorded before people had records, themselves.
  std::map<Uuid, Uuid> who;
};

absl::StatusOr<PeopleOfMatter> PeopleIn(Work& work, const CaseName& the_case) {
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> records, AllOfMatter(work, the_case, Kind::kParty));
  PeopleOfMatter matter;
  std::vector<DocumentParty> elsewhere;
  for (const Record& record : records) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Party message, MessageIn<v1::Party>(record));
    const Party party = PartyFromStored(message);
    matter.who[party.name.id] = party.standing_person().value_or(party.name.id);
    const bool here = party.name.parent() == the_case;
    DocumentParty person{party.name.id, party.role, party.minor, record.subject};
    if (!here) person.entered_in = party.name.parent();
    (here ? matter.people : elsewhere).push_back(std::move(person));
  }
  matter.people.insert(matter.people.end(), elsewhere.begin(), elsewhere.end());
  std::set<std::pair<Uuid, PartyRole>> known;
  std::erase_if(matter.people,
                [&](const DocumentParty& person) { return !known.emplace(matter.who[person.id], person.role).second; });
  return matter;
}

// A kind of paper and who it is about.
using Paper = std::pair<std::string, std::optional<Uuid>>;

Paper PaperOf(const Document& document, const std::map<Uuid, Uuid>& who) {
  if (!document.party) return {document.kind, std::nullopt};
  const auto person = who.find(*document.party);
  return {document.kind, person == who.end() ? document.party : std::optional(person->second)};
}

// What the matter has already, whoever entered it, in whichever of its cases.
absl::StatusOr<std::set<Paper>> PapersIn(Work& work, const CaseName& the_case, const std::map<Uuid, Uuid>& who) {
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> records, AllOfMatter(work, the_case, Kind::kDocument));
  std::set<Paper> papers;
  for (const Record& record : records) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Document message, MessageIn<v1::Document>(record));
    papers.insert(PaperOf(DocumentFromStored(message), who));
  }
  return papers;
}

}  // namespace

absl::StatusOr<std::string> Prepare(Work& work, const Preparation& preparation) {
  // Locked until the commit: its stage stays what it is, and nobody else prepares at the same time.
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(preparation.the_case)));
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(record, KeyOf(preparation.the_case)));
  AMPARO_RETURN_IF_ERROR(RequireOpen(record));
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
  const Case the_case = CaseFromStored(message);
  AMPARO_ASSIGN_OR_RETURN(const PeopleOfMatter matter, PeopleIn(work, preparation.the_case));
  AMPARO_ASSIGN_OR_RETURN(const std::set<Paper> papers, PapersIn(work, preparation.the_case, matter.who));
  const auto templates =
      TemplatesFor(preparation.templates, {the_case.crime_type, preparation.country_code, preparation.date});
  const auto needed = DocumentsNeeded(templates, preparation.the_case, the_case.stage, matter.people, preparation.date);
  // Entered a microsecond apart, the last now, so that lists keep the templates' order.
  absl::Time entered = preparation.now - absl::Microseconds(needed.size());
  v1::PrepareDocumentsResponse response;
  for (const Document& document : needed) {
    entered += absl::Microseconds(1);
    if (papers.contains(PaperOf(document, matter.who))) {
      response.set_existing(response.existing() + 1);
      continue;
    }
    Change change = NewDocument(document, entered, std::nullopt);
    response.add_documents()->ParseFromString(change.response);
    AMPARO_RETURN_IF_ERROR(work.Write(std::move(change)));
  }
  return response.SerializeAsString();
}

}  // namespace amparo::cases
