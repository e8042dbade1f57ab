// An archive on disk (services/cli/README.md has its form): pieces, each sealed by AES-256-GCM under the archive's own
// key and bound to its place, the last of them the manifest. What was cut off, edited or put elsewhere does not open.
#pragma once

#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "amparo/cases/v1/archive.pb.h"
#include "amparo/feed/v1/feed.pb.h"
#include "common/base/sha256.h"
#include "services/cli/archive_key.h"

namespace amparo::cli {

// The records of an archive.
using Records = google::protobuf::RepeatedPtrField<feed::v1::Event>;

// Counts and digests records as a manifest tells of them.
class RecordsTally {
 public:
  void Add(const feed::v1::Event& record);

  // The kinds in the order in which they came first.
  std::vector<cases::v1::ArchivedKind> Finish();

 private:
  struct Kind {
    int64_t records = 0;
    Sha256 digest;
  };
  std::vector<std::string> order_;
  std::map<std::string, Kind> kinds_;
};

// Writes an archive; without Finish nothing stands at the path.
class ArchiveWriter {
 public:
  // A Failure when something stands at the path already, or it cannot be written.
  ArchiveWriter(const std::string& path, const ArchiveSecret& secret);
  ~ArchiveWriter();
  ArchiveWriter(const ArchiveWriter&) = delete;
  ArchiveWriter& operator=(const ArchiveWriter&) = delete;

  // Adds a piece.
  void Add(const Records& records);

  // Ends the archive: the manifest gets what was counted.
  cases::v1::ArchiveManifest Finish(cases::v1::ArchiveManifest manifest);

 private:
  void WritePiece(bool last, std::string_view plain);

  const std::string path_;
  const std::string part_;
  std::ofstream file_;
  std::string header_;
  crypto::Key key_;
  int64_t pieces_ = 0;
  RecordsTally tally_;
};

// Reads an archive from beginning to end, gives each record to `take`, and answers its manifest. A Failure for a file
// that is no archive, a wrong secret, and an archive that is not whole: cut off, edited, or with something after its
// end. What `take` was given before must not be used then.
cases::v1::ArchiveManifest ReadArchive(const std::string& path, const ArchiveSecret& secret,
                                       const std::function<void(feed::v1::Event)>& take);

}  // namespace amparo::cli
