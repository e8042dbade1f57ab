// Imports an archive: its office, and every record in it as it is, with the same names.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "amparo/cases/v1/office.pb.h"
#include "amparo/cases/v1/operation.pb.h"
#include "amparo/feed/v1/feed.pb.h"
#include "services/cli/archive_key.h"
#include "services/cli/connection.h"
#include "services/cli/content_archive.h"
#include "services/cli/import_tally.h"

namespace amparo::cli {

// What must be known of an archive before anything of it is sent: its office, which operations stay in it, which
// contents belong to which documents. All else is passed on as it comes.
class ArchiveSurvey {
 public:
  // Looks at a record. A Failure for one that cannot be read.
  void Add(const feed::v1::Event& record);

  // The office; without a name when the archive has none.
  const cases::v1::Office& office() const { return office_; }

  // How many records of each kind stay in the archive, or are not in it: operations that are frozen or that the
  // exporter saw in outline only, contents of documents that did not come, or came in part.
  std::map<std::string, int64_t> not_imported() const;

  // The contents that came whole, and their documents.
  const ContentOwners& contents() const { return contents_; }

  // The record as it is sent: an operation that follows one which stays in the archive follows none, as in answers to
  // who does not see that one. Nullopt for what stays in it, and for the office, which is made before.
  // Of contents the pieces of those that came whole.
  std::optional<feed::v1::Event> Sent(feed::v1::Event record) const;

 private:
  cases::v1::Office office_;
  // The names of the operations that are brought.
  std::set<std::string> operations_;
  int64_t operations_that_stay_ = 0;
  // The documents whose contents did not come (yet), and those whose contents did.
  ContentOwners expected_;
  ContentOwners contents_;
};

// What became of an archive.
struct ArchiveImportResult {
  Tally offices;
  // The kinds in the order in which they came.
  Tallies kinds;
  std::map<std::string, int64_t> not_imported;
};

// Reads the archive to its end before anything is sent, then again, and sends what it reads; it is never held in
// memory. What speaks of records that come after it is sent in a later reading. Safe to repeat. A Failure for an
// archive that is not whole, and when another office is there under the name of its office.
ArchiveImportResult ImportArchive(Connection& connection, const std::string& path, const ArchiveSecret& secret);

}  // namespace amparo::cli
