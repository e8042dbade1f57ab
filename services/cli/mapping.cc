#include "services/cli/mapping.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/base/civil.h"
#include "common/base/strings.h"
#include "common/base/text.h"
#include "services/cli/mapping_json.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

// The version of the form of mappings that this program reads.
constexpr int kMappingVersion = 1;

// What a row's faults may hold (import_row.proto).
constexpr int kMostRowFaults = 20;
constexpr std::size_t kLongestFaultField = 200;
constexpr std::size_t kLongestFaultRule = 500;

std::vector<std::string> TextsAt(const Json& json, const std::string& place) {
  if (!json.is_array()) MappingFault(place, "must be a list of texts");
  std::vector<std::string> texts;
  for (const Json& one : json) texts.push_back(TextAt(one, place));
  return texts;
}

std::map<std::string, std::string> PairsAt(const Json& json, const std::string& place) {
  if (!json.is_object()) MappingFault(place, "must be an object of texts");
  std::map<std::string, std::string> pairs;
  for (const auto& [key, value] : json.items()) pairs[key] = TextAt(value, PlaceIn(place, key));
  return pairs;
}

// Replaces every `from` of `text`; false, and nothing done, when it would then have more than `most` bytes. It is
// counted first: each of many replacements may double what the one before it left.
bool ReplaceWithin(std::size_t most, const std::string& from, const std::string& to, std::string& text) {
  if (to.size() > from.size()) {
    std::size_t length = text.size();
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + from.size())) {
      length += to.size() - from.size();
      if (length > most) return false;
    }
  }
  absl::StrReplaceAll({{from, to}}, &text);
  return true;
}

// The beginning of a text that fits into `most` bytes, whole characters only.
std::string Cut(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

}  // namespace

Mapping::Mapping(Json json) : json_(std::move(json)) {
  RequireKeys(json_, "the file",
              {"amparo_mapping", "about", "name", "delimiter", "missing", "replace", "columns", "office",
               "fault_office", "key", "rows", "tables", "checks", "bundle"});
  for (const char* key : {"amparo_mapping", "name", "office", "key", "bundle"}) {
    if (!json_.contains(key)) MappingFault(key, "is required");
  }
  if (json_.at("amparo_mapping") != kMappingVersion) MappingFault("amparo_mapping", "must be 1");
  name_ = TextAt(json_.at("name"), "name");
  if (name_.empty()) MappingFault("name", "must not be empty");
  const std::string delimiter = TextOr(json_, "", "delimiter", ",");
  if (delimiter.size() != 1 || delimiter == "\"" || delimiter == "\n" || delimiter == "\r") {
    MappingFault("delimiter", "must be one character, no quote and no line end");
  }
  delimiter_ = delimiter.front();
  const std::string rows = TextOr(json_, "", "rows", "apart");
  if (rows != "apart" && rows != "together") MappingFault("rows", "must be apart or together");
  together_ = rows == "together";
  missing_ = {""};
  if (json_.contains("missing")) missing_ = TextsAt(json_.at("missing"), "missing");
  if (json_.contains("replace")) {
    for (auto& [from, to] : PairsAt(json_.at("replace"), "replace")) {
      if (from.empty()) MappingFault("replace", "must not replace nothing");
      replace_.emplace_back(from, to);
    }
  }
  const bool one_office = json_.at("office").is_string();
  if (!one_office && !json_.contains("fault_office")) {
    MappingFault("fault_office", "is required when rows say their office: it keeps those that do not");
  }
  fault_office_ = OfficeName(TextOr(json_, "", "fault_office", one_office ? TextAt(json_.at("office"), "office") : ""));
}

void Mapping::Bind(const std::vector<std::string>& header) {
  // Faults name columns, and nothing else can be sent as a text.
  for (const std::string& column : header) {
    if (!CountCodePoints(column)) throw Failure(kUsage, "the file's header is not UTF-8 text; convert the file first");
  }
  const std::set<std::string> distinct(header.begin(), header.end());
  if (distinct.size() != header.size()) throw Failure(kUsage, "the file's header names a column twice");
  if (json_.contains("columns") && TextsAt(json_.at("columns"), "columns") != header) {
    throw Failure(kUsage, "the file's header is not the mapping's columns, in order");
  }
  parts_.columns = header;
  ReadTables();
  office_ = ValueSource::Parse(json_.at("office"), "office", parts_);
  for (const std::string& column : TextsAt(json_.at("key"), "key")) key_.push_back(parts_.Column(column, "key"));
  if (key_.empty()) MappingFault("key", "must have at least one column");
  ReadChecks();
  bundle_ = MessageTemplate::Parse(json_.at("bundle"), "bundle", *cases::v1::CaseBundle::descriptor(), parts_);
}

