#include "services/case/api/record_entry.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/record_readers.h"
#include "services/case/convert/record_form.h"
#include "services/case/convert/sealed.h"
#include "services/case/domain/export.h"

namespace amparo::cases {
namespace {

constexpr char kInRecord[] = "record.";
constexpr char kInResource[] = "record.resource.";

// Refuses a record that stands for one which was there before it: that one never went anywhere, or it would have
// waited. Those that come later are known by it.
absl::Status RequireMembersToCome(Work& work, const RecordKey& key, const RecordEntry& entry) {
  Violations violations(kInResource);
  for (const RecordKey& member : entry.members) {
    AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> there, work.Find(member));
    violations.Require(!there, entry.members_field, "must each say that it was merged into this one");
    AMPARO_RETURN_IF_ERROR(work.KeepMember(key, member));
  }
  return ToStatus(violations);
}

// Refuses a record that was merged into others, or into none, than those that are there and say so. It rests on all of
// its way.
absl::Status RequireSurvivorsOnItsWay(Work& work, const RecordKey& key, const RecordEntry& entry) {
  // Of other kinds nothing is ever merged.
  if (entry.members_field.empty()) return absl::OkStatus();
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Uuid> survivors, work.SurvivorsNaming(key));
  Violations violations(kInResource);
  for (const Uuid& survivor : survivors) {
    const bool on_its_way = std::any_of(entry.rests_on.begin(), entry.rests_on.end(),
                                        [&survivor](const RecordKey& one) { return one.id == survivor; });
    violations.Require(on_its_way, "merged_into", "must be, or go through, each record that names this one as merged");
  }
  return ToStatus(violations);
}

// Enters a record: what it rests on is locked until the end of the work.
absl::Status EnterIn(Work& work, const RecordKey& key, const RecordEntry& entry, absl::Time now) {
  Found found;
  for (const RecordKey& needed : entry.rests_on) {
    AMPARO_ASSIGN_OR_RETURN(found.emplace_back(), Need(work, needed));
  }
  Violations violations(kInResource);
  AMPARO_ASSIGN_OR_RETURN(Change change, entry.decide(found, violations));
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  AMPARO_RETURN_IF_ERROR(RequireSurvivorsOnItsWay(work, key, entry));
  AMPARO_RETURN_IF_ERROR(work.Write(std::move(change)));
  AMPARO_RETURN_IF_ERROR(RequireMembersToCome(work, key, entry));
  return entry.erased ? work.EraseBefore(key, now) : absl::OkStatus();
}

// Notes what is sealed under another installation's keys: entered without it, the record would lose it.
template <typename Message>
void RequireOpened(const Message& message, Violations& found) {
  const SealedField& field = SealedFieldOf<Message>();
  if (!field) return;
  const bool opened = message.GetReflection()->GetString(message, field.sealed).empty();
  found.Require(opened, field.sealed->name(), "must be opened: export in the FULL view");
}

// Reads an event's record by the reader of its kind.
template <typename Message, typename Name>
absl::StatusOr<WholeRecord> ReadBy(std::string_view method, const EntryFrame& frame, const feed::v1::Event& event,
                                   RecordReader<Message, Name>& reader) {
  Violations violations(kInRecord);
  const auto name = ParseName<Name>(event.name());
  violations.Require(name && name->office == frame.office, "name",
                     "must be the name of a record of its kind in the office");
  Message message;
  const bool whole = event.resource().UnpackTo(&message) && message.name() == event.name();
  violations.Require(whole, "resource", "must be the record of that name and kind");
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  // What another installation makes of a record, and not what the record is.
  message.clear_etag();
  WholeRecord record;
  record.key = KeyOf(*name);
  record.digest = rpc::RequestDigest(method, message);
  Violations found(kInResource);
  RequireOpened(message, found);
  CheckRecordForm(message, found);
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  RecordEntry entry;
  reader(frame, message, *name, entry, found);
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  record.names_members = !entry.members.empty();
  record.enter = [key = record.key, entry = std::move(entry), now = frame.now](Work& work) {
    return EnterIn(work, key, entry, now);
  };
  return record;
}

}  // namespace

absl::StatusOr<WholeRecord> ReadRecord(std::string_view method, const EntryFrame& frame, const feed::v1::Event& event) {
  switch (ExportedKind(event.kind()).value_or(Kind::kOffice)) {
    case Kind::kCase:
      return ReadBy<v1::Case, CaseName>(method, frame, event, ReadCaseRecord);
    case Kind::kPerson:
      return ReadBy<v1::Person, PersonName>(method, frame, event, ReadPersonRecord);
    case Kind::kDistinction:
      return ReadBy<v1::Distinction, DistinctionName>(method, frame, event, ReadDistinctionRecord);
    case Kind::kParty:
      return ReadBy<v1::Party, PartyName>(method, frame, event, ReadPartyRecord);
    case Kind::kVenue:
      return ReadBy<v1::Venue, VenueName>(method, frame, event, ReadVenueRecord);
    case Kind::kOrganization:
      return ReadBy<v1::Organization, OrganizationName>(method, frame, event, ReadOrganizationRecord);
    case Kind::kAsset:
      return ReadBy<v1::Asset, AssetName>(method, frame, event, ReadAssetRecord);
    case Kind::kLink:
      return ReadBy<v1::Link, LinkName>(method, frame, event, ReadLinkRecord);
    case Kind::kCharge:
      return ReadBy<v1::Charge, ChargeName>(method, frame, event, ReadChargeRecord);
    case Kind::kAppeal:
      return ReadBy<v1::Appeal, AppealName>(method, frame, event, ReadAppealRecord);
    case Kind::kAftercare:
      return ReadBy<v1::Aftercare, AftercareName>(method, frame, event, ReadAftercareRecord);
    case Kind::kAssessment:
      return ReadBy<v1::Assessment, AssessmentName>(method, frame, event, ReadAssessmentRecord);
    case Kind::kCarePlan:
      return ReadBy<v1::CarePlan, CarePlanName>(method, frame, event, ReadCarePlanRecord);
    case Kind::kGoal:
      return ReadBy<v1::Goal, GoalName>(method, frame, event, ReadGoalRecord);
    case Kind::kServiceDelivery:
      return ReadBy<v1::ServiceDelivery, ServiceDeliveryName>(method, frame, event, ReadServiceRecord);
    case Kind::kReferral:
      return ReadBy<v1::Referral, ReferralName>(method, frame, event, ReadReferralRecord);
    case Kind::kDocument:
      return ReadBy<v1::Document, DocumentName>(method, frame, event, ReadDocumentRecord);
    case Kind::kDocumentCopy:
      return ReadBy<v1::DocumentCopy, DocumentCopyName>(method, frame, event, ReadCopyRecord);
    case Kind::kCaseLink:
      return ReadBy<v1::CaseLink, CaseLinkName>(method, frame, event, ReadCaseLinkRecord);
    case Kind::kTask:
      return ReadBy<v1::Task, TaskName>(method, frame, event, ReadTaskRecord);
    case Kind::kNote:
      return ReadBy<v1::Note, NoteName>(method, frame, event, ReadNoteRecord);
    case Kind::kFlag:
      return ReadBy<v1::Flag, FlagName>(method, frame, event, ReadFlagRecord);
    case Kind::kOperation:
      return ReadBy<v1::Operation, OperationName>(method, frame, event, ReadOperationRecord);
    default:
      return errors::InvalidField("record.kind", "must be a kind of record that an office exports, and not the office");
  }
}

}  // namespace amparo::cases
