// Every stream of the case service, opened by people and ended for them.
#include "tests/integration/services/people_streams.h"

#include <string>
#include <string_view>

#include "tests/integration/services/case/case_test.h"
#include "tests/integration/services/case/sample_story.h"

namespace amparo::cases {
namespace {

using google::protobuf::MethodDescriptor;

// The first message of an upload that is not finished: the story's own is.
std::string BytesOfAnUpload(CaseService& service) {
  v1::CreateDocumentRequest document;
  document.set_parent(service.EnterCase("A case with a scan").name());
  document.mutable_document()->set_kind("birth-certificate");
  document.mutable_document()->set_title("A scan");
  const auto entered =
      Call(*service.StubOf<v1::DocumentService>(), &v1::DocumentService::Stub::CreateDocument, document);
  EXPECT_THAT(entered, IsOk());
  v1::BeginUploadRequest begin;
  begin.set_document(entered.value_or(v1::Document()).name());
  begin.set_size(1 << 20);
  begin.set_sha256(std::string(64, 'a'));
  begin.set_media_type("application/pdf");
  const auto begun = Call(*service.StubOf<v1::ContentService>(), &v1::ContentService::Stub::BeginUpload, begin);
  EXPECT_THAT(begun, IsOk());
  v1::UploadRequest bytes;
  bytes.set_name(begun.value_or(v1::ContentUpload()).name());
  bytes.set_data("the first of them");
  return bytes.SerializeAsString();
}

TEST(PeoplesStreamsOfCases, EndWithWhatAPersonMayDo) {
  constexpr std::string_view kOfCases = "amparo.cases.v1";
  ASSERT_EQ(testing::StreamsOf(kOfCases).size(), 10u) << "a stream came or went: it is looked at here";
  CaseService service;
  SampleStory story(service, {});
  story.Tell();
  const std::string upload = BytesOfAnUpload(service);
  const auto request_of = [&story, &upload](const MethodDescriptor& method) {
    if (method.name() == "Upload") return upload;
    const ToldCall* sample = story.FirstOf(method);
    EXPECT_NE(sample, nullptr) << method.full_name() << " has no sample request: add one (samples.h)";
    return sample == nullptr ? std::string() : sample->requests.at(0);
  };
  testing::ExpectStreamsToEnd(
      {service.server(), service.test_people(), service.clock(), kOfCases, "cebu", "everyone", request_of});
}

}  // namespace
}  // namespace amparo::cases
