#include "tests/integration/services/cli/fake_services.h"

#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/rpc/tls.h"

namespace amparo::testing {
namespace {

using grpc::ServerContext;
using grpc::Status;

void Keep(const ServerContext& context, FakeShown& shown) {
  const std::lock_guard lock(shown.mutex);
  const auto values = context.client_metadata().equal_range("authorization");
  for (auto value = values.first; value != values.second; ++value) {
    shown.authorizations.emplace_back(value->second.data(), value->second.size());
  }
}

void KeepOffice(const std::string& office, FakeShown& shown) {
  const std::lock_guard lock(shown.mutex);
  shown.offices.push_back(office);
}

struct Cases final : cases::v1::CaseService::Service {
  Cases(const FakeAnswers& a, FakeShown& s) : answers(a), shown(s) {}
  Status GetCase(ServerContext* context, const cases::v1::GetCaseRequest*, cases::v1::Case* response) override {
    Keep(*context, shown);
    *response = answers.record;
    return Status::OK;
  }
  const FakeAnswers& answers;
  FakeShown& shown;
};

struct Offices final : cases::v1::OfficeService::Service {
  Status GetOffice(ServerContext*, const cases::v1::GetOfficeRequest* request, cases::v1::Office* response) override {
    response->set_name(request->name());
    response->set_time_zone("Asia/Phnom_Penh");
    return Status::OK;
  }
};

struct Parties final : cases::v1::PartyService::Service {
  explicit Parties(const FakeAnswers& a) : answers(a) {}
  Status ListParties(ServerContext*, const cases::v1::ListPartiesRequest*,
                     cases::v1::ListPartiesResponse* response) override {
    response->mutable_parties()->Assign(answers.parties.begin(), answers.parties.end());
    return Status::OK;
  }
  const FakeAnswers& answers;
};

struct Network final : cases::v1::NetworkService::Service {
  explicit Network(const FakeAnswers& a) : answers(a) {}
  Status GetVenue(ServerContext*, const cases::v1::GetVenueRequest* request, cases::v1::Venue* response) override {
    for (const auto& venue : answers.venues) {
      if (venue.name() == request->name()) *response = venue;
    }
    return response->name().empty() ? Status(grpc::StatusCode::NOT_FOUND, "no such venue") : Status::OK;
  }
  const FakeAnswers& answers;
};

struct Timeline final : cases::v1::TimelineService::Service {
  explicit Timeline(const FakeAnswers& a) : answers(a) {}
  Status ListTimeline(ServerContext*, const cases::v1::ListTimelineRequest* request,
                      cases::v1::ListTimelineResponse* response) override {
    for (const auto& entry : answers.timeline.entries()) {
      const auto& kinds = request->kinds();
      const bool wanted = kinds.empty() || std::find(kinds.begin(), kinds.end(), entry.kind()) != kinds.end();
      if (wanted) *response->add_entries() = entry;
    }
    return Status::OK;
  }
  const FakeAnswers& answers;
};

struct Charges final : cases::v1::ChargeService::Service {
  explicit Charges(const FakeAnswers& a) : answers(a) {}
  Status ListCharges(ServerContext*, const cases::v1::ListChargesRequest* request,
                     cases::v1::ListChargesResponse* response) override {
    // Short pages: whoever wants all asks again.
    constexpr std::size_t kMostOfPage = 40;
    const std::size_t begin = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    const std::size_t end =
        std::min(answers.charges.size(), begin + std::min(static_cast<std::size_t>(request->page_size()), kMostOfPage));
    for (std::size_t i = begin; i < end; ++i) *response->add_charges() = answers.charges[i];
    if (end < answers.charges.size()) response->set_next_page_token(std::to_string(end));
    return Status::OK;
  }
  Status GetCaseStandings(ServerContext*, const cases::v1::GetCaseStandingsRequest*,
                          cases::v1::CaseStandings* response) override {
    *response = answers.standings;
    return Status::OK;
  }
  const FakeAnswers& answers;
};

struct Sentences final : cases::v1::SentenceService::Service {
  explicit Sentences(const FakeAnswers& a) : answers(a) {}
  Status GetEffectiveSentence(ServerContext*, const cases::v1::GetEffectiveSentenceRequest*,
                              cases::v1::EffectiveSentence* response) override {
    *response = answers.sentence;
    return Status::OK;
  }
  const FakeAnswers& answers;
};

struct Appeals final : cases::v1::AppealService::Service {
  Status ListAppeals(ServerContext*, const cases::v1::ListAppealsRequest* request,
                     cases::v1::ListAppealsResponse* response) override {
    // Told by what was asked for.
    response->add_appeals()->set_name(request->parent());
    response->mutable_appeals(0)->set_state(request->state());
    return Status::OK;
  }
};

struct Hearings final : scheduling::v1::HearingService::Service {
  explicit Hearings(const FakeAnswers& a) : answers(a) {}
  Status ListHearings(ServerContext*, const scheduling::v1::ListHearingsRequest* request,
                      scheduling::v1::ListHearingsResponse* response) override {
    for (const scheduling::v1::Hearing& hearing : answers.hearings) {
      if (hearing.case_() == request->case_()) *response->add_hearings() = hearing;
    }
    return Status::OK;
  }
  const FakeAnswers& answers;
};

struct Feed final : cases::v1::FeedService::Service {
  Feed(const FakeAnswers& a, FakeShown& s) : answers(a), shown(s) {}
  Status Watch(ServerContext* context, const feed::v1::WatchRequest* request,
               grpc::ServerWriter<feed::v1::WatchResponse>* out) override {
    Keep(*context, shown);
    KeepOffice(request->office(), shown);
    out->Write(answers.changes);
    return Status::OK;
  }
  const FakeAnswers& answers;
  FakeShown& shown;
};

struct Reports final : statistics::v1::ReportService::Service {
  Reports(const FakeAnswers& a, FakeShown& s) : answers(a), shown(s) {}
  Status QueryConvictions(ServerContext*, const statistics::v1::QueryConvictionsRequest* request,
                          statistics::v1::QueryConvictionsResponse* response) override {
    for (const std::string& office : request->filter().offices()) KeepOffice(office, shown);
    *response = answers.convictions;
    return Status::OK;
  }
  Status QueryAdjournments(ServerContext*, const statistics::v1::QueryAdjournmentsRequest*,
                           statistics::v1::QueryAdjournmentsResponse* response) override {
    *response = answers.adjournments;
    return Status::OK;
  }
  Status GetHighlights(ServerContext*, const statistics::v1::GetHighlightsRequest* request,
                       statistics::v1::GetHighlightsResponse* response) override {
    KeepOffice(request->office(), shown);
    *response = answers.highlights;
    return Status::OK;
  }
  Status GetStatus(ServerContext*, const statistics::v1::GetStatusRequest*,
                   statistics::v1::GetStatusResponse* response) override {
    *response = answers.status;
    return Status::OK;
  }
  const FakeAnswers& answers;
  FakeShown& shown;
};

}  // namespace

FakeServices::FakeServices(const FakeAnswers& answers) {
  services_.push_back(std::make_unique<Cases>(answers, shown_));
  services_.push_back(std::make_unique<Offices>());
  services_.push_back(std::make_unique<Parties>(answers));
  services_.push_back(std::make_unique<Network>(answers));
  services_.push_back(std::make_unique<Charges>(answers));
  services_.push_back(std::make_unique<Sentences>(answers));
  services_.push_back(std::make_unique<Appeals>());
  services_.push_back(std::make_unique<Timeline>(answers));
  services_.push_back(std::make_unique<Hearings>(answers));
  services_.push_back(std::make_unique<Feed>(answers, shown_));
  services_.push_back(std::make_unique<Reports>(answers, shown_));
  const auto credentials = rpc::ServerCredentials(authority_.Issue("services"));
  AMPARO_CHECK(credentials.ok(), "the test's certificates can be read");
  // As rpc::Server says it for the whole process: whether a test with one ran before must make no difference.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", *credentials, &port_);
  for (const auto& service : services_) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  AMPARO_CHECK(server_ != nullptr, "the test's services can be started");
}

FakeServices::~FakeServices() {
  server_->Shutdown(std::chrono::system_clock::now());
}

std::vector<std::string> FakeServices::TakeAuthorizations() {
  const std::lock_guard lock(shown_.mutex);
  return std::exchange(shown_.authorizations, {});
}

std::vector<std::string> FakeServices::TakeOffices() {
  const std::lock_guard lock(shown_.mutex);
  return std::exchange(shown_.offices, {});
}

config::v1::CliConfig FakeServices::Config() const {
  config::v1::CliConfig config;
  const std::string address = StrCat("127.0.0.1:", port_);
  config.set_case_address(address);
  config.set_scheduling_address(address);
  config.set_statistics_address(address);
  *config.mutable_tls() = authority_.Issue("somebody");
  return config;
}

}  // namespace amparo::testing
