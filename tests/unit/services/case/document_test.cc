#include "services/case/domain/document.h"

#include <set>
#include <string>
#include <vector>

#include "services/case/convert/document_convert.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Document BirthCertificate() {
  Document document;
  document.name = {"cebu", Id(1), Id(2)};
  document.kind = "birth-certificate";
  document.title = "Birth certificate";
  document.source = DocumentSource::kCivilRegistry;
  return document;
}

DocumentActInput DocumentInput(DocumentAct act, absl::CivilDay date = kToday) {
  DocumentActInput input;
  input.act = act;
  input.date = date;
  input.reason = "a reason";
  input.form = DocumentForm::kOriginal;
  return input;
}

Document DocumentInState(DocumentState state) {
  Document document = BirthCertificate();
  document.state = state;
  return document;
}

std::vector<std::string> WrongWithDocumentAct(const DocumentActInput& input) {
  Violations violations;
  CheckDocumentAct(input, kToday, violations);
  return Fields(violations);
}

TEST(DocumentTest, EachActIsForSomeStates) {
  using enum DocumentAct;
  using enum DocumentState;
  const std::vector<DocumentState> states = {kNeeded, kRequested, kObtained, kRejected, kLost, kNotNeeded};
  const std::vector<std::pair<DocumentAct, std::set<DocumentState>>> acts = {
      {kRequest, {kNeeded, kRequested, kRejected, kLost}},
      {kObtain, {kNeeded, kRequested, kRejected, kLost}},
      {kCertify, {kObtained}},
      {kReject, {kRequested, kObtained}},
      {kReportLost, {kObtained}},
      {kWaive, {kNeeded, kRequested, kRejected, kLost}},
      {kReinstate, {kNotNeeded}}};
  for (const auto& [act, allowed] : acts) {
    for (const DocumentState state : states) {
      const Decision<Document> moved = ApplyDocumentAct(DocumentInState(state), DocumentInput(act), kNow);
      EXPECT_EQ(moved.ok(), allowed.contains(state)) << static_cast<int>(act) << " " << DocumentStateWord(state);
      if (!moved.ok()) {
        EXPECT_THAT(moved, IsRefusedBy("DOCUMENT_STATE"));
      }
    }
  }
}

TEST(DocumentTest, ARequestKeepsWhoWasAskedAndMayBeRepeated) {
  DocumentActInput first = DocumentInput(DocumentAct::kRequest, kToday - 20);
  first.institution = "Civil registry of Cebu City";
  first.due_date = kToday - 5;
  DocumentActInput reminder = DocumentInput(DocumentAct::kRequest, kToday);
  reminder.source = DocumentSource::kFamily;
  const Document asked = ApplyDocumentAct(BirthCertificate(), first, kNow).value();
  const Document reminded = ApplyDocumentAct(asked, reminder, kNow + absl::Hours(1)).value();
  EXPECT_EQ(reminded.state, DocumentState::kRequested);
  EXPECT_EQ(reminded.due_date, kToday - 5) << "a reminder without a day leaves the day";
  ASSERT_EQ(reminded.events.size(), 2u);
  EXPECT_EQ(reminded.events[0].source, DocumentSource::kCivilRegistry);
  EXPECT_EQ(reminded.events[0].institution, "Civil registry of Cebu City");
  EXPECT_EQ(reminded.events[0].date, kToday - 20);
  EXPECT_EQ(reminded.events[1].source, DocumentSource::kFamily);
  EXPECT_EQ(reminded.events[1].record_time, kNow + absl::Hours(1));
}

TEST(DocumentTest, OnlyWhatIsAtHandIsCertified) {
  using enum DocumentAct;
  Document document = ApplyDocumentAct(BirthCertificate(), DocumentInput(kObtain), kNow).value();
  EXPECT_EQ(document.form, DocumentForm::kOriginal);
  EXPECT_FALSE(document.certified);
  document = ApplyDocumentAct(document, DocumentInput(kCertify), kNow).value();
  EXPECT_TRUE(document.certified);
  EXPECT_THAT(ApplyDocumentAct(document, DocumentInput(kCertify), kNow), IsRefusedBy("DOCUMENT_CERTIFIED"));
  const Document lost = ApplyDocumentAct(document, DocumentInput(kReportLost), kNow).value();
  EXPECT_FALSE(lost.certified);
  EXPECT_EQ(lost.form, DocumentForm::kUnspecified);
  DocumentActInput certified_copy = DocumentInput(kObtain);
  certified_copy.form = DocumentForm::kCertifiedCopy;
  const Document again = ApplyDocumentAct(lost, certified_copy, kNow).value();
  EXPECT_TRUE(again.certified) << "a certified copy is certified";
  EXPECT_THAT(ApplyDocumentAct(again, DocumentInput(kCertify), kNow), IsRefusedBy("DOCUMENT_CERTIFIED"));
}

