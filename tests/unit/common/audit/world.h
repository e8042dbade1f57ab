// A trail of an office in memory, sealed and signed, that tests can tamper with.
#pragma once

#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "common/audit/chain.h"
#include "common/audit/head_line.h"
#include "common/audit/verify.h"
#include "common/crypto/ed25519.h"

namespace amparo::audit {

// Row `seq` of a trail, like no other.
Entry MakeEntry(int64_t seq, const ChainName& chain);

// What a database and a file of heads hold. Everything is open to tampering.
struct World {
  std::vector<Entry> rows;
  std::vector<Link> links;
  std::vector<std::string> head_lines;
  // How far rows were sealed.
  int64_t sealed = 0;
};

// Lines of heads that were read before: a signature takes longer to verify than everything else here.
using ReadLines = std::map<std::string, std::optional<HeadLine>>;

// Answers verification from a World as the database would; lines in `read` are not verified again.
class WorldEvidence : public Evidence {
 public:
  WorldEvidence(const World& world, std::string office, std::vector<crypto::VerifyingKey> keys, ReadLines& read)
      : world_(world), office_(std::move(office)), keys_(std::move(keys)), read_(read) {}

  absl::StatusOr<std::optional<std::string>> NextCompartment(std::optional<std::string> after) override;
  absl::StatusOr<std::vector<SealedEntry>> Links(const std::string& compartment, int64_t after) override;
  absl::StatusOr<HeadsPiece> HeadLines(int64_t from) override;
  absl::StatusOr<std::vector<std::optional<std::string>>> HashesAt(const std::vector<Head>& heads) override;
  absl::StatusOr<TrailPiece> Trail(const std::string& from) override;

 private:
  const World& world_;
  const std::string office_;
  const std::vector<crypto::VerifyingKey> keys_;
  ReadLines& read_;
};

// Seals and signs.
class WorldMaker {
 public:
  WorldMaker();

  // `rows` rows of office cebu and of its two compartments, and some of another office, with heads signed now and then
  // and at the end.
  World Make(int64_t rows) const;

  // Everything wrong with the office's trail.
  std::vector<Fault> Verify(const World& world, const std::string& office = "cebu") const;

  std::string Sign(const HeadLine& line) const;

 private:
  crypto::SigningKey key_;
  mutable ReadLines read_;
};

}  // namespace amparo::audit
