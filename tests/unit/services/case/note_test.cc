// Notes, flags and links: who may read, and how each ends.
#include "services/case/domain/note.h"

#include <algorithm>

#include "services/case/domain/case_link.h"
#include "services/case/domain/flag.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kNoteAuthor[] = "spiffe://amparo/people/the.author";

Note NoteFor(Confidentiality level) {
  Note note;
  note.name = {"cebu", Id(1), Id(2)};
  note.confidentiality = level;
  note.date = kToday - 5;
  return BeginNote(note, kNoteAuthor);
}

NoteChange NoteChangeOn(absl::CivilDay day, std::string reason = "a slip") {
  return {.date = day, .record_time = kNow, .recorder = kNoteAuthor, .reason = std::move(reason)};
}

TEST(NoteTest, EachLevelIsForItsRolesAndForItsAuthor) {
  const NoteReader investigator{.identity = "i"};
  const NoteReader attorney{.identity = "a", .legal = true};
  const NoteReader social_worker{.identity = "s", .social_work = true};
  const NoteReader supervisor{.identity = "v", .supervisor = true};
  const NoteReader author{.identity = kNoteAuthor};
  struct Row {
    Confidentiality level;
    std::vector<const NoteReader*> readers;
  };
  const std::vector<Row> rows = {
      {Confidentiality::kCaseTeam, {&investigator, &attorney, &social_worker, &supervisor, &author}},
      {Confidentiality::kLegal, {&attorney, &supervisor, &author}},
      {Confidentiality::kSocialWork, {&social_worker, &supervisor, &author}},
      {Confidentiality::kAuthorAndSupervisor, {&supervisor, &author}}};
  for (const Row& row : rows) {
    for (const NoteReader* reader : {&investigator, &attorney, &social_worker, &supervisor, &author}) {
      const bool may = std::find(row.readers.begin(), row.readers.end(), reader) != row.readers.end();
      EXPECT_EQ(MayRead(NoteFor(row.level), *reader), may)
          << static_cast<int>(row.level) << " for " << reader->identity;
    }
  }
}

TEST(NoteTest, IsAmendedByItsAuthorOrASupervisorOnly) {
  const NoteReader author{.identity = kNoteAuthor};
  const NoteReader other{.identity = "spiffe://amparo/people/another"};
  const NoteReader supervisor{.identity = "spiffe://amparo/people/a.supervisor", .supervisor = true};
  const Note note = NoteFor(Confidentiality::kCaseTeam);
  EXPECT_THAT(AmendNote(note, NoteChangeOn(kToday), other, kToday), IsRefusedBy("NOT_THE_AUTHOR"));
  const Note amended = AmendNote(note, NoteChangeOn(kToday), author, kToday).value();
  EXPECT_THAT(amended.amendments, ElementsAre(NoteChangeOn(kToday)));
  EXPECT_THAT(AmendNote(amended, NoteChangeOn(kToday - 1), author, kToday), IsRefusedBy("BEFORE_LAST_ACT"));
  const Note struck = StrikeNote(amended, NoteChangeOn(kToday), supervisor, kToday).value();
  EXPECT_EQ(struck.state, NoteState::kStruck);
  EXPECT_THAT(AmendNote(struck, NoteChangeOn(kToday), author, kToday), IsRefusedBy("NOTE_STRUCK"));
  EXPECT_THAT(StrikeNote(struck, NoteChangeOn(kToday), author, kToday), IsRefusedBy("NOTE_STRUCK"));
}

TEST(NoteTest, AChangeSaysWhyAndIsNotInTheFuture) {
  const NoteReader author{.identity = kNoteAuthor};
  const Note note = NoteFor(Confidentiality::kLegal);
  EXPECT_THAT(AmendNote(note, NoteChangeOn(kToday + 1, ""), author, kToday), Violates("date", "reason"));
  EXPECT_THAT(StrikeNote(note, NoteChangeOn(kToday, ""), author, kToday), Violates("reason"));
}

// --- Flags ---

Flag Raised(FlagKind kind, std::optional<Uuid> party = std::nullopt) {
  Flag flag;
  flag.name = {"cebu", Id(1), Id(3)};
  flag.kind = kind;
  flag.party = party;
  flag.state = FlagState::kOpen;
  flag.raised.date = kToday - 3;
  return flag;
}

