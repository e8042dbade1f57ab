// Tampering as a superuser does it, by SQL; the ten thousand are in tests/unit/common/audit.
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "gtest/gtest.h"
#include "tests/integration/common/audit/sealed_notes.h"

namespace amparo::audit {
namespace {

// $a and $b are two rows of the office's own chain, by their numbers; $n is the first one's link.
const std::vector<std::string>& SqlTamperings() {
  static const std::vector<std::string> all = {
      "UPDATE audit SET office = 'manila' WHERE seq = $a",
      "UPDATE audit SET compartment = 'x' WHERE seq = $a",
      "UPDATE audit SET id = gen_random_uuid() WHERE seq = $a",
      "UPDATE audit SET seq = seq + 100000 WHERE seq = $a",
      "UPDATE audit SET audit_time = audit_time - interval '1 microsecond' WHERE seq = $a",
      "UPDATE audit SET audit_time = 'infinity' WHERE seq = $a",
      "UPDATE audit SET caller = 'spiffe://amparo/nobody' WHERE seq = $a",
      "UPDATE audit SET method = method || 'x' WHERE seq = $a",
      "UPDATE audit SET name = 'offices/cebu/notes/3' WHERE seq = $a",
      "UPDATE audit SET version = version + 1 WHERE seq = $a",
      "UPDATE audit SET plan_version = plan_version + 1 WHERE seq = $a",
      "UPDATE audit SET action = CASE action WHEN 'READ' THEN 'WRITE' ELSE 'READ' END WHERE seq = $a",
      "UPDATE audit SET fields = fields || '{x}' WHERE seq = $a",
      "UPDATE audit SET fields = '{{a},{b}}' WHERE seq = $a",
      "UPDATE audit SET reason = reason || ' ' WHERE seq = $a",
      "UPDATE audit SET trace_id = '' WHERE seq = $a",
      "DELETE FROM audit WHERE seq = $a",
      "DELETE FROM audit WHERE seq = $a; DELETE FROM audit_chain WHERE seq = $a",
      "DELETE FROM audit_chain WHERE seq = $a",
      "DELETE FROM audit_chain WHERE office = 'cebu' AND compartment = '' AND number >= $n; DELETE FROM audit WHERE "
      "seq >= $a",
      "DELETE FROM audit_chain WHERE office = 'cebu'; DELETE FROM audit WHERE office = 'cebu'",
      "UPDATE audit AS a SET id = b.id FROM audit AS b WHERE (a.seq, b.seq) IN (($a, $b), ($b, $a))",
      "UPDATE audit AS a SET name = b.name, reason = b.reason, trace_id = b.trace_id, version = b.version, id = b.id, "
      "fields = b.fields FROM audit AS b WHERE (a.seq, b.seq) IN (($a, $b), ($b, $a))",
      "UPDATE audit_chain AS a SET hash = b.hash FROM audit_chain AS b WHERE (a.seq, b.seq) IN (($a, $b), ($b, $a))",
      "UPDATE audit_chain AS a SET audit_id = b.audit_id FROM audit_chain AS b WHERE (a.seq, b.seq) IN (($a, $b), ($b, "
      "$a))",
      "UPDATE audit_chain SET hash = sha256(hash) WHERE seq = $a",
      "UPDATE audit_chain SET number = number + 100000 WHERE seq = $a",
      "UPDATE audit_chain SET office = 'manila', number = 100000 WHERE seq = $a",
      "CREATE TEMP TABLE gone AS SELECT * FROM audit WHERE seq = $a; DELETE FROM audit WHERE seq = $a; "
      "UPDATE gone SET audit_time = audit_time + interval '1 hour'; INSERT INTO audit SELECT * FROM gone",
      "INSERT INTO audit SELECT (jsonb_populate_record(a, '{\"seq\": 1000000, \"reason\": \"forged\", "
      "\"id\": \"0190f3c2-7d1e-7abc-8def-0123456789ab\"}')).* FROM audit AS a "
      "WHERE seq = $a",
      "ALTER TABLE audit ALTER caller DROP NOT NULL; UPDATE audit SET caller = NULL WHERE seq = $a",
  };
  return all;
}

std::string Fill(std::string sql, const std::string& mark, const std::string& value) {
  for (size_t at = 0; (at = sql.find(mark, at)) != std::string::npos; at += value.size()) sql.replace(at, 2, value);
  return sql;
}

class SqlTamperingTest : public ::testing::Test {
 protected:
  SqlTamperingTest() {
    notes_.WriteSome(25);
    notes_.SealNow();
    rows_ = RowsOfCebu();
    notes_.Sql("CREATE TABLE audit_copy AS TABLE audit; CREATE TABLE chain_copy AS TABLE audit_chain");
  }

  // A row of cebu's own chain, by its numbers.
  struct Row {
    std::string number;
    std::string seq;
    std::string time;
  };
  std::vector<Row> RowsOfCebu() const {
    const std::string text = notes_.Sql(
        "SELECT string_agg(concat_ws('|', chain.number, chain.seq, extract(epoch FROM audit_time)), ' ' ORDER BY "
        "number) FROM audit "
        "JOIN audit_chain AS chain USING (seq) WHERE chain.office = 'cebu' AND chain.compartment = ''");
    std::vector<Row> rows;
    for (const absl::string_view row : absl::StrSplit(text, ' ')) {
      const std::vector<std::string> fields = absl::StrSplit(row, '|');
      rows.push_back({fields.at(0), fields.at(1), fields.at(2)});
    }
    return rows;
  }
  const Row& Any() { return rows_[std::uniform_int_distribution<size_t>(0, rows_.size() - 1)(random_)]; }
  void PutBack() {
    notes_.Sql(
        "TRUNCATE audit, audit_chain; INSERT INTO audit SELECT * FROM audit_copy; "
        "INSERT INTO audit_chain SELECT * FROM chain_copy; ALTER TABLE audit ALTER caller SET NOT NULL");
  }

  SealedNotes notes_;
  std::vector<Row> rows_;
  std::mt19937_64 random_{20141103};
};

TEST_F(SqlTamperingTest, WhateverASuperuserDoesIsFound) {
  ASSERT_TRUE(notes_.Verify().empty());
  for (int round = 0; round < 6; ++round) {
    for (const std::string& tampering : SqlTamperings()) {
      const Row& row = Any();
      const Row* other = &Any();
      // Rows of one moment cannot swap their ids: the key forbids it, not the chain.
      while (other->time == row.time) other = &Any();
      const std::string sql = Fill(Fill(Fill(tampering, "$a", row.seq), "$b", other->seq), "$n", row.number);
      notes_.Sql(sql);
      EXPECT_FALSE(notes_.Verify().empty()) << sql;
      PutBack();
    }
    ASSERT_TRUE(notes_.Verify().empty()) << "put back";
  }
}

}  // namespace
}  // namespace amparo::audit
