// Collects what a record says happened, in the words of the timeline.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/type/date.pb.h"
#include "services/case/convert/values.h"
#include "services/case/domain/timeline.h"

namespace amparo::cases {

// The word of an enum's value without the type's prefix: "judge-absent"; empty for zero and for no value.
std::string EnumWord(const google::protobuf::EnumDescriptor& type, int value);
template <typename E>
std::string Word(E value) {
  return EnumWord(*google::protobuf::GetEnumDescriptor<E>(), value);
}

// The place of the `index`-th element of a list.
std::string PlaceIn(std::string_view list, int index);

// What is told of one version of a record.
class Teller {
 public:
  // Something that happened on a day; nullopt and a date that is none = on the day it was entered.
  void Tell(TimelineKind kind, std::string place, std::optional<absl::CivilDay> day, std::string what,
            std::string text = "", std::vector<std::string> mentions = {}) {
    Happening happening;
    happening.kind = kind;
    happening.place = std::move(place);
    happening.day = day;
    happening.what = std::move(what);
    happening.text = std::move(text);
    happening.mentions = std::move(mentions);
    told_.push_back(std::move(happening));
  }
  void Tell(TimelineKind kind, std::string place, const google::type::Date& date, std::string what,
            std::string text = "", std::vector<std::string> mentions = {}) {
    Tell(kind, std::move(place), DayFrom(date), std::move(what), std::move(text), std::move(mentions));
  }
  // Something that happened at a moment.
  void TellAt(TimelineKind kind, std::string place, absl::Time moment, std::string what, std::string text) {
    Tell(kind, std::move(place), std::nullopt, std::move(what), std::move(text));
    told_.back().moment = moment;
  }

  std::vector<Happening> Take() && { return std::move(told_); }

 private:
  std::vector<Happening> told_;
};

}  // namespace amparo::cases
