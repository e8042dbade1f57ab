// Contents of documents between a file and the service, resumed where they were broken off.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "amparo/cases/v1/document.pb.h"
#include "services/cli/connection.h"

namespace amparo::cli {

// Told how many bytes of how many are done.
using ShowProgress = std::function<void(int64_t done, int64_t size)>;

// A file as it is uploaded.
struct FileFacts {
  std::string path;
  // In bytes; at least 1.
  int64_t size = 0;
  // 64 lower-case hexadecimal digits.
  std::string sha256;
};

// Reads the whole file once. A Failure when it cannot be read or is empty.
FileFacts FactsOf(const std::string& path);

// Uploads the file for a document and attaches it; the document after it. Goes on where an earlier run with the same
// file and document came to, tries again when the service or the way to it fails, and gives up when nothing moves any
// more: the same call again then goes on.
cases::v1::Document UploadContent(Connection& connection, const std::string& document, const FileFacts& file,
                                  const std::string& media_type, const ShowProgress& progress);

// Downloads a content into `path`, readable by its owner only, and proves its SHA-256 before the file has that name.
// Until then what came stands in a file beside it, from which the next call goes on.
void DownloadContent(Connection& connection, const cases::v1::DocumentContent& content, const std::string& path,
                     const ShowProgress& progress);

}  // namespace amparo::cli
