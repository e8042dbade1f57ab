#include "services/case/convert/timeline_convert.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "services/case/api/timeline_page.h"
#include "services/case/api/timeline_sight.h"
#include "services/case/convert/timeline_tellers.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

// "what: text" of all that a record tells.
template <typename M>
std::vector<std::string> Tells(Kind kind, const M& message) {
  std::vector<std::string> told;
  for (const Happening& one : HappeningsIn(kind, message)) told.push_back(one.what + ": " + one.text);
  return told;
}

JournalRow NoteRow(const std::string& name, v1::NoteConfidentiality level, const std::string& author) {
  v1::Note note;
  note.set_name(name);
  note.set_confidentiality(level);
  note.set_author(author);
  note.set_state(v1::NOTE_STATE_ACTIVE);
  JournalRow row;
  row.kind = Kind::kNote;
  row.name = name;
  row.version = 1;
  row.body = note.SerializeAsString();
  return row;
}

TEST(TimelineConvertTest, EveryRecordUnderACaseIsTold) {
  const std::vector<Kind> told = KindsTelling({});
  for (const Table& table : Tables()) {
    if (!table.in_case()) continue;
    const bool is_hidden = table.kind == Kind::kBreakGlass;
    EXPECT_EQ(std::count(told.begin(), told.end(), table.kind), is_hidden ? 0 : 1) << KindWord(table.kind);
  }
  EXPECT_THAT(told, Contains(Kind::kLink));
  EXPECT_THAT(told, Contains(Kind::kCase));
  EXPECT_THAT(told, Not(Contains(Kind::kPerson)));
}

TEST(TimelineConvertTest, AKindIsLookedForWhereItIsTold) {
  EXPECT_THAT(KindsTelling({TimelineKind::kStage}), ElementsAre(Kind::kCase));
  EXPECT_THAT(KindsTelling({TimelineKind::kAppeal}), UnorderedElementsAre(Kind::kCharge, Kind::kAppeal));
  for (int kind = 1; kind < v1::TimelineKind_ARRAYSIZE; ++kind) {
    EXPECT_THAT(KindsTelling({static_cast<TimelineKind>(kind)}), Not(IsEmpty())) << kind;
  }
}

TEST(TimelineConvertTest, AChargeTellsWhatWasBroughtPleadedAndRuled) {
  v1::Charge charge;
  charge.set_law_article("RA 9208 sec. 4(a)");
  charge.set_accused("offices/cebu/cases/1/parties/2");
  charge.set_completion(v1::COMPLETION_ATTEMPTED);
  charge.add_pleas()->set_kind(v1::PLEA_KIND_NOT_GUILTY);
  charge.add_rulings()->mutable_verdict()->set_outcome(v1::VERDICT_OUTCOME_CONVICTED);
  v1::Sentence& sentence = *charge.add_rulings()->mutable_sentence();
  sentence.mutable_imprisonment()->mutable_min()->set_years(15);
  sentence.mutable_fine()->set_currency_code("PHP");
  sentence.mutable_fine()->set_units(500000);
  charge.mutable_rulings(1)->mutable_strike()->set_reason(v1::STRIKE_REASON_WRONG_CHARGE);
  EXPECT_THAT(Tells(Kind::kCharge, charge),
              ElementsAre("charge: RA 9208 sec. 4(a) (attempted), offices/cebu/cases/1/parties/2", "plea: not-guilty",
                          "verdict: convicted", "sentence: 15 years imprisonment, fine PHP 500000.00",
                          "ruling struck: wrong-charge"));
}

TEST(TimelineConvertTest, ALinkIsToldInWordsThatNameItsEnds) {
  v1::Link link;
  link.set_kind(v1::LINK_KIND_MOVED_TO);
  link.set_from("a");
  link.set_to("b");
  const auto told = HappeningsIn(Kind::kLink, link);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].what, "link moved-to");
  EXPECT_EQ(told[0].text, "a moved to b");
  EXPECT_THAT(told[0].mentions, ElementsAre("a", "b"));
}

TEST(TimelineConvertTest, ALinkThatEndedOrWasWithdrawnSaysSo) {
  v1::Link link;
  link.set_kind(v1::LINK_KIND_USES);
  link.set_from("a");
  link.set_to("b");
  link.mutable_end_date()->set_year(2014);
  link.mutable_withdrawal()->set_reason("somebody of the same name");
  EXPECT_THAT(Tells(Kind::kLink, link),
              ElementsAre("link uses: a uses b", "link ended: a uses b", "link withdrawn: somebody of the same name"));
}

