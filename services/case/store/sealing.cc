#include "services/case/store/sealing.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/wire_format_lite.h>

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "services/case/store/compartment_statements.h"

namespace amparo::cases {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;
using google::protobuf::io::StringOutputStream;

// The version of how sealed messages are serialized: a value stays as it is from version to version of its record
// (services/adr/0017-the-journal-shows-what-was-put-back.md).
constexpr uint32_t kFormat = 1;

uint32_t TagOf(const Table& table) {
  return WireFormatLite::MakeTag(table.sealed_field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
}

absl::StatusOr<std::string> SealWith(const crypto::Key& data_key, const RecordKey& key, std::string_view plain) {
  const std::string table = StrCat(kSchema, ".", KindWord(key.kind));
  const crypto::Place place{table, key.office, key.id, TableOf(key.kind).sealed_name, kFormat};
  return crypto::Seal(data_key, place, plain);
}

void AppendField(const Table& table, const std::string& sealed, std::string& body) {
  StringOutputStream stream(&body);
  CodedOutputStream out(&stream);
  out.WriteTag(TagOf(table));
  out.WriteVarint32(static_cast<uint32_t>(sealed.size()));
  out.WriteString(sealed);
}

}  // namespace

StoredKey StoredKeyIn(const pg::Row& row, int column) {
  StoredKey stored;
  if (const auto wrapped = row.OptionalBytes(column)) stored.wrapped = std::string(*wrapped);
  stored.wrapping_key_id = std::string(row.Text(column + 1));
  return stored;
}

std::optional<std::string> SealedIn(const Table& table, std::string_view body) {
  if (table.sealed_field == 0) return std::nullopt;
  CodedInputStream in(reinterpret_cast<const uint8_t*>(body.data()), static_cast<int>(body.size()));
  std::optional<std::string> sealed;
  while (const uint32_t tag = in.ReadTag()) {
    if (tag == TagOf(table)) {
      uint32_t size = 0;
      std::string bytes;
      if (!in.ReadVarint32(&size) || !in.ReadString(&bytes, static_cast<int>(size))) return std::nullopt;
      sealed = std::move(bytes);
    } else if (!WireFormatLite::SkipField(&in, tag)) {
      return std::nullopt;
    }
  }
  if (sealed && sealed->empty()) return std::nullopt;
  return sealed;
}

Uuid SubjectOf(const Change& change) {
  return change.subject.value_or(change.key.id);
}

bool IsNewSubject(const Change& change) {
  return change.version == 1 && SubjectOf(change) == change.key.id;
}

void IndexInto(const crypto::BlindIndex& index, Change& change) {
  const std::vector<Column>& columns = TableOf(change.key.kind).columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].type == ColumnType::kTokens) change.columns[i] = index.Tokens(change.key.office, *change.terms);
    if (columns[i].type == ColumnType::kTokenKey) change.columns[i] = index.current_id();
  }
}

absl::StatusOr<std::optional<feed::NewDataKey>> SealInto(const crypto::Envelope& envelope,
                                                         const std::optional<StoredKey>& stored, Change& change) {
  const RecordKey& key = change.key;
  const Uuid subject = SubjectOf(change);
  std::optional<feed::NewDataKey> made;
  crypto::Key data_key;
  if (stored) {
    if (!stored->wrapped) {
      return errors::FailedPrecondition("DATA_KEY_ERASED", NameOf(key),
                                        "what identifies this subject was erased and cannot be entered again");
    }
    AMPARO_ASSIGN_OR_RETURN(data_key,
                            envelope.Unwrap(kSchema, key.office, subject, *stored->wrapped, stored->wrapping_key_id));
  } else {
    AMPARO_ASSIGN_OR_RETURN(crypto::DataKey fresh, envelope.NewDataKey(kSchema, key.office, subject));
    data_key = fresh.plain;
    made = feed::NewDataKey{subject, std::move(fresh.wrapped), std::move(fresh.wrapping_key_id)};
  }
  AMPARO_ASSIGN_OR_RETURN(const std::string sealed, SealWith(data_key, key, *change.secret));
  AppendField(TableOf(key.kind), sealed, change.body);
  return made;
}

absl::StatusOr<std::optional<std::string>> OpenSealed(const crypto::Envelope& envelope, const RecordKey& key,
                                                      const Uuid& subject, const StoredKey& stored,
                                                      std::string_view sealed) {
  if (!stored.wrapped) return std::nullopt;
  AMPARO_ASSIGN_OR_RETURN(const crypto::Key data_key,
                          envelope.Unwrap(kSchema, key.office, subject, *stored.wrapped, stored.wrapping_key_id));
  const std::string table = StrCat(kSchema, ".", KindWord(key.kind));
  const crypto::Place place{table, key.office, key.id, TableOf(key.kind).sealed_name, kFormat};
  AMPARO_ASSIGN_OR_RETURN(std::string plain, crypto::Open(data_key, place, sealed));
  return plain;
}

Task<absl::Status> OpenEach(pg::Reader* reader, const crypto::Envelope* envelope, std::string office, Kind kind,
                            std::vector<Record*> records, Limits limits) {
  std::vector<Uuid> subjects;
  for (const Record* const record : records) subjects.push_back(record->subject);
  pg::Params params;
  params.Text(office).UuidArray(subjects);
  const absl::StatusOr<pg::Rows> rows = co_await reader->Run(kFindDataKeys, std::move(params), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  absl::flat_hash_map<Uuid, StoredKey> keys;
  for (const pg::Row row : *rows) keys[row.Uuid(0)] = StoredKeyIn(row, 1);
  for (Record* const record : records) {
    const std::optional<std::string> sealed = SealedIn(TableOf(kind), record->body);
    const auto stored = keys.find(record->subject);
    if (!sealed || stored == keys.end()) continue;
    // What is sealed is bound to its place, which has no case in it.
    const RecordKey key{kind, office, Uuid(), record->id};
    AMPARO_CO_ASSIGN_OR_RETURN(record->secret, OpenSealed(*envelope, key, record->subject, stored->second, *sealed));
  }
  co_return absl::OkStatus();
}

}  // namespace amparo::cases
