#include "common/rpc/call_context.h"

#include "common/errors/errors.h"

namespace amparo::rpc {

absl::Status CallContext::RequireOffice(std::string_view office, std::string_view type, std::string_view name) {
  if (!caller().MaySee(office)) return errors::NotFound(type, name);
  set_office(office);
  return absl::OkStatus();
}

}  // namespace amparo::rpc
