#include "services/cli/archive_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "amparo/cases/v1/export.pb.h"
#include "common/base/strings.h"
#include "common/crypto/aes_gcm.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

namespace fs = std::filesystem;

// "AMPAROAR", the version, how the key is derived, the salt.
constexpr std::string_view kMagic = "AMPAROAR";
constexpr char kVersion = 1;
constexpr std::size_t kHeaderBytes = kMagic.size() + 2 + kArchiveSaltBytes;
// Before each piece: its length.
constexpr std::size_t kLengthBytes = 4;
// No piece is longer: an answer of an export is far shorter.
constexpr uint32_t kMostPieceBytes = uint32_t{64} << 20;

std::string BigEndian(uint64_t value, std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) text[bytes - 1 - i] = static_cast<char>(value >> (8 * i) & 0xFF);
  return text;
}

uint32_t LengthIn(std::string_view bytes) {
  uint32_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<uint8_t>(byte);
  return value;
}

// What a piece is bound to: its archive, its place, and whether it is the last.
std::string PlaceOf(const std::string& header, int64_t number, bool last) {
  return StrCat(header, BigEndian(static_cast<uint64_t>(number), 8), last ? "L" : "P");
}

std::string RandomSalt() {
  const absl::StatusOr<crypto::Key> random = crypto::RandomKey();
  if (!random.ok()) throw Failure(kFailed, "the cryptographic library failed");
  return std::string(random->view().substr(0, kArchiveSaltBytes));
}

[[noreturn]] void NotWhole(const std::string& path, std::string_view why) {
  throw Failure(kRefused, StrCat(path, ": the archive is not whole: ", why));
}

// Reads `size` bytes; fewer at the end of the file.
std::string ReadBytes(std::ifstream& file, const std::string& path, std::size_t size) {
  std::string bytes(size, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  if (file.bad()) throw Failure(kFailed, StrCat(path, ": cannot be read"));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

bool SameKinds(const cases::v1::ArchiveManifest& manifest, const std::vector<cases::v1::ArchivedKind>& found) {
  return std::equal(manifest.kinds().begin(), manifest.kinds().end(), found.begin(), found.end(),
                    [](const cases::v1::ArchivedKind& a, const cases::v1::ArchivedKind& b) {
                      return a.kind() == b.kind() && a.records() == b.records() && a.sha256() == b.sha256();
                    });
}

// The pieces of an archive, opened one after the other.
class PieceReader {
 public:
  PieceReader(const std::string& path, const ArchiveSecret& secret) : path_(path), file_(path, std::ios::binary) {
    std::error_code ignored;
    if (!file_ || fs::is_directory(path, ignored)) throw Failure(kUsage, StrCat(path, ": cannot be read"));
    header_ = ReadBytes(file_, path_, kHeaderBytes);
    if (header_.size() < kHeaderBytes || !header_.starts_with(kMagic)) {
      throw Failure(kRefused, StrCat(path, ": is no archive of an office"));
    }
    const auto derivation = static_cast<KeyDerivation>(header_[kMagic.size() + 1]);
    const bool known = derivation == KeyDerivation::kPassphrase || derivation == KeyDerivation::kKeyFile;
    if (header_[kMagic.size()] != kVersion || !known) {
      throw Failure(kRefused, StrCat(path, ": is of a version that this program does not read"));
    }
    key_ = ArchiveKey(secret, derivation, std::string_view(header_).substr(kMagic.size() + 2));
  }

  // The next piece; `last` = it is the manifest, after which nothing may stand.
  std::string Next(bool& last) {
    const std::string length = ReadBytes(file_, path_, kLengthBytes);
    if (length.size() < kLengthBytes) NotWhole(path_, "its end is missing");
    const uint32_t size = LengthIn(length);
    if (size > kMostPieceBytes) NotWhole(path_, "it was edited");
    const std::string sealed = ReadBytes(file_, path_, size);
    if (sealed.size() < size) NotWhole(path_, "its end is missing");
    absl::StatusOr<std::string> plain = crypto::GcmOpen(key_, PlaceOf(header_, number_, false), sealed);
    last = !plain.ok();
    if (last) plain = crypto::GcmOpen(key_, PlaceOf(header_, number_, true), sealed);
    if (!plain.ok() && number_ == 0) NotWhole(path_, "the passphrase or key is another, or it was edited");
    if (!plain.ok()) NotWhole(path_, "it was edited");
    if (last && file_.peek() != std::ifstream::traits_type::eof()) NotWhole(path_, "something stands after its end");
    ++number_;
    return *std::move(plain);
  }

  // How many pieces came.
  int64_t number() const { return number_; }

 private:
  const std::string path_;
  std::ifstream file_;
  std::string header_;
  crypto::Key key_;
  int64_t number_ = 0;
};

}  // namespace

void RecordsTally::Add(const feed::v1::Event& record) {
  const auto [at, fresh] = kinds_.try_emplace(record.kind());
  if (fresh) order_.push_back(record.kind());
  const std::string bytes = record.SerializeAsString();
  ++at->second.records;
  at->second.digest.Update(BigEndian(bytes.size(), 8));
  at->second.digest.Update(bytes);
}

std::vector<cases::v1::ArchivedKind> RecordsTally::Finish() {
  std::vector<cases::v1::ArchivedKind> kinds;
  for (const std::string& word : order_) {
    Kind& kind = kinds_.at(word);
    cases::v1::ArchivedKind& archived = kinds.emplace_back();
    archived.set_kind(word);
    archived.set_records(kind.records);
    archived.set_sha256(kind.digest.Finish());
  }
  return kinds;
}

ArchiveWriter::ArchiveWriter(const std::string& path, const ArchiveSecret& secret)
    : path_(path), part_(path + ".part") {
  if (fs::exists(path)) throw Failure(kUsage, StrCat(path, ": stands there already"));
  const KeyDerivation derivation = DerivationOf(secret);
  const std::string salt = RandomSalt();
  header_ = StrCat(kMagic, std::string(1, kVersion), std::string(1, static_cast<char>(derivation)), salt);
  key_ = ArchiveKey(secret, derivation, salt);
  // For its owner only, sealed as it is.
  const int descriptor = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) throw Failure(kFailed, StrCat("cannot write ", part_));
  ::close(descriptor);
  file_.open(part_, std::ios::binary | std::ios::trunc);
  file_ << header_;
}

