#include "common/audit/chain_sql.h"

#include <pqxx/pqxx>

#include "common/pg/array_text.h"

namespace amparo::audit {
namespace {

// Every column of a row of the trail, in the order that EntryIn reads. A time without end is kept as the last number.
#define AMPARO_ENTRY_COLUMNS                                                                                   \
  "a.office, a.compartment, a.id, a.seq, CASE a.audit_time WHEN 'infinity' THEN 9223372036854775807 "          \
  "WHEN '-infinity' THEN -9223372036854775807 ELSE (extract(epoch FROM a.audit_time) * 1000000)::bigint END, " \
  "a.caller, a.method, a.name, a.version, a.plan_version, a.action, a.fields::text, a.reason, a.trace_id"

constexpr int kEntryColumns = 14;

constexpr std::string_view kOneOrder = "audit rows have one order a service, and are sealed in it";

constexpr pg::Statement kSealState{"audit_seal_state", "SELECT s.seq, h.audited FROM audit_seal AS s, feed_head AS h",
                                   kOneOrder};

constexpr pg::Statement kLockSeal{"audit_seal_lock",
                                  "SELECT s.seq, h.audited FROM audit_seal AS s, feed_head AS h "
                                  "FOR UPDATE OF s SKIP LOCKED",
                                  kOneOrder};

constexpr pg::Statement kMoveSeal{"audit_seal_move", "UPDATE audit_seal SET seq = $1", kOneOrder};

constexpr pg::Statement kReadEntries{"audit_read_entries",
                                     "SELECT " AMPARO_ENTRY_COLUMNS
                                     " FROM audit AS a WHERE a.seq > $1 AND a.seq <= $2 ORDER BY a.seq LIMIT $3",
                                     kOneOrder};

constexpr pg::Statement kReadHeads{
    "audit_read_heads",
    "SELECT c.office, c.compartment, head.number, head.hash "
    "FROM unnest($1::text[], $2::text[]) AS c (office, compartment) CROSS JOIN LATERAL (SELECT number, hash "
    "FROM audit_chain WHERE office = c.office AND compartment = c.compartment ORDER BY number DESC LIMIT 1) AS head"};

constexpr pg::Statement kAppendLinks{
    "audit_append_links",
    "INSERT INTO audit_chain (office, compartment, number, audit_id, seq, hash) "
    "SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::uuid[], $5::bigint[], $6::bytea[])"};

constexpr pg::Statement kChainsBetween{
    "audit_chains_between", "SELECT DISTINCT office, compartment FROM audit WHERE seq > $1 AND seq <= $2", kOneOrder};

// A row that has a link was sealed: that it is gone shows in its chain.
constexpr pg::Statement kMissingBetween{
    "audit_missing_between",
    "SELECT seq + 1, next - 1 FROM (SELECT seq, lead(seq, 1, $2::bigint + 1) OVER (ORDER BY seq) AS next FROM "
    "(SELECT $1::bigint AS seq UNION ALL SELECT seq FROM audit WHERE seq > $1 AND seq <= $2 "
    "UNION ALL SELECT seq FROM audit_chain WHERE seq > $1 AND seq <= $2) AS present) AS pair "
    "WHERE next > seq + 1 ORDER BY seq",
    "audit rows have one order a service; of rows that are gone nobody knows the office"};

constexpr pg::Statement kFirstCompartment{
    "audit_first_compartment", "SELECT compartment FROM audit_chain WHERE office = $1 ORDER BY compartment LIMIT 1"};

constexpr pg::Statement kNextCompartment{
    "audit_next_compartment",
    "SELECT compartment FROM audit_chain WHERE office = $1 AND compartment > $2 ORDER BY compartment LIMIT 1"};

constexpr pg::Statement kReadLinks{
    "audit_read_links", "SELECT " AMPARO_ENTRY_COLUMNS
                        ", link.number, link.audit_id, link.seq, link.hash FROM "
                        "(SELECT * FROM audit_chain WHERE office = $1 AND compartment = $2 AND number > $3 ORDER BY "
                        "number LIMIT $4) AS link "
                        "LEFT JOIN audit AS a ON a.office = link.office AND a.seq = link.seq ORDER BY link.number"};

constexpr pg::Statement kFindHashes{
    "audit_find_hashes",
    "SELECT c.hash FROM unnest($2::text[], $3::bigint[]) WITH ORDINALITY AS head (compartment, number, place) "
    "LEFT JOIN audit_chain AS c ON c.office = $1 AND c.compartment = head.compartment AND c.number = head.number "
    "ORDER BY head.place"};

// The place to go on from is a time and an id, parted by a blank (PostgreSQL's times hold one too).
constexpr pg::Statement kFindLoose{
    "audit_find_loose",
    "SELECT t.audit_time::text, t.id, t.compartment, c.seq IS NULL AND "
    "(t.audit_time < $4 OR NOT t.seq BETWEEN s.seq + 1 AND h.audited) FROM "
    "(SELECT audit_time, id, compartment, seq FROM audit WHERE office = $1 AND (audit_time, id) > ($2, $3) "
    "ORDER BY audit_time, id LIMIT $5) AS t CROSS JOIN audit_seal AS s CROSS JOIN feed_head AS h "
    "LEFT JOIN audit_chain AS c ON c.office = $1 AND c.seq = t.seq ORDER BY t.audit_time, t.id"};

std::string Sql(const pg::Statement& statement) {
  return std::string(statement.sql);
}

std::string TextIn(const pqxx::field& field) {
  return std::string(field.c_str(), field.size());
}

std::string BytesIn(const pqxx::field& field) {
  return field.is_null() ? std::string() : pqxx::binarystring(field).str();
}

Uuid UuidIn(const pqxx::field& field) {
  return Uuid::Parse(TextIn(field)).value_or(Uuid());
}

// Nothing when a column is NULL, which none may be.
std::optional<Entry> EntryIn(const pqxx::row& row) {
  for (int column = 0; column < kEntryColumns; ++column) {
    if (row[column].is_null()) return std::nullopt;
  }
  Entry entry;
  entry.chain = {TextIn(row[0]), TextIn(row[1])};
  entry.id = UuidIn(row[2]);
  entry.seq = row[3].as<int64_t>();
  entry.time = absl::FromUnixMicros(row[4].as<int64_t>());
  entry.caller = TextIn(row[5]);
  entry.method = TextIn(row[6]);
  entry.name = TextIn(row[7]);
  entry.version = row[8].as<int64_t>();
  entry.plan_version = row[9].as<int64_t>();
  entry.action = TextIn(row[10]);
  entry.fields = TextIn(row[11]);
  entry.reason = TextIn(row[12]);
  entry.trace_id = TextIn(row[13]);
  return entry;
}

}  // namespace

SealState ReadSealState(pg::Transaction& transaction) {
  const pqxx::row row = transaction.exec1(Sql(kSealState));
  return {row[0].as<int64_t>(), row[1].as<int64_t>()};
}

std::optional<SealState> LockSealState(pg::Transaction& transaction) {
  const pqxx::result rows = transaction.exec(Sql(kLockSeal));
  if (rows.empty()) return std::nullopt;
  return SealState{rows[0][0].as<int64_t>(), rows[0][1].as<int64_t>()};
}

std::vector<NumberedEntry> ReadEntries(pg::Transaction& transaction, int64_t after, int64_t last, int64_t most) {
  std::vector<NumberedEntry> entries;
  for (const pqxx::row row : transaction.exec_params(Sql(kReadEntries), after, last, most)) {
    entries.push_back({row[3].as<int64_t>(), EntryIn(row)});
  }
  return entries;
}

Heads ReadHeads(pg::Transaction& transaction, const std::set<ChainName>& chains) {
  pg::ArrayText offices, compartments;
  for (const ChainName& chain : chains) {
    offices.Text(chain.office);
    compartments.Text(chain.compartment);
  }
  Heads heads;
  for (const pqxx::row row : transaction.exec_params(Sql(kReadHeads), offices.Finish(), compartments.Finish())) {
    const ChainName chain{TextIn(row[0]), TextIn(row[1])};
    heads.emplace(chain, Head{chain, row[2].as<int64_t>(), BytesIn(row[3])});
  }
  return heads;
}

void AppendLinks(pg::Transaction& transaction, std::span<const Link> links) {
  pg::ArrayText offices, compartments, numbers, ids, seqs, hashes;
  for (const Link& link : links) {
    offices.Text(link.head.chain.office);
    compartments.Text(link.head.chain.compartment);
    numbers.Int64(link.head.number);
    ids.Text(link.entry_id.ToString());
    seqs.Int64(link.seq);
    hashes.Bytes(link.head.hash);
  }
  transaction.exec_params0(Sql(kAppendLinks), offices.Finish(), compartments.Finish(), numbers.Finish(), ids.Finish(),
                           seqs.Finish(), hashes.Finish());
}

void MoveSeal(pg::Transaction& transaction, int64_t sealed) {
  transaction.exec_params0(Sql(kMoveSeal), sealed);
}

std::set<ChainName> ChainsBetween(pg::Transaction& transaction, int64_t after, int64_t last) {
  std::set<ChainName> chains;
  for (const pqxx::row row : transaction.exec_params(Sql(kChainsBetween), after, last)) {
    chains.insert({TextIn(row[0]), TextIn(row[1])});
  }
  return chains;
}

std::vector<NumberRange> MissingBetween(pg::Transaction& transaction, int64_t after, int64_t last) {
  std::vector<NumberRange> missing;
  for (const pqxx::row row : transaction.exec_params(Sql(kMissingBetween), after, last)) {
    missing.push_back({row[0].as<int64_t>(), row[1].as<int64_t>()});
  }
  return missing;
}

std::optional<std::string> FindCompartment(pg::Transaction& transaction, const std::string& office,
                                           const std::optional<std::string>& after) {
  const pqxx::result rows = after ? transaction.exec_params(Sql(kNextCompartment), office, *after)
                                  : transaction.exec_params(Sql(kFirstCompartment), office);
  if (rows.empty()) return std::nullopt;
  return TextIn(rows[0][0]);
}

std::vector<SealedEntry> ReadLinks(pg::Transaction& transaction, const ChainName& chain, int64_t after, int64_t most) {
  std::vector<SealedEntry> links;
  for (const pqxx::row row : transaction.exec_params(Sql(kReadLinks), chain.office, chain.compartment, after, most)) {
    SealedEntry sealed;
    sealed.link.head = {chain, row[kEntryColumns].as<int64_t>(), BytesIn(row[kEntryColumns + 3])};
    sealed.link.entry_id = UuidIn(row[kEntryColumns + 1]);
    sealed.link.seq = row[kEntryColumns + 2].as<int64_t>(0);
    // The office is what joins them: without it there is no row.
    sealed.there = !row[0].is_null();
    sealed.entry = EntryIn(row);
    links.push_back(std::move(sealed));
  }
  return links;
}

std::vector<std::optional<std::string>> FindHashes(pg::Transaction& transaction, const std::string& office,
                                                   const std::vector<Head>& heads) {
  pg::ArrayText compartments, numbers;
  for (const Head& head : heads) {
    compartments.Text(head.chain.compartment);
    numbers.Int64(head.number);
  }
  std::vector<std::optional<std::string>> hashes;
  for (const pqxx::row row :
       transaction.exec_params(Sql(kFindHashes), office, compartments.Finish(), numbers.Finish())) {
    hashes.push_back(row[0].is_null() ? std::nullopt : std::optional(BytesIn(row[0])));
  }
  return hashes;
}

TrailPiece FindLoose(pg::Transaction& transaction, const std::string& office, const std::string& from,
                     absl::Time grace_end, int64_t most) {
  const size_t blank = from.rfind(' ');
  const std::string time = from.empty() ? "-infinity" : from.substr(0, blank);
  const std::string id = from.empty() ? Uuid().ToString() : from.substr(blank + 1);
  TrailPiece piece{{}, from, false};
  int64_t rows = 0;
  for (const pqxx::row row :
       transaction.exec_params(Sql(kFindLoose), office, time, id, pg::TimeText(grace_end), most)) {
    ++rows;
    piece.next = TextIn(row[0]) + " " + TextIn(row[1]);
    if (row[3].as<bool>()) piece.loose.push_back({TextIn(row[2]), UuidIn(row[1])});
  }
  piece.last = rows < most;
  return piece;
}

std::vector<pg::Statement> ChainStatements() {
  return {kSealState,      kLockSeal,         kMoveSeal,        kReadEntries, kReadHeads,  kAppendLinks, kChainsBetween,
          kMissingBetween, kFirstCompartment, kNextCompartment, kReadLinks,   kFindHashes, kFindLoose};
}

#undef AMPARO_ENTRY_COLUMNS

}  // namespace amparo::audit
