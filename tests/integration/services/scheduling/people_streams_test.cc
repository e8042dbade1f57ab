// Every stream of the scheduling service, opened by people and ended for them.
#include "tests/integration/services/people_streams.h"

#include <gtest/gtest.h>

#include "amparo/audit/v1/audit.pb.h"
#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

TEST(PeoplesStreamsOfScheduling, EndWithWhatAPersonMayDo) {
  constexpr std::string_view kPackage = "amparo.scheduling.v1";
  ASSERT_EQ(StreamsOf(kPackage).size(), 3u) << "a stream came or went: it is looked at here";
  Calendar calendar;
  calendar.Scheduled(At(2014, 11, 12));
  const auto request_of = [](const google::protobuf::MethodDescriptor& method) {
    // The feed needs to be asked nothing.
    audit::v1::VerifyAuditRequest verify;
    if (method.name() == "VerifyAudit") verify.set_name(kLaPaz);
    return verify.SerializeAsString();
  };
  ExpectStreamsToEnd({calendar.server(), calendar.test_people(), calendar.clock(), kPackage, "la-paz",
                      "statistics-service", request_of});
}

}  // namespace
}  // namespace amparo::testing