TEST(DocumentTest, ActsFollowOneAnotherInTheWorld) {
  const Document asked =
      ApplyDocumentAct(BirthCertificate(), DocumentInput(DocumentAct::kRequest, kToday), kNow).value();
  EXPECT_THAT(ApplyDocumentAct(asked, DocumentInput(DocumentAct::kObtain, kToday - 1), kNow),
              IsRefusedBy("BEFORE_LAST_ACT"));
  EXPECT_TRUE(ApplyDocumentAct(asked, DocumentInput(DocumentAct::kObtain, kToday), kNow).ok());
}

TEST(DocumentTest, ARecordKeepsSoMuchAndNoMore) {
  Document document = BirthCertificate();
  for (int i = 0; i < 500; ++i)
    document = ApplyDocumentAct(document, DocumentInput(DocumentAct::kRequest), kNow).value();
  EXPECT_THAT(ApplyDocumentAct(document, DocumentInput(DocumentAct::kRequest), kNow), IsRefusedBy("TOO_MANY_EVENTS"));
}

TEST(DocumentTest, SomeActsAskForAReasonAndNoneIsInTheFuture) {
  using enum DocumentAct;
  for (const DocumentAct act : {kReject, kReportLost, kWaive, kReinstate}) {
    DocumentActInput input = DocumentInput(act);
    EXPECT_THAT(WrongWithDocumentAct(input), IsEmpty());
    input.reason = "";
    EXPECT_THAT(WrongWithDocumentAct(input), ElementsAre("reason"));
  }
  DocumentActInput input = DocumentInput(kObtain, kToday + 1);
  input.reason = "";
  input.form = DocumentForm::kUnspecified;
  EXPECT_THAT(WrongWithDocumentAct(input), ElementsAre("date", "form"));
  input = DocumentInput(kRequest);
  input.institution = std::string(201, 'x');
  EXPECT_THAT(WrongWithDocumentAct(input), ElementsAre("institution"));
}

TEST(DocumentTest, AKindIsAShortWord) {
  const auto wrong = [](const std::string& kind, const std::string& title) {
    Document document = BirthCertificate();
    document.kind = kind;
    document.title = title;
    Violations violations;
    CheckDocument(document, violations);
    return Fields(violations);
  };
  EXPECT_THAT(wrong("id-2", "A paper"), IsEmpty());
  for (const char* kind : {"", "x", "Birth", "-x", "2x", "a_b", "abcdefghijabcdefghijabcdefghijabcdefghijk"}) {
    EXPECT_THAT(wrong(kind, "A paper"), ElementsAre("kind")) << kind;
  }
  EXPECT_THAT(wrong("id", ""), ElementsAre("title"));
}

TEST(DocumentTest, ItIsPendingWhileItIsNeededAndNotAtHand) {
  using enum DocumentState;
  Document document = BirthCertificate();
  document.due_date = kToday;
  for (const DocumentState state : {kNeeded, kRequested, kRejected, kLost}) {
    document.state = state;
    EXPECT_EQ(ColumnsOf(document)[3], Value(kToday));
  }
  for (const DocumentState state : {kObtained, kNotNeeded}) {
    document.state = state;
    EXPECT_EQ(ColumnsOf(document)[3], Value());
  }
}

TEST(DocumentTest, WhatIsKeptIsReadAsItWas) {
  Document document = BirthCertificate();
  document.party = Id(3);
  document.due_date = kToday + 30;
  document.template_id = "survivor";
  document.template_version = 2;
  document.copies = 4;
  DocumentActInput request = DocumentInput(DocumentAct::kRequest);
  request.institution = "Civil registry";
  document = ApplyDocumentAct(document, request, kNow).value();
  document = ApplyDocumentAct(document, DocumentInput(DocumentAct::kObtain), kNow).value();
  document.content = Content{{"cebu", Id(1), Id(9)}, {100, std::string(32, 'x'), "application/pdf"}, kNow};
  v1::Document kept;
  ToProto(document, kept);
  v1::Document again;
  ToProto(DocumentFromStored(kept), again);
  EXPECT_EQ(again.SerializeAsString(), kept.SerializeAsString());
  EXPECT_EQ(kept.events_size(), 2);
  EXPECT_EQ(kept.content().sha256().size(), 64u);
  EXPECT_EQ(DocumentFromStored(kept).events, document.events);
}

}  // namespace
}  // namespace amparo::cases
