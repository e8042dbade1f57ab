// Records of every kind move from one installation to another as they are: none is doubled, none is believed that its
// kind's rules refuse, and nothing follows from them.
#include <algorithm>
#include <memory>
#include <set>

#include "amparo/cases/v1/flag.pb.h"
#include "amparo/cases/v1/note.pb.h"
#include "amparo/cases/v1/task.pb.h"
#include "services/case/domain/export.h"
#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/office_move.h"
#include "tests/integration/services/case/sample_story.h"
#include "tests/integration/services/case/sensitive_fields.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The story of every RPC, told to one service, and its office as it leaves. One for all tests: none changes it.
struct LeavingOffice {
  LeavingOffice() {
    story.Tell();
    office = ParseName<OfficeName>(story.NameOf("office"))->office;
    records = ExportedRecords(service, office);
  }

  CaseService service;
  SampleStory story{service, {}};
  std::string office;
  std::vector<feed::v1::Event> records;
};

// The office is moved to another service, of each test's own.
class RecordImportTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { leaving_ = std::make_unique<LeavingOffice>(); }
  static void TearDownTestSuite() { leaving_.reset(); }

  RecordImportTest() {
    OpenOfficeAmong(there_, records_);
    there_.clock().Advance(absl::Hours(1));
  }

  // The first record of a kind.
  const feed::v1::Event& First(const std::string& kind) const {
    const auto found = std::find_if(records_.begin(), records_.end(),
                                    [&kind](const feed::v1::Event& record) { return record.kind() == kind; });
    EXPECT_NE(found, records_.end()) << kind;
    return *found;
  }

  // What one record is answered there, alone.
  v1::RecordImportResult SendOne(const feed::v1::Event& record) { return SendRecord(there_, record); }

  CaseService& here_ = leaving_->service;
  const std::string& office_ = leaving_->office;
  const std::vector<feed::v1::Event>& records_ = leaving_->records;
  CaseService there_;

 private:
  static std::unique_ptr<LeavingOffice> leaving_;
};

std::unique_ptr<LeavingOffice> RecordImportTest::leaving_;

TEST_F(RecordImportTest, EveryKindMovesAsItIs) {
  std::set<std::string> kinds;
  for (const feed::v1::Event& record : records_) kinds.insert(record.kind());
  for (const Kind kind : ExportedKinds()) EXPECT_TRUE(kinds.contains(std::string(KindWord(kind)))) << KindWord(kind);
  EXPECT_EQ(MessageOf<v1::Office>(First("office")).holidays_size(), 1) << "its days move too";
  const Moved moved = MoveRecords(there_, records_);
  EXPECT_THAT(moved.rejected, IsEmpty());
  EXPECT_EQ(moved.created, static_cast<int>(records_.size()) - 1);
  const auto before = SaidIn(records_);
  const auto after = SaidIn(ExportedRecords(there_, office_));
  EXPECT_EQ(after.size(), before.size());
  for (const auto& [name, said] : before) {
    const auto found = after.find(name);
    ASSERT_NE(found, after.end()) << name;
    EXPECT_EQ(found->second, said);
  }
}

TEST_F(RecordImportTest, CasesCountTheirChargesAndFindTheirWordsThere) {
  EXPECT_THAT(MoveRecords(there_, records_).rejected, IsEmpty());
  const std::string counts =
      "SELECT string_agg(id || ':' || charges || ':' || without_verdict || ':' || coalesce(first_charge_date::text, "
      "''), "
      "',' ORDER BY id) FROM \"case\" WHERE office = '" +
      office_ + "'";
  EXPECT_EQ(there_.Sql(counts), here_.Sql(counts));
  for (const std::string table : {"person", "asset", "\"case\""}) {
    const std::string indexed =
        "SELECT count(*) FROM " + table + " WHERE office = '" + office_ + "' AND cardinality(tokens) > 0";
    EXPECT_EQ(there_.Sql(indexed), here_.Sql(indexed)) << table;
  }
}

TEST_F(RecordImportTest, EachHasItsEventAndItsRowInTheAuditTrail) {
  const Moved moved = MoveRecords(there_, records_);
  EXPECT_EQ(there_.Sql("SELECT count(*) FROM outbox WHERE kind <> 'office'"), std::to_string(moved.created));
  EXPECT_EQ(there_.Sql("SELECT count(*) FROM audit WHERE method LIKE '%ImportRecords'"), std::to_string(moved.created));
}

TEST_F(RecordImportTest, SentAgainNothingIsDoubled) {
  const Moved first = MoveRecords(there_, records_);
  const std::string events = there_.Sql("SELECT count(*) FROM outbox");
  const Moved again = MoveRecords(there_, records_);
  EXPECT_THAT(again.rejected, IsEmpty());
  EXPECT_EQ(again.created, 0);
  EXPECT_EQ(again.unchanged, first.created);
  EXPECT_EQ(there_.Sql("SELECT count(*) FROM outbox"), events);
}

