#include "common/rpc/service_binding.h"

#include "common/base/strings.h"

namespace amparo::rpc {

ServiceBinding::ServiceBinding(std::string_view full_name)
    : name_(full_name), service_(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name_)) {
  if (service_ == nullptr) status_ = absl::InvalidArgumentError(StrCat("there is no service ", name_));
}

ServiceBinding& ServiceBinding::Bind(std::string_view method, const Descriptor* request, const Descriptor* response,
                                     bool client_streams, bool server_streams, BoundMethod bound) {
  if (!status_.ok()) return *this;
  const std::string name(method);
  bound.descriptor = service_->FindMethodByName(name);
  if (bound.descriptor == nullptr) {
    status_ = absl::InvalidArgumentError(StrCat(name_, " has no method ", name));
  } else if (bound.descriptor->input_type() != request || bound.descriptor->output_type() != response ||
             bound.descriptor->client_streaming() != client_streams ||
             bound.descriptor->server_streaming() != server_streams) {
    status_ = absl::InvalidArgumentError(StrCat(name_, ".", name, " is bound to a handler of another shape"));
  } else if (!methods_.emplace(name, std::move(bound)).second) {
    status_ = absl::InvalidArgumentError(StrCat(name_, ".", name, " is bound twice"));
  }
  return *this;
}

absl::StatusOr<std::vector<BoundMethod>> ServiceBinding::Build() const {
  if (!status_.ok()) return status_;
  std::vector<BoundMethod> result;
  for (int i = 0; i < service_->method_count(); ++i) {
    const auto& method = *service_->method(i);
    const auto bound = methods_.find(method.name());
    if (bound == methods_.end()) {
      return absl::InvalidArgumentError(StrCat(method.full_name(), " is not bound to a handler"));
    }
    if (auto rule = RuleOf(method); !rule.ok()) return rule.status();
    result.push_back(bound->second);
  }
  return result;
}

}  // namespace amparo::rpc
