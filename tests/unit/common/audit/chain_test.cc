#include "common/audit/chain.h"

#include <functional>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "common/base/sha256.h"
#include "gtest/gtest.h"
#include "tests/unit/common/audit/world.h"

namespace amparo::audit {
namespace {

Entry Known() {
  Entry entry;
  entry.chain = {"cebu", ""};
  entry.id = *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab");
  entry.seq = 5;
  entry.time = absl::FromUnixMicros(1'415'000'000'000'001);
  entry.caller = "c";
  entry.method = "m";
  entry.name = "n\xc3\xb1";
  entry.version = 2;
  entry.action = "READ";
  entry.fields = "{identity}";
  entry.trace_id = "t";
  return entry;
}

// What somebody else's program must make of the words in chain.h.
TEST(ChainTest, TheCanonicalBytesAreTheDocumentedOnes) {
  EXPECT_EQ(absl::BytesToHexString(Canonical(Known(), 3)),
            absl::BytesToHexString("amparo-audit-1") +
                "0000000000000004"
                "63656275"          // cebu
                "0000000000000000"  // no compartment
                "0000000000000003"  // link 3
                "0000000000000005"  // seq
                "0190f3c27d1e7abc8def0123456789ab"
                "000506ef5c5b7001"    // microseconds
                "000000000000000163"  // c
                "00000000000000016d"  // m
                "00000000000000036ec3b1"
                "0000000000000002"  // version
                "0000000000000000"  // plan version
                "000000000000000452454144"
                "000000000000000a7b6964656e746974797d"
                "0000000000000000"  // reason
                "000000000000000174");
}

TEST(ChainTest, AHashIsThatOfTheHashBeforeAndTheBytes) {
  EXPECT_EQ(NextHash(kNoHash, Known(), 1), Sha256Of(std::string(32, '\0') + Canonical(Known(), 1)));
  EXPECT_NE(NextHash(kNoHash, Known(), 1), NextHash(NextHash(kNoHash, Known(), 1), Known(), 1));
}

TEST(ChainTest, EveryColumnChangesTheBytes) {
  const std::function<void(Entry&)> changes[] = {
      [](Entry& e) { e.chain.office = "manila"; },
      [](Entry& e) { e.chain.compartment = "x"; },
      [](Entry& e) { e.id = Uuid(); },
      [](Entry& e) { ++e.seq; },
      [](Entry& e) { e.time += absl::Microseconds(1); },
      [](Entry& e) { e.caller += "c"; },
      [](Entry& e) { e.method = "mm"; },
      [](Entry& e) { e.name = "n"; },
      [](Entry& e) { ++e.version; },
      [](Entry& e) { ++e.plan_version; },
      [](Entry& e) { e.action = "WRITE"; },
      [](Entry& e) { e.fields = "{}"; },
      [](Entry& e) { e.reason = "r"; },
      [](Entry& e) { e.trace_id.clear(); },
      // What moves from one column to the next is another row.
      [](Entry& e) { std::swap(e.reason, e.trace_id); },
  };
  std::set<std::string> seen = {Canonical(Known(), 1), Canonical(Known(), 2)};
  for (const auto& change : changes) {
    Entry entry = Known();
    change(entry);
    EXPECT_TRUE(seen.insert(Canonical(entry, 1)).second);
  }
  EXPECT_EQ(seen.size(), 2 + std::size(changes));
}

TEST(ChainTest, EachChainHasItsOwnNumbers) {
  const ChainName cebu{"cebu", ""}, raid{"cebu", "offices/cebu/operations/1"};
  const std::vector<Entry> entries = {MakeEntry(1, cebu), MakeEntry(2, raid), MakeEntry(3, cebu)};
  Heads heads;
  heads[cebu] = {cebu, 7, std::string(32, 'h')};
  const std::vector<Link> links = Seal(entries, heads);
  ASSERT_EQ(links.size(), 3u);
  EXPECT_EQ(links[0].head.number, 8);
  EXPECT_EQ(links[0].head.hash, NextHash(std::string(32, 'h'), entries[0], 8));
  EXPECT_EQ(links[1].head.number, 1);
  EXPECT_EQ(links[1].head.hash, NextHash(kNoHash, entries[1], 1));
  EXPECT_EQ(links[2].head.number, 9);
  EXPECT_EQ(links[2].head.hash, NextHash(links[0].head.hash, entries[2], 9));
  EXPECT_EQ(links[2].entry_id, entries[2].id);
  EXPECT_EQ(links[2].seq, 3);
  EXPECT_EQ(heads[cebu].number, 9);
  EXPECT_EQ(heads[raid].hash, links[1].head.hash);
}

}  // namespace
}  // namespace amparo::audit
