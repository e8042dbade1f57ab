#include "common/audit/head_book.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"

namespace amparo::audit {
namespace {

// About 250 lines.
constexpr int64_t kPieceBytes = 64 << 10;

class HeadFd {
 public:
  HeadFd(const std::string& path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0640)) {}
  ~HeadFd() {
    if (fd_ >= 0) close(fd_);
  }
  HeadFd(const HeadFd&) = delete;
  HeadFd& operator=(const HeadFd&) = delete;

  bool ok() const { return fd_ >= 0; }
  int get() const { return fd_; }
  int64_t size() const {
    struct stat about;
    return fstat(fd_, &about) == 0 ? about.st_size : 0;
  }

 private:
  const int fd_;
};

absl::Status CannotAppend(const std::string& path) {
  return absl::UnavailableError(StrCat(path, ": heads cannot be appended: ", std::strerror(errno)));
}

absl::Status LineTooLong(const std::string& path) {
  return absl::FailedPreconditionError(
      StrCat(path, ": a line has more than ", kLongestLine,
             " bytes: this is no file of heads, or it was damaged; move it away, and a new one is begun"));
}

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

// The bytes from `from` on, at most `most`.
std::string ReadBytes(int fd, int64_t from, int64_t most) {
  std::string bytes(static_cast<size_t>(most), '\0');
  size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = pread(fd, bytes.data() + filled, bytes.size() - filled, from + static_cast<int64_t>(filled));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    filled += static_cast<size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

// True when the file's last line was cut off, by a crash or a full disk.
bool EndsWithinLine(const HeadFd& file) {
  const int64_t size = file.size();
  return size > 0 && ReadBytes(file.get(), size - 1, 1) != "\n";
}

}  // namespace

absl::StatusOr<LinesPiece> ReadLines(const std::string& path, int64_t from, int64_t to) {
  const HeadFd file(path, O_RDONLY);
  if (!file.ok()) return absl::NotFoundError(StrCat(path, ": cannot be read"));
  LinesPiece piece{{}, from};
  std::string bytes = ReadBytes(file.get(), from, std::clamp<int64_t>(to - from, 0, kPieceBytes));
  if (bytes.empty()) return piece;
  const size_t end = bytes.rfind('\n');
  // Without a line end it is the torn last line, or no line of ours at all.
  const size_t whole = end == std::string::npos ? bytes.size() : end;
  piece.next = from + static_cast<int64_t>(std::min(whole + 1, bytes.size()));
  bytes.resize(whole);
  piece.lines = std::vector<std::string>(absl::StrSplit(bytes, '\n'));
  return piece;
}

absl::StatusOr<HeadBook> HeadBook::Open(std::string path, crypto::SigningKey key,
                                        std::vector<crypto::VerifyingKey> former_keys) {
  former_keys.push_back(key.verifying());
  HeadBook book(std::move(path), std::move(key), std::move(former_keys));
  AMPARO_RETURN_IF_ERROR(book.Append({}, absl::UnixEpoch()));
  return book;
}

absl::Status HeadBook::Append(std::span<const HeadLine> lines, absl::Time now) const {
  const HeadFd file(path_, O_RDWR | O_APPEND | O_CREAT);
  if (!file.ok()) return CannotAppend(path_);
  std::string text;
  if (EndsWithinLine(file)) text += '\n';
  for (const HeadLine& line : lines) {
    AMPARO_ASSIGN_OR_RETURN(const std::string signed_line, FormatLine(line, now, key_));
    text += signed_line;
  }
  if (!WriteAll(file.get(), text) || fsync(file.get()) != 0) return CannotAppend(path_);
  return absl::OkStatus();
}

absl::StatusOr<int64_t> HeadBook::LastSealed() const {
  const HeadFd file(path_, O_RDONLY);
  if (!file.ok()) return absl::NotFoundError(StrCat(path_, ": cannot be read"));
  // The line whose end was read with the piece behind this one; a whole file without line ends is never gathered in it.
  std::string rest;
  for (int64_t end = file.size(); end > 0;) {
    const int64_t begin = std::max<int64_t>(end - kPieceBytes, 0);
    const std::string bytes = ReadBytes(file.get(), begin, end - begin) + rest;
    std::vector<std::string> lines = absl::StrSplit(bytes, '\n');
    for (size_t i = lines.size(); i-- > 0;) {
      if (lines[i].size() > kLongestLine) return LineTooLong(path_);
      // The first one may begin in the piece before this.
      if (i == 0 && begin > 0) break;
      if (!lines[i].starts_with("sealed\t")) continue;
      const std::optional<HeadLine> line = ReadLine(lines[i], keys_);
      if (line && std::holds_alternative<SealedTo>(*line)) return std::get<SealedTo>(*line).seq;
    }
    rest = std::move(lines.front());
    end = begin;
  }
  return 0;
}

int64_t HeadBook::size() const {
  const HeadFd file(path_, O_RDONLY);
  return file.ok() ? file.size() : 0;
}

}  // namespace amparo::audit
