// The property that the chains are for: whatever is done to a sealed trail, verification finds something.
#include <algorithm>
#include <functional>
#include <iterator>
#include <random>

#include "common/base/strings.h"
#include "gtest/gtest.h"
#include "tests/unit/common/audit/world.h"

namespace amparo::audit {
namespace {

constexpr int kTamperings = 10'000;
constexpr int64_t kTrailRows = 41;

// One who may change everything in the database, but not the file of heads.
class Tamperer {
 public:
  Tamperer(World& world, std::mt19937_64& random) : world_(world), random_(random) {}

  // Does one of all the things there are; says what.
  std::string Act() {
    static constexpr std::pair<const char*, void (Tamperer::*)()> kActs[] = {
        {"edit a column", &Tamperer::EditColumn},
        {"delete a row", &Tamperer::DeleteRow},
        {"delete a row and its link", &Tamperer::DeleteRowAndLink},
        {"delete a row and close the gap", &Tamperer::DeleteAndRechain},
        {"swap the places of two rows", &Tamperer::SwapPlaces},
        {"swap what two rows say", &Tamperer::SwapContents},
        {"swap two links", &Tamperer::SwapLinks},
        {"cut off the end", &Tamperer::CutTail},
        {"cut off the end and write another", &Tamperer::ReplaceTail},
        {"put a deleted row in again, later", &Tamperer::Reinsert},
        {"put in a row", &Tamperer::Insert},
        {"renumber links", &Tamperer::Renumber},
        {"edit a hash", &Tamperer::EditHash},
        {"edit a row and make the chain anew", &Tamperer::EditAndRechain},
    };
    const auto& [name, act] = kActs[Below(std::size(kActs))];
    (this->*act)();
    return name;
  }

 private:
  size_t Below(size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random_); }

  // A link of the office; its row is AtSeq(link.seq).
  Link& AnyLink() {
    while (true) {
      Link& link = world_.links[Below(world_.links.size())];
      if (link.head.chain.office == "cebu") return link;
    }
  }
  Link& OtherLink(const Link& than) {
    while (true) {
      Link& link = AnyLink();
      if (link.head.chain == than.head.chain && link.seq != than.seq) return link;
    }
  }
  Entry& AtSeq(int64_t seq) {
    return *std::find_if(world_.rows.begin(), world_.rows.end(), [seq](const Entry& row) { return row.seq == seq; });
  }
  void EraseRow(int64_t seq) {
    std::erase_if(world_.rows, [seq](const Entry& row) { return row.seq == seq; });
  }
  // The links of a chain from `number` on, in order.
  std::vector<Link*> From(const ChainName& chain, int64_t number) {
    std::vector<Link*> links;
    for (Link& link : world_.links) {
      if (link.head.chain == chain && link.head.number >= number) links.push_back(&link);
    }
    return links;
  }
  std::string HashBefore(const Head& head) {
    for (const Link& link : world_.links) {
      if (link.head.chain == head.chain && link.head.number == head.number - 1) return link.head.hash;
    }
    return kNoHash;
  }
  // Computes the hashes of `links` anew from the rows as they are.
  void Rechain(std::string hash, const std::vector<Link*>& links) {
    for (Link* link : links) {
      hash = NextHash(hash, AtSeq(link->seq), link->head.number);
      link->head.hash = hash;
    }
  }

  static void EditOneOf(Entry& row, size_t column) {
    static const std::function<void(Entry&)> kEdits[] = {
        [](Entry& e) { e.chain.office = "elsewhere"; },
        [](Entry& e) { e.chain.compartment += "x"; },
        [](Entry& e) { e.id = Uuid::V7(e.time); },
        [](Entry& e) { e.seq += 1000; },
        [](Entry& e) { e.time += absl::Microseconds(1); },
        [](Entry& e) { e.caller += "x"; },
        [](Entry& e) { e.method += "x"; },
        [](Entry& e) { e.name.pop_back(); },
        [](Entry& e) { ++e.version; },
        [](Entry& e) { ++e.plan_version; },
        [](Entry& e) { e.action = e.action == "READ" ? "WRITE" : "READ"; },
        [](Entry& e) { e.fields = "{}"; },
        [](Entry& e) { e.reason.clear(); },
        [](Entry& e) { e.trace_id[3] = '!'; },
    };
    kEdits[column % std::size(kEdits)](row);
  }

