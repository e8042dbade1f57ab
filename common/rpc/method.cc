#include "common/rpc/method.h"

#include "common/base/strings.h"
#include "common/config/config.h"

namespace amparo::rpc {
namespace {

const config::v1::ClassLimits& LimitsOf(options::v1::WorkClass work_class, const config::v1::Limits& limits) {
  switch (work_class) {
    case options::v1::WORK_CLASS_BATCH:
      return limits.batch();
    case options::v1::WORK_CLASS_FEED:
      return limits.feed();
    default:
      return limits.interactive();
  }
}

// In the configuration 0 means that there is none.
absl::Duration OrInfinite(const google::protobuf::Duration& configured) {
  const absl::Duration duration = config::ToDuration(configured);
  return duration > absl::ZeroDuration() ? duration : absl::InfiniteDuration();
}

std::string TypeName(const google::protobuf::MethodDescriptor& method) {
  if (method.client_streaming()) return "client_stream";
  return method.server_streaming() ? "server_stream" : "unary";
}

}  // namespace

absl::StatusOr<options::v1::AuthzRule> RuleOf(const google::protobuf::MethodDescriptor& method) {
  const auto& options = method.options();
  if (!options.HasExtension(options::v1::authz)) {
    return absl::InvalidArgumentError(StrCat(method.full_name(), " has no option (amparo.options.v1.authz)"));
  }
  const options::v1::AuthzRule& rule = options.GetExtension(options::v1::authz);
  if (access::RoleSet::Of(rule).empty()) {
    return absl::InvalidArgumentError(StrCat(method.full_name(), " names no role that may call it"));
  }
  if (rule.work_class() == options::v1::WORK_CLASS_UNSPECIFIED || !options::v1::WorkClass_IsValid(rule.work_class())) {
    return absl::InvalidArgumentError(StrCat(method.full_name(), " names no class of work"));
  }
  return rule;
}

Method::Method(BoundMethod bound, options::v1::AuthzRule rule, Environment& environment)
    : bound_(std::move(bound)),
      environment_(environment),
      roles_(access::RoleSet::Of(rule)),
      work_class_(rule.work_class()),
      path_(StrCat("/", service_name(), "/", method_name())),
      metrics_(*environment.registry, service_name(), method_name(), TypeName(*bound_.descriptor)) {
  const auto& limits = LimitsOf(work_class_, environment.limits);
  default_deadline_ = OrInfinite(limits.default_deadline());
  max_deadline_ = OrInfinite(limits.max_deadline());
}

}  // namespace amparo::rpc
