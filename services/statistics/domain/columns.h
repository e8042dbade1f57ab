// The building blocks of the facts in memory: one array a field, so that a measure reads just the fields it needs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "common/base/uuid.h"

namespace amparo::statistics {

// The place of a fact in the arrays of its kind.
using Row = uint32_t;

// An office's place among the offices.
using OfficeCode = uint16_t;

// An interned text (see Texts).
using TextCode = uint32_t;

// A civil day as days since 1970-01-01.
using Day = int32_t;

// No day.
inline constexpr Day kNoDay = INT32_MIN;

// No row.
inline constexpr Row kNoRow = UINT32_MAX;

inline Day ToDay(absl::CivilDay day) {
  return static_cast<Day>(day - absl::CivilDay(1970, 1, 1));
}
inline absl::CivilDay ToCivil(Day day) {
  return absl::CivilDay(1970, 1, 1) + day;
}

// Few different texts, each kept once and known by its code; code 0 is the empty text.
class Texts {
 public:
  Texts() { Code(""); }

  // The code of `text`, new if need be.
  TextCode Code(std::string_view text) {
    auto [it, added] = codes_.try_emplace(std::string(text), static_cast<TextCode>(texts_.size()));
    if (added) texts_.emplace_back(text);
    return it->second;
  }

  // The text of a code.
  const std::string& operator[](TextCode code) const { return texts_[code]; }

  size_t size() const { return texts_.size(); }

 private:
  absl::flat_hash_map<std::string, TextCode> codes_;
  std::vector<std::string> texts_;
};

// Makes all columns of a table `size` long.
template <typename... Columns>
void ResizeAll(size_t size, Columns&... columns) {
  (columns.resize(size), ...);
}

// A part of an array of rows that belong to one fact.
struct Slice {
  uint32_t begin = 0;
  uint32_t size = 0;
};

// The columns of one kind, and which row holds which resource. A resource that others speak of before it has arrived
// itself has a row too, of version 0: measures pass over it, and it is filled in when it comes.
template <typename Columns>
class Table : public Columns {
 public:
  // The row of a resource, new (version 0) if need be.
  Row FindOrAdd(OfficeCode office_code, const Uuid& resource_id) {
    auto [it, added] = rows_.try_emplace(std::pair(office_code, resource_id), static_cast<Row>(id.size()));
    if (added) {
      id.push_back(resource_id);
      office.push_back(office_code);
      version.push_back(0);
      this->Resize(id.size());
    }
    return it->second;
  }

  // Rows, those of version 0 included.
  size_t size() const { return id.size(); }

  // True when the resource has arrived.
  bool Known(Row row) const { return row != kNoRow && version[row] > 0; }

  // Resources that have arrived.
  int64_t CountKnown() const {
    int64_t known = 0;
    for (int64_t v : version) known += v > 0;
    return known;
  }

  std::vector<Uuid> id;
  std::vector<OfficeCode> office;
  std::vector<int64_t> version;

 private:
  absl::flat_hash_map<std::pair<OfficeCode, Uuid>, Row> rows_;
};

}  // namespace amparo::statistics