void Mapping::ReadTables() {
  if (!json_.contains("tables")) return;
  if (!json_.at("tables").is_object()) MappingFault("tables", "must be an object");
  for (const auto& [name, json] : json_.at("tables").items()) {
    const std::string place = StrCat("tables.", name);
    RequireKeys(json, place, {"values", "prefixes", "otherwise"});
    ValueTable& table = parts_.tables[name];
    if (json.contains("values")) table.values = PairsAt(json.at("values"), place + ".values");
    if (json.contains("prefixes")) table.prefixes = PairsAt(json.at("prefixes"), place + ".prefixes");
    if (json.contains("otherwise")) table.otherwise = TextAt(json.at("otherwise"), place + ".otherwise");
  }
}

void Mapping::ReadChecks() {
  if (!json_.contains("checks")) return;
  if (!json_.at("checks").is_array()) MappingFault("checks", "must be a list");
  for (std::size_t i = 0; i < json_.at("checks").size(); ++i) {
    const Json& json = json_.at("checks")[i];
    const std::string place = StrCat("checks[", i, "]");
    RequireKeys(json, place, {"column", "date", "not_before", "not_after"});
    const std::optional<DateFormat> format = DateFormat::Parse(TextOr(json, place, "date", "yyyy-mm-dd"));
    if (!format) MappingFault(PlaceIn(place, "date"), "must be a date format, such as dd/mm/yyyy");
    const std::string column = TextOr(json, place, "column", "");
    checks_.push_back({.column = column,
                       .index = parts_.Column(column, PlaceIn(place, "column")),
                       .format = *format,
                       .not_before = ReadBound(json, place, "not_before"),
                       .not_after = ReadBound(json, place, "not_after")});
    if (!checks_.back().not_before && !checks_.back().not_after) {
      MappingFault(place, "must have not_before or not_after");
    }
  }
}

std::optional<DateCheck::Bound> Mapping::ReadBound(const Json& check, const std::string& place,
                                                   const std::string& key) const {
  if (!check.contains(key)) return std::nullopt;
  const Json& json = check.at(key);
  const std::string at = PlaceIn(place, key);
  DateCheck::Bound bound;
  if (json.is_object()) {
    RequireKeys(json, at, {"column"});
    bound.column = TextOr(json, at, "column", "");
    bound.index = parts_.Column(bound.column, PlaceIn(at, "column"));
    return bound;
  }
  bound.day = ParseDate(TextAt(json, at));
  if (!bound.day) MappingFault(at, "must be a day, YYYY-MM-DD, or {\"column\": ...}");
  return bound;
}

RowValues Mapping::ValuesOf(const CsvRecord& record, std::vector<ColumnFault>& faults) const {
  RowValues row;
  if (!record.fault.empty()) {
    faults.push_back({"", record.fault});
    return row;
  }
  if (record.fields.size() != parts_.columns.size()) {
    faults.push_back({"", StrCat("has ", Counted(static_cast<int64_t>(record.fields.size()), "field"), ", must have ",
                                 parts_.columns.size())});
    return row;
  }
  // Replacements must not make a row longer than a file may have one.
  std::size_t left = CsvReader::kMostBytes;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    std::string text = record.fields[i];
    if (!CountCodePoints(text)) faults.push_back({parts_.columns[i], "must be UTF-8 text"});
    for (const auto& [from, to] : replace_) {
      if (ReplaceWithin(left, from, to, text)) continue;
      faults.push_back(
          {parts_.columns[i], StrCat("must not grow by what the mapping replaces until the row has more than ",
                                     CsvReader::kMostBytes, " bytes")});
      return row;
    }
    left -= std::min(left, text.size());
    absl::StripAsciiWhitespace(&text);
    const bool missing = std::find(missing_.begin(), missing_.end(), text) != missing_.end();
    row.values.push_back(missing ? std::nullopt : std::optional(std::move(text)));
  }
  return row;
}

