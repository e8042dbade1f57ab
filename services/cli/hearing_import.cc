#include "services/cli/hearing_import.h"

#include <unordered_map>
#include <unordered_set>

#include "amparo/scheduling/v1/hearing.grpc.pb.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace sched = scheduling::v1;
using sched::HearingService;
using States = std::unordered_map<std::string, sched::HearingState>;

// What is known of an office's hearings.
struct Calendar {
  // How they stood before the import.
  States before;
  // Those that the import put on the calendar by adjourning the one they go on from.
  std::unordered_set<std::string> continued;
};

// Where the office's hearings stand now, so that a repeated import asks once and not for each.
States StatesOf(Connection& connection, HearingService::Stub& stub, const std::string& office) {
  States states;
  sched::ListHearingsRequest request;
  request.set_parent(office);
  EachPage(connection, stub, &HearingService::Stub::ListHearings, request, 0, "listing the hearings of " + office,
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
  request.set_parent(OfficeOf(hearing.name()));
  request.set_hearing_id(LastPart(hearing.name()));
  request.set_request_id(UuidFromKey("schedule " + hearing.name()));
  *request.mutable_hearing() = hearing;
  sched::Hearing response;
  return connection.Try(stub, &HearingService::Stub::ScheduleHearing, request, response);
}

// The one act from SCHEDULED to where the hearing stands in the end.
absl::Status Conclude(Connection& connection, HearingService::Stub& stub, const sched::Hearing& hearing,
                      Calendar& calendar) {
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
    const absl::Status status = connection.Try(stub, &HearingService::Stub::AdjournHearing, request, response);
    if (response.has_next_hearing()) {
      calendar.continued.insert(response.next_hearing().name());
    }
    return status;
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

// Makes the hearing stand as its row says; whether anything was changed for that.
absl::StatusOr<bool> ImportOne(Connection& connection, HearingService::Stub& stub, const sched::Hearing& hearing,
                               Calendar& calendar) {
  const auto before = calendar.before.find(hearing.name());
  const bool there = before != calendar.before.end() || calendar.continued.contains(hearing.name());
  const auto wanted =
      hearing.state() == sched::HEARING_STATE_UNSPECIFIED ? sched::HEARING_STATE_SCHEDULED : hearing.state();
  if (before != calendar.before.end() && before->second == wanted) return false;
  if (before != calendar.before.end() && before->second != sched::HEARING_STATE_SCHEDULED) {
    return absl::FailedPreconditionError("the hearing is there and stands otherwise");
  }
  if (!there && !hearing.previous_hearing().empty()) {
    return absl::FailedPreconditionError("the hearing that it goes on from was not adjourned to it");
  }
  if (!there) {
    if (absl::Status status = Schedule(connection, stub, hearing); !status.ok()) return status;
  }
  if (absl::Status status = Conclude(connection, stub, hearing, calendar); !status.ok()) return status;
  return true;
}

}  // namespace

void ImportHearings(Connection& connection, const std::vector<Row<sched::Hearing>>& rows, Tally& tally) {
  HearingService::Stub stub(connection.ChannelTo(Service::kScheduling));
  std::unordered_map<std::string, Calendar> offices;
  for (const auto& row : rows) {
    const std::string office = OfficeOf(row.resource.name());
    if (office == OfficeName(row.resource.name())) {
      tally.Reject(row.place, "name: must be offices/OFFICE/hearings/ID");
      continue;
    }
    auto known = offices.find(office);
    if (known == offices.end()) {
      const auto before = StatesOf(connection, stub, office);
      known = offices.emplace(office, Calendar{before, {}}).first;
    }
    const absl::StatusOr<bool> changed = ImportOne(connection, stub, row.resource, known->second);
    if (!changed.ok()) {
      tally.Reject(row.place, changed.status());
    } else {
      ++(*changed ? tally.created : tally.unchanged);
    }
  }
}

}  // namespace amparo::cli
