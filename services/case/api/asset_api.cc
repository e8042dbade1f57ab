#include "services/case/api/asset_api.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/network_changes.h"
#include "services/case/api/reads.h"
#include "services/case/convert/asset_convert.h"

namespace amparo::cases {
namespace {

// What an asset's new identifier says, and the other asset that stands under it already.
struct NewIdentifier {
  std::string term;
  std::optional<AssetName> other = std::nullopt;
};

Task<absl::StatusOr<NewIdentifier>> LookFor(Store* store, NetworkStore* network, RecordKey key, std::string identifier,
                                            Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store->GetLatest(key, limits));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Asset asset, MessageIn<v1::Asset>(record));
  NewIdentifier looked;
  const auto kind = static_cast<AssetKind>(asset.kind());
  const std::optional<std::string> term = AssetTerm(kind, identifier);
  // What says nothing is refused where the whole asset is checked.
  if (!term) co_return looked;
  looked.term = *term;
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Record> known,
                             co_await network->FindAssets(key.office, kind, *term, std::move(limits)));
  for (const Record& one : known) {
    if (one.id != key.id) looked.other = AssetName{key.office, one.id};
  }
  co_return looked;
}

// The change that an update makes; `identifier` is there when it brings a new one.
absl::StatusOr<Change> UpdatedAsset(const Update<v1::Asset>& update, const Record& record,
                                    const std::optional<NewIdentifier>& identifier) {
  const auto check = [&identifier](const Asset& value, const v1::Asset& message, Violations& found) {
    if (identifier) {
      CheckAsset(value, message.identifier(), found);
    } else {
      CheckDescription(value, found);
    }
  };
  AMPARO_ASSIGN_OR_RETURN(Change change,
                          UpdatedInNetwork(update, record, "asset", &AssetFromRequest, &AssetFromStored, check));
  if (!identifier) return change;
  if (identifier->other) return errors::AlreadyExists(KindWord(Kind::kAsset), ToString(*identifier->other));
  change.terms = std::vector<std::string>(1, identifier->term);
  return change;
}

}  // namespace

rpc::ServiceBinding AssetApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.AssetService");
  binding.Unary<&AssetApi::CreateAsset>("CreateAsset", this)
      .Unary<&AssetApi::GetAsset>("GetAsset", this)
      .Unary<&AssetApi::ListAssets>("ListAssets", this)
      .Unary<&AssetApi::FindAssets>("FindAssets", this)
      .Unary<&AssetApi::UpdateAsset>("UpdateAsset", this)
      .Unary<&AssetApi::WithdrawAsset>("WithdrawAsset", this);
  return binding;
}

Task<absl::StatusOr<v1::Asset>> AssetApi::CreateAsset(rpc::CallContext& context, v1::CreateAssetRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const AssetName name{parent.office, rpc::GivenOrNewId(request.asset_id(), "asset_id", now, violations)};
  Violations found("asset.");
  Asset value = AssetFromRequest(request.asset(), name, found);
  CheckAsset(value, request.asset().identifier(), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  co_return co_await Enter(&context, std::move(request), std::move(value));
}

Task<absl::StatusOr<v1::Asset>> AssetApi::Enter(rpc::CallContext* context, v1::CreateAssetRequest request,
                                                Asset value) {
  const std::string& office = value.name.office;
  const std::string term = AssetTerm(value.kind, request.asset().identifier()).value_or("");
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Record> known,
                             co_await network_->FindAssets(office, value.kind, term, context->limits()));
  const absl::Time now = context->clock().Now();
  ActPlan act;
  act.stamp = StampOf(*context, office, request.request_id(), request);
  // Refused here and not before: a request that is repeated gets the answer that made the asset.
  act.decide = [&](const Found&) -> absl::StatusOr<Change> {
    if (!known.empty()) {
      const AssetName existing{office, known.front().id};
      return errors::AlreadyExists(KindWord(Kind::kAsset), ToString(existing));
    }
    Change change = NewResource<v1::Asset>(value, now, SecretOf(request.asset()));
    change.terms = std::vector<std::string>(1, term);
    return change;
  };
  co_return co_await RunAct<v1::Asset>(store_, context, std::move(act));
}

Task<absl::StatusOr<rpc::Encoded<v1::Asset>>> AssetApi::GetAsset(rpc::CallContext& context,
                                                                 v1::GetAssetRequest request) {
  return GetByView<AssetName, v1::Asset>(store_, &context, std::move(request));
}

Task<absl::StatusOr<v1::ListAssetsResponse>> AssetApi::ListAssets(rpc::CallContext& context,
                                                                  v1::ListAssetsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  ListQuery query;
  query.kind = Kind::kAsset;
  query.office = parent.office;
  query.filters.resize(2);
  violations.Require(v1::AssetKind_IsValid(request.kind()), "kind", "must be one of its values");
  if (request.kind() != v1::ASSET_KIND_UNSPECIFIED) query.filters[0] = static_cast<int64_t>(request.kind());
  if (!request.show_withdrawn()) query.filters[1] = true;
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListAssetsResponse::add_assets, std::move(violations));
}

Task<absl::StatusOr<v1::FindAssetsResponse>> AssetApi::FindAssets(rpc::CallContext& context,
                                                                  v1::FindAssetsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  Violations found;
  const auto kind = v1::AssetKind_IsValid(request.kind()) ? static_cast<AssetKind>(request.kind()) : AssetKind();
  CheckIdentifier(kind, request.identifier(), found);
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  const std::optional<std::string> term = AssetTerm(kind, request.identifier());
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Record> known,
                             co_await network_->FindAssets(parent.office, kind, *term, context.limits()));
  v1::FindAssetsResponse response;
  for (const Record& record : known) {
    const AssetName name{parent.office, record.id};
    v1::GetAssetRequest get;
    get.set_name(ToString(name));
    get.set_view(amparo::types::v1::VIEW_FULL);
    AMPARO_CO_ASSIGN_OR_RETURN(const rpc::Encoded<v1::Asset> answer,
                               (co_await GetKeyByView<v1::Asset>(store_, &context, KeyOf(name), std::move(get))));
    AMPARO_CO_ASSIGN_OR_RETURN(v1::Asset asset, answer.Decode());
    // Cut to 64 bits, two identifiers may have one token.
    if (AssetTerm(kind, asset.identifier()) == term) *response.add_assets() = std::move(asset);
  }
  co_return response;
}

Task<absl::StatusOr<v1::Asset>> AssetApi::UpdateAsset(rpc::CallContext& context, v1::UpdateAssetRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(
      const Update<v1::Asset> update,
      ReadUpdate<AssetName>(context, request, request.asset(), "asset", {"pseudonym", "identifier"}));
  const Target& target = update.target;
  std::optional<NewIdentifier> identifier;
  if (update.mask.Has("identifier")) {
    AMPARO_CO_ASSIGN_OR_RETURN(
        identifier, co_await LookFor(store_, network_, target.key, request.asset().identifier(), context.limits()));
  }
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Decide decide = [update, identifier](const Found& found) { return UpdatedAsset(update, *found[0], identifier); };
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide));
  co_return co_await RunAct<v1::Asset>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Asset>> AssetApi::WithdrawAsset(rpc::CallContext& context, v1::WithdrawAssetRequest request) {
  return WithdrawByWork<AssetName>(store_, &context, std::move(request), &AssetFromStored);
}

}  // namespace amparo::cases
