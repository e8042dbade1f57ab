#include "services/cli/mapping_value.h"

#include <algorithm>

#include "common/base/civil.h"
#include "common/base/strings.h"
#include "services/cli/mapping_json.h"
#include "services/cli/values.h"

namespace amparo::cli {

std::optional<std::string> ValueTable::Find(const std::string& text) const {
  if (const auto whole = values.find(text); whole != values.end()) return whole->second;
  const std::string* found = nullptr;
  std::size_t length = 0;
  for (const auto& [prefix, value] : prefixes) {
    if (!text.starts_with(prefix) || prefix.size() < length) continue;
    found = &value;
    length = prefix.size();
  }
  return found != nullptr ? std::optional(*found) : otherwise;
}

std::size_t MappingParts::Column(const std::string& name, const std::string& place) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) MappingFault(place, StrCat("the file has no column \"", name, "\""));
  return static_cast<std::size_t>(found - columns.begin());
}

bool ValueSource::IsValue(const Json& json) {
  if (json.is_string() || json.is_number_integer() || json.is_boolean()) return true;
  return json.is_object() && (json.contains("$column") || json.contains("$join") || json.contains("$name"));
}

ValueSource ValueSource::Parse(const Json& json, const std::string& place, const MappingParts& parts) {
  if (!IsValue(json)) MappingFault(place, "must be a constant, or have one of $column, $join, $name");
  ValueSource source;
  if (!json.is_object()) {
    source.text_ = json.is_string() ? json.get<std::string>() : json.dump();
    return source;
  }
  if (json.contains("$join")) {
    RequireKeys(json, place, {"$join"});
    source.kind_ = Kind::kJoin;
    if (!json.at("$join").is_array()) MappingFault(PlaceIn(place, "$join"), "must be a list");
    for (std::size_t i = 0; i < json.at("$join").size(); ++i) {
      source.joined_.push_back(Parse(json.at("$join")[i], StrCat(place, ".$join[", i, "]"), parts));
    }
    return source;
  }
  if (json.contains("$name")) {
    RequireKeys(json, place, {"$name", "$by"});
    source.kind_ = Kind::kName;
    source.text_ = TextAt(json.at("$name"), PlaceIn(place, "$name"));
    const std::size_t slash = source.text_.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == source.text_.size()) {
      MappingFault(PlaceIn(place, "$name"), "must be COLLECTION/WORD, such as parties/accused");
    }
    if (!json.contains("$by")) return source;
    const std::string at = PlaceIn(place, "$by");
    if (!json.at("$by").is_array()) MappingFault(at, "must be a list of columns");
    for (const Json& column : json.at("$by")) {
      const std::string name = TextAt(column, at);
      source.by_.emplace_back(parts.Column(name, at), name);
    }
    return source;
  }
  RequireKeys(json, place, {"$column", "$table", "$date", "$otherwise", "$required"});
  source.kind_ = Kind::kColumn;
  source.text_ = TextAt(json.at("$column"), PlaceIn(place, "$column"));
  source.column_ = parts.Column(source.text_, PlaceIn(place, "$column"));
  if (json.contains("$table")) {
    const auto table = parts.tables.find(TextAt(json.at("$table"), PlaceIn(place, "$table")));
    if (table == parts.tables.end()) MappingFault(PlaceIn(place, "$table"), "is none of the mapping's tables");
    source.table_ = &table->second;
  }
  if (json.contains("$date")) {
    source.date_ = DateFormat::Parse(TextAt(json.at("$date"), PlaceIn(place, "$date")));
    if (!source.date_) MappingFault(PlaceIn(place, "$date"), "must be a date format, such as dd/mm/yyyy");
  }
  if (json.contains("$otherwise")) source.otherwise_ = TextAt(json.at("$otherwise"), PlaceIn(place, "$otherwise"));
  if (json.contains("$required")) {
    if (!json.at("$required").is_boolean()) MappingFault(PlaceIn(place, "$required"), "must be true or false");
    source.required_ = json.at("$required").get<bool>();
  }
  return source;
}

std::optional<std::string> ValueSource::Of(const RowValues& row, std::vector<ColumnFault>& faults) const {
  switch (kind_) {
    case Kind::kConstant:
      return text_;
    case Kind::kColumn:
      return OfColumn(row, faults);
    case Kind::kName:
      return NameFor(row, faults);
    case Kind::kJoin:
      break;
  }
  // Of what is missing nothing is joined.
  std::string joined;
  for (const ValueSource& part : joined_) joined += part.Of(row, faults).value_or("");
  return joined.empty() ? std::nullopt : std::optional(joined);
}

std::optional<std::string> ValueSource::OfColumn(const RowValues& row, std::vector<ColumnFault>& faults) const {
  const std::optional<std::string>& value = row.values[column_];
  if (!value) {
    if (required_) faults.push_back({text_, "must not be missing"});
    return otherwise_;
  }
  if (date_) {
    const std::optional<absl::CivilDay> day = date_->Read(*value);
    if (day) return FormatDate(*day);
    faults.push_back({text_, StrCat("must be a date that exists, written ", date_->pattern())});
    return std::nullopt;
  }
  if (table_ == nullptr) return value;
  std::optional<std::string> found = table_->Find(*value);
  if (!found) faults.push_back({text_, "must be one of the values that the mapping's table has"});
  return found;
}

std::string ValueSource::NameFor(const RowValues& row, std::vector<ColumnFault>& faults) const {
  const std::size_t slash = text_.find('/');
  const std::string collection = text_.substr(0, slash);
  // Venues and links belong to the office.
  const bool of_office = collection == "venues" || collection == "links";
  std::string key = StrCat(row.case_name, "/", text_);
  for (const auto& [column, name] : by_) {
    const std::optional<std::string>& value = row.values[column];
    if (value) {
      StrAppend(&key, "/", value->size(), "/", *value);
    } else {
      faults.push_back({name, "must not be missing: it names a record of the case"});
    }
  }
  return StrCat(of_office ? row.office : row.case_name, "/", collection, "/", UuidFromKey(key));
}

}  // namespace amparo::cli
