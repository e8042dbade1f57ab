// A paralegal chases a birth certificate, copies it for the prosecutor, and holds the proof.
#include "tests/integration/services/case/content_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DocumentStoryTest : public ContentTest {
 protected:
  // Runs the clock to a day, at noon in Cebu.
  void On(int month, int day) {
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone("Asia/Manila", &zone));
    service_.clock().Set(absl::FromCivil(absl::CivilSecond(2015, month, day, 12, 0, 0), zone));
  }

  std::vector<std::string> OverdueOn(int month, int day) {
    v1::ListDocumentsRequest overdue = ListOf("offices/cebu/cases/-");
    *overdue.mutable_overdue_at() = DateOf(absl::CivilDay(2015, month, day));
    return Kinds(overdue);
  }
};

TEST_F(DocumentStoryTest, ABirthCertificateFromTheRegistryToTheProsecutorsStamp) {
  // 5 January: the case has a child in it, so it needs her birth certificate, within 30 days.
  On(1, 5);
  EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Maya", /*minor=*/true);
  const auto needed = Prepare(case_);
  ASSERT_THAT(needed, IsOk());
  std::string certificate;
  for (const auto& document : needed->documents()) {
    if (document.kind() == "birth-certificate") certificate = document.name();
  }
  ASSERT_FALSE(certificate.empty());

  // 7 January: the registry is asked. 5 February: nothing has come, it shows as overdue, and is asked again.
  On(1, 7);
  v1::RequestDocumentRequest ask;
  ask.set_name(certificate);
  ask.set_institution("Civil registry of Cebu City");
  ask.set_contact("Window 4, ask for the supervisor");
  ASSERT_THAT(Call(*documents_, &DocumentStub::RequestDocument, ask), IsOk());
  EXPECT_THAT(OverdueOn(2, 4), ::testing::Not(::testing::Contains("birth-certificate")));
  On(2, 5);
  EXPECT_THAT(OverdueOn(2, 5), ::testing::Contains("birth-certificate"));
  ASSERT_THAT(Request(certificate, "Civil registry of Cebu City"), IsOk());

  // Meanwhile the prosecutor wants two copies.
  const std::string for_the_prosecutor = EnterCopy(CopyRequest(certificate)).name();
  const std::string spare = EnterCopy(CopyRequest(certificate)).name();
  EXPECT_THAT(ActOnCopy(&CopyStub::MakeDocumentCopy, for_the_prosecutor), FailsWith(kRefused, "DOCUMENT_NOT_OBTAINED"));
  EXPECT_THAT(Outstanding(v1::COPY_RECIPIENT_PROSECUTOR), ElementsAre(for_the_prosecutor, spare));

  // 12 February: it comes, is scanned, and certified.
  On(2, 12);
  ASSERT_THAT(Obtain(certificate), IsOk());
  const std::string scan = Bytes(300'000, 7);
  ASSERT_THAT(Attach(certificate, scan), IsOk());
  ASSERT_THAT(ActOn(&DocumentStub::CertifyDocument, certificate), IsOk());
  EXPECT_THAT(OverdueOn(2, 12), ::testing::Not(::testing::Contains("birth-certificate")));

  // 13 February: one copy is taken to the prosecutor's office, the other is not needed. 16 February: the stamp.
  On(2, 13);
  ASSERT_THAT(ActOnCopy(&CopyStub::MakeDocumentCopy, for_the_prosecutor), IsOk());
  ASSERT_THAT(ActOnCopy(&CopyStub::HandOverDocumentCopy, for_the_prosecutor), IsOk());
  ASSERT_THAT(ActOnCopy(&CopyStub::WithdrawDocumentCopy, spare, "the prosecutor has one copied"), IsOk());
  EXPECT_THAT(Outstanding(v1::COPY_RECIPIENT_PROSECUTOR), ElementsAre(for_the_prosecutor));
  On(2, 16);
  ASSERT_THAT(Call(*copies_, &CopyStub::RecordCopyDelivery,
                   Proof(for_the_prosecutor, "The clerk at the counter", "CPO-2015-0417")),
              IsOk());
  EXPECT_THAT(Outstanding(v1::COPY_RECIPIENT_PROSECUTOR), IsEmpty());

  // What is held: every step with its day, the scan, and who signed for the copy.
  const auto document = Get(certificate);
  ASSERT_THAT(document, IsOk());
  EXPECT_EQ(document->events_size(), 4);
  EXPECT_TRUE(document->certified());
  EXPECT_EQ(document->copies(), 2);
  const auto downloaded = Download(document->content().name());
  ASSERT_THAT(downloaded, IsOk());
  EXPECT_EQ(*downloaded, scan);
  v1::GetDocumentCopyRequest proof;
  proof.set_name(for_the_prosecutor);
  proof.set_view(types::v1::VIEW_FULL);
  const auto held = Call(*copies_, &CopyStub::GetDocumentCopy, proof);
  ASSERT_THAT(held, IsOk());
  EXPECT_EQ(held->reference(), "CPO-2015-0417");
  EXPECT_EQ(held->received_by(), "The clerk at the counter");
  EXPECT_EQ(held->events(3).date().day(), 16);
}

}  // namespace
}  // namespace amparo::cases
