// What an export of an office hands out, in which order, and where it is resumed.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/case/domain/names.h"

namespace amparo::cases {

// The kinds that are exported, in order: what others refer to comes first, and operations, which are asked for one by
// one, last.
std::span<const Kind> ExportedKinds();

// The kinds that are never exported: what is said in confidence between two people about an operation, rows that are no
// records yet, bytes, lists that people keep, and who may do what here, which says nothing of elsewhere.
std::span<const Kind> LeftBehindKinds();

// The kind of this word among those exported.
std::optional<Kind> ExportedKind(std::string_view word);

// How far an export is.
struct ExportPlace {
  // The feed's token at its beginning.
  std::string feed_token;
  // The kind it is at.
  Kind kind = Kind::kOffice;
  // The last record of that kind; nil = none yet.
  Uuid after = {};
  // Of operations: the page to go on with; empty = the first.
  std::string page = {};

  friend bool operator==(const ExportPlace&, const ExportPlace&) = default;
};

// The place as opaque text; `arguments` says which export it belongs to.
std::string EncodeExportPlace(const ExportPlace& place, std::string_view arguments);

// The place in a token; nullopt for one that belongs to other arguments or is none.
std::optional<ExportPlace> DecodeExportPlace(std::string_view token, std::string_view arguments);

}  // namespace amparo::cases
