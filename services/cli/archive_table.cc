#include "services/cli/archive_table.h"

#include "absl/strings/escaping.h"

namespace amparo::cli {

Table ArchiveTable(const cases::v1::ArchiveManifest& manifest) {
  Table table({"kind", "records", "sha256"});
  for (const cases::v1::ArchivedKind& kind : manifest.kinds()) {
    table.Add(Json{{"kind", kind.kind()},
                   {"records", kind.records()},
                   {"sha256", absl::BytesToHexString(kind.sha256())},
                   {"office", manifest.office()}});
  }
  for (const std::string& kind : manifest.left_behind()) {
    table.Add(Json{{"kind", kind}, {"sha256", "never exported"}, {"office", manifest.office()}});
  }
  return table;
}

}  // namespace amparo::cli