TEST(FlagTest, IsLoweredOnceWithAReason) {
  const FlagAct over{
      .date = kToday, .record_time = kNow, .recorder = kNoteAuthor, .reason = "the accused is in custody"};
  const Flag flag = Raised(FlagKind::kSafetyRisk);
  const Flag lowered = LowerFlag(flag, over, kToday).value();
  EXPECT_EQ(lowered.state, FlagState::kLowered);
  EXPECT_EQ(*lowered.lowered, over);
  EXPECT_THAT(LowerFlag(lowered, over, kToday), IsRefusedBy("FLAG_LOWERED"));
  FlagAct early = over;
  early.date = kToday - 4;
  EXPECT_THAT(LowerFlag(flag, early, kToday), IsRefusedBy("BEFORE_FLAG"));
  early.reason = "";
  EXPECT_THAT(LowerFlag(flag, early, kToday), Violates("reason"));
}

TEST(FlagTest, TheCaseShowsEachKindOnceWhileOneOfItIsOpen) {
  Flag lowered = Raised(FlagKind::kChild);
  lowered.state = FlagState::kLowered;
  const std::vector<Flag> flags = {Raised(FlagKind::kMedia), Raised(FlagKind::kSafetyRisk), lowered,
                                   Raised(FlagKind::kSafetyRisk, Id(7))};
  EXPECT_THAT(OpenKinds(flags), ElementsAre(FlagKind::kSafetyRisk, FlagKind::kMedia));
  EXPECT_THAT(OpenKinds({}), IsEmpty());
}

TEST(FlagTest, ARiskIsToWhomItIsRaisedOnOrToAllOfTheCase) {
  const std::vector<Flag> flags = {Raised(FlagKind::kSafetyRisk), Raised(FlagKind::kSafetyRisk, Id(7)),
                                   Raised(FlagKind::kSafetyRisk, Id(8)), Raised(FlagKind::kMedia, Id(7))};
  EXPECT_EQ(OpenSafetyFlags(flags, {Id(7)}), 2);
  EXPECT_EQ(OpenSafetyFlags(flags, {Id(9)}), 1);
}

// --- Links ---

CaseLink LinkOf(CaseLinkKind kind, int from, int to) {
  CaseLink link;
  link.name = {"cebu", Id(from), Id(40 + from)};
  link.kind = kind;
  link.other = {"cebu", Id(to)};
  link.date = kToday - 1;
  link.state = CaseLinkState::kActive;
  return link;
}

TEST(CaseLinkTest, RelatedHoldsBothWaysAndTheOthersOneWay) {
  const CaseLink related = LinkOf(CaseLinkKind::kRelated, 1, 2);
  EXPECT_TRUE(SaySame(related, LinkOf(CaseLinkKind::kRelated, 2, 1)));
  EXPECT_FALSE(SaySame(related, LinkOf(CaseLinkKind::kRelated, 1, 3)));
  EXPECT_FALSE(SaySame(related, LinkOf(CaseLinkKind::kSplitFrom, 1, 2)));
  EXPECT_TRUE(SaySame(LinkOf(CaseLinkKind::kSplitFrom, 1, 2), LinkOf(CaseLinkKind::kSplitFrom, 1, 2)));
  EXPECT_FALSE(SaySame(LinkOf(CaseLinkKind::kSplitFrom, 1, 2), LinkOf(CaseLinkKind::kSplitFrom, 2, 1)));
}

TEST(CaseLinkTest, ACaseIsNotLinkedToItself) {
  CaseLink link = LinkOf(CaseLinkKind::kUnspecified, 1, 1);
  link.date = kToday + 1;
  Violations violations;
  CheckCaseLink(link, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("kind", "other_case", "date"));
}

TEST(CaseLinkTest, IsWithdrawnOnceWithAReason) {
  const CaseLinkEnd end{
      .date = kToday, .record_time = kNow, .recorder = kNoteAuthor, .reason = "another girl of that name"};
  const CaseLink link = LinkOf(CaseLinkKind::kRelated, 1, 2);
  const CaseLink withdrawn = WithdrawLink(link, end, kToday).value();
  EXPECT_EQ(withdrawn.state, CaseLinkState::kWithdrawn);
  EXPECT_THAT(WithdrawLink(withdrawn, end, kToday), IsRefusedBy("LINK_WITHDRAWN"));
  CaseLinkEnd early = end;
  early.date = kToday - 2;
  EXPECT_THAT(WithdrawLink(link, early, kToday), IsRefusedBy("BEFORE_LINK"));
  early.reason = "";
  EXPECT_THAT(WithdrawLink(link, early, kToday), Violates("reason"));
}

}  // namespace
}  // namespace amparo::cases
