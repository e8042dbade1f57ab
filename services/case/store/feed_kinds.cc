#include "services/case/store/feed_kinds.h"

#include <string>

#include "common/base/strings.h"
#include "services/case/convert/kind_message.h"
#include "services/case/store/tables.h"

namespace amparo::cases {

std::string NameSql(const Table& table) {
  if (!table.has_id()) return "'offices/' || office";
  const std::string own = StrCat("/", KindCollection(table.kind), "/' || id");
  return table.in_case() ? StrCat("'offices/' || office || '/cases/' || case_id || '", own)
                         : StrCat("'offices/' || office || '", own);
}

std::vector<feed::Kind> PublishedKinds() {
  std::vector<feed::Kind> kinds;
  for (const Table& table : Tables()) {
    const std::string_view word = KindWord(table.kind);
    kinds.push_back({std::string(word), MessageNameOf(table.kind),
                     StrCat("SELECT office, ", NameSql(table), ", version, update_time, body FROM ", table.name)});
  }
  return kinds;
}

std::vector<std::string> KindsForServices() {
  // A row that was rejected may tell of an operation; a private query is there for its owner and nobody else; who has
  // which role is what the other services let people in by.
  std::vector<std::string> words;
  for (const Kind kind : {Kind::kOperation, Kind::kBreakGlass, Kind::kImportFault, Kind::kSavedQuery, Kind::kGrant}) {
    words.emplace_back(KindWord(kind));
  }
  return words;
}

}  // namespace amparo::cases
