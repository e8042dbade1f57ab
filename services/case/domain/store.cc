#include "services/case/domain/store.h"

namespace amparo::cases {

std::string NameOf(const RecordKey& key) {
  const bool in_case = ParentOf(key.kind) == Parent::kCase;
  return names_internal::Join(key.kind, key.office, in_case ? key.case_id : key.id, key.id);
}

}  // namespace amparo::cases
