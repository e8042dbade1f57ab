#include "tests/integration/services/case/sensitive_fields.h"

#include <algorithm>
#include <vector>

#include "amparo/options/v1/options.pb.h"
#include "common/base/strings.h"
#include "google/api/field_behavior.pb.h"
#include "google/type/date.pb.h"

namespace amparo::cases {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsSensitive(const FieldDescriptor& field) {
  return field.options().GetExtension(options::v1::sensitive);
}

bool IsOutputOnly(const FieldDescriptor& field) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY) return true;
  }
  return false;
}

bool IsSet(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0 : reflection.HasField(message, &field);
}

// Another one of the fields that exclude this one is set.
bool IsExcluded(const Message& message, const FieldDescriptor& field) {
  const auto* alternatives = field.real_containing_oneof();
  return alternatives != nullptr && !IsSet(message, field) && message.GetReflection()->HasOneof(message, alternatives);
}

void SetCanaryDay(Message& message) {
  google::type::Date day;
  day.set_year(1987);
  day.set_month(3);
  day.set_day(19);
  message.CopyFrom(day);
}

void FillMessageField(const std::string& canary, const FieldDescriptor& field, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const bool set = IsSet(message, field);
  if (!set && !IsSensitive(field)) return;
  const bool is_day = field.message_type() == google::type::Date::descriptor();
  if (!field.is_repeated()) {
    Message& part = *reflection.MutableMessage(&message, &field);
    if (!is_day) return FillSensitive(canary, part);
    if (!set) SetCanaryDay(part);
    return;
  }
  if (!set) reflection.AddMessage(&message, &field);
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (!is_day) FillSensitive(canary, *reflection.MutableRepeatedMessage(&message, &field, i));
  }
}

void FillValue(const std::string& canary, const FieldDescriptor& field, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.is_repeated()) {
        reflection.AddString(&message, &field, canary);
      } else {
        reflection.SetString(&message, &field, canary);
      }
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(&message, &field, true);
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      reflection.SetInt32(&message, &field, 1);
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection.SetEnumValue(&message, &field, 1);
      break;
    default:
      break;
  }
}

std::string FieldAt(const std::string& place, const FieldDescriptor& field) {
  return place.empty() || place.ends_with(' ') ? StrCat(place, field.name()) : StrCat(place, ".", field.name());
}

// `within` are the types that this one stands in: none is looked into again.
void AddOf(const Descriptor& type, const std::string& place, bool answered, std::vector<const Descriptor*> within,
           SensitiveFields& fields) {
  if (std::find(within.begin(), within.end(), &type) != within.end()) return;
  within.push_back(&type);
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!answered && IsOutputOnly(field)) continue;
    const std::string at = FieldAt(place, field);
    if (IsSensitive(field)) fields.emplace(at, &field);
    if (field.message_type() != nullptr) AddOf(*field.message_type(), at, answered, within, fields);
  }
}

}  // namespace

void FillSensitive(const std::string& canary, Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsOutputOnly(field) || IsExcluded(message, field)) continue;
    if (field.message_type() != nullptr) {
      FillMessageField(canary, field, message);
    } else if (IsSensitive(field) && !IsSet(message, field)) {
      FillValue(canary, field, message);
    }
  }
}

void AddSensitiveIn(const Message& message, const std::string& place, SensitiveFields& fields) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    const std::string at = FieldAt(place, *field);
    if (IsSensitive(*field)) fields.emplace(at, field);
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      AddSensitiveIn(reflection.GetMessage(message, field), at, fields);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      AddSensitiveIn(reflection.GetRepeatedMessage(message, field, i), at, fields);
    }
  }
}

void AddSensitiveSent(const Descriptor& type, const std::string& place, SensitiveFields& fields) {
  AddOf(type, place, /*answered=*/false, {}, fields);
}

void AddSensitiveAnswered(const Descriptor& type, const std::string& place, SensitiveFields& fields) {
  AddOf(type, place, /*answered=*/true, {}, fields);
}

}  // namespace amparo::cases