TEST_F(RecordImportTest, BrokenOffAnywhereItGoesOnFromTheBeginning) {
  for (const std::size_t sent : {std::size_t{1}, records_.size() / 3, records_.size() / 2}) {
    const std::vector<feed::v1::Event> some(records_.begin(), records_.begin() + static_cast<std::ptrdiff_t>(sent));
    EXPECT_TRUE(SendRecords(there_, some).ok());
  }
  MoveAsTheyAre(there_, records_);
}

TEST_F(RecordImportTest, AnotherContentUnderTheNameIsRefused) {
  MoveRecords(there_, records_);
  v1::Venue venue = MessageOf<v1::Venue>(First("venue"));
  venue.set_pseudonym("Another");
  const v1::RecordImportResult result = SendOne(WithMessage(First("venue"), venue));
  EXPECT_EQ(result.outcome(), v1::IMPORT_OUTCOME_REJECTED);
  EXPECT_EQ(result.reason(), errors::kAlreadyExists);
}

TEST_F(RecordImportTest, ARecordThatIsThereByAnotherWayIsLeftAsItIs) {
  EXPECT_EQ(SendRecord(here_, First("person")).reason(), errors::kAlreadyExists);
  EXPECT_EQ(SaidIn(ExportedRecords(here_, office_)), SaidIn(records_));
}

TEST_F(RecordImportTest, WhatARecordSpeaksOfMustBeThere) {
  const v1::RecordImportResult early = SendOne(First("note"));
  EXPECT_EQ(early.outcome(), v1::IMPORT_OUTCOME_REJECTED);
  EXPECT_EQ(early.reason(), errors::kNotFound);
  EXPECT_EQ(there_.Sql("SELECT count(*) FROM import_record"), "0") << "what is refused leaves no trace";
  MoveRecords(there_, records_);
  EXPECT_EQ(SendOne(First("note")).outcome(), v1::IMPORT_OUTCOME_UNCHANGED);
}

TEST_F(RecordImportTest, ABadRecordKeepsNoneOfTheOthersOut) {
  std::vector<feed::v1::Event> records = records_;
  v1::Venue venue = MessageOf<v1::Venue>(First("venue"));
  const std::string name = venue.name();
  venue.set_kind(static_cast<v1::VenueKind>(77));
  for (feed::v1::Event& record : records) {
    if (record.name() == name) record = WithMessage(record, venue);
  }
  const Moved moved = MoveRecords(there_, records);
  EXPECT_THAT(moved.rejected, Contains(::testing::Pair(name, HasSubstr("record.resource.kind"))));
  EXPECT_GT(moved.created, static_cast<int>(records.size()) / 2);
}

TEST_F(RecordImportTest, WhoWasErasedStaysErased) {
  MoveRecords(there_, records_);
  const std::string erased =
      "SELECT count(*) FROM data_key k JOIN person p ON p.office = k.office AND p.id = k.subject "
      "WHERE p.erased AND k.erase_time IS NOT NULL AND k.wrapped IS NULL";
  EXPECT_NE(there_.Sql(erased), "0");
  EXPECT_EQ(there_.Sql(erased), there_.Sql("SELECT count(*) FROM person WHERE erased"));
}

TEST_F(RecordImportTest, WhoWasErasedTakesNobodyElsesKeyAlong) {
  const auto is_erased = [](const feed::v1::Event& record) {
    return record.kind() == "person" && MessageOf<v1::Person>(record).has_erase_time();
  };
  const auto erased = std::find_if(records_.begin(), records_.end(), is_erased);
  ASSERT_NE(erased, records_.end());
  MoveRecords(there_, records_);
  const std::string kept = "SELECT count(*) FROM data_key WHERE wrapped IS NOT NULL";
  const std::string before = there_.Sql(kept);
  const auto sealed = ParseName<AssetName>(First("asset").name());
  ASSERT_TRUE(sealed.has_value());
  feed::v1::Event person = *erased;
  v1::Person message = MessageOf<v1::Person>(person);
  message.set_name(ToString(PersonName{office_, sealed->id}));
  person.set_name(message.name());
  EXPECT_EQ(SendOne(WithMessage(person, message)).reason(), errors::kAlreadyExists);
  EXPECT_EQ(there_.Sql(kept), before);
}

TEST_F(RecordImportTest, NothingSensitiveStandsInTheClear) {
  const std::string canary = StoryOptions().canary;
  // They come opened: nearly every kind that has something sensitive tells it.
  std::set<std::string> kinds;
  for (const feed::v1::Event& record : records_) {
    if (record.resource().value().find(canary) != std::string::npos) kinds.insert(record.kind());
  }
  EXPECT_GE(kinds.size(), 12u);
  EXPECT_GT(MoveRecords(there_, records_).created, 0);
  ExpectNowhereInClear(there_, canary);
  ExpectNowhereInClear(there_, kCanaryDay);
}

