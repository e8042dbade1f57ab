#include "tests/unit/common/audit/world.h"

#include <algorithm>

#include "common/base/strings.h"

namespace amparo::audit {
namespace {

// Small, so that pieces have ends.
constexpr size_t kAtOnce = 5;
const absl::Time kBegin = absl::FromUnixSeconds(1'415'000'000);

}  // namespace

Entry MakeEntry(int64_t seq, const ChainName& chain) {
  Entry entry;
  entry.chain = chain;
  entry.time = kBegin + absl::Milliseconds(250 * seq);
  entry.id = Uuid::V7(entry.time);
  entry.seq = seq;
  entry.caller = StrCat("spiffe://amparo/desk-", seq % 3);
  entry.method = "amparo.cases.v1.PartyService/GetParty";
  entry.name = StrCat("offices/", chain.office, "/cases/1/parties/", seq);
  entry.version = 1 + seq % 4;
  entry.plan_version = chain.compartment.empty() ? 0 : 2;
  entry.action = seq % 2 == 0 ? "READ" : "WRITE";
  entry.fields = "{identity}";
  entry.reason = StrCat("visit ", seq);
  entry.trace_id = StrCat("4bf92f3577b34da6a3ce929d0e0e", 1000 + seq);
  return entry;
}

absl::StatusOr<std::optional<std::string>> WorldEvidence::NextCompartment(std::optional<std::string> after) {
  std::optional<std::string> next;
  for (const Link& link : world_.links) {
    const ChainName& chain = link.head.chain;
    if (chain.office != office_ || (after && chain.compartment <= *after)) continue;
    if (!next || chain.compartment < *next) next = chain.compartment;
  }
  return next;
}

absl::StatusOr<std::vector<SealedEntry>> WorldEvidence::Links(const std::string& compartment, int64_t after) {
  std::vector<SealedEntry> found;
  for (const Link& link : world_.links) {
    if (link.head.chain != ChainName{office_, compartment} || link.head.number <= after) continue;
    SealedEntry sealed{link, false, std::nullopt};
    for (const Entry& row : world_.rows) {
      if (row.chain.office != office_ || row.seq != link.seq) continue;
      sealed.there = true;
      sealed.entry = row;
    }
    found.push_back(std::move(sealed));
  }
  std::sort(found.begin(), found.end(),
            [](const SealedEntry& a, const SealedEntry& b) { return a.link.head.number < b.link.head.number; });
  if (found.size() > kAtOnce) found.resize(kAtOnce);
  return found;
}

absl::StatusOr<HeadsPiece> WorldEvidence::HeadLines(int64_t from) {
  HeadsPiece piece{{}, from};
  while (piece.next < static_cast<int64_t>(world_.head_lines.size()) && piece.lines.size() < kAtOnce) {
    const std::string& line = world_.head_lines[static_cast<size_t>(piece.next++)];
    auto read = read_.find(line);
    if (read == read_.end()) read = read_.emplace(line, ReadLine(line, keys_)).first;
    piece.lines.push_back(read->second);
  }
  return piece;
}

absl::StatusOr<std::vector<std::optional<std::string>>> WorldEvidence::HashesAt(const std::vector<Head>& heads) {
  std::vector<std::optional<std::string>> hashes;
  for (const Head& head : heads) {
    hashes.emplace_back();
    for (const Link& link : world_.links) {
      if (link.head.chain == head.chain && link.head.number == head.number) hashes.back() = link.head.hash;
    }
  }
  return hashes;
}

absl::StatusOr<TrailPiece> WorldEvidence::Trail(const std::string& from) {
  TrailPiece piece;
  // Two pieces, the second empty.
  piece.last = !from.empty();
  if (piece.last) return piece;
  piece.next = "the end";
  for (const Entry& row : world_.rows) {
    if (row.chain.office != office_) continue;
    const bool linked = std::any_of(world_.links.begin(), world_.links.end(), [&](const Link& link) {
      return link.head.chain.office == office_ && link.seq == row.seq;
    });
    if (!linked && row.seq <= world_.sealed) piece.loose.push_back({row.chain.compartment, row.id});
  }
  return piece;
}

WorldMaker::WorldMaker() : key_(*crypto::SigningKey::Generate()) {}

std::string WorldMaker::Sign(const HeadLine& line) const {
  std::string text = *FormatLine(line, kBegin, key_);
  text.pop_back();
  return text;
}

World WorldMaker::Make(int64_t rows) const {
  const std::vector<ChainName> chains = {
      {"cebu", ""}, {"cebu", "offices/cebu/operations/1"}, {"cebu", "offices/cebu/operations/2"}, {"manila", ""}};
  World world;
  Heads heads;
  for (int64_t seq = 1; seq <= rows; ++seq) {
    const ChainName& chain = chains[static_cast<size_t>(seq % 7 < 4 ? 0 : seq % 7 - 3)];
    world.rows.push_back(MakeEntry(seq, chain));
    for (Link& link : Seal({&world.rows.back(), 1}, heads)) world.links.push_back(std::move(link));
    if (seq % 20 != 0 && seq != rows) continue;
    for (const auto& [name, head] : heads) world.head_lines.push_back(Sign(head));
    world.head_lines.push_back(Sign(SealedTo{seq}));
  }
  world.sealed = rows;
  return world;
}

std::vector<Fault> WorldMaker::Verify(const World& world, const std::string& office) const {
  std::vector<Fault> faults;
  std::vector<crypto::VerifyingKey> keys(1, key_.verifying());
  WorldEvidence evidence(world, office, std::move(keys), read_);
  Verification verification(office);
  while (!verification.done()) {
    if (!verification.Step(evidence, faults).ok()) return {};
  }
  return faults;
}

}  // namespace amparo::audit
