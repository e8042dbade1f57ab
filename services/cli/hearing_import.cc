#include "services/cli/hearing_import.h"

#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "amparo/scheduling/v1/hearing.grpc.pb.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {

void Tally::Reject(const std::string& place, const absl::Status& status) {
  if (status.code() == absl::StatusCode::kUnavailable || status.code() == absl::StatusCode::kDeadlineExceeded ||
      status.code() == absl::StatusCode::kPermissionDenied || status.code() == absl::StatusCode::kUnauthenticated) {
    Check(status, "importing " + place);
  }
  Reject(place, Explain(status));
}

namespace {

namespace sched = scheduling::v1;
using sched::HearingService;
using States = std::unordered_map<std::string, sched::HearingState>;

std::string LastPart(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

// Where the office's hearings stand now, so that a repeated import asks once and not for each.
States StatesOf(Connection& connection, HearingService::Stub& stub, const std::string& office) {
  States states;
  sched::ListHearingsRequest request;
  request.set_parent(office);
  EachPage(connection, stub, &HearingService::Stub::ListHearings, request, 0, "listing hearings",
           [&states](const sched::ListHearingsResponse& page) {
             for (const auto& hearing : page.hearings()) {
               states[hearing.name()] = hearing.state();
             }
             return page.hearings_size();
           });
  return states;
}

absl::Status Schedule(Connection& connection, HearingService::Stub& stub, const sched::Hearing& hearing) {
  sched::ScheduleHearingRequest request;
  request.set_parent(OfficeName(OfficeId(hearing.name())));
  request.set_hearing_id(LastPart(hearing.name()));
  request.set_request_id(UuidFromKey("schedule " + hearing.name()));
  *request.mutable_hearing() = hearing;
  sched::Hearing response;
  return connection.Try(stub, &HearingService::Stub::ScheduleHearing, request, response);
}

// The one act from SCHEDULED to where the hearing stands in the end.
absl::Status Conclude(Connection& connection, HearingService::Stub& stub, const sched::Hearing& hearing) {
  const std::string request_id = UuidFromKey("conclude " + hearing.name());
  if (hearing.state() == sched::HEARING_STATE_HELD) {
    sched::HoldHearingRequest request;
    request.set_name(hearing.name());
    *request.mutable_attendance() = hearing.attendance();
    request.set_request_id(request_id);
    sched::Hearing response;
    return connection.Try(stub, &HearingService::Stub::HoldHearing, request, response);
  }
  if (hearing.state() == sched::HEARING_STATE_ADJOURNED) {
    sched::AdjournHearingRequest request;
    request.set_name(hearing.name());
    *request.mutable_adjournment() = hearing.adjournment();
    *request.mutable_attendance() = hearing.attendance();
    if (!hearing.next_hearing().empty()) {
      request.set_next_hearing_id(LastPart(hearing.next_hearing()));
    }
    request.set_request_id(request_id);
    sched::AdjournHearingResponse response;
    return connection.Try(stub, &HearingService::Stub::AdjournHearing, request, response);
  }
  if (hearing.state() == sched::HEARING_STATE_VACATED) {
    sched::VacateHearingRequest request;
    request.set_name(hearing.name());
    request.set_reason(hearing.vacate_reason());
    request.set_request_id(request_id);
    sched::Hearing response;
    return connection.Try(stub, &HearingService::Stub::VacateHearing, request, response);
  }
  return absl::OkStatus();
}

void ImportOne(Connection& connection, HearingService::Stub& stub, const Row<sched::Hearing>& row, const States& states,
               Tally& tally) {
  const sched::Hearing& hearing = row.resource;
  const auto found = states.find(hearing.name());
  const auto wanted =
      hearing.state() == sched::HEARING_STATE_UNSPECIFIED ? sched::HEARING_STATE_SCHEDULED : hearing.state();
  if (found != states.end() && found->second == wanted) {
    ++tally.unchanged;
    return;
  }
  if (found != states.end() && found->second != sched::HEARING_STATE_SCHEDULED) {
    tally.Reject(row.place, "the hearing is there and stands otherwise");
    return;
  }
  if (found == states.end() && hearing.previous_hearing().empty()) {
    if (const absl::Status status = Schedule(connection, stub, hearing); !status.ok()) {
      tally.Reject(row.place, status);
      return;
    }
  }
  if (const absl::Status status = Conclude(connection, stub, hearing); !status.ok()) {
    tally.Reject(row.place, status);
    return;
  }
  ++tally.created;
}

}  // namespace

void ImportHearings(Connection& connection, const std::vector<Row<sched::Hearing>>& rows, Tally& tally) {
  HearingService::Stub stub(connection.ChannelTo(Service::kScheduling));
  std::unordered_map<std::string, States> offices;
  for (const auto& row : rows) {
    const std::string office = OfficeName(OfficeId(row.resource.name()));
    auto known = offices.find(office);
    if (known == offices.end()) {
      known = offices.emplace(office, StatesOf(connection, stub, office)).first;
    }
    ImportOne(connection, stub, row, known->second, tally);
  }
}

}  // namespace amparo::cli
