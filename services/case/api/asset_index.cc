#include "services/case/api/asset_index.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "services/case/api/people_index.h"
#include "services/case/convert/asset_convert.h"
#include "services/case/convert/record_convert.h"

namespace amparo::cases {
namespace {

constexpr int32_t kAssetsAtOnce = 100;
constexpr absl::Duration kAssetPatience = absl::Minutes(1);

absl::Status IndexAsset(Work& work, const AssetName& name) {
  const RecordKey key = KeyOf(name);
  AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> record, work.Find(key));
  if (!record) return absl::OkStatus();
  AMPARO_ASSIGN_OR_RETURN(const v1::Asset message, MessageIn<v1::Asset>(*record));
  AMPARO_ASSIGN_OR_RETURN(const std::optional<std::string> identifier, work.Open(key, *record));
  const auto kind = static_cast<AssetKind>(message.kind());
  const auto term = identifier ? AssetTerm(kind, *identifier) : std::nullopt;
  if (!term) return absl::InternalError("an asset has no identifier to be found by");
  return work.Index(key, std::vector<std::string>(1, *term));
}

// Indexes assets of one office in one transaction.
absl::Status IndexAssetBatch(Store& store, std::vector<AssetName> names) {
  ActStamp stamp;
  stamp.office = names.front().office;
  stamp.caller = kIndexPeopleCaller;
  stamp.method = "case-service/index-people";
  WorkBody body = [names = std::move(names)](Work& work) -> absl::StatusOr<std::string> {
    for (const AssetName& name : names) AMPARO_RETURN_IF_ERROR(IndexAsset(work, name));
    return std::string();
  };
  return SyncWait(store.RunWork(std::move(stamp), std::move(body), Limits::For(kAssetPatience))).status();
}

}  // namespace

absl::StatusOr<int64_t> IndexAssets(Store& store, NetworkStore& network) {
  int64_t indexed = 0;
  AssetName after;
  while (true) {
    AMPARO_ASSIGN_OR_RETURN(std::vector<AssetName> names,
                            SyncWait(network.AssetsNotIndexed(after, kAssetsAtOnce, Limits::For(kAssetPatience))));
    if (names.empty()) return indexed;
    // A transaction is of one office: what is left comes with the next batch.
    std::erase_if(names, [office = names.front().office](const AssetName& name) { return name.office != office; });
    after = names.back();
    indexed += static_cast<int64_t>(names.size());
    AMPARO_RETURN_IF_ERROR(IndexAssetBatch(store, std::move(names)));
  }
}

}  // namespace amparo::cases
