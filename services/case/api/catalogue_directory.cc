#include "services/case/api/catalogue_directory.h"

#include <utility>

namespace amparo::cases {

Task<absl::StatusOr<std::shared_ptr<const Catalogue>>> CatalogueDirectory::Current(absl::Time now, Limits limits) {
  std::shared_ptr<const Catalogue> known;
  {
    const std::lock_guard lock(mutex_);
    known = known_;
    if (known && now - read_ < kFresh) co_return known;
  }
  absl::StatusOr<Catalogue> loaded = co_await store_->LoadCatalogue(std::move(limits));
  if (!loaded.ok()) {
    if (known) co_return known;
    co_return loaded.status();
  }
  const std::lock_guard lock(mutex_);
  known_ = std::make_shared<const Catalogue>(*std::move(loaded));
  read_ = now;
  co_return known_;
}

}  // namespace amparo::cases