ArchiveWriter::~ArchiveWriter() {
  file_.close();
  std::error_code ignored;
  fs::remove(part_, ignored);
}

void ArchiveWriter::WritePiece(bool last, std::string_view plain) {
  const absl::StatusOr<std::string> sealed = crypto::GcmSeal(key_, PlaceOf(header_, pieces_, last), plain);
  if (!sealed.ok()) throw Failure(kFailed, "the cryptographic library failed");
  if (sealed->size() > kMostPieceBytes) throw Failure(kFailed, "an answer of the export is too long for an archive");
  file_ << BigEndian(sealed->size(), kLengthBytes) << *sealed;
  if (!file_) throw Failure(kFailed, StrCat("cannot write ", part_));
  ++pieces_;
}

void ArchiveWriter::Add(const Records& records) {
  cases::v1::ExportOfficeResponse piece;
  *piece.mutable_records() = records;
  for (const feed::v1::Event& record : records) tally_.Add(record);
  WritePiece(false, piece.SerializeAsString());
}

cases::v1::ArchiveManifest ArchiveWriter::Finish(cases::v1::ArchiveManifest manifest) {
  manifest.set_version(kVersion);
  manifest.set_pieces(pieces_);
  for (cases::v1::ArchivedKind& kind : tally_.Finish()) *manifest.add_kinds() = std::move(kind);
  WritePiece(true, manifest.SerializeAsString());
  if (!file_.flush()) throw Failure(kFailed, StrCat("cannot write ", part_));
  file_.close();
  fs::rename(part_, path_);
  return manifest;
}

cases::v1::ArchiveManifest ReadArchive(const std::string& path, const ArchiveSecret& secret,
                                       const std::function<void(feed::v1::Event)>& take) {
  PieceReader pieces(path, secret);
  RecordsTally tally;
  bool last = false;
  std::string plain = pieces.Next(last);
  for (; !last; plain = pieces.Next(last)) {
    cases::v1::ExportOfficeResponse piece;
    if (!piece.ParseFromString(plain)) NotWhole(path, "a piece holds no records");
    for (feed::v1::Event& record : *piece.mutable_records()) {
      tally.Add(record);
      take(std::move(record));
    }
  }
  cases::v1::ArchiveManifest manifest;
  if (!manifest.ParseFromString(plain)) NotWhole(path, "its manifest is none");
  if (manifest.version() != kVersion) NotWhole(path, "its manifest is of another version");
  if (manifest.pieces() != pieces.number() - 1 || !SameKinds(manifest, tally.Finish())) {
    NotWhole(path, "it does not hold what its manifest says");
  }
  return manifest;
}

}  // namespace amparo::cli
