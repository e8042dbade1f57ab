#include "services/scheduling/clients/case_service.h"

#include <optional>
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

absl::Status RequireOpen(const cases::v1::Case& found) {
  if (IsOpen(found.stage())) return absl::OkStatus();
  return errors::FailedPrecondition("CASE_NOT_OPEN", found.name(), "the case must not be closed, declined or inactive");
}

}  // namespace

Task<absl::StatusOr<cases::v1::Case>> CaseService::FindCase(const rpc::CallContext* context, std::string name) {
  cases::v1::GetCaseRequest request;
  request.set_name(name);
  absl::StatusOr<cases::v1::Case> found =
      co_await client_.Unary<cases::v1::Case>(kGetCase, request, QuestionLimits(context->limits()), context->trace());
  if (!found.ok()) co_return Explain(found.status(), context->limits(), "case", name);
  co_return found;
}

Task<absl::Status> CaseService::RequireOpenCase(const rpc::CallContext& context, Key case_key) {
  const std::string name = BuildName(Collection::kCases, case_key);
  const absl::StatusOr<cases::v1::Case> found = co_await FindCase(&context, name);
  if (!found.ok()) co_return found.status();
  if (!found->merged_into().empty()) co_return errors::Merged("CASE_MERGED", "case", name, found->merged_into());
  co_return RequireOpen(*found);
}

Task<absl::StatusOr<cases::v1::Case>> CaseService::FindStanding(const rpc::CallContext* context, Key case_key) {
  absl::StatusOr<cases::v1::Case> found = co_await FindCase(context, BuildName(Collection::kCases, case_key));
  if (found.ok() && !found->merged_into().empty()) {
    const std::string survivor = found->merged_into();
    found = co_await FindCase(context, survivor);
  }
  co_return found;
}

Task<absl::Status> CaseService::RequireOpenMatter(const rpc::CallContext& context, Key case_key) {
  const absl::StatusOr<cases::v1::Case> found = co_await FindStanding(&context, std::move(case_key));
  if (!found.ok()) co_return found.status();
  co_return RequireOpen(*found);
}

Task<absl::StatusOr<std::vector<Key>>> CaseService::CasesOfMatter(const rpc::CallContext& context, Key case_key) {
  const absl::StatusOr<cases::v1::Case> standing = co_await FindStanding(&context, std::move(case_key));
  if (!standing.ok()) co_return standing.status();
  std::vector<std::string> names(standing->merged_cases().begin(), standing->merged_cases().end());
  names.push_back(standing->name());
  std::vector<Key> matter;
  for (const std::string& name : names) {
    if (std::optional<Key> key = ParseName(Collection::kCases, name)) matter.push_back(*std::move(key));
  }
  co_return matter;
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
