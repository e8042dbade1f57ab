// Files of keys, and the signed lines that prove the audit trail.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/audit/head_line.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/crypto/ed25519.h"
#include "common/crypto/key_ring.h"
#include "tests/fuzz/fuzz.h"

namespace amparo::fuzz {
namespace {

bool RunKeyRing(std::string_view bytes) {
  // A line's number, a rule, and an id at most.
  constexpr std::size_t kLongestError = 200;
  const absl::StatusOr<crypto::KeyRing> ring = crypto::KeyRing::Parse(bytes, "keys");
  if (!ring.ok()) {
    Require(absl::IsInvalidArgument(ring.status()), "a file of keys that is none is said to be none");
    Require(ring.status().message().size() <= kLongestError, "an error does not repeat the file");
    return false;
  }
  const std::vector<std::string> ids = ring->ids();
  Require(!ids.empty() && ids.front() == ring->current_id(), "the first key is the current one");
  std::string text;
  for (const std::string& id : ids) {
    const crypto::Key* key = ring->Find(id);
    Require(key != nullptr, "every key is found by its id");
    StrAppend(&text, id, ":", absl::BytesToHexString(ToAbsl(key->view())), "\n");
  }
  const absl::StatusOr<crypto::KeyRing> again = crypto::KeyRing::Parse(text, "keys");
  Require(again.ok() && again->ids() == ids, "keys that are written again have the same ids");
  for (const std::string& id : ids) Require(*again->Find(id) == *ring->Find(id), "and are the same");
  return true;
}

bool RunPublicKey(std::string_view bytes) {
  const absl::StatusOr<crypto::VerifyingKey> key = crypto::VerifyingKey::Parse(bytes, "key.pem");
  if (!key.ok()) {
    Require(absl::IsInvalidArgument(key.status()), "a key that is none is said to be none");
    return false;
  }
  Require(key->id().size() == 16, "a key is named by 16 digits");
  const absl::StatusOr<crypto::VerifyingKey> again = crypto::VerifyingKey::Parse(key->Pem(), "key.pem");
  Require(again.ok() && again->id() == key->id() && again->Pem() == key->Pem(),
          "a key that is written again is the same");
  return true;
}

crypto::SigningKey NewKey() {
  absl::StatusOr<crypto::SigningKey> key = crypto::SigningKey::Generate();
  AMPARO_CHECK(key.ok(), "a key can be made");
  return *std::move(key);
}

std::optional<audit::HeadLine> LineIn(std::string_view line, const crypto::SigningKey& key) {
  const std::vector<crypto::VerifyingKey> keys = {key.verifying()};
  return audit::ReadLine(line, keys);
}

// The line of what `line` says; nothing when its chain cannot be written.
std::optional<std::string> Written(const audit::HeadLine& line, const crypto::SigningKey& key) {
  absl::StatusOr<std::string> text = audit::FormatLine(line, absl::UnixEpoch(), key);
  if (!text.ok()) return std::nullopt;
  Require(text->ends_with('\n'), "a line ends");
  text->pop_back();
  return *std::move(text);
}

// What a line says up to its time; the service's own key signs it here. No two runs have the same keys: what is found
// about a line is the same under each.
bool RunHeadLine(std::string_view bytes) {
  static const crypto::SigningKey ours = NewKey();
  static const crypto::SigningKey another = NewKey();
  Require(!LineIn(bytes, ours), "a line that nobody signed is none");
  const std::string text = StrCat(bytes, "\t", ours.verifying().id());
  const absl::StatusOr<std::string> signature = ours.Sign(text);
  Require(signature.ok(), "whatever there is can be signed");
  std::string line = StrCat(text, "\t", absl::Base64Escape(*signature));
  Require(!LineIn(line, another), "a line of another key is none");
  const std::optional<audit::HeadLine> read = LineIn(line, ours);
  if (const std::optional<std::string> once = read ? Written(*read, ours) : std::nullopt) {
    const std::optional<audit::HeadLine> again = LineIn(*once, ours);
    Require(again && Written(*again, ours) == once, "a line that is written again says the same");
  }
  char& changed = line[bytes.size() * 7 % line.size()];
  changed = static_cast<char>(changed ^ 1);
  Require(!LineIn(line, ours), "a line that was changed is none");
  return read.has_value();
}

}  // namespace

std::vector<Target> KeyTargets() {
  const std::string hex(64, 'a');
  const std::string base64 = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
  // The examples of RFC 8410; the private one is no public key.
  const std::string public_key =
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
      "-----END PUBLIC KEY-----\n";
  const std::string private_key =
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
      "-----END PRIVATE KEY-----\n";
  const std::string time = "\t2014-11-03T08:00:00.000000Z";
  return {
      {"key_ring",
       {StrCat("a:", hex, "\n"), StrCat("# rotated\n\n b-2 : ", base64, "\r\na:", hex)},
       {"\n", ":", "#", "=", hex, base64, "\na:", "b-2"},
       RunKeyRing},
      {"public_key",
       {public_key},
       {private_key, "-----BEGIN ", "-----END ", "EC PARAMETERS", "Proc-Type: 4,ENCRYPTED\n", "MCowBQYDK2Vw", "\n"},
       RunPublicKey},
      {"head_line",
       {StrCat("head\tcebu\t\t7\t", hex, time), StrCat("head\tcebu\toffices/cebu/cases/1/operations/2\t1\t", hex, time),
        StrCat("sealed\t42", time), StrCat("missing\t3\t9", time)},
       {"\t", "head", "sealed", "missing", "\t\t", "-9223372036854775808"},
       RunHeadLine},
  };
}

}  // namespace amparo::fuzz
