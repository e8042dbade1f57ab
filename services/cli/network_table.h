// Nodes and links of the network as rows.
#pragma once

#include <map>
#include <string>

#include "amparo/cases/v1/network_analysis.pb.h"
#include "services/cli/table.h"

namespace amparo::cli {

// What nodes are called, by their names.
class NodeLabels {
 public:
  template <typename Nodes>
  explicit NodeLabels(const Nodes& nodes) {
    for (const cases::v1::NetworkNode& node : nodes) labels_[node.name()] = node.label();
  }

  // The label; of what is not known the name.
  const std::string& Of(const std::string& name) const {
    const auto known = labels_.find(name);
    return known == labels_.end() ? name : known->second;
  }

 private:
  std::map<std::string, std::string> labels_;
};

// Who is linked with whom, since and until when, how surely, known from where.
Table NetworkLinkTable();
Json NetworkLinkRow(const cases::v1::NetworkLink& link, const NodeLabels& labels);

// What a node is: "venue, coffee-shop".
std::string NodeKindText(const cases::v1::NetworkNode& node);

}  // namespace amparo::cli
