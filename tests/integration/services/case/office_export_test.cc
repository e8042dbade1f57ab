// An office leaves as a stream: all that its caller may read, resumable anywhere, and nothing that tells of the rest.
#include <map>

#include "amparo/cases/v1/export.grpc.pb.h"
#include "amparo/cases/v1/note.grpc.pb.h"
#include "tests/integration/services/case/import_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// What came of an export.
struct Exported {
  std::map<std::string, feed::v1::Event> records;
  std::vector<std::string> tokens;
  v1::ExportOfficeResponse end;
  int doubles = 0;
  absl::Status status;
};

class OfficeExportTest : public ImportFixture {
 protected:
  OfficeExportTest() {
    for (int i = 0; i < 3; ++i) {
      rows_.push_back(RingRow());
      PutOnList(*rows_.back().mutable_bundle()->mutable_operations(0), {"follower"});
    }
    EXPECT_TRUE(Import(rows_).ok());
  }

  static v1::ExportOfficeRequest Request(amparo::types::v1::View view = amparo::types::v1::VIEW_FULL) {
    v1::ExportOfficeRequest request;
    request.set_name("offices/phnom-penh");
    request.set_view(view);
    request.set_reason("moving to another place");
    return request;
  }

  // Reads an export, or its first `most` answers.
  Exported Export(const v1::ExportOfficeRequest& request, const std::string& caller = "everyone", int most = 1 << 30) {
    Exported exported;
    const auto stub = service_.StubOf<v1::ExportService>(caller);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    const auto reader = stub->ExportOffice(&context, request);
    v1::ExportOfficeResponse response;
    // An export that ended by itself has its own status.
    bool ended = false;
    for (int i = 0; i < most; ++i) {
      ended = !reader->Read(&response);
      if (ended) break;
      for (const feed::v1::Event& record : response.records()) {
        exported.doubles += exported.records.contains(record.name());
        exported.records[record.name()] = record;
      }
      if (!response.resume_token().empty()) exported.tokens.push_back(response.resume_token());
      if (response.complete()) exported.end = response;
    }
    if (!ended) context.TryCancel();
    while (reader->Read(&response)) {
    }
    const grpc::Status status = reader->Finish();
    exported.status = status.ok() ? absl::OkStatus() : errors::FromGrpc(status);
    return exported;
  }

  static std::map<std::string, int> CountsOf(const Exported& exported) {
    std::map<std::string, int> counts;
    for (const auto& [name, record] : exported.records) ++counts[record.kind()];
    return counts;
  }

  std::vector<v1::ImportCasesRequest> rows_;
};

TEST_F(OfficeExportTest, AllOfItLeavesOpenedAndAudited) {
  const Exported exported = Export(Request());
  EXPECT_EQ(CountsOf(exported), (std::map<std::string, int>{{"case", 3},
                                                            {"charge", 6},
                                                            {"link", 3},
                                                            {"office", 1},
                                                            {"operation", 6},
                                                            {"party", 9},
                                                            {"person", 9},
                                                            {"venue", 6}}));
  EXPECT_EQ(exported.doubles, 0);
  EXPECT_TRUE(exported.end.complete());
  EXPECT_NE(exported.end.feed_token(), "");
  EXPECT_THAT(exported.end.left_behind(),
              ElementsAre("break_glass", "import_fault", "content", "saved_query", "grant"));
  const v1::CaseBundle& bundle = rows_[0].bundle();
  v1::Case the_case;
  ASSERT_TRUE(exported.records.at(bundle.case_().name()).resource().UnpackTo(&the_case));
  EXPECT_EQ(the_case.narrative().narrative(), bundle.case_().narrative().narrative());
  v1::Operation operation;
  ASSERT_TRUE(exported.records.at(bundle.operations(0).name()).resource().UnpackTo(&operation));
  EXPECT_EQ(operation.plan(), "canary plan");
  EXPECT_EQ(operation.sites_size(), 1);
  // Cases, people and venues are opened; each has its row, as each operation has its receipt.
  EXPECT_EQ(Count("audit WHERE method LIKE '%ExportOffice' AND action = 'READ' AND compartment = ''"), "18");
  EXPECT_EQ(Count("audit WHERE method LIKE '%ExportOffice' AND action = 'READ' AND compartment <> ''"), "6");
  EXPECT_EQ(Count("audit WHERE method LIKE '%ExportOffice' AND reason <> 'moving to another place'"), "0");
}

