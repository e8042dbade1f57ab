#include "services/cli/mapping_template.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "common/base/civil.h"
#include "common/base/strings.h"
#include "google/protobuf/descriptor.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "services/cli/mapping_json.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsDate(const FieldDescriptor& field) {
  return field.message_type() == google::type::Date::descriptor();
}

bool IsMoney(const FieldDescriptor& field) {
  return field.message_type() == google::type::Money::descriptor();
}

// True for fields that a value is given to.
bool TakesValue(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_STRING;
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_BOOL:
    case FieldDescriptor::CPPTYPE_ENUM:
      return true;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return IsDate(field) || IsMoney(field);
    default:
      return false;
  }
}

// The message to put a field's next value into.
Message* MessageFor(const FieldDescriptor& field, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.AddMessage(&message, &field) : reflection.MutableMessage(&message, &field);
}

bool SetDateValue(const FieldDescriptor& field, const std::string& text, Message& message) {
  const std::optional<absl::CivilDay> day = ParseDate(text);
  if (!day) return false;
  auto& date = static_cast<google::type::Date&>(*MessageFor(field, message));
  date.set_year(static_cast<int32_t>(day->year()));
  date.set_month(day->month());
  date.set_day(day->day());
  return true;
}

bool SetMoneyValue(const FieldDescriptor& field, const std::string& text, Message& message) {
  try {
    MessageFor(field, message)->CopyFrom(MoneyFrom(text, "amount"));
    return true;
  } catch (const Failure&) {
    return false;
  }
}

bool SetIntValue(const FieldDescriptor& field, const std::string& text, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    int32_t number = 0;
    if (!absl::SimpleAtoi(text, &number)) return false;
    field.is_repeated() ? reflection.AddInt32(&message, &field, number) : reflection.SetInt32(&message, &field, number);
    return true;
  }
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number)) return false;
  field.is_repeated() ? reflection.AddInt64(&message, &field, number) : reflection.SetInt64(&message, &field, number);
  return true;
}

bool SetBoolValue(const FieldDescriptor& field, const std::string& text, Message& message) {
  if (text != "true" && text != "false") return false;
  const Reflection& reflection = *message.GetReflection();
  const bool value = text == "true";
  field.is_repeated() ? reflection.AddBool(&message, &field, value) : reflection.SetBool(&message, &field, value);
  return true;
}

bool SetEnumValue(const FieldDescriptor& field, const std::string& text, Message& message) {
  const auto* value = field.enum_type()->FindValueByName(text);
  if (value == nullptr) return false;
  const Reflection& reflection = *message.GetReflection();
  field.is_repeated() ? reflection.AddEnum(&message, &field, value) : reflection.SetEnum(&message, &field, value);
  return true;
}

// Gives `text` to a field that takes values; false when it does not fit.
bool SetValue(const FieldDescriptor& field, const std::string& text, Message& message) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return IsDate(field) ? SetDateValue(field, text, message) : SetMoneyValue(field, text, message);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnumValue(field, text, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return SetBoolValue(field, text, message);
    case FieldDescriptor::CPPTYPE_STRING: {
      const Reflection& reflection = *message.GetReflection();
      field.is_repeated() ? reflection.AddString(&message, &field, text) : reflection.SetString(&message, &field, text);
      return true;
    }
    default:
      return SetIntValue(field, text, message);
  }
}

// What a field that takes values asks of one.
std::string RuleOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return IsDate(field) ? "must be a date; $date says how it is written"
                           : "must be an amount with its currency, such as 40.50INR";
    case FieldDescriptor::CPPTYPE_ENUM:
      return StrCat("must be a value of ", field.enum_type()->full_name());
    case FieldDescriptor::CPPTYPE_BOOL:
      return "must be true or false";
    default:
      return "must be a whole number";
  }
}

}  // namespace

