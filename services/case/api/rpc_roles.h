// Who may call an RPC of the service, as the contract says, where another RPC shows what it shows.
#pragma once

#include <string_view>

#include "common/access/access.h"

namespace amparo::cases {

// The roles that may call `rpc` of the package, such as "CaseService.GetCase". There is such an RPC.
access::RoleSet RolesOfRpc(std::string_view rpc);

}  // namespace amparo::cases
