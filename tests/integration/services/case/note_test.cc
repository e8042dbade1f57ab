// Notes for those who may read them, and flags for everybody.
#include <map>
#include <optional>

#include "amparo/cases/v1/aftercare.grpc.pb.h"
#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "amparo/cases/v1/flag.grpc.pb.h"
#include "amparo/cases/v1/note.grpc.pb.h"
#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/care_test.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using NoteStub = v1::NoteService::Stub;
using FlagStub = v1::FlagService::Stub;

// The notes that a follower is told of: by a snapshot, and by the changes up to now, which must be the same.
std::vector<std::string> NotesFollowed(CaseService& service, const std::string& follower) {
  const auto stub = service.StubOf<v1::FeedService>(follower);
  const auto add_notes = [](const auto& response, std::vector<std::string>& names) {
    for (const feed::v1::Event& event : response.events()) {
      if (event.kind() == "note") names.push_back(event.name());
    }
  };
  grpc::ClientContext at_once;
  at_once.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  std::vector<std::string> in_snapshot;
  feed::v1::ExportResponse exported;
  const auto snapshot = stub->Export(&at_once, feed::v1::ExportRequest());
  while (snapshot->Read(&exported)) add_notes(exported, in_snapshot);
  EXPECT_TRUE(snapshot->Finish().ok());
  grpc::ClientContext following;
  following.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  std::vector<std::string> by_changes;
  feed::v1::WatchResponse changed;
  const auto changes = stub->Watch(&following, feed::v1::WatchRequest());
  while (!changed.caught_up() && changes->Read(&changed)) add_notes(changed, by_changes);
  EXPECT_TRUE(changed.caught_up());
  following.TryCancel();
  changes->Finish();
  EXPECT_THAT(by_changes, ::testing::UnorderedElementsAreArray(in_snapshot));
  return by_changes;
}

class NoteTest : public CareTest {
 protected:
  NoteStub& As(const std::string& caller) {
    std::unique_ptr<NoteStub>& stub = stubs_[caller];
    if (stub == nullptr) stub = service_.StubOf<v1::NoteService>(caller);
    return *stub;
  }

  v1::Note Write(const std::string& author, v1::NoteConfidentiality level, const std::string& text = "She is afraid",
                 const std::string& party = "") {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateNoteRequest request;
    request.set_parent(case_);
    request.mutable_note()->set_confidentiality(level);
    request.mutable_note()->set_text(text);
    request.mutable_note()->set_party(party);
    return Done(As(author), &NoteStub::CreateNote, request);
  }

  absl::StatusOr<v1::Note> Read(const std::string& reader, const std::string& name,
                                std::optional<absl::Time> at = std::nullopt) {
    v1::GetNoteRequest request;
    request.set_name(name);
    request.set_view(types::v1::VIEW_FULL);
    if (at) SetTimestamp(*at, request.mutable_read_time());
    return Call(As(reader), &NoteStub::GetNote, request);
  }

