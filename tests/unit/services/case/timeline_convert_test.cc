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
  EXPECT_THAT(told, Contains(Kind::kPerson));
  EXPECT_THAT(told, Contains(Kind::kDistinction));
  EXPECT_THAT(told, Not(Contains(Kind::kVenue)));
}

TEST(TimelineConvertTest, ACaseThatWasMergedSaysIntoWhichAndWhy) {
  v1::Case merged;
  merged.set_merged_into("offices/cebu/cases/2");
  merged.set_merge_reason("reported twice");
  EXPECT_THAT(Tells(Kind::kCase, merged), ElementsAre("case merged: into offices/cebu/cases/2: reported twice"));
}

TEST(TimelineConvertTest, ACaseTellsWhyItEndedAndBeganAgainInWords) {
  v1::Case message;
  v1::ClosureRequest& request = *message.add_closure_requests();
  request.set_state(v1::CLOSURE_STATE_PENDING);
  request.set_closure_reason(v1::CLOSURE_REASON_NO_SUSPECT_IDENTIFIED);
  request.mutable_request()->set_reason("nobody saw a face");
  v1::StageChange& closed = *message.add_stage_changes();
  closed.set_stage(v1::CASE_STAGE_CLOSED);
  closed.set_closure_reason(v1::CLOSURE_REASON_NO_SUSPECT_IDENTIFIED);
  v1::StageChange& again = *message.add_stage_changes();
  again.set_stage(v1::CASE_STAGE_PROSECUTION);
  again.set_reopen_reason(v1::REOPEN_REASON_FURTHER_ACCUSED);
  again.set_reason("one more of the ring was arrested");
  EXPECT_THAT(Tells(Kind::kCase, message),
              ElementsAre("stage closed: no suspect identified",
                          "stage prosecution: further accused: one more of the ring was arrested",
                          "closure requested: no suspect identified: nobody saw a face"));
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

TEST(TimelineConvertTest, AVerdictTellsWhichLesserCrimeWasFound) {
  v1::Charge charge;
  v1::Verdict& verdict = *charge.add_rulings()->mutable_verdict();
  verdict.set_outcome(v1::VERDICT_OUTCOME_CONVICTED_LESSER);
  verdict.set_lesser_completion(v1::COMPLETION_ATTEMPTED);
  verdict.set_lesser_law_article("RA 9208 sec. 4-A");
  EXPECT_THAT(Tells(Kind::kCharge, charge), Contains("verdict: convicted-lesser: attempted, RA 9208 sec. 4-A"));
}

// A version of one record in the journal.
template <typename M>
JournalRow VersionRow(Kind kind, int64_t version, const M& message) {
  JournalRow row;
  row.seq = version;
  row.kind = kind;
  row.name = "offices/cebu/cases/1/records/2";
  row.version = version;
  row.time = absl::UnixEpoch() + absl::Hours(version);
  row.body = message.SerializeAsString();
  return row;
}

// What each version tells: "2 verdict", "3 interim order".
std::vector<std::string> Unfolded(const std::vector<JournalRow>& rows) {
  std::vector<std::string> told;
  const auto versions = VersionsIn(rows);
  if (!versions.ok()) return told;
  for (const TimelineEntry& entry : Unfold(*versions, absl::UTCTimeZone())) {
    told.push_back(std::to_string(entry.version) + " " + entry.what + (entry.text.empty() ? "" : ": " + entry.text) +
                   (entry.corrected ? " (corrected)" : ""));
  }
  return told;
}

// Rulings and pleas are kept by their days: what is entered late stands before what was there, and changes none of it.
TEST(TimelineConvertTest, WhatIsEnteredLateOfAnEarlierDayIsToldOnceAndCorrectsNothing) {
  v1::Charge charge;
  charge.set_accused("a");
  charge.set_law_article("RA 9208");
  v1::Ruling& verdict = *charge.add_rulings();
  verdict.mutable_record_time()->set_seconds(10);
  verdict.mutable_verdict()->set_outcome(v1::VERDICT_OUTCOME_CONVICTED);
  v1::Plea& plea = *charge.add_pleas();
  plea.mutable_record_time()->set_seconds(5);
  plea.set_kind(v1::PLEA_KIND_GUILTY);
  v1::Charge later = charge;
  v1::Ruling& order = *later.add_rulings();
  order.mutable_record_time()->set_seconds(20);
  order.mutable_interim_order()->set_kind(v1::INTERIM_ORDER_KIND_BAIL);
  later.mutable_rulings()->SwapElements(0, 1);
  later.mutable_pleas(0)->mutable_strike()->set_reason(v1::STRIKE_REASON_WRONG_CONTENT);
  v1::Plea& right = *later.add_pleas();
  right.mutable_record_time()->set_seconds(20);
  right.set_kind(v1::PLEA_KIND_NOT_GUILTY);
  later.mutable_pleas()->SwapElements(0, 1);
  EXPECT_THAT(Unfolded({VersionRow(Kind::kCharge, 1, charge), VersionRow(Kind::kCharge, 2, later)}),
              ElementsAre("1 charge: RA 9208, a", "1 plea: guilty", "1 verdict: convicted",
                          "2 plea struck: wrong-content", "2 plea: not-guilty", "2 interim order: bail"));
}

// What a record says no longer is told by its field, and so is what it says again.
TEST(TimelineConvertTest, WhatIsTakenBackIsToldByItsField) {
  v1::Party party;
  party.set_role(v1::PARTY_ROLE_WITNESS);
  party.set_pseudonym("W");
  party.set_testified(true);
  v1::Party silent = party;
  silent.clear_testified();
  EXPECT_THAT(Unfolded({VersionRow(Kind::kParty, 1, party), VersionRow(Kind::kParty, 2, silent),
                        VersionRow(Kind::kParty, 3, party)}),
              ElementsAre("1 party witness: W", "1 testified: W", "2 changed: testified", "3 changed: testified"));
}

TEST(TimelineConvertTest, WhatChangedOfAPersonIsToldByItsFieldsAlone) {
  v1::Person person;
  person.set_pseudonym("Maya");
  v1::Person later = person;
  later.set_pseudonym("M. of the shop");
  later.mutable_contact_preference()->set_never_contact(true);
  later.add_guardians()->set_guardian("offices/cebu/persons/7");
  later.set_sealed_profile("1");
  EXPECT_THAT(Unfolded({VersionRow(Kind::kPerson, 1, person), VersionRow(Kind::kPerson, 2, later)}),
              ElementsAre("1 person", "2 changed: pseudonym, contact_preference, guardians, profile"));
}

TEST(TimelineConvertTest, ADistinctionSaysOfWhichTwoAndThatItWasTakenBack) {
  v1::Distinction distinction;
  distinction.set_first("a");
  distinction.set_second("b");
  distinction.set_reason("twins");
  EXPECT_THAT(Tells(Kind::kDistinction, distinction), ElementsAre("distinguished: a from b: twins"));
  distinction.set_state(v1::DISTINCTION_STATE_WITHDRAWN);
  distinction.set_withdraw_reason("one girl after all");
  EXPECT_THAT(Tells(Kind::kDistinction, distinction),
              ElementsAre("distinguished: a from b: twins", "distinction withdrawn: one girl after all"));
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

TEST(TimelineConvertTest, APlanThatIsApprovedAnewCorrectsNothingOfTheOneBefore) {
  const auto told = [](v1::OperationState state, int plan_version) {
    v1::Operation operation;
    operation.set_state(state);
    operation.set_plan_version(plan_version);
    return HappeningsIn(Kind::kOperation, operation).at(0);
  };
  const Happening approved = told(v1::OPERATION_STATE_APPROVED, 1);
  EXPECT_EQ(approved, told(v1::OPERATION_STATE_APPROVED, 1));
  EXPECT_NE(approved.place, told(v1::OPERATION_STATE_PLANNED, 1).place);
  EXPECT_NE(approved.place, told(v1::OPERATION_STATE_APPROVED, 2).place);
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
  cursor.case_version = 3;
  cursor.after = {absl::CivilDay(2014, 5, 12), absl::FromUnixMicros(5), "offices/cebu/cases/1", "stage_changes/00001"};
  const auto back = ParseTimelineCursor(ToCursorText(cursor));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->up_to, 77);
  EXPECT_EQ(back->case_version, 3);
  EXPECT_EQ(back->after, cursor.after);
  // As the release before wrote them: of the cases that are merged now.
  const auto before = ParseTimelineCursor("77\n2014-05-12\n5\noffices/cebu/cases/1\nstage_changes/00001");
  ASSERT_TRUE(before);
  EXPECT_EQ(before->case_version, 0);
  EXPECT_EQ(before->after, cursor.after);
  for (const char* text : {"", "1", "1\n2\n2014-05-12\n5\na", "x\n2\n2014-05-12\n5\na\nb", "1\nx\n2014-05-12\n5\na\nb",
                           "1\n2\n2014-02-30\n5\na\nb", "+1\n2\n2014-05-12\n5\na\nb", "1\n2\n2014-05-12\n 5\na\nb"}) {
    EXPECT_FALSE(ParseTimelineCursor(text)) << text;
  }
}

}  // namespace
}  // namespace amparo::cases
