// All services at one address, which answer what a test put in.
#pragma once

#include <grpcpp/server.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "amparo/cases/v1/appeal.grpc.pb.h"
#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "amparo/cases/v1/charge.grpc.pb.h"
#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "amparo/cases/v1/network.grpc.pb.h"
#include "amparo/cases/v1/office.grpc.pb.h"
#include "amparo/cases/v1/party.grpc.pb.h"
#include "amparo/cases/v1/sentence_service.grpc.pb.h"
#include "amparo/cases/v1/timeline.grpc.pb.h"
#include "amparo/config/v1/cli.pb.h"
#include "amparo/scheduling/v1/hearing.grpc.pb.h"
#include "amparo/statistics/v1/report.grpc.pb.h"
#include "common/testing/certificates.h"

namespace amparo::testing {

// What the services know. There is one case.
struct FakeAnswers {
  cases::v1::Case record;
  std::vector<cases::v1::Party> parties;
  std::vector<cases::v1::Charge> charges;
  cases::v1::CaseStandings standings;
  cases::v1::EffectiveSentence sentence;
  std::vector<cases::v1::Venue> venues;
  cases::v1::ListTimelineResponse timeline;
  std::vector<scheduling::v1::Hearing> hearings;
  feed::v1::WatchResponse changes;
  statistics::v1::QueryConvictionsResponse convictions;
  statistics::v1::QueryAdjournmentsResponse adjournments;
  statistics::v1::GetHighlightsResponse highlights;
  statistics::v1::GetStatusResponse status;
};

// What calls showed.
struct FakeShown {
  std::mutex mutex;
  // By which a case was read or the feed was watched: each `authorization` of their metadata.
  std::vector<std::string> authorizations;
  // Of which the feed, convictions or highlights were to tell.
  std::vector<std::string> offices;
};

// Serves until destroyed; `answers` must outlive it.
class FakeServices {
 public:
  explicit FakeServices(const FakeAnswers& answers);
  ~FakeServices();

  // What was shown since it was asked last.
  std::vector<std::string> TakeAuthorizations();
  std::vector<std::string> TakeOffices();

  // A client's configuration for these services.
  config::v1::CliConfig Config() const;

 private:
  FakeShown shown_;
  TestCa authority_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace amparo::testing
