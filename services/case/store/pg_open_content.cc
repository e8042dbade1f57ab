#include "services/case/store/pg_open_content.h"

#include <algorithm>
#include <functional>
#include <pqxx/pqxx>
#include <utility>

#include "common/audit/audit.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/crypto/envelope.h"
#include "common/errors/errors.h"
#include "common/pg/array_text.h"
#include "services/case/store/acts.h"
#include "services/case/store/content_statements.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

using Pieces = std::vector<std::string>;

// How many pieces are read at once: few, for they are all that a download holds in memory.
constexpr int64_t kReadAtOnce = 4;

constexpr uint32_t kPieceFormat = 1;

absl::Status Erased(const KeyedContent& content) {
  return errors::FailedPrecondition("DATA_KEY_ERASED", ToString(content.facts.name),
                                    "what identifies this subject was erased, and its documents with it");
}

// Where a piece belongs: its content, its place in it, and the size of the whole, so that none can be swapped, left out
// or cut off.
absl::StatusOr<std::string> WithPlace(const KeyedContent& content, int64_t number, std::string_view bytes,
                                      absl::StatusOr<std::string> (*seal_or_open)(const crypto::Key&,
                                                                                  const crypto::Place&,
                                                                                  std::string_view)) {
  if (!content.key) return Erased(content);
  const ContentFacts& facts = content.facts;
  const std::string column = StrCat("piece ", number, " of ", facts.spec.size);
  const crypto::Place place{"cases.content_chunk", facts.name.office, facts.name.id, column, kPieceFormat};
  return seal_or_open(*content.key, place, bytes);
}

absl::StatusOr<Pieces> SealPieces(const KeyedContent& content, int64_t offset, std::string_view data) {
  Pieces sealed;
  for (int64_t number = offset / kChunk; !data.empty(); ++number) {
    const auto size = static_cast<std::size_t>(SizeOfChunk(content.facts.spec.size, number));
    AMPARO_ASSIGN_OR_RETURN(sealed.emplace_back(), WithPlace(content, number, data.substr(0, size), &crypto::Seal));
    data.remove_prefix(std::min(size, data.size()));
  }
  return sealed;
}

absl::StatusOr<Pieces> OpenPieces(const KeyedContent& content, int64_t first, int64_t count, const pqxx::result& rows) {
  Pieces opened;
  for (const pqxx::row& row : rows) {
    const int64_t number = first + static_cast<int64_t>(opened.size());
    if (row[0].as<int64_t>() != number) break;
    const pqxx::binarystring sealed(row[1]);
    const std::string_view bytes(reinterpret_cast<const char*>(sealed.data()), sealed.size());
    AMPARO_ASSIGN_OR_RETURN(opened.emplace_back(), WithPlace(content, number, bytes, &crypto::Open));
  }
  if (static_cast<int64_t>(opened.size()) != count) return absl::DataLossError("a piece of a content is missing");
  return opened;
}

}  // namespace

absl::StatusOr<int64_t> ProgressOf(pg::Transaction& transaction, const ContentName& name) {
  const pqxx::result rows = Execute(transaction, kContentProgress, {name.office, name.id.ToString()});
  if (rows.empty()) return errors::NotFound(KindWord(Kind::kContent), ToString(name));
  if (rows[0][1].as<bool>()) {
    return errors::FailedPrecondition("UPLOAD_FINISHED", ToString(name), "the content is attached and does not change");
  }
  return rows[0][0].as<int64_t>();
}

Task<absl::StatusOr<int64_t>> PgOpenContent::Append(int64_t offset, std::string data, absl::Time now, Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(Pieces pieces, SealPieces(*content_, offset, data));
  const int64_t end = offset + static_cast<int64_t>(data.size());
  auto sealed = std::make_shared<const Pieces>(std::move(pieces));
  std::function<absl::StatusOr<int64_t>(pg::Transaction&)> job =
      [content = content_, sealed, offset, end, now](pg::Transaction& transaction) -> absl::StatusOr<int64_t> {
    const ContentName& name = content->facts.name;
    const std::string id = name.id.ToString();
    const Texts arguments = {name.office, id, std::to_string(offset), std::to_string(end),
                             pg::TimeText(now + kUploadRetention)};
    if (Execute(transaction, kContentAdvance, arguments).empty()) return ProgressOf(transaction, name);
    for (std::size_t i = 0; i < sealed->size(); ++i) {
      const int64_t number = offset / kChunk + static_cast<int64_t>(i);
      transaction.exec_params0(std::string(kChunkInsert.sql), name.office, id, number,
                               pqxx::binarystring((*sealed)[i]));
    }
    return end;
  };
  const absl::StatusOr<int64_t> committed =
      co_await workers_->Run<int64_t>(kContentAdvance.name, std::move(job), std::move(limits));
  co_return committed;
}

Task<absl::StatusOr<std::vector<std::string>>> PgOpenContent::Read(int64_t first, Limits limits) {
  const int64_t count = std::min(kReadAtOnce, ChunksOf(content_->facts.spec.size) - first);
  std::function<absl::StatusOr<Pieces>(pg::Transaction&)> job = [content = content_, first,
                                                                 count](pg::Transaction& transaction) {
    const ContentName& name = content->facts.name;
    const Texts arguments = {name.office, name.id.ToString(), std::to_string(first), std::to_string(count)};
    return OpenPieces(*content, first, count, Execute(transaction, kChunkRead, arguments));
  };
  absl::StatusOr<Pieces> pieces = co_await workers_->Run<Pieces>(kChunkRead.name, std::move(job), std::move(limits));
  co_return pieces;
}

Task<absl::Status> PgOpenContent::RecordRead(RevealStamp stamp, absl::Time now, Limits limits) {
  if (!content_->key) co_return Erased(*content_);
  audit::ReadRecord read = ReadOf(facts().name.office, now, std::move(stamp));
  // A content never changes: it has one version.
  read.items.push_back(audit::Item{Uuid::V7(now), ToString(facts().name), 1});
  const absl::Status audited = co_await audit::RecordRead(*writer_, std::move(read), std::move(limits));
  co_return audited;
}

}  // namespace amparo::cases
