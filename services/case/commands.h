// What `case-service` can do besides serving: the maintenance of the keys that stand outside the database, and of what
// migrations leave to it. And those keys.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/config/v1/service.pb.h"
#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/process/service_main.h"

namespace amparo::cases {

// The keys that stand outside the database.
struct Keys {
  // The wrapping key that is written with.
  std::string wrapping_key_id;
  crypto::Envelope envelope;
  crypto::BlindIndex index;
};

// Reads the files that the configuration names; errors as crypto::KeyRing::Load.
absl::StatusOr<Keys> LoadKeys(const config::v1::ServiceConfig& config);

// `rewrap-keys`, `index-people`, `index-cases` and `fill-columns`.
std::vector<process::Command> Commands();

}  // namespace amparo::cases