std::string Mapping::NameCase(RowValues& row, std::vector<ColumnFault>& faults) const {
  std::string key;
  bool named = true;
  for (const std::size_t column : key_) {
    const std::optional<std::string>& value = row.values[column];
    if (!value) {
      faults.push_back({parts_.columns[column], "must not be missing: it names the row"});
      named = false;
    } else {
      StrAppend(&key, "/", value->size(), "/", *value);
    }
  }
  if (!named) return "";
  row.case_name = StrCat(row.office, "/cases/", UuidFromKey(StrCat("import/", name_, "/", row.office, key)));
  return key;
}

void Mapping::Check(const RowValues& row, std::vector<ColumnFault>& faults) const {
  const auto day_in = [&row](const DateFormat& format, std::size_t column) {
    return row.values[column] ? format.Read(*row.values[column]) : std::nullopt;
  };
  const auto words = [](const DateCheck::Bound& bound) {
    return bound.day ? FormatDate(*bound.day) : StrCat("column ", bound.column);
  };
  for (const DateCheck& check : checks_) {
    const std::optional<absl::CivilDay> day = day_in(check.format, check.index);
    if (row.values[check.index] && !day) {
      faults.push_back({check.column, StrCat("must be a date that exists, written ", check.format.pattern())});
    }
    if (!day) continue;
    const auto bound_day = [&](const DateCheck::Bound& bound) {
      return bound.day ? bound.day : day_in(check.format, bound.index);
    };
    if (check.not_before && day < bound_day(*check.not_before)) {
      faults.push_back({check.column, StrCat("must not be before ", words(*check.not_before))});
    }
    if (check.not_after) {
      const std::optional<absl::CivilDay> last = bound_day(*check.not_after);
      if (last && *day > *last) faults.push_back({check.column, StrCat("must not be after ", words(*check.not_after))});
    }
  }
}

MappedRow Mapping::Map(const CsvRecord& record, const std::string& source) const {
  MappedRow mapped;
  mapped.line = record.line;
  mapped.tells_of_operation = json_.at("bundle").contains("operations");
  std::vector<ColumnFault> faults;
  RowValues row = ValuesOf(record, faults);
  row.office = fault_office_;
  if (faults.empty()) {
    const std::optional<std::string> office = office_->Of(row, faults);
    if (office) row.office = OfficeName(*office);
    if (!office && faults.empty()) faults.push_back({"", "must say its office"});
    mapped.key = NameCase(row, faults);
    Check(row, faults);
  }
  const bool named = !mapped.key.empty();
  cases::v1::ImportCasesRequest& request = mapped.request;
  request.set_source(source);
  request.set_parent(row.office);
  request.set_row(StrCat("line ", record.line));
  // Of a file that was edited another row may stand on the line: only together with its key it is the same one.
  if (named) request.set_row(StrCat(request.row(), "/", LastPart(row.case_name)));
  if (named) {
    bundle_->Fill(row, *request.mutable_bundle(), faults);
    request.mutable_bundle()->mutable_case_()->set_name(row.case_name);
  }
  if (row.office != fault_office_) mapped.text = record.text;
  std::set<std::pair<std::string, std::string>> told;
  for (ColumnFault& fault : faults) {
    // What a check and a value both found is told once.
    if (told.emplace(fault.column, fault.rule).second) Spoil(record, std::move(fault), mapped);
  }
  return mapped;
}

void Mapping::Spoil(const CsvRecord& record, ColumnFault fault, MappedRow& row) {
  cases::v1::UnreadableRow& unreadable = *row.request.mutable_unreadable();
  row.request.clear_bundle();
  unreadable.set_text(record.text);
  unreadable.set_tells_of_operation(row.tells_of_operation);
  if (unreadable.violations_size() < kMostRowFaults) {
    cases::v1::ImportViolation& violation = *unreadable.add_violations();
    violation.set_field(Cut(fault.column, kLongestFaultField));
    violation.set_rule(Cut(fault.rule, kLongestFaultRule));
  }
  row.faults.push_back(std::move(fault));
}

}  // namespace amparo::cli
