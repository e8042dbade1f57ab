// Imports an archive: its office, and every case in it as a whole, with the same names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "amparo/cases/v1/import.pb.h"
#include "amparo/cases/v1/office.pb.h"
#include "amparo/feed/v1/feed.pb.h"
#include "services/cli/archive_key.h"
#include "services/cli/connection.h"
#include "services/cli/import_tally.h"

namespace amparo::cli {

// The records of an office put together again: to each case what belongs to it.
class ArchivedOffice {
 public:
  // Takes a record in. A Failure for one that cannot be read.
  void Add(feed::v1::Event record);

  // The office; without a name when the archive has none.
  const cases::v1::Office& office() const { return office_; }

  // Every case as a row, in the order of names; people and places that no case speaks of come with those that have
  // room.
  std::vector<cases::v1::ImportCasesRequest> Rows(const std::string& source);

  // How many records of each kind no row has: kinds that imports do not bring, and what cannot be brought whole (an
  // operation that is frozen or that the exporter saw in outline only, a link between people of two cases, a place that
  // was withdrawn). "merge": people and cases that were merged, who stand for themselves again.
  const std::map<std::string, int64_t>& not_imported() const { return not_imported_; }

 private:
  // The bundle of the case that `name` belongs to; null when that is not there.
  cases::v1::CaseBundle* BundleOf(const std::string& name);
  void PlaceParts();
  void PlaceLinks();
  void PlacePeople();
  void PlaceVenues();

  cases::v1::Office office_;
  // By the case's name.
  std::map<std::string, cases::v1::CaseBundle> bundles_;
  std::vector<cases::v1::Party> parties_;
  std::vector<cases::v1::Charge> charges_;
  std::vector<cases::v1::Operation> operations_;
  std::vector<cases::v1::Link> links_;
  std::map<std::string, cases::v1::Person> persons_;
  std::map<std::string, cases::v1::Venue> venues_;
  std::map<std::string, int64_t> not_imported_;
};

// What became of an archive.
struct ArchiveImportResult {
  Tally offices;
  Tally cases;
  std::map<std::string, int64_t> not_imported;
};

// Reads the archive, to its end before anything is sent, and imports it; safe to repeat. A Failure for an archive that
// is not whole.
ArchiveImportResult ImportArchive(Connection& connection, const std::string& path, const ArchiveSecret& secret);

}  // namespace amparo::cli
