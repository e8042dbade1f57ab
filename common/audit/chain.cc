#include "common/audit/chain.h"

#include <utility>

#include "common/base/sha256.h"
#include "common/base/strings.h"

namespace amparo::audit {
namespace {

constexpr std::string_view kFormat = "amparo-audit-1";
constexpr size_t kHashSize = 32;

// Appends values as chain.h says.
class CanonicalBytes {
 public:
  explicit CanonicalBytes(std::string_view format) : bytes_(format) {}

  CanonicalBytes& Number(int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes_ += static_cast<char>(static_cast<uint64_t>(value) >> shift);
    return *this;
  }
  CanonicalBytes& Text(std::string_view text) {
    Number(static_cast<int64_t>(text.size()));
    bytes_ += text;
    return *this;
  }
  CanonicalBytes& Id(const Uuid& id) {
    bytes_ += id.bytes();
    return *this;
  }
  std::string Take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace

const std::string kNoHash(kHashSize, '\0');

std::string Canonical(const Entry& entry, int64_t number) {
  CanonicalBytes bytes(kFormat);
  bytes.Text(entry.chain.office).Text(entry.chain.compartment).Number(number).Number(entry.seq).Id(entry.id);
  bytes.Number(absl::ToUnixMicros(entry.time)).Text(entry.caller).Text(entry.method).Text(entry.name);
  bytes.Number(entry.version).Number(entry.plan_version).Text(entry.action).Text(entry.fields);
  bytes.Text(entry.reason).Text(entry.trace_id);
  return std::move(bytes).Take();
}

std::string NextHash(std::string_view previous, const Entry& entry, int64_t number) {
  return Sha256Of(StrCat(previous, Canonical(entry, number)));
}

std::vector<Link> Seal(std::span<const Entry> entries, Heads& heads) {
  std::vector<Link> links;
  for (const Entry& entry : entries) {
    Head& head = heads.try_emplace(entry.chain, Head{entry.chain, 0, kNoHash}).first->second;
    ++head.number;
    head.hash = NextHash(head.hash, entry, head.number);
    links.push_back({head, entry.id, entry.seq});
  }
  return links;
}

}  // namespace amparo::audit
