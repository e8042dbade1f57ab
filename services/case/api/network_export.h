// A network as a document in pieces.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "amparo/cases/v1/network_analysis.pb.h"
#include "services/case/domain/network_walk.h"

namespace amparo::cases {

// A GraphML document that is written as it is sent.
class NetworkDocument {
 public:
  // The nodes as they are told, and the edges between them, of `office` at `as_of`.
  NetworkDocument(std::string office, absl::Time as_of, std::vector<v1::NetworkNode> nodes, NetworkFound found);

  // True when all was sent.
  bool done() const { return done_; }

  // The next piece: whole elements, of at least 32 KiB unless it is the last.
  v1::ExportNetworkResponse Next();

 private:
  // Appends the next element; false when that was the last.
  bool Append(std::string& out);

  const std::string office_;
  const absl::Time as_of_;
  const std::vector<v1::NetworkNode> nodes_;
  const NetworkFound found_;
  bool begun_ = false;
  std::size_t node_ = 0;
  std::size_t edge_ = 0;
  bool done_ = false;
};

}  // namespace amparo::cases
