#include "services/case/convert/record_form.h"

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "common/base/strings.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

using google::protobuf::FieldDescriptor;

// The field whose day may be less than a day: what is asked of births is asked of each by itself.
constexpr std::string_view kBirthDate = "birth_date";

// One value: a field that is not repeated, or an entry of one that is.
struct FormValue {
  const google::protobuf::Message& in;
  const FieldDescriptor& field;
  // -1 = not repeated.
  int index = -1;

  std::string Path(const std::string& prefix) const {
    return index < 0 ? StrCat(prefix, field.name()) : StrCat(prefix, field.name(), "[", index, "]");
  }
  int Number() const {
    const auto* reflection = in.GetReflection();
    return index < 0 ? reflection->GetEnumValue(in, &field) : reflection->GetRepeatedEnumValue(in, &field, index);
  }
  std::string Text() const {
    const auto* reflection = in.GetReflection();
    return index < 0 ? reflection->GetString(in, &field) : reflection->GetRepeatedString(in, &field, index);
  }
  const google::protobuf::Message& Inner() const {
    const auto* reflection = in.GetReflection();
    return index < 0 ? reflection->GetMessage(in, &field) : reflection->GetRepeatedMessage(in, &field, index);
  }
};

void CheckFields(const google::protobuf::Message& message, const std::string& prefix, Violations& violations);

void CheckInner(const FormValue& value, const std::string& path, Violations& violations) {
  const google::protobuf::Message& inner = value.Inner();
  if (const auto* date = google::protobuf::DynamicCastToGenerated<google::type::Date>(&inner)) {
    const bool exists = value.field.name() == kBirthDate || DayFrom(*date).has_value();
    violations.Require(exists, path, "must be a date that exists");
  } else if (const auto* time = google::protobuf::DynamicCastToGenerated<google::protobuf::Timestamp>(&inner)) {
    RequiredTime(true, *time, path, violations);
  } else {
    CheckFields(inner, path + ".", violations);
  }
}

void CheckFormValue(const FormValue& value, const std::string& prefix, Violations& violations) {
  const std::string path = value.Path(prefix);
  if (value.field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    CheckInner(value, path, violations);
  } else if (value.field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const bool named = value.field.enum_type()->FindValueByNumber(value.Number()) != nullptr;
    violations.Require(named, path, "must be one of its values");
  } else if (value.field.type() == FieldDescriptor::TYPE_STRING) {
    violations.RequireText(value.Text(), {0, std::numeric_limits<std::size_t>::max()}, path);
  }
}

void CheckFields(const google::protobuf::Message& message, const std::string& prefix, Violations& violations) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    if (!field->is_repeated()) {
      CheckFormValue({message, *field}, prefix, violations);
      continue;
    }
    const int count = message.GetReflection()->FieldSize(message, field);
    for (int i = 0; i < count; ++i) CheckFormValue({message, *field, i}, prefix, violations);
  }
}

}  // namespace

void CheckRecordForm(const google::protobuf::Message& message, Violations& violations) {
  CheckFields(message, "", violations);
}

}  // namespace amparo::cases
