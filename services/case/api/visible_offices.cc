#include "services/case/api/visible_offices.h"

#include "amparo/cases/v1/office.pb.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "services/case/api/support.h"

namespace amparo::cases {

std::optional<std::vector<std::string>> VisibleTo(const access::Caller& caller) {
  if (caller.sees_all_offices()) return std::nullopt;
  return caller.offices();
}

Task<absl::StatusOr<std::vector<std::string>>> VisibleOffices(Store* store, rpc::CallContext* context,
                                                              std::size_t most) {
  const auto limit = static_cast<int32_t>(most + 1);
  AMPARO_CO_ASSIGN_OR_RETURN(
      const std::vector<Record> records,
      co_await store->ListOffices(std::string(), VisibleTo(context->caller()), limit, context->limits()));
  if (records.size() > most) {
    co_return errors::FailedPrecondition("TOO_MANY_OFFICES", "offices/-",
                                         StrCat("the caller sees more than ", most, " offices: ask one by one"));
  }
  std::vector<std::string> offices;
  for (const Record& record : records) {
    AMPARO_CO_ASSIGN_OR_RETURN(const v1::Office message, MessageIn<v1::Office>(record));
    const auto name = ParseName<OfficeName>(message.name());
    if (name) offices.push_back(name->office);
  }
  co_return offices;
}

}  // namespace amparo::cases
