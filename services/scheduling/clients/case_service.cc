#include "services/scheduling/clients/case_service.h"

#include <utility>

#include "absl/time/clock.h"
#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/case_service.pb.h"
#include "amparo/cases/v1/office.pb.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::scheduling {
namespace {

constexpr char kGetCase[] = "/amparo.cases.v1.CaseService/GetCase";
constexpr char kGetOffice[] = "/amparo.cases.v1.OfficeService/GetOffice";
constexpr absl::Duration kRetryAfter = absl::Seconds(1);

// The bounds of one question: the call's own, less a rest in which to answer.
Limits QuestionLimits(const Limits& limits) {
  const absl::Time now = absl::Now();
  Limits question = limits;
  if (limits.deadline != absl::InfiniteFuture()) question.deadline = now + limits.Remaining(now) * 0.75;
  return question;
}

// What a failed question means to our caller. `type` and `name` say what was asked for.
absl::Status Explain(const absl::Status& status, const Limits& call, std::string_view type, const std::string& name) {
  const absl::Time now = absl::Now();
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
      return errors::NotFound(type, name);
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
      if (call.Over(now)) return call.WhyOver(now);
      return errors::Unavailable(
          kCaseServiceUnreachable,
          StrCat("the case service could not be asked for ", name, " (",
                 FromAbsl(absl::StatusCodeToString(status.code())), "); nothing was changed, try again"),
          kRetryAfter);
    default:
      // Anything else is a fault of ours, such as a certificate it does not know.
      return absl::InternalError(StrCat("the case service answered ", status.ToString()));
  }
}

bool IsOpen(cases::v1::CaseStage stage) {
  switch (stage) {
    case cases::v1::CASE_STAGE_CLOSED:
    case cases::v1::CASE_STAGE_DECLINED:
    case cases::v1::CASE_STAGE_INACTIVE:
    case cases::v1::CASE_STAGE_UNSPECIFIED:
      return false;
    default:
      return true;
  }
}

}  // namespace

Task<absl::Status> CaseService::RequireOpenCase(const rpc::CallContext& context, Key case_key) {
  const std::string name = BuildName(Collection::kCases, case_key);
  cases::v1::GetCaseRequest request;
  request.set_name(name);
  const absl::StatusOr<cases::v1::Case> found =
      co_await client_.Unary<cases::v1::Case>(kGetCase, request, QuestionLimits(context.limits()), context.trace());
  if (!found.ok()) co_return Explain(found.status(), context.limits(), "case", name);
  if (!IsOpen(found->stage())) {
    co_return errors::FailedPrecondition("CASE_NOT_OPEN", name, "the case must not be closed, declined or inactive");
  }
  co_return absl::OkStatus();
}

bool CaseService::Knows(const std::string& office) {
  absl::MutexLock lock(&mutex_);
  return offices_.contains(office);
}

Task<absl::Status> CaseService::RequireOffice(const rpc::CallContext& context, std::string office) {
  if (Knows(office)) co_return absl::OkStatus();
  const std::string name = OfficeName(office);
  cases::v1::GetOfficeRequest request;
  request.set_name(name);
  const absl::StatusOr<cases::v1::Office> found =
      co_await client_.Unary<cases::v1::Office>(kGetOffice, request, QuestionLimits(context.limits()), context.trace());
  if (!found.ok()) co_return Explain(found.status(), context.limits(), "office", name);
  absl::MutexLock lock(&mutex_);
  offices_.insert(std::move(office));
  co_return absl::OkStatus();
}

}  // namespace amparo::scheduling
