#include "services/case/domain/compartment.h"

#include <set>
#include <utility>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr TextBounds kReasonBounds{.min = 1, .max = 500};

CompartmentReader* ActiveEntry(Compartment& compartment, std::string_view principal) {
  for (CompartmentReader& reader : compartment.readers) {
    if (reader.active() && reader.principal == principal) return &reader;
  }
  return nullptr;
}

std::size_t CountActive(const Compartment& compartment) {
  return static_cast<std::size_t>(std::count_if(compartment.readers.begin(), compartment.readers.end(),
                                                [](const CompartmentReader& reader) { return reader.active(); }));
}

void End(CompartmentReader& entry, std::string_view by, absl::Time now) {
  entry.removed_by = std::string(by);
  entry.remove_time = now;
}

// The entry as it is kept: with nothing that only the list says.
CompartmentReader Entry(const CompartmentReader& asked, std::string_view by, absl::Time start, absl::Time now) {
  return {.principal = asked.principal,
          .open_time = asked.open_time.value_or(start),
          .keeper = asked.keeper,
          .added_by = std::string(by),
          .add_time = now};
}

bool Keeps(const Compartment& compartment, std::string_view by) {
  const CompartmentReader* keeper = compartment.Find(by);
  return keeper != nullptr && keeper->keeper;
}

std::optional<Refusal> RefuseKeeping(const Compartment& compartment, std::string_view principal, std::string_view by) {
  if (!Keeps(compartment, by)) {
    return Refusal{"NOT_A_KEEPER", "the need-to-know list is kept by its keepers"};
  }
  // Two people must agree on who knows: a keeper who leaves is let go by another.
  if (principal == by) return Refusal{"KEEPER_CHANGES_SELF", "a keeper's own entry is changed by another keeper"};
  return std::nullopt;
}

Refusal TooManyReaders() {
  return {"TOO_MANY_READERS", "the need-to-know list has no room for more"};
}

}  // namespace

const CompartmentReader* Compartment::Find(std::string_view principal) const {
  for (const CompartmentReader& reader : readers) {
    if (reader.active() && reader.principal == principal) return &reader;
  }
  return nullptr;
}

const CompartmentFreeze* Compartment::frozen() const {
  return freezes.empty() || freezes.back().unfreeze_time ? nullptr : &freezes.back();
}

Sight SightOf(const Compartment& compartment, std::string_view principal, absl::Time now) {
  const CompartmentReader* reader = compartment.Find(principal);
  if (reader == nullptr) return Sight::kNone;
  const CompartmentFreeze* freeze = compartment.frozen();
  if (freeze != nullptr && freeze->frozen_by != principal) return Sight::kNone;
  return reader->keeper || now >= reader->opens() ? Sight::kAll : Sight::kOutline;
}

bool OpensToBrokenGlass(const Compartment& compartment) {
  return compartment.frozen() == nullptr;
}

void CheckPrincipal(std::string_view principal, std::string_view field, Violations& violations) {
  violations.RequireText(principal, {.min = 1, .max = 200}, field);
  const bool plain = std::none_of(principal.begin(), principal.end(),
                                  [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; });
  violations.Require(plain, field, "must have no blanks");
}

void CheckReaders(const std::vector<CompartmentReader>& asked, absl::Time start, Violations& violations) {
  violations.Require(asked.size() <= kMostReaders, "readers", "must be at most 100");
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string path = StrCat("readers[", i, "].");
    CheckPrincipal(asked[i].principal, path + "principal", violations);
    violations.Require(seen.insert(asked[i].principal).second, path + "principal", "must be named once only");
    violations.Require(!asked[i].open_time || *asked[i].open_time <= start, path + "open_time",
                       "must not be after the start time");
  }
}

void CheckCompartmentReason(std::string_view reason, Violations& violations) {
  violations.RequireText(reason, kReasonBounds, "reason");
}

Compartment NewCompartment(const std::vector<CompartmentReader>& asked, std::string_view author, absl::Time start,
                           absl::Time now) {
  Compartment compartment;
  const CompartmentReader keeper{.principal = std::string(author), .keeper = true};
  compartment.readers.push_back(Entry(keeper, author, start, now));
  for (const CompartmentReader& reader : asked) {
    if (reader.principal != author) compartment.readers.push_back(Entry(reader, author, start, now));
  }
  return compartment;
}