  void EditColumn() { EditOneOf(AtSeq(AnyLink().seq), Below(1000)); }
  void DeleteRow() { EraseRow(AnyLink().seq); }
  void DeleteRowAndLink() {
    const int64_t seq = AnyLink().seq;
    EraseRow(seq);
    std::erase_if(world_.links, [seq](const Link& link) { return link.seq == seq; });
  }
  void DeleteAndRechain() {
    const Head gone = AnyLink().head;
    std::string hash = HashBefore(gone);
    const int64_t seq = From(gone.chain, gone.number).front()->seq;
    EraseRow(seq);
    std::erase_if(world_.links, [seq](const Link& link) { return link.seq == seq; });
    const std::vector<Link*> rest = From(gone.chain, gone.number);
    for (Link* link : rest) --link->head.number;
    Rechain(std::move(hash), rest);
  }
  void SwapPlaces() {
    const Link& link = AnyLink();
    Entry& row = AtSeq(link.seq);
    Entry& other = AtSeq(OtherLink(link).seq);
    std::swap(row.seq, other.seq);
  }
  void SwapContents() {
    const Link& link = AnyLink();
    Entry& row = AtSeq(link.seq);
    Entry& other = AtSeq(OtherLink(link).seq);
    std::swap(row, other);
    std::swap(row.seq, other.seq);
    std::swap(row.id, other.id);
  }
  void SwapLinks() {
    Link& link = AnyLink();
    std::swap(link.head.number, OtherLink(link).head.number);
  }
  void CutTail() {
    const Head cut = AnyLink().head;
    for (const Link* link : From(cut.chain, cut.number)) EraseRow(link->seq);
    std::erase_if(world_.links,
                  [&](const Link& link) { return link.head.chain == cut.chain && link.head.number >= cut.number; });
  }
  void ReplaceTail() {
    const Head cut = AnyLink().head;
    const std::vector<Link*> tail = From(cut.chain, cut.number);
    for (Link* link : tail) EditOneOf(AtSeq(link->seq), 5 + Below(4));
    Rechain(HashBefore(cut), tail);
  }
  void Reinsert() {
    Entry again = AtSeq(AnyLink().seq);
    EraseRow(again.seq);
    again.seq = Below(2) == 0 ? 0 : again.seq;
    again.time += absl::Hours(1);
    world_.rows.push_back(std::move(again));
  }
  void Insert() {
    Entry forged = AtSeq(AnyLink().seq);
    forged.id = Uuid::V7(forged.time);
    forged.seq = -1;
    world_.rows.push_back(std::move(forged));
  }
  void Renumber() {
    const Head from = AnyLink().head;
    const int64_t by = 1 + static_cast<int64_t>(Below(3));
    for (Link* link : From(from.chain, from.number)) link->head.number += by;
  }
  void EditHash() {
    std::string& hash = AnyLink().head.hash;
    hash[Below(hash.size())] ^= static_cast<char>(1 + Below(255));
  }
  void EditAndRechain() {
    const Link& link = AnyLink();
    EditOneOf(AtSeq(link.seq), 4 + Below(10));
    Rechain(HashBefore(link.head), From(link.head.chain, link.head.number));
  }

  World& world_;
  std::mt19937_64& random_;
};

TEST(TamperingTest, TenThousandTamperingsAreAllFound) {
  const WorldMaker maker;
  const World whole = maker.Make(kTrailRows);
  ASSERT_TRUE(maker.Verify(whole).empty());
  std::mt19937_64 random(20141103);
  for (int i = 0; i < kTamperings; ++i) {
    World world = whole;
    const std::string act = Tamperer(world, random).Act();
    ASSERT_FALSE(maker.Verify(world).empty()) << "tampering " << i << ": " << act;
  }
}

}  // namespace
}  // namespace amparo::audit
