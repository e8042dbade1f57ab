// CSV files, and the mappings that make cases of their rows.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "common/base/strings.h"
#include "services/cli/csv_reader.h"
#include "services/cli/failure.h"
#include "services/cli/input_file.h"
#include "services/cli/mapping.h"
#include "services/cli/table.h"
#include "tests/fuzz/fuzz.h"

namespace amparo::fuzz {
namespace {

using cli::CsvRecord;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::vector<CsvRecord> RecordsIn(const std::string& text) {
  std::istringstream in(text);
  cli::CsvReader reader(in, ',');
  std::vector<CsvRecord> records;
  CsvRecord record;
  while (reader.Next(record)) records.push_back(record);
  return records;
}

// Where each line of the text begins.
std::vector<std::size_t> LinesOf(const std::string& text) {
  std::vector<std::size_t> lines = {text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0};
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) lines.push_back(at + 1);
  return lines;
}

void RequireInPlace(const std::vector<CsvRecord>& records, const std::string& text) {
  const std::vector<std::size_t> lines = LinesOf(text);
  std::size_t end = 0;
  for (const CsvRecord& record : records) {
    const auto line = static_cast<std::size_t>(record.line);
    Require(line >= 1 && line <= lines.size() && lines[line - 1] >= end, "records come in the order of their lines");
    Require(!record.text.empty() && text.compare(lines[line - 1], record.text.size(), record.text) == 0,
            "a record is what stands on its line");
    end = lines[line - 1] + record.text.size();
    const std::string_view rest = std::string_view(text).substr(end);
    Require(rest.empty() || rest.starts_with("\n") || rest.starts_with("\r\n"), "a record ends where a line ends");
  }
}

// Fields of good records, written by ourselves; a first cell, so that no line of one empty field is a blank one.
void RequireWritable(const std::vector<CsvRecord>& records) {
  std::vector<std::vector<std::string>> rows;
  std::string text;
  for (const CsvRecord& record : records) {
    if (!record.fault.empty()) continue;
    std::vector<std::string>& row = rows.emplace_back(1, "row");
    row.insert(row.end(), record.fields.begin(), record.fields.end());
    text += cli::CsvLine(row);
  }
  const std::vector<CsvRecord> again = RecordsIn(text);
  const auto same = [](const std::vector<std::string>& row, const CsvRecord& record) {
    return record.fault.empty() && record.fields == row;
  };
  Require(std::equal(rows.begin(), rows.end(), again.begin(), again.end(), same),
          "what is written is read as the same");
}

// A file is read in blocks of 64 KiB: here one ends within the text.
void RequireSameOverBlocks(const std::vector<CsvRecord>& records, const std::string& text) {
  const std::string before((std::size_t{64} << 10) - 1 - text.size() / 2, 'x');
  const std::vector<CsvRecord> all = RecordsIn(StrCat(before, "\n", text));
  const auto same = [](const CsvRecord& one, const CsvRecord& moved) {
    return moved.line == one.line + 1 && moved.fields == one.fields && moved.text == one.text &&
           moved.fault == one.fault;
  };
  Require(!all.empty() && std::equal(records.begin(), records.end(), all.begin() + 1, all.end(), same),
          "where a block ends makes no difference");
}

bool RunCsv(std::string_view bytes) {
  // It is slow, for its 64 KiB.
  constexpr std::size_t kOneIn = 32;
  const std::string text(bytes);
  const std::vector<CsvRecord> records = RecordsIn(text);
  RequireInPlace(records, text);
  RequireWritable(records);
  if (text.size() % kOneIn == 0 && !text.starts_with(kByteOrderMark)) RequireSameOverBlocks(records, text);
  return std::all_of(records.begin(), records.end(), [](const CsvRecord& one) { return one.fault.empty(); });
}

constexpr char kMapping[] = R"({
  "amparo_mapping": 1, "name": "register", "missing": ["NA", ""], "replace": {"\u00a0": " "},
  "columns": ["number", "city", "opened", "closed", "result", "fine"],
  "office": {"$column": "city", "$table": "offices"}, "fault_office": "cebu", "key": ["number"],
  "tables": {
    "offices": {"values": {"Cebu": "cebu", "La Paz": "la-paz"}},
    "verdicts": {"values": {"Free": "VERDICT_OUTCOME_ACQUITTED"}, "prefixes": {"Guilty": "VERDICT_OUTCOME_CONVICTED"}}
  },
  "checks": [{"column": "closed", "date": "dd/mm/yyyy", "not_before": {"column": "opened"}},
             {"column": "opened", "date": "dd/mm/yyyy", "not_after": "2020-03-31"}],
  "bundle": {
    "case": {
      "case_number": {"$column": "number"}, "crime_type": "0301", "reconstructed": true,
      "title": {"$join": ["Case ", {"$column": "number"}, " of ", {"$column": "city", "$otherwise": "nowhere"}]},
      "report_date": {"$column": "opened", "$date": "dd/mm/yyyy", "$required": true}
    },
    "parties": [{"name": {"$name": "parties/accused"}, "role": "PARTY_ROLE_ACCUSED", "pseudonym": "A"}],
    "charges": [{
      "$when": {"column": "result", "present": true},
      "name": {"$name": "charges/first"}, "accused": {"$name": "parties/accused"},
      "verdict": {"outcome": {"$column": "result", "$table": "verdicts"},
                  "date": {"$column": "closed", "$date": "dd/mm/yyyy"}}
    }]
  }
})";

