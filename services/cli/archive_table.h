// What an archive holds, for people.
#pragma once

#include "amparo/cases/v1/archive.pb.h"
#include "services/cli/table.h"

namespace amparo::cli {

// A row a kind: how many records, and their SHA-256; kinds that are never exported say so.
Table ArchiveTable(const cases::v1::ArchiveManifest& manifest);

}  // namespace amparo::cli
