#include "services/case/domain/document_dates.h"

#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

const absl::CivilDay kAsked(2014, 11, 3);

Document Certificate() {
  Document document;
  document.name = {"cebu", Id(1), Id(2)};
  document.kind = "birth-certificate";
  document.title = "Birth certificate";
  return document;
}

Document DocumentAfter(Document document, DocumentAct act, absl::CivilDay day,
                       DocumentForm form = DocumentForm::kOriginal) {
  DocumentActInput input;
  input.act = act;
  input.date = day;
  input.reason = "a reason";
  input.form = form;
  return ApplyDocumentAct(std::move(document), input, kNow).value();
}

DocumentCopy Delivered(absl::CivilDay day, int document = 2) {
  DocumentCopy copy;
  copy.name = {"cebu", Id(1), Id(20)};
  copy.document = Id(document);
  copy.events = {{.act = CopyAct::kRequest, .date = day - 3, .record_time = kNow, .reason = {}},
                 {.act = CopyAct::kDeliver, .date = day, .record_time = kNow, .reason = {}}};
  return copy;
}

ReferenceDates DatesOf(const Document& document, const std::vector<DocumentCopy>& copies = {}) {
  const std::vector<DocumentDates> all = DatesOfDocuments({document}, copies);
  return all.empty() ? ReferenceDates() : all[0].dates;
}

TEST(DocumentDatesTest, TellTheLastTimeOfEachAct) {
  EXPECT_THAT(DatesOf(Certificate()), IsEmpty());
  const Document asked =
      DocumentAfter(DocumentAfter(Certificate(), DocumentAct::kRequest, kAsked), DocumentAct::kRequest, kAsked + 14);
  EXPECT_THAT(DatesOf(asked), ElementsAre(Pair(ReferenceKind::kDocumentRequested, kAsked + 14)));
  const Document certified =
      DocumentAfter(DocumentAfter(asked, DocumentAct::kObtain, kAsked + 20), DocumentAct::kCertify, kAsked + 25);
  EXPECT_THAT(DatesOf(certified), ElementsAre(Pair(ReferenceKind::kDocumentRequested, kAsked + 14),
                                              Pair(ReferenceKind::kDocumentObtained, kAsked + 20),
                                              Pair(ReferenceKind::kDocumentCertified, kAsked + 25)));
}

TEST(DocumentDatesTest, ACertifiedCopyIsCertifiedOnTheDayItComes) {
  const Document came = DocumentAfter(Certificate(), DocumentAct::kObtain, kAsked, DocumentForm::kCertifiedCopy);
  EXPECT_EQ(DatesOf(came).at(ReferenceKind::kDocumentCertified), kAsked);
}

TEST(DocumentDatesTest, SayWhichTimeItWas) {
  using enum DocumentAct;
  const auto rounds = [](const Document& document) { return DatesOfDocuments({document}, {})[0].rounds; };
  Document document = DocumentAfter(Certificate(), kRequest, kAsked);
  document = DocumentAfter(document, kObtain, kAsked + 1);
  document = DocumentAfter(document, kCertify, kAsked + 2);
  document = DocumentAfter(document, kReportLost, kAsked + 3);
  document = DocumentAfter(document, kRequest, kAsked + 4);
  EXPECT_THAT(rounds(document),
              ElementsAre(Pair(ReferenceKind::kDocumentRequested, 2), Pair(ReferenceKind::kDocumentObtained, 1),
                          Pair(ReferenceKind::kDocumentCertified, 1)));
  document = DocumentAfter(document, kObtain, kAsked + 5, DocumentForm::kCertifiedCopy);
  EXPECT_THAT(rounds(document),
              ElementsAre(Pair(ReferenceKind::kDocumentRequested, 2), Pair(ReferenceKind::kDocumentObtained, 2),
                          Pair(ReferenceKind::kDocumentCertified, 2)));
}

TEST(DocumentDatesTest, AreServedByTheFirstCopyThatWasDelivered) {
  const std::vector<DocumentCopy> copies = {Delivered(kAsked + 9), Delivered(kAsked + 7), Delivered(kAsked, 3)};
  EXPECT_THAT(DatesOf(Certificate(), copies), ElementsAre(Pair(ReferenceKind::kDocumentServed, kAsked + 7)));
}

TEST(DocumentDatesTest, NothingHangsOnWhatIsNeededNoMore) {
  const Document waived =
      DocumentAfter(DocumentAfter(Certificate(), DocumentAct::kRequest, kAsked), DocumentAct::kWaive, kAsked + 1);
  EXPECT_THAT(DatesOfDocuments({waived}, {}), IsEmpty());
  EXPECT_THAT(DatesOfDocuments({DocumentAfter(waived, DocumentAct::kReinstate, kAsked + 2)}, {}), SizeIs(1));
}

}  // namespace
}  // namespace amparo::cases
