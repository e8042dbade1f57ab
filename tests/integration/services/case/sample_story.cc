#include "tests/integration/services/case/sample_story.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "google/protobuf/text_format.h"
#include "services/case/domain/names.h"
#include "tests/integration/services/case/sensitive_fields.h"

namespace amparo::cases {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::Reflection;

constexpr char kPackage[] = "amparo.cases.v1.";

// "DocumentCopy" as names keep it: "document_copy".
std::string WordOf(const std::string& type) {
  std::string word;
  for (const char letter : type) {
    if (absl::ascii_isupper(static_cast<unsigned char>(letter)) && !word.empty()) word.push_back('_');
    word.push_back(absl::ascii_tolower(static_cast<unsigned char>(letter)));
  }
  return word;
}

// The kind of resource that an answer is or lists.
std::string KindOfAnswer(const MethodDescriptor& method) {
  const Descriptor& type = *method.output_type();
  if (type.FindFieldByName("name") != nullptr) return WordOf(type.name());
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_repeated() && field.message_type() != nullptr) return WordOf(field.message_type()->name());
  }
  return WordOf(type.name());
}

bool StandsUnderCase(const std::string& word) {
  for (int kind = 0; kind <= static_cast<int>(Kind::kGrant); ++kind) {
    if (KindWord(static_cast<Kind>(kind)) == word) return ParentOf(static_cast<Kind>(kind)) == Parent::kCase;
  }
  return false;
}

std::string TextOf(const Message& message, const std::string& name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return "";
  return message.GetReflection()->GetString(message, field);
}

// Sets a text field that there is and that is empty.
void SetIfEmpty(Message& message, const std::string& name, const std::string& value) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return;
  if (TextOf(message, name).empty()) message.GetReflection()->SetString(&message, field, value);
}

}  // namespace

SampleStory::SampleStory(CaseService& service, StoryOptions options)
    : service_(service), options_(std::move(options)) {}

void SampleStory::Tell() {
  for (const auto& chapter : {ReportSamples(), NetworkSamples(), DuplicateSamples(), OperationSamples(), PaperSamples(),
                              CareSamples(), CourtSamples(), EndSamples()}) {
    for (const Sample& sample : chapter) Call(sample);
  }
}

const ToldCall* SampleStory::FirstOf(const MethodDescriptor& method) const {
  for (const ToldCall& call : told_) {
    if (call.method == &method) return &call;
  }
  return nullptr;
}

const std::shared_ptr<grpc::Channel>& SampleStory::ChannelOf(const std::string& caller) {
  std::shared_ptr<grpc::Channel>& channel = channels_[caller];
  if (channel == nullptr) channel = service_.server().Channel(caller);
  return channel;
}

void SampleStory::Call(const Sample& sample) {
  const MethodDescriptor* method = DescriptorPool::generated_pool()->FindMethodByName(StrCat(kPackage, sample.method));
  ASSERT_NE(method, nullptr) << "a sample of " << sample.method << ", which is no RPC";
  const std::unique_ptr<Message> request = testing::NewMessage(*method->input_type());
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(Expand(sample.request), request.get())) << sample.method;
  Fill(sample, *method, *request);
  // Lists are in order of entry: two entries need two moments.
  service_.clock().Advance(absl::Milliseconds(1));
  ToldCall call;
  call.method = method;
  call.caller = sample.caller;
  call.time = service_.clock().Now();
  call.requests.push_back(request->SerializeAsString());
  call.answer = testing::RawCall(ChannelOf(call.caller), *method, call.requests);
  EXPECT_EQ(call.answer.status.code(), sample.answered)
      << sample.method << " is answered " << call.answer.status << "\n"
      << request->DebugString();
  Keep(sample, call);
  told_.push_back(std::move(call));
}

std::string SampleStory::Expand(std::string_view text) {
  std::string expanded;
  while (true) {
    const std::size_t from = text.find('<');
    expanded.append(text.substr(0, from));
    if (from == std::string_view::npos) return expanded;
    const std::size_t to = text.find('>', from);
    expanded.append(ValueOf(std::string(text.substr(from + 1, to - from - 1))));
    text.remove_prefix(to + 1);
  }
}

std::string SampleStory::ValueOf(const std::string& token) {
  if (token == "canary") return options_.canary;
  if (token == "canary.size") return std::to_string(options_.canary.size());
  if (token == "canary.sha256") return absl::BytesToHexString(Sha256Of(options_.canary));
  if (token.starts_with("etag:")) return etags_[names_[token.substr(5)]];
  if (!token.starts_with("id:")) return names_[token];
  std::string& id = ids_[token];
  if (id.empty()) id = Uuid::V7(service_.clock().Now()).ToString();
  return id;
}

void SampleStory::Fill(const Sample& sample, const MethodDescriptor& method, Message& request) {
  FillNames(method, request);
  if (options_.request_ids) SetIfEmpty(request, "request_id", Uuid::V7(service_.clock().Now()).ToString());
  if (request.GetDescriptor() == v1::CreateOperationRequest::descriptor()) {
    v1::CreateOperationRequest planned;
    planned.CopyFrom(request);
    for (const std::string& name : options_.readers) {
      v1::OperationReader& reader = *planned.mutable_operation()->add_readers();
      reader.set_principal(StrCat("spiffe://amparo/", name));
      reader.set_keeper(true);
    }
    request.CopyFrom(planned);
  }
  if (!sample.plain) FillSensitive(options_.canary, request);
}

void SampleStory::FillNames(const MethodDescriptor& method, Message& request) {
  const std::string kind = KindOfAnswer(method);
  if (const auto kept = names_.find(kind); kept != names_.end()) SetIfEmpty(request, "name", kept->second);
  SetIfEmpty(request, "parent", names_[StandsUnderCase(kind) ? "case" : "office"]);
  const Descriptor& type = *request.GetDescriptor();
  if (type.FindFieldByName("update_mask") == nullptr) return;
  const Reflection& reflection = *request.GetReflection();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.message_type() != method.output_type()) continue;
    SetIfEmpty(*reflection.MutableMessage(&request, &field), "name", names_[kind]);
  }
}

void SampleStory::Keep(const Sample& sample, const ToldCall& call) {
  if (!call.answer.status.ok() || call.answer.responses.empty()) return;
  const std::unique_ptr<Message> answer = testing::NewMessage(*call.method->output_type());
  ASSERT_TRUE(answer->ParseFromString(call.answer.responses.front())) << sample.method;
  // An import answers OK whatever became of its rows.
  v1::ImportCasesResponse imported;
  if (answer->GetDescriptor() == imported.GetDescriptor()) {
    imported.CopyFrom(*answer);
    EXPECT_EQ(imported.created(), sample.keep.empty() ? 1 : 0) << imported.DebugString();
  }
  v1::ImportRecordsResponse records;
  if (answer->GetDescriptor() == records.GetDescriptor()) {
    records.CopyFrom(*answer);
    EXPECT_EQ(records.created(), 1) << records.DebugString();
  }
  const std::string name = imported.results().empty() ? TextOf(*answer, "name") : imported.results(0).fault();
  if (!sample.keep.empty()) names_[std::string(sample.keep)] = name;
  if (!name.empty()) etags_[name] = TextOf(*answer, "etag");
}

}  // namespace amparo::cases