  // The names that a reader's list gives, `page_size` at a time.
  std::vector<std::string> ListedTo(const std::string& reader, int32_t page_size = 0, bool struck = false) {
    v1::ListNotesRequest request;
    request.set_parent(case_);
    request.set_page_size(page_size);
    request.set_show_struck(struck);
    std::vector<std::string> names;
    do {
      const v1::ListNotesResponse page = Done(As(reader), &NoteStub::ListNotes, request);
      for (const v1::Note& note : page.notes()) names.push_back(note.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  absl::StatusOr<v1::Note> Amend(const std::string& by, const std::string& name, const std::string& text,
                                 const std::string& etag = "") {
    v1::AmendNoteRequest request;
    request.set_name(name);
    request.set_text(text);
    request.set_reason("a slip");
    request.set_etag(etag);
    return Call(As(by), &NoteStub::AmendNote, request);
  }

  // --- Flags ---

  absl::StatusOr<v1::Flag> Raise(v1::FlagKind kind, const std::string& party = "",
                                 const std::string& reason = "threats") {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::RaiseFlagRequest request;
    request.set_parent(case_);
    request.mutable_flag()->set_kind(kind);
    request.mutable_flag()->set_party(party);
    request.mutable_flag()->set_reason(reason);
    return Call(*flags_, &FlagStub::RaiseFlag, request);
  }
  absl::StatusOr<v1::Flag> Lower(const std::string& name, const std::string& reason = "the accused is in custody") {
    v1::LowerFlagRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return Call(*flags_, &FlagStub::LowerFlag, request);
  }
  // What the open flags of the case warn of, as the case says.
  std::vector<int> OnCase() {
    v1::GetCaseRequest request;
    request.set_name(case_);
    const v1::Case read = Done(service_.cases(), &v1::CaseService::Stub::GetCase, request);
    return {read.open_flags().begin(), read.open_flags().end()};
  }

  std::map<std::string, std::unique_ptr<NoteStub>> stubs_;
  std::unique_ptr<FlagStub> flags_ = service_.StubOf<v1::FlagService>();
};

TEST_F(NoteTest, FollowersOfTheFeedAreToldWhatTheirRolesRead) {
  const std::string open = Write("attorney", v1::NOTE_CONFIDENTIALITY_CASE_TEAM).name();
  const std::string legal = Write("attorney", v1::NOTE_CONFIDENTIALITY_LEGAL).name();
  const std::string care = Write("social-worker", v1::NOTE_CONFIDENTIALITY_SOCIAL_WORK).name();
  const std::string between_two = Write("intake", v1::NOTE_CONFIDENTIALITY_AUTHOR_AND_SUPERVISOR).name();
  // A batch client reads as whoever works on cases; other services are told of all.
  EXPECT_THAT(NotesFollowed(service_, "follower"), ElementsAre(open));
  EXPECT_THAT(NotesFollowed(service_, "everyone"), ElementsAre(open, legal, care, between_two));
}

TEST_F(NoteTest, WhatAFollowerWroteIsOpenToIt) {
  const std::string own = Write("follower", v1::NOTE_CONFIDENTIALITY_LEGAL).name();
  EXPECT_THAT(NotesFollowed(service_, "follower"), ElementsAre(own));
}

TEST_F(NoteTest, AHiddenNoteIsPassedOverInSilence) {
  const auto stub = service_.StubOf<v1::FeedService>("follower");
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  feed::v1::WatchRequest watch;
  watch.add_kinds("note");
  feed::v1::WatchResponse response;
  const auto changes = stub->Watch(&context, watch);
  while (!response.caught_up()) ASSERT_TRUE(changes->Read(&response));
  Write("attorney", v1::NOTE_CONFIDENTIALITY_LEGAL);
  const std::string open = Write("attorney", v1::NOTE_CONFIDENTIALITY_CASE_TEAM).name();
  // Without heartbeats, what comes next is the note that it may read.
  do {
    ASSERT_TRUE(changes->Read(&response));
  } while (response.events().empty());
  EXPECT_EQ(response.events(0).name(), open);
  context.TryCancel();
  changes->Finish();
}

TEST(NoteFollowerTest, WhoReadsNoNotesIsToldOfNone) {
  CaseService service{{testing::MakePrincipal("monitor", {options::v1::ROLE_OPS})}};
  service.OpenOffice("cebu");
  v1::CreateNoteRequest request;
  request.set_parent(service.EnterCase().name());
  request.mutable_note()->set_confidentiality(v1::NOTE_CONFIDENTIALITY_CASE_TEAM);
  request.mutable_note()->set_text("She is afraid");
  const auto notes = service.StubOf<v1::NoteService>();
  ASSERT_THAT(Call(*notes, &NoteStub::CreateNote, request), IsOk());
  EXPECT_THAT(NotesFollowed(service, "monitor"), IsEmpty());
}

TEST_F(NoteTest, IsReadByItsLevelAndByNobodyElse) {
  const std::string team = Write("investigator", v1::NOTE_CONFIDENTIALITY_CASE_TEAM).name();
  const std::string legal = Write("attorney", v1::NOTE_CONFIDENTIALITY_LEGAL).name();
  const std::string social = Write("social-worker", v1::NOTE_CONFIDENTIALITY_SOCIAL_WORK).name();
  const std::string own = Write("investigator", v1::NOTE_CONFIDENTIALITY_AUTHOR_AND_SUPERVISOR).name();
  EXPECT_THAT(ListedTo("supervisor"), ElementsAre(team, legal, social, own));
  EXPECT_THAT(ListedTo("attorney"), ElementsAre(team, legal));
  EXPECT_THAT(ListedTo("social-worker"), ElementsAre(team, social));
  EXPECT_THAT(ListedTo("investigator"), ElementsAre(team, own));
  EXPECT_THAT(ListedTo("intake"), ElementsAre(team));
  // No page tells of what it passes over.
  EXPECT_THAT(ListedTo("attorney", 1), ElementsAre(team, legal));
  EXPECT_EQ(Read("social-worker", social)->text(), "She is afraid");
  EXPECT_THAT(Read("attorney", legal), IsOk());
}

TEST_F(NoteTest, WhatIsNotToBeReadIsNotThere) {
  const v1::Note note = Write("social-worker", v1::NOTE_CONFIDENTIALITY_SOCIAL_WORK);
  const std::string missing = case_ + "/notes/" + NewId();
  const auto hidden = Read("attorney", note.name());
  const auto absent = Read("attorney", missing);
  EXPECT_THAT(hidden, FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(absent, FailsWith(kNotFound, errors::kNotFound));
  EXPECT_EQ(DetailIn<google::rpc::ResourceInfo>(hidden).resource_type(),
            DetailIn<google::rpc::ResourceInfo>(absent).resource_type());
  // Nor by an etag that is stale, nor by an act.
  EXPECT_THAT(Amend("attorney", note.name(), "Mine", "AAAA"), Not(IsOk()));
  EXPECT_EQ(Amend("attorney", note.name(), "Mine", note.etag()).status().code(),
            Amend("attorney", missing, "Mine", note.etag()).status().code());
  ASSERT_THAT(Amend("social-worker", note.name(), "She is less afraid"), IsOk());
  EXPECT_THAT(Amend("attorney", note.name(), "Mine", note.etag()), FailsWith(kNotFound, errors::kNotFound));
}

TEST_F(NoteTest, AnAmendedNoteKeepsWhatItSaid) {
  const std::string name = Write("attorney", v1::NOTE_CONFIDENTIALITY_LEGAL, "The judge agreed").name();
  const absl::Time before = service_.clock().Now();
  service_.clock().Advance(absl::Seconds(1));
  const auto amended = Amend("attorney", name, "The judge did not agree");
  ASSERT_THAT(amended, IsOk());
  EXPECT_EQ(amended->text(), "");
  ASSERT_EQ(amended->amendments_size(), 1);
  EXPECT_EQ(amended->amendments(0).reason(), "a slip");
  EXPECT_EQ(Read("supervisor", name)->text(), "The judge did not agree");
  EXPECT_EQ(Read("supervisor", name, before)->text(), "The judge agreed");
  EXPECT_THAT(Amend("everyone", name, "It is said so"), IsOk()) << "a supervisor may";
  const std::string team = Write("investigator", v1::NOTE_CONFIDENTIALITY_CASE_TEAM).name();
  EXPECT_THAT(Amend("attorney", team, "Mine"), FailsWith(kRefused, "NOT_THE_AUTHOR"));
}

TEST_F(NoteTest, AStruckNoteIsReadWhenItIsAskedFor) {
  const std::string name = Write("investigator", v1::NOTE_CONFIDENTIALITY_CASE_TEAM).name();
  v1::StrikeNoteRequest request;
  request.set_name(name);
  EXPECT_THAT(Call(As("investigator"), &NoteStub::StrikeNote, request), IsInvalidIn("reason"));
  request.set_reason("of another case");
  ASSERT_THAT(Call(As("investigator"), &NoteStub::StrikeNote, request), IsOk());
  EXPECT_THAT(ListedTo("investigator"), IsEmpty());
  EXPECT_THAT(ListedTo("investigator", 0, /*struck=*/true), ElementsAre(name));
  EXPECT_EQ(Read("investigator", name)->text(), "She is afraid");
  EXPECT_THAT(Amend("investigator", name, "Mine"), FailsWith(kRefused, "NOTE_STRUCK"));
}

TEST_F(NoteTest, ItsTextStandsNowhereInClear) {
  const std::string canary = "CanaryOfNotes";
  const std::string name = Write("attorney", v1::NOTE_CONFIDENTIALITY_LEGAL, canary + "1", survivor_).name();
  ASSERT_THAT(Amend("attorney", name, canary + "2"), IsOk());
  ASSERT_THAT(Read("attorney", name), IsOk());
  ASSERT_THAT(Raise(v1::FLAG_KIND_MEDIA, survivor_, canary + "3"), IsOk());
  ASSERT_THAT(Raise(v1::FLAG_KIND_MEDIA, "", canary + "4"), IsOk());
  ExpectNowhereInClear(service_, canary);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit WHERE action = 'READ' AND name = '" + name + "'"), "1");
}

// --- Flags ---

TEST_F(NoteTest, TheCaseShowsWhatItsOpenFlagsWarnOf) {
  EXPECT_THAT(OnCase(), IsEmpty());
  const auto media = Raise(v1::FLAG_KIND_MEDIA);
  ASSERT_THAT(media, IsOk());
  EXPECT_EQ(media->reason(), "");
  const auto risk = Raise(v1::FLAG_KIND_SAFETY_RISK, survivor_);
  ASSERT_THAT(risk, IsOk());
  const auto second = Raise(v1::FLAG_KIND_SAFETY_RISK);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(OnCase(), ElementsAre(v1::FLAG_KIND_SAFETY_RISK, v1::FLAG_KIND_MEDIA));
  ASSERT_THAT(Lower(risk->name()), IsOk());
  EXPECT_THAT(OnCase(), Contains(v1::FLAG_KIND_SAFETY_RISK)) << "the other one is open";
  ASSERT_THAT(Lower(second->name()), IsOk());
  EXPECT_THAT(OnCase(), ElementsAre(v1::FLAG_KIND_MEDIA));
  EXPECT_THAT(Lower(second->name()), FailsWith(kRefused, "FLAG_LOWERED"));
  EXPECT_THAT(Lower(media->name(), ""), IsInvalidIn("reason"));
  EXPECT_THAT(Raise(v1::FLAG_KIND_OTHER, "", ""), IsInvalidIn("flag.reason"));
}

TEST_F(NoteTest, AFlagSaysWhyToWhoAsks) {
  const auto flag = Raise(v1::FLAG_KIND_CHILD, survivor_, "she is eleven");
  ASSERT_THAT(flag, IsOk());
  v1::GetFlagRequest request;
  request.set_name(flag->name());
  EXPECT_EQ(Done(*flags_, &FlagStub::GetFlag, request).reason(), "");
  request.set_view(types::v1::VIEW_FULL);
  EXPECT_EQ(Done(*flags_, &FlagStub::GetFlag, request).reason(), "she is eleven");
  ASSERT_THAT(Lower(flag->name(), "she is of age"), IsOk());
  EXPECT_EQ(Done(*flags_, &FlagStub::GetFlag, request).reason(), "she is eleven") << "what was sealed stays";
  v1::ListFlagsRequest list;
  list.set_parent(case_);
  EXPECT_EQ(Done(*flags_, &FlagStub::ListFlags, list).flags_size(), 0);
  list.set_show_lowered(true);
  EXPECT_EQ(Done(*flags_, &FlagStub::ListFlags, list).flags(0).lowered().reason(), "she is of age");
}

TEST_F(NoteTest, NobodyInDangerIsRestored) {
  Open();
  On(absl::CivilDay(2014, 12, 12));
  Assess(4);
  On(absl::CivilDay(2015, 3, 20));
  Assess(4);
  const auto missing = [this] { return BrokenRules(Act(&AftercareStub::RecordRestoration).status()); };
  const auto on_other = Raise(v1::FLAG_KIND_SAFETY_RISK, EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Rosa"));
  ASSERT_THAT(on_other, IsOk());
  const auto flag = Raise(v1::FLAG_KIND_SAFETY_RISK, survivor_);
  ASSERT_THAT(flag, IsOk());
  EXPECT_THAT(missing(), ElementsAre("NO_OPEN_SAFETY_FLAG"));
  v1::CheckRestorationRequest check;
  check.set_name(Track());
  EXPECT_FALSE(Done(*aftercare_, &AftercareStub::CheckRestoration, check).met());
  ASSERT_THAT(Lower(flag->name()), IsOk());
  EXPECT_TRUE(Done(*aftercare_, &AftercareStub::CheckRestoration, check).met());
  EXPECT_THAT(Act(&AftercareStub::RecordRestoration), IsOk());
}

}  // namespace
}  // namespace amparo::cases
