#include "services/case/store/feed_kinds.h"

#include <string>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

// "amparo.cases.v1.Case" for "case", "...CourtOrder" for "court_order".
std::string MessageOf(std::string_view word) {
  std::string name = "amparo.cases.v1.";
  bool begins = true;
  for (const char c : word) {
    if (c != '_') name += begins ? absl::ascii_toupper(static_cast<unsigned char>(c)) : c;
    begins = c == '_';
  }
  return name;
}

// The name of a row's resource, in SQL, as domain/names.cc builds it.
std::string NameSql(const Table& table) {
  if (!table.has_id()) return "'offices/' || office";
  const std::string own = StrCat("/", KindCollection(table.kind), "/' || id");
  return table.in_case() ? StrCat("'offices/' || office || '/cases/' || case_id || '", own)
                         : StrCat("'offices/' || office || '", own);
}

}  // namespace

std::vector<feed::Kind> PublishedKinds() {
  std::vector<feed::Kind> kinds;
  for (const Table& table : Tables()) {
    const std::string_view word = KindWord(table.kind);
    kinds.push_back({std::string(word), MessageOf(word),
                     StrCat("SELECT office, ", NameSql(table), ", version, update_time, body FROM ", table.name)});
  }
  return kinds;
}

std::vector<std::string> CompartmentKinds() {
  // A row that was rejected may tell of an operation.
  return {std::string(KindWord(Kind::kOperation)), std::string(KindWord(Kind::kBreakGlass)),
          std::string(KindWord(Kind::kImportFault))};
}

}  // namespace amparo::cases