constexpr char kRows[] =
    "number,city,opened,closed,result,fine\n"
    "1,Cebu,03/11/2014,04/11/2014,Free,\n"
    "2,\"La Paz\",03/11/2014,NA,NA,40.50BOB\r\n"
    "3,Nowhere,30/02/2014,01/01/2014,Perhaps,\"a \"\"quote\"\"\"\n"
    "4,Cebu\n"
    "5,\xFF,,,,\n";

// A row of which no case could be made says why, within the bounds of the contract.
void RequireTold(const cases::v1::UnreadableRow& row, const CsvRecord& record) {
  Require(row.text() == record.text, "a row that is kept is kept as it is");
  Require(row.violations_size() >= 1 && row.violations_size() <= 20, "what is wrong is told, and not without end");
  for (const cases::v1::ImportViolation& violation : row.violations()) {
    Require(violation.field().size() <= 200, "a field's name is short");
    Require(!violation.rule().empty() && violation.rule().size() <= 500, "a rule is told in short");
  }
}

void RequireSendable(const cli::Mapping& mapping, const CsvRecord& record) {
  const cli::MappedRow row = mapping.Map(record, "register.csv");
  Require(row.faults.empty() == row.request.has_bundle(), "a row without a fault becomes a case, and no other");
  Require(row.faults.empty() != row.request.has_unreadable(), "a row with a fault is kept, and no other");
  if (row.request.has_unreadable()) RequireTold(row.request.unreadable(), record);
  Require(row.request.parent().starts_with("offices/"), "a row belongs to an office");
  const std::string sent = row.request.SerializeAsString();
  cases::v1::ImportCasesRequest received;
  // False also for text that is no UTF-8.
  Require(received.ParseFromString(sent), "what is sent can be read");
  Require(mapping.Map(record, "register.csv").request.SerializeAsString() == sent,
          "a row is always mapped the same way");
}

bool RunRows(std::string_view bytes) {
  static cli::Mapping mapping(cli::ParseJson(kMapping, "mapping.json"));
  static const bool bound = (mapping.Bind(RecordsIn(kRows).front().fields), true);
  const std::vector<CsvRecord> records = RecordsIn(std::string(bytes));
  for (const CsvRecord& record : records) RequireSendable(mapping, record);
  return bound && !records.empty();
}

bool RunMapping(std::string_view bytes) {
  static const std::vector<CsvRecord> records = RecordsIn(kRows);
  try {
    cli::Mapping mapping(cli::ParseJson(std::string(bytes), "mapping.json"));
    mapping.Bind(records.front().fields);
    for (std::size_t i = 1; i < records.size(); ++i) RequireSendable(mapping, records[i]);
    return true;
  } catch (const cli::Failure& failure) {
    Require(failure.code() == cli::kUsage, "a mapping that is none is a mistake of whoever wrote it");
    return false;
  }
}

}  // namespace

std::vector<Target> TableTargets() {
  const std::string rows = kRows;
  return {
      {"csv",
       {"a,b\r\n1,2\n\r\n3,4", StrCat(kByteOrderMark, "a,b\n\"two\nlines\",\"say \"\"no\"\"\"\n"),
        "\"\",,\n,\"\r\n\"\n"},
       {"\"", "\"\"", ",", "\n", "\r\n", "\r", "\",\"", "\"\n\"", std::string(kByteOrderMark)},
       RunCsv},
      {"rows",
       {rows, rows.substr(0, rows.find('\n', rows.find('\n') + 1))},
       {",", "\"", "\n", "Cebu", "La Paz", "NA", "Guilty", "29/02/2014", "03/11/2014", "\u00a0"},
       RunRows},
      {"mapping",
       {kMapping},
       {"\"$column\"",
        "\"$join\": [",
        "\"$name\": \"venues/a\"",
        "\"$date\": \"d mmm yyyy\"",
        "\"$when\"",
        "\"$table\"",
        "\"$otherwise\": \"\"",
        "\"number\"",
        "[",
        "]",
        "{",
        "}",
        "null",
        "true",
        "1.5",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"delimiter\": \"\\u0000\",",
        "{\"column\": \"closed\"}",
        "\"operations\": [],",
        "\"links\": [{}],"},
       RunMapping},
  };
}

}  // namespace amparo::fuzz
