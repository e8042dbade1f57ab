#include "common/audit/verify.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"

namespace amparo::audit {

absl::Status Verification::Step(Evidence& evidence, std::vector<Fault>& faults) {
  switch (phase_) {
    case Phase::kNextChain:
      return NextChain(evidence);
    case Phase::kLinks:
      return WalkLinks(evidence, faults);
    case Phase::kHeads:
      return CompareHeads(evidence, faults);
    case Phase::kTrail:
      return LookForLoose(evidence, faults);
    case Phase::kDone:
      break;
  }
  return absl::OkStatus();
}

absl::Status Verification::NextChain(Evidence& evidence) {
  std::optional<std::string> before;
  if (at_) before = at_->chain.compartment;
  AMPARO_ASSIGN_OR_RETURN(const std::optional<std::string> next, evidence.NextCompartment(std::move(before)));
  phase_ = next ? Phase::kLinks : Phase::kHeads;
  if (next) at_ = Head{{office_, *next}, 0, kNoHash};
  return absl::OkStatus();
}

absl::Status Verification::WalkLinks(Evidence& evidence, std::vector<Fault>& faults) {
  AMPARO_ASSIGN_OR_RETURN(const auto links, evidence.Links(at_->chain.compartment, at_->number));
  for (const SealedEntry& sealed : links) Judge(sealed, faults);
  if (links.empty()) {
    ++chains_;
    phase_ = Phase::kNextChain;
  }
  return absl::OkStatus();
}

void Verification::Judge(const SealedEntry& sealed, std::vector<Fault>& faults) {
  const Link& link = sealed.link;
  const int64_t number = link.head.number;
  const auto found = [&](FaultKind kind, int64_t at, std::string description) {
    faults.push_back({kind, at_->chain.compartment, at, link.entry_id, 0, std::move(description)});
  };
  if (number != at_->number + 1) {
    found(FaultKind::kLinksMissing, at_->number + 1,
          StrCat("the links from ", at_->number + 1, " to ", number - 1, " are gone"));
    faults.back().entry.reset();
    at_->hash.clear();
  }
  if (!sealed.there) {
    found(FaultKind::kMissing, number, "the row is gone");
  } else if (!sealed.entry) {
    found(FaultKind::kEdited, number, "the row cannot be read");
  } else if (sealed.entry->id != link.entry_id) {
    found(FaultKind::kSwapped, number, "another row stands in the place of this one");
  } else if (!at_->hash.empty() && NextHash(at_->hash, *sealed.entry, number) != link.head.hash) {
    found(FaultKind::kEdited, number, "the row, or a hash of the chain, is not what was sealed");
  }
  ++rows_;
  at_->number = number;
  at_->hash = link.head.hash;
}

absl::Status Verification::CompareHeads(Evidence& evidence, std::vector<Fault>& faults) {
  const absl::StatusOr<HeadsPiece> piece = evidence.HeadLines(heads_from_);
  if (absl::IsNotFound(piece.status())) {
    faults.push_back({FaultKind::kHeadsUnreadable, "", 0, std::nullopt, 0, "the file of heads cannot be read"});
    phase_ = Phase::kTrail;
    return absl::OkStatus();
  }
  AMPARO_RETURN_IF_ERROR(piece.status());
  std::vector<Head> heads;
  std::vector<int64_t> at_lines;
  for (const std::optional<HeadLine>& line : piece->lines) {
    ++lines_;
    if (!line) {
      faults.push_back({FaultKind::kWrongSignature, "", 0, std::nullopt, lines_,
                        "the line is unreadable, or no known key signed it"});
    } else if (const auto* missing = std::get_if<NumberRange>(&*line)) {
      faults.push_back({FaultKind::kNeverSealed, "", 0, std::nullopt, lines_,
                        StrCat("rows ", missing->first, " to ", missing->last,
                               " of the service were gone before they were sealed")});
    } else if (const Head* head = std::get_if<Head>(&*line); head != nullptr && head->chain.office == office_) {
      heads.push_back(*head);
      at_lines.push_back(lines_);
    }
  }
  AMPARO_ASSIGN_OR_RETURN(const auto hashes, evidence.HashesAt(heads));
  for (size_t i = 0; i < heads.size(); ++i) JudgeHead(heads[i], hashes[i], at_lines[i], faults);
  heads_from_ = piece->next;
  if (piece->lines.empty()) phase_ = Phase::kTrail;
  return absl::OkStatus();
}

void Verification::JudgeHead(const Head& head, const std::optional<std::string>& found, int64_t line,
                             std::vector<Fault>& faults) {
  ++heads_;
  if (found == head.hash || !told_.insert(head.chain.compartment).second) return;
  const FaultKind kind = found ? FaultKind::kRewritten : FaultKind::kCut;
  const std::string description =
      found ? StrCat("the chain was made anew: its link ", head.number, " is not the signed one")
            : StrCat("the chain was signed up to ", head.number, " and does not have that link");
  faults.push_back({kind, head.chain.compartment, head.number, std::nullopt, line, description});
}

absl::Status Verification::LookForLoose(Evidence& evidence, std::vector<Fault>& faults) {
  AMPARO_ASSIGN_OR_RETURN(const TrailPiece piece, evidence.Trail(trail_from_));
  for (const LooseEntry& loose : piece.loose) {
    faults.push_back({FaultKind::kUnsealed, loose.compartment, 0, loose.id, 0, "the row stands in no chain"});
  }
  trail_from_ = piece.next;
  // Not "until there are none": in a busy office there always are.
  if (piece.last) phase_ = Phase::kDone;
  return absl::OkStatus();
}

}  // namespace amparo::audit