TEST(TimelineConvertTest, WhatWasStruckOutOfAChargeSaysSo) {
  v1::Charge charge;
  charge.set_law_article("RA 9208 sec. 4(a)");
  charge.set_accused("a");
  charge.add_pleas()->set_kind(v1::PLEA_KIND_GUILTY);
  charge.mutable_pleas(0)->mutable_strike()->set_reason(v1::STRIKE_REASON_WRONG_CONTENT);
  v1::Sentence& sentence = *charge.add_rulings()->mutable_sentence();
  sentence.mutable_imprisonment()->mutable_min()->set_years(3);
  sentence.mutable_suspended_part()->set_years(1);
  v1::Payment& payment = *charge.add_payments();
  payment.set_kind(v1::PAYMENT_KIND_RESTITUTION);
  payment.mutable_amount()->set_currency_code("PHP");
  payment.mutable_amount()->set_units(250);
  payment.mutable_strike()->set_reason(v1::STRIKE_REASON_NEVER_RULED);
  EXPECT_THAT(Tells(Kind::kCharge, charge),
              ElementsAre("charge: RA 9208 sec. 4(a), a", "plea: guilty", "plea struck: wrong-content",
                          "sentence: 3 years imprisonment, 1 year of it suspended", "payment restitution: PHP 250.00",
                          "payment struck: never-ruled"));
}

TEST(TimelineConvertTest, WhatIsSealedIsToldByItsFieldAlone) {
  v1::Case before;
  before.set_title("A case");
  before.set_sealed_narrative("1");
  v1::Case after = before;
  after.set_title("Another");
  after.set_sealed_narrative("2");
  after.set_etag("x");
  after.mutable_update_time()->set_seconds(7);
  EXPECT_THAT(FieldsChanged(before, after), ElementsAre("title", "narrative"));
  EXPECT_THAT(FieldsChanged(after, after), IsEmpty());
}

TEST(TimelineConvertTest, ANoteIsNotToldToWhoMayNotReadIt) {
  const std::string notes = "offices/cebu/cases/0190f3c2-7d1e-7abc-8def-0123456789ab/notes/";
  const std::string legal = notes + "0190f3c2-7d1e-6abc-8def-000000000001";
  const std::string own = notes + "0190f3c2-7d1e-6abc-8def-000000000003";
  std::vector<JournalRow> rows = {
      NoteRow(legal, v1::NOTE_CONFIDENTIALITY_LEGAL, "a"),
      NoteRow(notes + "0190f3c2-7d1e-6abc-8def-000000000002", v1::NOTE_CONFIDENTIALITY_SOCIAL_WORK, "a"),
      NoteRow(own, v1::NOTE_CONFIDENTIALITY_SOCIAL_WORK, "me")};
  ASSERT_TRUE(DropHiddenNotes({.identity = "me", .legal = true}, rows).ok());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].name, legal);
  EXPECT_EQ(rows[1].name, own) << "what somebody wrote is open to them";
}

TEST(TimelineConvertTest, KindsAreForWhoseRolesMayReadThem) {
  access::RoleSet investigator;
  investigator.Add(options::v1::ROLE_INVESTIGATOR);
  const std::vector<Kind> open = OpenTo(investigator, KindsTelling({}));
  EXPECT_THAT(open, Contains(Kind::kCharge));
  EXPECT_THAT(open, Contains(Kind::kLink));
  EXPECT_THAT(open, Not(Contains(Kind::kAssessment)));
  access::RoleSet social_worker;
  social_worker.Add(options::v1::ROLE_SOCIAL_WORKER);
  EXPECT_THAT(OpenTo(social_worker, KindsTelling({})), Not(Contains(Kind::kLink)));
  EXPECT_THAT(OpenTo(access::RoleSet(), KindsTelling({})), IsEmpty());
}

TEST(TimelineConvertTest, ACursorComesBackAsItWasAndNothingElseIsOne) {
  TimelineCursor cursor;
  cursor.up_to = 77;
  cursor.after = {absl::CivilDay(2014, 5, 12), absl::FromUnixMicros(5), "offices/cebu/cases/1", "stage_changes/00001"};
  const auto back = ParseTimelineCursor(ToCursorText(cursor));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->up_to, 77);
  EXPECT_EQ(back->after, cursor.after);
  for (const char* text : {"", "1", "1\n2014-05-12\n5\na", "x\n2014-05-12\n5\na\nb", "1\n2014-02-30\n5\na\nb"}) {
    EXPECT_FALSE(ParseTimelineCursor(text)) << text;
  }
}

}  // namespace
}  // namespace amparo::cases