Decision<Compartment> PutReader(Compartment compartment, CompartmentReader asked, std::string_view by, absl::Time start,
                                absl::Time now) {
  if (auto refusal = RefuseKeeping(compartment, asked.principal, by)) return *std::move(refusal);
  Violations violations;
  CheckPrincipal(asked.principal, "reader.principal", violations);
  violations.Require(!asked.open_time || *asked.open_time <= start, "reader.open_time",
                     "must not be after the start time");
  if (!violations.empty()) return violations;
  if (CompartmentReader* entry = ActiveEntry(compartment, asked.principal)) End(*entry, by, now);
  if (CountActive(compartment) >= kMostReaders || compartment.readers.size() >= kMostReaderEntries) {
    return TooManyReaders();
  }
  compartment.readers.push_back(Entry(asked, by, start, now));
  return compartment;
}

Decision<Compartment> RemoveReader(Compartment compartment, std::string_view principal, std::string_view by,
                                   absl::Time now) {
  if (auto refusal = RefuseKeeping(compartment, principal, by)) return *std::move(refusal);
  CompartmentReader* entry = ActiveEntry(compartment, principal);
  if (entry == nullptr) {
    Violations violations;
    violations.Add("principal", "must be on the list");
    return violations;
  }
  End(*entry, by, now);
  return compartment;
}

Decision<Compartment> MovedStart(Compartment compartment, absl::Duration shift, std::string_view by, absl::Time now) {
  if (shift == absl::ZeroDuration()) return compartment;
  std::vector<CompartmentReader> moved;
  for (CompartmentReader& reader : compartment.readers) {
    if (!reader.active()) continue;
    CompartmentReader entry = reader;
    End(reader, by, now);
    if (entry.open_time) *entry.open_time += shift;
    entry.added_by = std::string(by);
    entry.add_time = now;
    moved.push_back(std::move(entry));
  }
  if (compartment.readers.size() + moved.size() > kMostReaderEntries) return TooManyReaders();
  compartment.readers.insert(compartment.readers.end(), moved.begin(), moved.end());
  return compartment;
}

Decision<Compartment> Frozen(Compartment compartment, std::string_view by, std::string_view reason, absl::Time now) {
  if (compartment.frozen() != nullptr) return Refusal{"COMPARTMENT_FROZEN", "the compartment is frozen already"};
  if (compartment.freezes.size() >= kMostFreezes) {
    return Refusal{"TOO_MANY_FREEZES", "the compartment was frozen more often than is kept"};
  }
  CompartmentFreeze freeze;
  freeze.frozen_by = std::string(by);
  freeze.freeze_time = now;
  freeze.reason = std::string(reason);
  compartment.freezes.push_back(std::move(freeze));
  return compartment;
}

Decision<Compartment> Unfrozen(Compartment compartment, std::string_view by, std::string_view reason, absl::Time now) {
  if (compartment.frozen() == nullptr) return Refusal{"COMPARTMENT_NOT_FROZEN", "the compartment is not frozen"};
  CompartmentFreeze& freeze = compartment.freezes.back();
  if (freeze.frozen_by == by) {
    return Refusal{"FREEZER_UNFREEZES", "a compartment is opened again by somebody other than who froze it"};
  }
  // A freeze is for when somebody on the list is suspected: it is not for any of them to end it.
  if (!Keeps(compartment, by)) return Refusal{"NOT_A_KEEPER", "a frozen compartment is opened by a keeper of its list"};
  freeze.unfrozen_by = std::string(by);
  freeze.unfreeze_time = now;
  freeze.unfreeze_reason = std::string(reason);
  CompartmentNotice notice;
  notice.kind = NoticeKind::kUnfrozen;
  notice.time = now;
  notice.principal = freeze.frozen_by;
  notice.granted_by = std::string(by);
  notice.reason = std::string(reason);
  return Told(std::move(compartment), std::move(notice));
}

Compartment Told(Compartment compartment, CompartmentNotice notice) {
  compartment.notices.push_back(std::move(notice));
  return compartment;
}

std::string Audience(const Compartment& compartment) {
  const CompartmentFreeze* freeze = compartment.frozen();
  std::string audience = "\n";
  for (const CompartmentReader& reader : compartment.readers) {
    if (!reader.active() || (freeze != nullptr && freeze->frozen_by != reader.principal)) continue;
    StrAppend(&audience, reader.principal, "\n");
  }
  return audience;
}

std::string InAudience(std::string_view principal) {
  return StrCat("\n", principal, "\n");
}

}  // namespace amparo::cases
