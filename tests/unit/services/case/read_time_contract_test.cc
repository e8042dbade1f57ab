// Every record that the service keeps can be read as it was: its Get takes a read_time.
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor_database.h"
#include "services/case/store/feed_kinds.h"

namespace amparo::cases {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

// All RPCs of the package whose names begin with Get.
std::vector<const MethodDescriptor*> Gets() {
  std::vector<std::string> files;
  DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  std::vector<const MethodDescriptor*> gets;
  for (const std::string& name : files) {
    const auto* file = DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr || file->package() != "amparo.cases.v1") continue;
    for (int i = 0; i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j) {
        const MethodDescriptor* method = file->service(i)->method(j);
        if (method->name().starts_with("Get")) gets.push_back(method);
      }
    }
  }
  return gets;
}

bool TakesReadTime(const MethodDescriptor& method) {
  const FieldDescriptor* field = method.input_type()->FindFieldByName("read_time");
  return field != nullptr && field->message_type() != nullptr &&
         field->message_type()->full_name() == "google.protobuf.Timestamp";
}

TEST(ReadTimeContractTest, EveryRecordHasAGetThatTakesAReadTime) {
  std::set<std::string> readable;
  for (const MethodDescriptor* method : Gets()) {
    const bool is_plain = method->name() == "Get" + method->output_type()->name();
    if (is_plain && TakesReadTime(*method)) readable.insert(method->output_type()->full_name());
  }
  for (const feed::Kind& kind : PublishedKinds()) {
    EXPECT_TRUE(readable.contains(kind.message)) << kind.message << " cannot be read as it was";
  }
  EXPECT_GT(readable.size(), 15u);
}

TEST(ReadTimeContractTest, WhatAnswersNoRecordIsDerivedOrNeverChanges) {
  std::set<std::string> published;
  for (const feed::Kind& kind : PublishedKinds()) published.insert(kind.message);
  for (const MethodDescriptor* method : Gets()) {
    if (TakesReadTime(*method)) continue;
    EXPECT_FALSE(published.contains(method->output_type()->full_name())) << method->full_name();
  }
}

}  // namespace
}  // namespace amparo::cases
