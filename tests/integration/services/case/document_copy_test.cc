// The physical copies of documents: numbers, recipients, proof, and what is outstanding.
#include <set>
#include <thread>

#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/document_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DocumentCopyTest : public DocumentTest {
 protected:
  DocumentCopyTest() : document_(Enter().name()) {}

  absl::StatusOr<v1::DocumentCopy> GetCopy(const std::string& name, types::v1::View view = types::v1::VIEW_BASIC) {
    v1::GetDocumentCopyRequest request;
    request.set_name(name);
    request.set_view(view);
    return Call(*copies_, &CopyStub::GetDocumentCopy, request);
  }

  const std::string document_;
};

TEST_F(DocumentCopyTest, CopiesAreCountedByTheirDocument) {
  EXPECT_EQ(EnterCopy(CopyRequest(document_)).number(), 1);
  EXPECT_EQ(EnterCopy(CopyRequest(document_, v1::COPY_RECIPIENT_COURT)).number(), 2);
  EXPECT_EQ(EnterCopy(CopyRequest(Enter("police-report").name())).number(), 1);
  const auto document = Get(document_);
  ASSERT_THAT(document, IsOk());
  EXPECT_EQ(document->copies(), 2);
  v1::ListDocumentCopiesRequest list;
  list.set_parent(case_);
  list.set_document(document_);
  EXPECT_EQ(Done(*copies_, &CopyStub::ListDocumentCopies, list).copies_size(), 2);
}

TEST_F(DocumentCopyTest, ARepeatedRequestMakesOneCopy) {
  v1::CreateDocumentCopyRequest request = CopyRequest(document_);
  request.set_request_id(NewId());
  const auto first = Call(*copies_, &CopyStub::CreateDocumentCopy, request);
  const auto second = Call(*copies_, &CopyStub::CreateDocumentCopy, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Get(document_)->copies(), 1);
  request.set_request_id("");
  request.set_copy_id(first->name().substr(first->name().rfind('/') + 1));
  EXPECT_THAT(Call(*copies_, &CopyStub::CreateDocumentCopy, request), FailsWith(kExists, "RESOURCE_ALREADY_EXISTS"));
  EXPECT_EQ(Get(document_)->copies(), 1) << "all of it or nothing";
}

TEST_F(DocumentCopyTest, CopiesEnteredAtTheSameTimeHaveNumbersOfTheirOwn) {
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back(
        [this] { EXPECT_THAT(Call(*copies_, &CopyStub::CreateDocumentCopy, CopyRequest(document_)), IsOk()); });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(Get(document_)->copies(), 8);
  v1::ListDocumentCopiesRequest list;
  list.set_parent(case_);
  std::set<int> numbers;
  const auto listed = Done(*copies_, &CopyStub::ListDocumentCopies, list);
  for (const auto& copy : listed.copies()) numbers.insert(copy.number());
  EXPECT_EQ(numbers.size(), 8u);
  EXPECT_EQ(*numbers.rbegin(), 8);
}

TEST_F(DocumentCopyTest, ACopyIsMadeOfWhatIsAtHand) {
  const std::string copy = EnterCopy(CopyRequest(document_)).name();
  EXPECT_THAT(ActOnCopy(&CopyStub::MakeDocumentCopy, copy), FailsWith(kRefused, "DOCUMENT_NOT_OBTAINED"));
  ASSERT_THAT(Obtain(document_), IsOk());
  ASSERT_THAT(ActOnCopy(&CopyStub::MakeDocumentCopy, copy), IsOk());
  EXPECT_THAT(ActOnCopy(&CopyStub::MakeDocumentCopy, copy), FailsWith(kRefused, "COPY_STATE"));
  EXPECT_THAT(ActOnCopy(&CopyStub::ReturnDocumentCopy, copy), FailsWith(kRefused, "COPY_STATE"));
}

TEST_F(DocumentCopyTest, ItIsOutstandingUntilThereIsProof) {
  ASSERT_THAT(Obtain(document_), IsOk());
  const std::string first = EnterCopy(CopyRequest(document_)).name();
  const std::string second = EnterCopy(CopyRequest(document_)).name();
  EnterCopy(CopyRequest(document_, v1::COPY_RECIPIENT_FAMILY));
  EXPECT_THAT(Outstanding(v1::COPY_RECIPIENT_PROSECUTOR), ElementsAre(first, second));
  ASSERT_THAT(ActOnCopy(&CopyStub::MakeDocumentCopy, first), IsOk());
  ASSERT_THAT(ActOnCopy(&CopyStub::HandOverDocumentCopy, first), IsOk());
  EXPECT_THAT(Outstanding(v1::COPY_RECIPIENT_PROSECUTOR), ElementsAre(first, second)) << "handed over is no proof";
  EXPECT_THAT(Call(*copies_, &CopyStub::RecordCopyDelivery, Proof(first, "")), IsInvalidIn("received_by"));
  ASSERT_THAT(Call(*copies_, &CopyStub::RecordCopyDelivery, Proof(first, "", "R-17")), IsOk());
  EXPECT_THAT(Outstanding(v1::COPY_RECIPIENT_PROSECUTOR), ElementsAre(second));
  ASSERT_THAT(ActOnCopy(&CopyStub::WithdrawDocumentCopy, second, "one is enough"), IsOk());
  EXPECT_THAT(Outstanding(v1::COPY_RECIPIENT_PROSECUTOR), IsEmpty());
  const auto returned = ActOnCopy(&CopyStub::ReturnDocumentCopy, first);
  ASSERT_THAT(returned, IsOk());
  EXPECT_EQ(returned->reference(), "R-17");
  EXPECT_EQ(returned->events_size(), 5);
}

TEST_F(DocumentCopyTest, WhoTookItIsSealed) {
  const std::string canary = "QvZx7CanaryClerk";
  ASSERT_THAT(Obtain(document_), IsOk());
  const std::string copy = EnterCopy(CopyRequest(document_)).name();
  ASSERT_THAT(ActOnCopy(&CopyStub::MakeDocumentCopy, copy), IsOk());
  ASSERT_THAT(Call(*copies_, &CopyStub::RecordCopyDelivery, Proof(copy, canary, "R-18")), IsOk());
  EXPECT_EQ(GetCopy(copy)->received_by(), "");
  EXPECT_EQ(GetCopy(copy, types::v1::VIEW_FULL)->received_by(), canary);
  EXPECT_EQ(service_.Sql("SELECT fields::text FROM audit WHERE action = 'READ'"), "{received_by}");
  ExpectNowhereInClear(service_, canary);
}

TEST_F(DocumentCopyTest, WhatIsNotThereOrNotOfTheCaseIsTold) {
  v1::CreateDocumentCopyRequest request = CopyRequest(case_ + "/documents/" + NewId());
  EXPECT_THAT(Call(*copies_, &CopyStub::CreateDocumentCopy, request), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
  request = CopyRequest("offices/cebu/cases/" + NewId() + "/documents/" + NewId());
  EXPECT_THAT(Call(*copies_, &CopyStub::CreateDocumentCopy, request), IsInvalidIn("copy.document"));
  ASSERT_THAT(ActOn(&DocumentStub::WaiveDocument, document_, "not needed"), IsOk());
  EXPECT_THAT(Call(*copies_, &CopyStub::CreateDocumentCopy, CopyRequest(document_)),
              FailsWith(kRefused, "DOCUMENT_NOT_NEEDED"));
}

}  // namespace
}  // namespace amparo::cases
