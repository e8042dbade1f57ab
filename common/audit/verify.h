// Whether an office's trail is whole: every hash computed anew, every chain compared with the signed heads outside the
// database, and no row beside the chains. Pure: what is looked at comes from an Evidence, piece by piece, so that
// neither memory nor transactions grow with the trail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/audit/chain.h"
#include "common/audit/head_line.h"

namespace amparo::audit {

// What is wrong at one place; amparo.audit.v1.AuditFaultKind has the same words.
enum class FaultKind {
  kEdited,
  kMissing,
  kSwapped,
  kLinksMissing,
  kCut,
  kRewritten,
  kUnsealed,
  kNeverSealed,
  kWrongSignature,
  kHeadsUnreadable,
};

struct Fault {
  FaultKind kind = FaultKind::kEdited;
  // Where: the chain's compartment and number, the row, the line in the file of heads; what is not known is empty or 0.
  std::string compartment;
  int64_t number = 0;
  std::optional<Uuid> entry;
  int64_t line = 0;
  std::string description;
};

// A link and the row that stands under its number now.
struct SealedEntry {
  Link link;
  // False when there is no such row.
  bool there = false;
  // The row; nothing when it cannot even be read.
  std::optional<Entry> entry;
};

// A row that stands in no chain and should.
struct LooseEntry {
  std::string compartment;
  Uuid id;
};

// Some rows of the trail, in one order.
struct TrailPiece {
  std::vector<LooseEntry> loose;
  // Where the next piece begins.
  std::string next;
  // There were no more rows when these were read.
  bool last = false;
};

// Some lines of the file of heads; nothing for one that no known key signed.
struct HeadsPiece {
  std::vector<std::optional<HeadLine>> lines;
  int64_t next = 0;
};

// What one office's trail is judged by. Pieces are bounded; an empty one is the end, of the trail the one that says so.
class Evidence {
 public:
  virtual ~Evidence() = default;

  // The first compartment that has a chain, or the first after `after`; nullopt when there is none.
  virtual absl::StatusOr<std::optional<std::string>> NextCompartment(std::optional<std::string> after) = 0;

  // Links of a chain after number `after`, in order.
  virtual absl::StatusOr<std::vector<SealedEntry>> Links(const std::string& compartment, int64_t after) = 0;

  // Lines of the file of heads from byte `from` on. NOT_FOUND when there is no such file.
  virtual absl::StatusOr<HeadsPiece> HeadLines(int64_t from) = 0;

  // For each head (all are of this office) what the chain's hash is at its number; nullopt where the chain has no such
  // number.
  virtual absl::StatusOr<std::vector<std::optional<std::string>>> HashesAt(const std::vector<Head>& heads) = 0;

  // Rows of the trail from `from` (empty = the first) on, by whatever way they came in.
  virtual absl::StatusOr<TrailPiece> Trail(const std::string& from) = 0;
};

// One verification: Step it until done. A plain value: a step that is to be repeated begins with a copy.
class Verification {
 public:
  explicit Verification(std::string office) : office_(std::move(office)) {}

  bool done() const { return phase_ == Phase::kDone; }

  // Looks at one more piece and adds what is wrong with it to `faults`. Errors are those of the evidence.
  absl::Status Step(Evidence& evidence, std::vector<Fault>& faults);

  // How far it is.
  int64_t rows() const { return rows_; }
  int64_t chains() const { return chains_; }
  int64_t heads() const { return heads_; }

 private:
  enum class Phase { kNextChain, kLinks, kHeads, kTrail, kDone };

  absl::Status NextChain(Evidence& evidence);
  absl::Status WalkLinks(Evidence& evidence, std::vector<Fault>& faults);
  void Judge(const SealedEntry& sealed, std::vector<Fault>& faults);
  absl::Status CompareHeads(Evidence& evidence, std::vector<Fault>& faults);
  void JudgeHead(const Head& head, const std::optional<std::string>& found, int64_t line, std::vector<Fault>& faults);
  absl::Status LookForLoose(Evidence& evidence, std::vector<Fault>& faults);

  std::string office_;
  Phase phase_ = Phase::kNextChain;
  // The chain that is walked, up to its last link; an empty hash = not known, links before it are gone.
  std::optional<Head> at_;
  // The file of heads.
  int64_t heads_from_ = 0;
  int64_t lines_ = 0;
  // Chains of which it was told that they are not the signed ones: every later head would say it again.
  absl::flat_hash_set<std::string> told_;
  std::string trail_from_;
  int64_t rows_ = 0;
  int64_t chains_ = 0;
  int64_t heads_ = 0;
};

}  // namespace amparo::audit
