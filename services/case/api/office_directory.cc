#include "services/case/api/office_directory.h"

#include <mutex>

#include "common/base/status_macros.h"
#include "services/case/convert/office_convert.h"
#include "services/case/convert/record_convert.h"

namespace amparo::cases {

std::shared_ptr<const OfficeFacts> OfficeDirectory::Known(const std::string& office) const {
  std::shared_lock lock(mutex_);
  const auto at = known_.find(office);
  return at == known_.end() ? nullptr : at->second;
}

Task<absl::StatusOr<std::shared_ptr<const OfficeFacts>>> OfficeDirectory::Find(std::string office, Limits limits) {
  std::shared_ptr<const OfficeFacts> known = Known(office);
  if (known) co_return known;
  const RecordKey key = KeyOf(OfficeName{office});
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->GetLatest(key, std::move(limits)));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Office message, MessageIn<v1::Office>(record));
  const Office value = OfficeFromStored(message);
  auto facts = std::make_shared<OfficeFacts>();
  facts->id = office;
  facts->country_code = value.country_code;
  facts->currency_code = value.currency_code;
  facts->open_date = value.open_date;
  if (!absl::LoadTimeZone(value.time_zone, &facts->zone)) {
    co_return absl::InternalError("the zone of a stored office is not on this machine");
  }
  std::unique_lock lock(mutex_);
  co_return known_.emplace(std::move(office), std::move(facts)).first->second;
}

Task<absl::StatusOr<absl::CivilDay>> OfficeDirectory::Today(std::string office, absl::Time now, Limits limits) {
  const auto found = co_await Find(std::move(office), std::move(limits));
  if (!found.ok()) co_return found.status();
  co_return (*found)->Today(now);
}

}  // namespace amparo::cases