RowCondition RowCondition::Parse(const Json& json, const std::string& place, const MappingParts& parts) {
  RequireKeys(json, place, {"column", "present", "is"});
  RowCondition condition;
  condition.column_ = parts.Column(TextOr(json, place, "column", ""), PlaceIn(place, "column"));
  if (json.contains("present") == json.contains("is")) MappingFault(place, "must have one of present, is");
  if (json.contains("present")) {
    if (!json.at("present").is_boolean()) MappingFault(PlaceIn(place, "present"), "must be true or false");
    condition.present_ = json.at("present").get<bool>();
    return condition;
  }
  if (!json.at("is").is_array()) MappingFault(PlaceIn(place, "is"), "must be a list of texts");
  for (const Json& text : json.at("is")) condition.is_.push_back(TextAt(text, PlaceIn(place, "is")));
  return condition;
}

bool RowCondition::Holds(const RowValues& row) const {
  const std::optional<std::string>& value = row.values[column_];
  if (present_) return value.has_value() == *present_;
  return value && std::find(is_.begin(), is_.end(), *value) != is_.end();
}

MessageTemplate MessageTemplate::Parse(const Json& json, const std::string& place,
                                       const google::protobuf::Descriptor& type, const MappingParts& parts) {
  if (!json.is_object()) MappingFault(place, StrCat("must be an object: ", type.full_name()));
  MessageTemplate form;
  for (const auto& [key, value] : json.items()) {
    const std::string at = PlaceIn(place, key);
    if (key == "$when") {
      form.when_ = RowCondition::Parse(value, at, parts);
      continue;
    }
    Field field;
    field.field = type.FindFieldByName(key);
    if (field.field == nullptr) MappingFault(at, StrCat("is no field of ", type.full_name()));
    if (field.field->is_map()) MappingFault(at, "cannot be set by a mapping");
    if (!field.field->is_repeated()) {
      field.entries.push_back(ParseEntry(value, at, *field.field, parts));
    } else {
      if (!value.is_array()) MappingFault(at, "must be a list");
      for (std::size_t i = 0; i < value.size(); ++i) {
        field.entries.push_back(ParseEntry(value[i], StrCat(at, "[", i, "]"), *field.field, parts));
      }
    }
    form.fields_.push_back(std::move(field));
  }
  return form;
}

MessageTemplate::Entry MessageTemplate::ParseEntry(const Json& json, const std::string& place,
                                                   const FieldDescriptor& field, const MappingParts& parts) {
  Entry entry;
  entry.place = place;
  if (TakesValue(field)) {
    entry.value = ValueSource::Parse(json, place, parts);
    // A constant that does not fit is a fault of the mapping, not of every row.
    if (!json.is_object()) {
      const RowValues no_row;
      std::vector<ColumnFault> none;
      const std::unique_ptr<Message> probe(
          google::protobuf::MessageFactory::generated_factory()->GetPrototype(field.containing_type())->New());
      if (!SetValue(field, *entry.value->Of(no_row, none), *probe)) MappingFault(place, RuleOf(field));
    }
    return entry;
  }
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) MappingFault(place, "cannot be set by a mapping");
  entry.message = std::make_shared<const MessageTemplate>(Parse(json, place, *field.message_type(), parts));
  return entry;
}

void MessageTemplate::Fill(const RowValues& row, Message& message, std::vector<ColumnFault>& faults) const {
  for (const Field& field : fields_) {
    for (const Entry& entry : field.entries) FillEntry(field, entry, row, message, faults);
  }
}

void MessageTemplate::FillEntry(const Field& field, const Entry& entry, const RowValues& row, Message& message,
                                std::vector<ColumnFault>& faults) {
  if (entry.message) {
    if (entry.message->IsFor(row)) entry.message->Fill(row, *MessageFor(*field.field, message), faults);
    return;
  }
  const std::optional<std::string> value = entry.value->Of(row, faults);
  if (!value || SetValue(*field.field, *value, message)) return;
  faults.push_back({entry.place, RuleOf(*field.field)});
}

}  // namespace amparo::cli
