#include "services/case/api/rpc_roles.h"

#include <string>

#include "amparo/options/v1/options.pb.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "google/protobuf/descriptor.h"

namespace amparo::cases {

access::RoleSet RolesOfRpc(std::string_view rpc) {
  const std::string name = StrCat("amparo.cases.v1.", rpc);
  const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  AMPARO_CHECK(method != nullptr, "what is shown is shown by an RPC of the contract");
  return access::RoleSet::Of(method->options().GetExtension(options::v1::authz));
}

}  // namespace amparo::cases
