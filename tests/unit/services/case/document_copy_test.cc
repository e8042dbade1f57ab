#include "services/case/domain/document_copy.h"

#include <set>
#include <string>
#include <vector>

#include "services/case/convert/document_copy_convert.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

DocumentCopy ForTheProsecutor() {
  DocumentCopy copy;
  copy.name = {"cebu", Id(1), Id(2)};
  copy.document = Id(3);
  copy.kind = CopyKind::kCertified;
  copy.recipient = CopyRecipient::kProsecutor;
  return copy;
}

DocumentCopy CopyIn(CopyState state) {
  DocumentCopy copy = ForTheProsecutor();
  copy.state = state;
  return copy;
}

CopyActInput CopyInput(CopyAct act, absl::CivilDay date = kToday) {
  CopyActInput input;
  input.act = act;
  input.date = date;
  input.reason = "a reason";
  input.reference = "R-17";
  return input;
}

std::vector<std::string> WrongWithCopyAct(const CopyActInput& input) {
  Violations violations;
  CheckCopyAct(input, kToday, violations);
  return Fields(violations);
}

TEST(DocumentCopyTest, EachActIsForSomeStates) {
  using enum CopyAct;
  using enum CopyState;
  const std::vector<CopyState> states = {kRequested, kMade, kHandedOver, kDelivered, kReturned, kWithdrawn};
  const std::vector<std::pair<CopyAct, std::set<CopyState>>> acts = {{kMake, {kRequested}},
                                                                     {kHandOver, {kMade}},
                                                                     {kDeliver, {kMade, kHandedOver}},
                                                                     {kReturn, {kHandedOver, kDelivered}},
                                                                     {kWithdraw, {kRequested, kMade, kHandedOver}}};
  for (const auto& [act, allowed] : acts) {
    for (const CopyState state : states) {
      const Decision<DocumentCopy> moved = ApplyCopyAct(CopyIn(state), CopyInput(act), kNow);
      EXPECT_EQ(moved.ok(), allowed.contains(state)) << static_cast<int>(act) << " " << CopyStateWord(state);
      if (!moved.ok()) {
        EXPECT_THAT(moved, IsRefusedBy("COPY_STATE"));
      }
    }
  }
}

TEST(DocumentCopyTest, CopiesAreNumberedByTheirDocument) {
  Document document;
  document.copies = 2;
  const NumberedCopy numbered = NumberCopy(document, ForTheProsecutor(), kToday, kNow).value();
  EXPECT_EQ(numbered.document.copies, 3);
  EXPECT_EQ(numbered.copy.number, 3);
  EXPECT_EQ(numbered.copy.state, CopyState::kRequested);
  EXPECT_THAT(numbered.copy.events, ElementsAre(CopyEvent{CopyAct::kRequest, kToday, kNow, ""}));
  document.state = DocumentState::kNotNeeded;
  EXPECT_THAT(NumberCopy(document, ForTheProsecutor(), kToday, kNow), IsRefusedBy("DOCUMENT_NOT_NEEDED"));
}

TEST(DocumentCopyTest, OnlyWhatIsAtHandIsCopied) {
  EXPECT_FALSE(RefuseToCopy(DocumentState::kObtained));
  EXPECT_EQ(RefuseToCopy(DocumentState::kLost)->rule, "DOCUMENT_NOT_OBTAINED");
}

TEST(DocumentCopyTest, ItIsOutstandingUntilThereIsProof) {
  using enum CopyState;
  for (const CopyState state : {kRequested, kMade, kHandedOver}) EXPECT_TRUE(IsOutstanding(state));
  for (const CopyState state : {kDelivered, kReturned, kWithdrawn}) EXPECT_FALSE(IsOutstanding(state));
  EXPECT_EQ(ColumnsOf(CopyIn(kHandedOver)), (std::vector<Value>{Id(3), int64_t{1}, true}));
}

TEST(DocumentCopyTest, AProofSaysWhoOrByWhichReceipt) {
  CopyActInput proof = CopyInput(CopyAct::kDeliver);
  EXPECT_THAT(WrongWithCopyAct(proof), IsEmpty());
  proof.reference = "";
  EXPECT_THAT(WrongWithCopyAct(proof), ElementsAre("received_by"));
  proof.says_who = true;
  EXPECT_THAT(WrongWithCopyAct(proof), IsEmpty());
  proof.reference = std::string(101, 'x');
  EXPECT_THAT(WrongWithCopyAct(proof), ElementsAre("reference"));
  EXPECT_EQ(ApplyCopyAct(CopyIn(CopyState::kMade), CopyInput(CopyAct::kDeliver), kNow).value().reference, "R-17");
  EXPECT_EQ(ApplyCopyAct(CopyIn(CopyState::kMade), CopyInput(CopyAct::kHandOver), kNow).value().reference, "");
}

TEST(DocumentCopyTest, ActsAreDatedAndSomeAskForAReason) {
  CopyActInput withdrawal = CopyInput(CopyAct::kWithdraw);
  withdrawal.reason = "";
  EXPECT_THAT(WrongWithCopyAct(withdrawal), ElementsAre("reason"));
  EXPECT_THAT(WrongWithCopyAct(CopyInput(CopyAct::kHandOver, kToday + 1)), ElementsAre("date"));
  const DocumentCopy made = ApplyCopyAct(CopyIn(CopyState::kRequested), CopyInput(CopyAct::kMake), kNow).value();
  EXPECT_THAT(ApplyCopyAct(made, CopyInput(CopyAct::kHandOver, kToday - 1), kNow), IsRefusedBy("BEFORE_LAST_ACT"));
}

TEST(DocumentCopyTest, ANewCopySaysWhatItIsAndForWhom) {
  DocumentCopy copy = ForTheProsecutor();
  copy.kind = CopyKind::kUnspecified;
  copy.recipient = CopyRecipient::kUnspecified;
  Violations violations;
  CheckDocumentCopy(copy, kToday + 1, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("copy.kind", "copy.recipient", "date"));
}

TEST(DocumentCopyTest, WhatIsKeptIsReadAsItWas) {
  DocumentCopy copy = NumberCopy(Document(), ForTheProsecutor(), kToday - 3, kNow).value().copy;
  copy.institution = "Office of the City Prosecutor";
  copy = ApplyCopyAct(copy, CopyInput(CopyAct::kMake, kToday - 2), kNow).value();
  copy = ApplyCopyAct(copy, CopyInput(CopyAct::kDeliver), kNow).value();
  v1::DocumentCopy kept;
  ToProto(copy, kept);
  v1::DocumentCopy again;
  ToProto(CopyFromStored(kept), again);
  EXPECT_EQ(again.SerializeAsString(), kept.SerializeAsString());
  EXPECT_EQ(CopyFromStored(kept).events, copy.events);
}

}  // namespace
}  // namespace amparo::cases
