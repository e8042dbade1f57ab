// Builds a message for each row by a mapping: an object in the form of the message, whose fields are values
// (mapping_value.h), objects and lists of them. "$when" leaves an object out of rows that it does not fit.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "services/cli/mapping_value.h"

namespace amparo::cli {

// Which rows something is for: {"column": C, "present": true or false}, or {"column": C, "is": [texts]}.
class RowCondition {
 public:
  static RowCondition Parse(const Json& json, const std::string& place, const MappingParts& parts);

  bool Holds(const RowValues& row) const;

 private:
  std::size_t column_ = 0;
  std::optional<bool> present_;
  std::vector<std::string> is_;
};

// The form of one message.
class MessageTemplate {
 public:
  // Reads it for messages of `type`. A Failure that names the place for a field that the type lacks, and for what does
  // not fit its field. `parts` must outlive it.
  static MessageTemplate Parse(const Json& json, const std::string& place, const google::protobuf::Descriptor& type,
                               const MappingParts& parts);

  bool IsFor(const RowValues& row) const { return !when_ || when_->Holds(row); }

  // Fills the fields of `message` for a row; what is missing stays unset. Notes what is wrong.
  void Fill(const RowValues& row, google::protobuf::Message& message, std::vector<ColumnFault>& faults) const;

 private:
  // One value, or one message, of a field.
  struct Entry {
    // Where it stands in the mapping.
    std::string place;
    std::optional<ValueSource> value;
    std::shared_ptr<const MessageTemplate> message;
  };
  struct Field {
    const google::protobuf::FieldDescriptor* field = nullptr;
    std::vector<Entry> entries;
  };

  static Entry ParseEntry(const Json& json, const std::string& place, const google::protobuf::FieldDescriptor& field,
                          const MappingParts& parts);
  static void FillEntry(const Field& field, const Entry& entry, const RowValues& row,
                        google::protobuf::Message& message, std::vector<ColumnFault>& faults);

  std::optional<RowCondition> when_;
  std::vector<Field> fields_;
};

}  // namespace amparo::cli
