#include "services/case/api/timeline_sight.h"

#include <map>
#include <set>
#include <string>

#include "amparo/cases/v1/note.pb.h"
#include "services/case/api/rpc_roles.h"
#include "services/case/convert/note_convert.h"

namespace amparo::cases {
namespace {

// The RPC by which one record of a kind is read.
std::string_view GetOf(Kind kind) {
  switch (kind) {
    case Kind::kCase:
      return "CaseService.GetCase";
    case Kind::kParty:
      return "PartyService.GetParty";
    case Kind::kPerson:
      return "PersonService.GetPerson";
    case Kind::kDistinction:
      return "MergeService.GetDistinction";
    case Kind::kOperation:
      return "OperationService.GetOperation";
    case Kind::kCharge:
      return "ChargeService.GetCharge";
    case Kind::kLink:
      return "NetworkService.GetLink";
    case Kind::kAftercare:
      return "AftercareService.GetAftercare";
    case Kind::kAssessment:
      return "AssessmentService.GetAssessment";
    case Kind::kCarePlan:
      return "CarePlanService.GetCarePlan";
    case Kind::kGoal:
      return "GoalService.GetGoal";
    case Kind::kServiceDelivery:
      return "ServiceDeliveryService.GetServiceDelivery";
    case Kind::kReferral:
      return "ReferralService.GetReferral";
    case Kind::kAppeal:
      return "AppealService.GetAppeal";
    case Kind::kDocument:
      return "DocumentService.GetDocument";
    case Kind::kDocumentCopy:
      return "DocumentCopyService.GetDocumentCopy";
    case Kind::kCaseLink:
      return "CaseLinkService.GetCaseLink";
    case Kind::kTask:
      return "TaskService.GetTask";
    case Kind::kNote:
      return "NoteService.GetNote";
    case Kind::kFlag:
      return "FlagService.GetFlag";
    default:
      return "";
  }
}

// Who may read a kind; nobody what has no Get.
access::RoleSet ReadersOf(Kind kind) {
  return RolesOfRpc(GetOf(kind));
}

}  // namespace

std::vector<Kind> OpenTo(access::RoleSet roles, std::vector<Kind> kinds) {
  std::erase_if(kinds, [roles](const Kind kind) { return !ReadersOf(kind).Intersects(roles); });
  return kinds;
}

absl::Status DropHiddenNotes(const NoteReader& reader, std::vector<JournalRow>& rows) {
  // By the last version: whom a note is for is asked of it as it is.
  std::map<std::string_view, bool> hidden;
  for (const JournalRow& row : rows) {
    if (row.kind != Kind::kNote) continue;
    v1::Note message;
    if (!message.ParseFromString(row.body)) return absl::InternalError("a stored note is malformed");
    hidden[row.name] = !MayRead(NoteFromStored(message), reader);
  }
  std::set<std::string> names;
  for (const auto& [name, is_hidden] : hidden) {
    if (is_hidden) names.emplace(name);
  }
  std::erase_if(rows, [&names](const JournalRow& row) { return names.contains(row.name); });
  return absl::OkStatus();
}

}  // namespace amparo::cases
