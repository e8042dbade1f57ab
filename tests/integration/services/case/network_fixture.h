// What the tests of the network share: short ways to enter, link and ask.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/integration/services/case/court_test.h"

namespace amparo::cases {

using AnalysisStub = v1::NetworkAnalysisService::Stub;
using AssetStub = v1::AssetService::Stub;
using LinkStub = v1::NetworkService::Stub;

class NetworkFixture : public CourtTest {
 protected:
  v1::CreateAssetRequest AssetRequest(v1::AssetKind kind, const std::string& pseudonym, const std::string& identifier,
                                      const std::string& office = "cebu") {
    v1::CreateAssetRequest request;
    request.set_parent("offices/" + office);
    request.mutable_asset()->set_kind(kind);
    request.mutable_asset()->set_pseudonym(pseudonym);
    request.mutable_asset()->set_identifier(identifier);
    return request;
  }
  v1::Asset EnterPhone(const std::string& pseudonym, const std::string& number, const std::string& office = "cebu") {
    service_.clock().Advance(absl::Milliseconds(1));
    return Done(*assets_, &AssetStub::CreateAsset, AssetRequest(v1::ASSET_KIND_PHONE, pseudonym, number, office));
  }
  std::string EnterOrganization(v1::OrganizationKind kind, const std::string& pseudonym) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateOrganizationRequest request;
    request.set_parent("offices/cebu");
    request.mutable_organization()->set_kind(kind);
    request.mutable_organization()->set_pseudonym(pseudonym);
    return Done(*organizations_, &v1::OrganizationService::Stub::CreateOrganization, request).name();
  }

  // The office in a name.
  static std::string OfficeIn(const std::string& name) { return name.substr(0, name.find('/', 8)); }

  v1::CreateLinkRequest LinkRequest(const std::string& from, v1::LinkKind kind, const std::string& to,
                                    std::optional<absl::CivilDay> since = std::nullopt,
                                    v1::Confidence confidence = v1::CONFIDENCE_HIGH) {
    v1::CreateLinkRequest request;
    request.set_parent(OfficeIn(from));
    v1::Link& link = *request.mutable_link();
    link.set_kind(kind);
    link.set_from(from);
    link.set_to(to);
    link.set_confidence(confidence);
    if (since) *link.mutable_observed_date() = DateOf(*since);
    return request;
  }
  v1::Link Linked(const std::string& from, v1::LinkKind kind, const std::string& to,
                  std::optional<absl::CivilDay> since = std::nullopt, v1::Confidence confidence = v1::CONFIDENCE_HIGH) {
    service_.clock().Advance(absl::Milliseconds(1));
    return Done(*network_, &LinkStub::CreateLink, LinkRequest(from, kind, to, since, confidence));
  }
  v1::WithdrawLinkRequest WithdrawRequest(const std::string& name, const std::string& reason = "mistaken") {
    v1::WithdrawLinkRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return request;
  }

  static v1::GetNetworkRequest Around(const std::string& name, int depth = 2) {
    v1::GetNetworkRequest request;
    request.set_name(name);
    request.set_depth(depth);
    return request;
  }
  v1::GetNetworkResponse Network(const v1::GetNetworkRequest& request) {
    return Done(*analysis_, &AnalysisStub::GetNetwork, request);
  }

  template <typename Nodes>
  static std::map<std::string, std::string> LabelsOf(const Nodes& nodes) {
    std::map<std::string, std::string> labels;
    for (const v1::NetworkNode& node : nodes) labels[node.name()] = node.label();
    return labels;
  }
  // The labels of nodes, sorted.
  template <typename Nodes>
  static std::vector<std::string> Labels(const Nodes& nodes) {
    std::vector<std::string> labels;
    for (const v1::NetworkNode& node : nodes) labels.push_back(node.label());
    std::sort(labels.begin(), labels.end());
    return labels;
  }
  // "A1 OPERATES_AT Shop": the links, as they come.
  template <typename Links, typename Nodes>
  static std::vector<std::string> Said(const Links& links, const Nodes& nodes) {
    const std::map<std::string, std::string> labels = LabelsOf(nodes);
    std::vector<std::string> said;
    for (const v1::NetworkLink& link : links) {
      said.push_back(labels.at(link.from()) + " " + v1::LinkKind_Name(link.kind()).substr(10) + " " +
                     labels.at(link.to()));
    }
    return said;
  }

  std::unique_ptr<AssetStub> assets_ = service_.StubOf<v1::AssetService>();
  std::unique_ptr<v1::OrganizationService::Stub> organizations_ = service_.StubOf<v1::OrganizationService>();
  std::unique_ptr<AnalysisStub> analysis_ = service_.StubOf<v1::NetworkAnalysisService>();
};

}  // namespace amparo::cases