TEST_F(OfficeExportTest, WhatIsNotOpenedStaysSealedAndIsNotAudited) {
  const Exported exported = Export(Request(amparo::types::v1::VIEW_BASIC));
  EXPECT_EQ(exported.records.size(), 43u);
  v1::Case the_case;
  ASSERT_TRUE(exported.records.at(rows_[0].bundle().case_().name()).resource().UnpackTo(&the_case));
  EXPECT_FALSE(the_case.has_narrative());
  EXPECT_NE(the_case.sealed_narrative(), "");
  EXPECT_EQ(Count("audit WHERE method LIKE '%ExportOffice' AND compartment = ''"), "0");
}

TEST_F(OfficeExportTest, ResumedAnywhereItLeavesNothingOutAndSendsNothingTwice) {
  for (const auto view : {amparo::types::v1::VIEW_FULL, amparo::types::v1::VIEW_BASIC}) {
    const Exported whole = Export(Request(view));
    ASSERT_THAT(whole.tokens, Not(IsEmpty()));
    for (std::size_t i = 0; i < whole.tokens.size(); ++i) {
      const Exported first = Export(Request(view), "everyone", static_cast<int>(i) + 1);
      v1::ExportOfficeRequest rest = Request(view);
      rest.set_resume_token(whole.tokens[i]);
      const Exported second = Export(rest);
      EXPECT_TRUE(second.end.complete());
      EXPECT_EQ(first.records.size() + second.records.size(), whole.records.size()) << i;
      for (const auto& [name, record] : second.records) EXPECT_FALSE(first.records.contains(name)) << name;
    }
  }
}

TEST_F(OfficeExportTest, ATokenOfAnotherExportIsRefused) {
  const Exported whole = Export(Request());
  v1::ExportOfficeRequest other = Request(amparo::types::v1::VIEW_BASIC);
  other.set_resume_token(whole.tokens.front());
  const Exported refused = Export(other);
  EXPECT_EQ(refused.status.code(), kInvalid);
  EXPECT_EQ(errors::MetadataValue(refused.status, "field"), "resume_token");
}

TEST_F(OfficeExportTest, OperationsGoByTheirListsAndTheRestLeavesNoTrace) {
  const Exported seen = Export(Request(), "follower");
  EXPECT_EQ(CountsOf(seen).at("operation"), 3);
  EXPECT_TRUE(seen.records.contains(rows_[0].bundle().operations(0).name()));
  v1::Operation operation;
  ASSERT_TRUE(seen.records.at(rows_[0].bundle().operations(0).name()).resource().UnpackTo(&operation));
  EXPECT_EQ(operation.readers_size(), 0) << "the list is for keepers";
  EXPECT_EQ(
      Count("audit WHERE method LIKE '%ExportOffice' AND caller = 'spiffe://amparo/follower' AND compartment <> ''"),
      "3");
  // Nothing of the other three: not in what was sent, and not in how it was sent.
  for (const auto& [name, record] : seen.records) {
    for (const v1::ImportCasesRequest& row : rows_) {
      EXPECT_EQ(record.SerializeAsString().find(row.bundle().operations(1).name()), std::string::npos) << name;
    }
  }
}

TEST_F(OfficeExportTest, NotesGoByTheirLevels) {
  const auto notes = service_.StubOf<v1::NoteService>("social-worker");
  v1::CreateNoteRequest request;
  request.set_parent(rows_[0].bundle().case_().name());
  request.mutable_note()->set_confidentiality(v1::NOTE_CONFIDENTIALITY_SOCIAL_WORK);
  request.mutable_note()->set_text("canary");
  *request.mutable_note()->mutable_date() = DateOf(absl::CivilDay(2014, 5, 13));
  const v1::Note note = Done(*notes, &v1::NoteService::Stub::CreateNote, request);
  for (const auto view : {amparo::types::v1::VIEW_FULL, amparo::types::v1::VIEW_BASIC}) {
    EXPECT_TRUE(Export(Request(view), "everyone").records.contains(note.name()));
    EXPECT_FALSE(Export(Request(view), "follower").records.contains(note.name()));
  }
}

TEST_F(OfficeExportTest, OnlyTheKindsAskedForAndOnlyKindsThatAreExported) {
  v1::ExportOfficeRequest request = Request();
  request.add_kinds("charge");
  request.add_kinds("case");
  EXPECT_EQ(CountsOf(Export(request)), (std::map<std::string, int>{{"case", 3}, {"charge", 6}}));
  request.add_kinds("break_glass");
  EXPECT_EQ(Export(request).status.code(), kInvalid);
}

TEST_F(OfficeExportTest, AnotherOfficeIsNotThere) {
  EXPECT_EQ(Export(Request(), "cebu").status.code(), kNotFound);
  v1::ExportOfficeRequest nowhere = Request();
  nowhere.set_name("offices/nowhere");
  EXPECT_EQ(Export(nowhere).status.code(), kNotFound);
}

}  // namespace
}  // namespace amparo::cases
