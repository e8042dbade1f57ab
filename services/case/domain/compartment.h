// The compartment of an operation: who is on its need-to-know list, from when on place and start time are open to each,
// when it was frozen, and what everyone on the list is told. Nothing is taken out of it: entries end, and stay.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/base/uuid.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// The bounds of a list: those on it, its entries with those of before, freezes, and notices that one answer tells of.
inline constexpr std::size_t kMostReaders = 100;
inline constexpr std::size_t kMostReaderEntries = 5000;
inline constexpr std::size_t kMostFreezes = 100;
inline constexpr std::size_t kMostNoticesTold = 200;

// Somebody on the list, from one moment to another.
struct CompartmentReader {
  // A caller's identity.
  std::string principal = {};
  // From when on place and start time are open to them; keepers need not wait. Absent only as asked for: the start.
  std::optional<absl::Time> open_time = std::nullopt;
  // Knows everything from the first moment, and keeps the list.
  bool keeper = false;
  std::string added_by = {};
  absl::Time add_time = {};
  std::string removed_by = {};
  // Absent = on the list.
  std::optional<absl::Time> remove_time = std::nullopt;

  bool active() const { return !remove_time; }
  // From when on place and start time are open by this entry.
  absl::Time opens() const { return keeper ? add_time : std::max(add_time, open_time.value_or(add_time)); }
  friend bool operator==(const CompartmentReader&, const CompartmentReader&) = default;
};

// A time in which nobody but who froze it reads.
struct CompartmentFreeze {
  std::string frozen_by = {};
  absl::Time freeze_time = {};
  std::string reason = {};
  std::string unfrozen_by = {};
  // Absent = it is frozen.
  std::optional<absl::Time> unfreeze_time = std::nullopt;
  std::string unfreeze_reason = {};

  friend bool operator==(const CompartmentFreeze&, const CompartmentFreeze&) = default;
};

// What a notice is about. The numbers are those of the protos.
enum class NoticeKind { kUnspecified = 0, kBreakGlass = 1, kUnfrozen = 2 };

// Something that everyone on the list is told.
struct CompartmentNotice {
  NoticeKind kind = NoticeKind::kUnspecified;
  absl::Time time = {};
  // Who may read, or who had frozen it.
  std::string principal = {};
  // Who granted that, or who opened it again.
  std::string granted_by = {};
  std::string reason = {};
  // Until when they may read.
  std::optional<absl::Time> until = std::nullopt;
  // The request that was granted; nil for other kinds.
  Uuid break_glass = {};

  friend bool operator==(const CompartmentNotice&, const CompartmentNotice&) = default;
};

// All of it.
struct Compartment {
  // In the order they were added; of one principal at most one is active.
  std::vector<CompartmentReader> readers = {};
  // In order; only the last may be in force.
  std::vector<CompartmentFreeze> freezes = {};
  // In order, all there ever were: that the glass was broken is never forgotten.
  std::vector<CompartmentNotice> notices = {};

  // The entry of a principal who is on the list, or null.
  const CompartmentReader* Find(std::string_view principal) const;
  // The freeze in force, or null.
  const CompartmentFreeze* frozen() const;
  friend bool operator==(const Compartment&, const Compartment&) = default;
};

// How much of an operation somebody sees: nothing, not even that it exists; all but place, start time and plan; all.
enum class Sight { kNone = 0, kOutline = 1, kAll = 2 };

// What `principal` sees at `now`. Place and start time open at the very moment of the entry's open_time.
Sight SightOf(const Compartment& compartment, std::string_view principal, absl::Time now);

// True when a grant to break the glass, which somebody has besides the list, opens the operation: unless it is frozen.
bool OpensToBrokenGlass(const Compartment& compartment);

// Notes what is wrong with a principal's name: its length (1 to 200), blanks and control characters.
void CheckPrincipal(std::string_view principal, std::string_view field, Violations& violations);

// Notes what is wrong with the list that a new operation, which starts at `start`, is to have: "readers[i].principal",
// "readers[i].open_time" (after the start), somebody twice, too many.
void CheckReaders(const std::vector<CompartmentReader>& asked, absl::Time start, Violations& violations);

// Notes what is wrong with the reason of a freeze and the like: its length (1 to 500).
void CheckCompartmentReason(std::string_view reason, Violations& violations);

// The compartment of a new operation: `author`, as keeper, and those asked for.
Compartment NewCompartment(const std::vector<CompartmentReader>& asked, std::string_view author, absl::Time start,
                           absl::Time now);

// The compartment with `asked` on the list, in place of an entry they had. Refused NOT_A_KEEPER unless `by` is one,
// KEEPER_CHANGES_SELF, TOO_MANY_READERS. Violations: "reader.principal", "reader.open_time" after `start`.
Decision<Compartment> PutReader(Compartment compartment, CompartmentReader asked, std::string_view by, absl::Time start,
                                absl::Time now);

// The compartment without `principal` on the list. Refused NOT_A_KEEPER, KEEPER_CHANGES_SELF. Violations: "principal",
// who is not on it.
Decision<Compartment> RemoveReader(Compartment compartment, std::string_view principal, std::string_view by,
                                   absl::Time now);

// The compartment after the start was moved by `shift`: opening times move with it. Refused TOO_MANY_READERS when its
// history would become too long.
Decision<Compartment> MovedStart(Compartment compartment, absl::Duration shift, std::string_view by, absl::Time now);

// The compartment frozen by somebody. Refused COMPARTMENT_FROZEN, TOO_MANY_FREEZES.
Decision<Compartment> Frozen(Compartment compartment, std::string_view by, std::string_view reason, absl::Time now);

// The compartment opened again by a keeper, of which everyone is told. Refused COMPARTMENT_NOT_FROZEN,
// FREEZER_UNFREEZES, NOT_A_KEEPER.
Decision<Compartment> Unfrozen(Compartment compartment, std::string_view by, std::string_view reason, absl::Time now);

// The compartment with a notice.
Compartment Told(Compartment compartment, CompartmentNotice notice);

// Who may see the operation at all, for finding the operations of a caller: every principal between two line ends.
std::string Audience(const Compartment& compartment);

// What an audience that holds `principal` contains.
std::string InAudience(std::string_view principal);

}  // namespace amparo::cases