TEST_F(RecordImportTest, OnlyWhoIsOnTheListOrImportedItSeesAnOperation) {
  MoveRecords(there_, records_);
  v1::GetOperationRequest get;
  get.set_name(First("operation").name());
  const auto importer = there_.StubOf<v1::OperationService>();
  EXPECT_TRUE(Call(*importer, &v1::OperationService::Stub::GetOperation, get).ok());
  const auto keeper = there_.StubOf<v1::OperationService>("supervisor");
  EXPECT_TRUE(Call(*keeper, &v1::OperationService::Stub::GetOperation, get).ok());
  const auto other = there_.StubOf<v1::OperationService>("second-supervisor");
  EXPECT_EQ(Call(*other, &v1::OperationService::Stub::GetOperation, get).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(RecordImportTest, AnOperationThatIsNotWholeOrIsFrozenStaysWhereItIs) {
  v1::Operation operation = MessageOf<v1::Operation>(First("operation"));
  operation.clear_readers();
  EXPECT_THAT(SendOne(WithMessage(First("operation"), operation)).message(), HasSubstr("readers"));
  operation = MessageOf<v1::Operation>(First("operation"));
  operation.add_freezes()->set_reason("a leak");
  EXPECT_THAT(SendOne(WithMessage(First("operation"), operation)).message(), HasSubstr("freezes"));
}

TEST_F(RecordImportTest, WhatIsSealedUnderOtherKeysIsRefused) {
  v1::Note note = MessageOf<v1::Note>(First("note"));
  note.clear_text();
  note.set_sealed_text("sealed elsewhere");
  EXPECT_THAT(SendOne(WithMessage(First("note"), note)).message(), HasSubstr("sealed_text"));
}

TEST_F(RecordImportTest, NoLinkStandsWithWhatWasWithdrawn) {
  const auto at_a_place = [](const feed::v1::Event& record) {
    if (record.kind() != "link") return false;
    const auto link = MessageOf<v1::Link>(record);
    return !link.has_withdrawal() && ParseName<VenueName>(link.to()).has_value();
  };
  const auto standing = std::find_if(records_.begin(), records_.end(), at_a_place);
  ASSERT_NE(standing, records_.end());
  const std::string place = MessageOf<v1::Link>(*standing).to();
  std::vector<feed::v1::Event> records = records_;
  for (feed::v1::Event& record : records) {
    if (record.name() != place) continue;
    v1::Venue venue = MessageOf<v1::Venue>(record);
    venue.mutable_withdrawal()->set_reason("entered twice");
    record = WithMessage(record, venue);
  }
  EXPECT_THAT(MoveRecords(there_, records).rejected,
              Contains(::testing::Pair(standing->name(), HasSubstr("record.resource.to"))));
}

TEST_F(RecordImportTest, WhatNoActCouldHaveMadeIsRefused) {
  const auto refused = [this](const std::string& kind, const feed::v1::Event& record, std::string_view field) {
    const v1::RecordImportResult result = SendOne(record);
    EXPECT_EQ(result.outcome(), v1::IMPORT_OUTCOME_REJECTED) << kind;
    EXPECT_THAT(result.message(), HasSubstr(std::string(field))) << kind;
  };
  v1::Case the_case = MessageOf<v1::Case>(First("case"));
  the_case.set_stage(v1::CASE_STAGE_CLOSED);
  the_case.clear_stage_changes();
  refused("case", WithMessage(First("case"), the_case), "stage_changes");
  v1::Document document = MessageOf<v1::Document>(First("document"));
  document.clear_events();
  document.set_state(v1::DOCUMENT_STATE_LOST);
  refused("document", WithMessage(First("document"), document), "state");
  v1::Flag flag = MessageOf<v1::Flag>(First("flag"));
  flag.mutable_raised()->mutable_date()->set_month(13);
  refused("flag", WithMessage(First("flag"), flag), "raised.date");
  v1::Task task = MessageOf<v1::Task>(First("task"));
  task.mutable_events(0)->mutable_date()->set_year(2999);
  refused("task", WithMessage(First("task"), task), "record.resource.events");
  task.mutable_events(0)->clear_date();
  refused("task", WithMessage(First("task"), task), "record.resource.events");
  v1::Note note = MessageOf<v1::Note>(First("note"));
  note.set_author("");
  refused("note", WithMessage(First("note"), note), "author");
  feed::v1::Event elsewhere = First("venue");
  elsewhere.set_name("offices/nowhere/venues/" + elsewhere.name().substr(elsewhere.name().rfind('/') + 1));
  elsewhere.set_office(office_);
  refused("venue", elsewhere, "record.name");
  feed::v1::Event another = First("venue");
  another.set_kind("note");
  refused("note", another, "record.name");
  feed::v1::Event unknown = First("venue");
  unknown.set_kind("break_glass");
  refused("break_glass", unknown, "record.kind");
}

}  // namespace
}  // namespace amparo::cases
