#include "services/cli/hearing_table.h"

#include "amparo/scheduling/v1/court.grpc.pb.h"
#include "services/cli/values.h"

namespace amparo::cli {

namespace sched = scheduling::v1;

Table HearingTable() {
  return Table({"start", "day", "state", "purpose", "minutes", "adjourned_for", "side", "case", "name"});
}

Json HearingRow(const sched::Hearing& hearing) {
  Json row{{"start", TextOf(hearing.start_time())},
           {"day", TextOf(hearing.hearing_date())},
           {"state", ShortName(*sched::HearingState_descriptor(), "HEARING_STATE_", hearing.state())},
           {"purpose", ShortName(*sched::HearingPurpose_descriptor(), "HEARING_PURPOSE_", hearing.purpose())},
           {"minutes", hearing.duration().seconds() / 60},
           {"case", hearing.case_()},
           {"name", hearing.name()}};
  if (hearing.has_adjournment()) {
    row["adjourned_for"] =
        ShortName(*sched::AdjournmentReason_descriptor(), "ADJOURNMENT_REASON_", hearing.adjournment().reason());
    row["side"] = ShortName(*sched::ResponsibleSide_descriptor(), "RESPONSIBLE_SIDE_", hearing.adjournment().side());
  }
  return row;
}

absl::TimeZone ZoneOfCourt(Connection& connection, const std::string& court) {
  sched::CourtService::Stub stub(connection.ChannelTo(Service::kScheduling));
  sched::GetCourtRequest request;
  request.set_name(court);
  return ZoneOf(connection.Call(stub, &sched::CourtService::Stub::GetCourt, request, "reading the court").time_zone());
}

}  // namespace amparo::cli
