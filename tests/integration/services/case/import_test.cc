#include <thread>

#include "tests/integration/services/case/import_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using ImportTest = ImportFixture;

TEST_F(ImportTest, EntersAWholeCase) {
  const v1::ImportCasesRequest row = RingRow();
  const v1::ImportResult result = ImportOne(row);
  EXPECT_EQ(result.outcome(), v1::IMPORT_OUTCOME_CREATED) << result.message();
  EXPECT_EQ(result.row(), row.row());
  EXPECT_EQ(result.case_(), row.bundle().case_().name());

  v1::GetCaseRequest get;
  get.set_name(result.case_());
  get.set_view(amparo::types::v1::VIEW_FULL);
  const v1::Case whole = Done(service_.cases(), &v1::CaseService::Stub::GetCase, get);
  EXPECT_EQ(whole.stage(), v1::CASE_STAGE_DISPOSED);
  EXPECT_EQ(whole.stage_changes_size(), row.bundle().case_().stage_changes_size());
  EXPECT_EQ(whole.narrative().narrative(), row.bundle().case_().narrative().narrative());

  v1::ListOperationsRequest operations;
  operations.set_parent(result.case_());
  const auto listed = Done(*operations_, &v1::OperationService::Stub::ListOperations, operations);
  ASSERT_EQ(listed.operations_size(), 2);
  EXPECT_EQ(listed.operations(0).sites(0).outcome(), v1::SITE_OUTCOME_FAILED_TIPPED_OFF);
  EXPECT_EQ(listed.operations(1).state(), v1::OPERATION_STATE_EXECUTED);
  EXPECT_EQ(listed.operations(1).follows(), listed.operations(0).name());

  v1::ListChargesRequest charges;
  charges.set_parent(result.case_());
  const auto in_order = Done(*charges_, &v1::ChargeService::Stub::ListCharges, charges);
  ASSERT_EQ(in_order.charges_size(), 2);
  EXPECT_EQ(in_order.charges(0).name(), row.bundle().charges(0).name());
  EXPECT_EQ(in_order.charges(1).name(), row.bundle().charges(1).name());
}

TEST_F(ImportTest, ItsOperationsAreForTheImporterAndThoseOnTheirLists) {
  v1::ImportCasesRequest row = RingRow();
  PutOnList(*row.mutable_bundle()->mutable_operations(1), {"investigator"});
  const v1::ImportResult result = ImportOne(row);
  ASSERT_EQ(result.outcome(), v1::IMPORT_OUTCOME_CREATED) << result.message();
  v1::ListOperationsRequest request;
  request.set_parent(result.case_());
  const auto listed = Done(*investigator_, &v1::OperationService::Stub::ListOperations, request);
  ASSERT_EQ(listed.operations_size(), 1);
  EXPECT_EQ(listed.operations(0).name(), row.bundle().operations(1).name());
  const auto supervisor = service_.StubOf<v1::OperationService>("supervisor");
  EXPECT_EQ(Done(*supervisor, &v1::OperationService::Stub::ListOperations, request).operations_size(), 0);
  v1::GetOperationRequest get;
  get.set_name(row.bundle().operations(1).name());
  get.set_view(amparo::types::v1::VIEW_FULL);
  EXPECT_EQ(Done(*operations_, &v1::OperationService::Stub::GetOperation, get).plan(), "canary plan");
}

TEST_F(ImportTest, WhoWasTakenOffAListStaysOffIt) {
  v1::ImportCasesRequest row = RingRow();
  v1::Operation& operation = *row.mutable_bundle()->mutable_operations(1);
  PutOnList(operation, {"investigator", "supervisor", "supervisor"});
  for (const int ended : {0, 1}) {
    v1::OperationReader& reader = *operation.mutable_readers(ended);
    reader.set_removed_by("spiffe://amparo/everyone");
    reader.mutable_remove_time()->set_seconds(1'000'000'000);
  }
  const v1::ImportResult result = ImportOne(row);
  ASSERT_EQ(result.outcome(), v1::IMPORT_OUTCOME_CREATED) << result.message();
  v1::GetOperationRequest get;
  get.set_name(operation.name());
  EXPECT_EQ(Call(*investigator_, &v1::OperationService::Stub::GetOperation, get).status().code(), kNotFound);
  const auto supervisor = service_.StubOf<v1::OperationService>("supervisor");
  EXPECT_TRUE(Call(*supervisor, &v1::OperationService::Stub::GetOperation, get).ok()) << "put on it again";
}

TEST_F(ImportTest, TheFirstChargeBoundsTheReport) {
  v1::ImportCasesRequest row = RingRow();
  *row.mutable_bundle()->mutable_charges(1)->mutable_charge_date() = DateOf(absl::CivilDay(2013, 10, 21));
  ImportOne(row);
  v1::ImportCasesRequest report = RingRow();
  report.mutable_bundle()->clear_charges();
  report.mutable_bundle()->clear_operations();
  report.mutable_bundle()->mutable_case_()->clear_stage_changes();
  ImportOne(report);
  EXPECT_EQ(service_.Sql("SELECT string_agg(charges || ' ' || coalesce(first_charge_date::text, '-'), ', ' "
                         "ORDER BY charges) FROM \"case\" WHERE office = 'phnom-penh'"),
            "0 -, 2 2013-10-21");
}

TEST_F(ImportTest, TheNilIdIsNobodys) {
  v1::ImportCasesRequest row = RingRow();
  row.mutable_bundle()->mutable_case_()->set_name("offices/phnom-penh/cases/" + Uuid().ToString());
  const v1::ImportResult result = ImportOne(row);
  EXPECT_EQ(result.outcome(), v1::IMPORT_OUTCOME_REJECTED);
  EXPECT_THAT(result.message(), HasSubstr("case.name"));
}

TEST_F(ImportTest, LeavesEventsAndAuditForEachResource) {
  ImportOne(RingRow());
  EXPECT_EQ(service_.Sql("SELECT string_agg(kind, ' ' ORDER BY seq) FROM outbox WHERE office = 'phnom-penh' AND "
                         "kind <> 'office'"),
            "case person person person party party party venue venue link operation operation charge charge");
  EXPECT_EQ(service_.Sql("SELECT max(seq) - count(*) FROM outbox"), "0");
  EXPECT_EQ(Count("audit WHERE method LIKE '%ImportCases'"), "14");
  EXPECT_EQ(service_.Sql("SELECT charges || ' ' || without_verdict FROM \"case\" WHERE office = 'phnom-penh'"), "2 0");
}

TEST_F(ImportTest, SealsWhatIdentifiesPeople) {
  const v1::ImportCasesRequest row = RingRow();
  ImportOne(row);
  for (const char* table : {"\"case\"", "person", "party", "venue", "operation"}) {
    EXPECT_EQ(Count(std::string(table) + " WHERE position('canary'::bytea IN body) > 0"), "0") << table;
  }
  EXPECT_EQ(Count("outbox WHERE position('canary'::bytea IN payload) > 0"), "0");
  v1::GetPartyRequest get;
  get.set_name(row.bundle().parties(0).name());
  get.set_view(amparo::types::v1::VIEW_FULL);
  EXPECT_EQ(Done(service_.parties(), &v1::PartyService::Stub::GetParty, get).identity().full_name(),
            row.bundle().parties(0).identity().full_name());
  v1::GetVenueRequest venue;
  venue.set_name(row.bundle().venues(0).name());
  venue.set_view(amparo::types::v1::VIEW_FULL);
  EXPECT_EQ(Done(*network_, &v1::NetworkService::Stub::GetVenue, venue).address(), row.bundle().venues(0).address());
}

TEST_F(ImportTest, SameContentAgainChangesNothing) {
  const v1::ImportCasesRequest row = RingRow();
  ImportOne(row);
  const std::string events = Count("outbox");
  const v1::ImportResult again = ImportOne(row);
  EXPECT_EQ(again.outcome(), v1::IMPORT_OUTCOME_UNCHANGED);
  EXPECT_EQ(again.case_(), row.bundle().case_().name());
  EXPECT_EQ(Count("outbox"), events);
}

TEST_F(ImportTest, OtherContentUnderTheSameNameIsRejected) {
  v1::ImportCasesRequest row = RingRow();
  ImportOne(row);
  row.mutable_bundle()->mutable_case_()->set_title("Something else");
  const v1::ImportResult changed = ImportOne(row);
  EXPECT_EQ(changed.outcome(), v1::IMPORT_OUTCOME_REJECTED);
  EXPECT_EQ(changed.reason(), errors::kAlreadyExists);
  EXPECT_EQ(changed.case_(), "");
}

TEST_F(ImportTest, ACaseThatWasEnteredByHandIsNotOverwritten) {
  v1::ImportCasesRequest row = RingRow();
  v1::CreateCaseRequest request = service_.NewCaseRequest("By hand", "phnom-penh");
  request.set_case_id(ParseName<CaseName>(row.bundle().case_().name())->id.ToString());
  Done(service_.cases(), &v1::CaseService::Stub::CreateCase, request);
  const v1::ImportResult result = ImportOne(row);
  EXPECT_EQ(result.outcome(), v1::IMPORT_OUTCOME_REJECTED);
  EXPECT_EQ(result.reason(), errors::kAlreadyExists);
  EXPECT_EQ(Count("party"), "0");
  EXPECT_EQ(Count("import_row"), "0");
}

TEST_F(ImportTest, BadRowAmongGoodOnesIsToldAndLeavesNothing) {
  v1::ImportCasesRequest bad = RingRow();
  *bad.mutable_bundle()->mutable_charges(1)->mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2013, 1, 1));
  const auto response = Import({RingRow(), bad, RingRow()});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->created(), 2);
  EXPECT_EQ(response->rejected(), 1);
  const v1::ImportResult& told = response->results(1);
  EXPECT_EQ(told.outcome(), v1::IMPORT_OUTCOME_REJECTED);
  EXPECT_EQ(told.reason(), errors::kInvalidArgument);
  EXPECT_THAT(told.message(), HasSubstr("charges[1].verdict.date"));
  EXPECT_EQ(Count("\"case\" WHERE office = 'phnom-penh'"), "2");
  EXPECT_EQ(Count("charge"), "4");
}

TEST_F(ImportTest, RowsOfUnknownOfficesAndCasesAreRejected) {
  v1::ImportCasesRequest row = RingRow();
  row.set_parent("offices/nowhere");
  EXPECT_EQ(ImportOne(row).reason(), errors::kNotFound);
  row.set_parent("phnom-penh");
  EXPECT_EQ(ImportOne(row).reason(), errors::kInvalidArgument);
  row.set_parent("offices/cebu");
  EXPECT_THAT(ImportOne(row).message(), HasSubstr("case.name"));
  row = RingRow();
  row.clear_bundle();
  EXPECT_THAT(ImportOne(row).message(), HasSubstr("case.name"));
}

TEST_F(ImportTest, VenuesMayExistOrComeAlongButNotBeMissing) {
  v1::ImportCasesRequest first = RingRow();
  EXPECT_EQ(ImportOne(first).outcome(), v1::IMPORT_OUTCOME_CREATED);
  // Another case speaks of the same places: one it brings along unchanged in the database, one it only names.
  v1::ImportCasesRequest second = RingRow();
  const v1::CaseBundle& known = first.bundle();
  for (int i = 0; i < 2; ++i) {
    second.mutable_bundle()->mutable_operations(i)->mutable_sites(0)->set_venue(known.venues(i).name());
  }
  second.mutable_bundle()->mutable_links(0)->set_to(known.venues(1).name());
  second.mutable_bundle()->clear_venues();
  *second.mutable_bundle()->add_venues() = known.venues(0);
  second.mutable_bundle()->mutable_venues(0)->set_pseudonym("Another name for it");
  const v1::ImportResult result = ImportOne(second);
  EXPECT_EQ(result.outcome(), v1::IMPORT_OUTCOME_CREATED) << result.message();
  EXPECT_EQ(Count("venue"), "2");
  v1::GetVenueRequest get;
  get.set_name(known.venues(0).name());
  get.set_view(amparo::types::v1::VIEW_FULL);
  const v1::Venue venue = Done(*network_, &v1::NetworkService::Stub::GetVenue, get);
  EXPECT_EQ(venue.pseudonym(), known.venues(0).pseudonym());
  EXPECT_EQ(venue.address(), known.venues(0).address());

  v1::ImportCasesRequest third = RingRow();
  third.mutable_bundle()->mutable_operations(0)->mutable_sites(0)->set_venue("offices/phnom-penh/venues/" + NewId());
  EXPECT_EQ(ImportOne(third).reason(), errors::kNotFound);
}

TEST_F(ImportTest, WhatExistsUnderAnotherCaseIsRejectedWhole) {
  const v1::ImportCasesRequest first = RingRow();
  ImportOne(first);
  v1::ImportCasesRequest second = RingRow();
  second.mutable_bundle()->mutable_links(0)->set_name(first.bundle().links(0).name());
  EXPECT_EQ(ImportOne(second).reason(), errors::kAlreadyExists);
  v1::ImportCasesRequest third = RingRow();
  third.mutable_bundle()->mutable_case_()->set_case_number(
      service_.Sql("SELECT case_number FROM \"case\" WHERE office = 'phnom-penh'"));
  EXPECT_EQ(ImportOne(third).reason(), errors::kAlreadyExists);
  EXPECT_EQ(Count("\"case\" WHERE office = 'phnom-penh'"), "1");
  EXPECT_EQ(Count("party WHERE office = 'phnom-penh'"), "3");
}

TEST_F(ImportTest, ImportedCaseGoesOnByItsActs) {
  v1::ImportCasesRequest row = RingRow();
  v1::Case& the_case = *row.mutable_bundle()->mutable_case_();
  the_case.mutable_stage_changes()->RemoveLast();
  row.mutable_bundle()->mutable_charges(1)->clear_verdict();
  row.mutable_bundle()->mutable_charges(1)->clear_sentence();
  ImportOne(row);
  const auto dispose = [&] { return service_.Act(&v1::CaseService::Stub::DisposeCase, the_case.name()); };
  EXPECT_EQ(dispose().status().code(), kRefused);
  v1::RecordVerdictRequest verdict;
  verdict.set_name(row.bundle().charges(1).name());
  verdict.mutable_verdict()->set_outcome(v1::VERDICT_OUTCOME_ACQUITTED);
  *verdict.mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2014, 11, 21));
  Done(*charges_, &v1::ChargeService::Stub::RecordVerdict, verdict);
  EXPECT_TRUE(dispose().ok());
}

TEST_F(ImportTest, TwoCallersWithTheSameRowMakeOneCase) {
  const v1::ImportCasesRequest row = RingRow();
  std::vector<v1::ImportResult> results(4);
  std::vector<std::thread> callers;
  for (v1::ImportResult& result : results) callers.emplace_back([&] { result = ImportOne(row); });
  for (std::thread& caller : callers) caller.join();
  int created = 0;
  for (const v1::ImportResult& result : results) {
    EXPECT_NE(result.outcome(), v1::IMPORT_OUTCOME_REJECTED) << result.message();
    created += result.outcome() == v1::IMPORT_OUTCOME_CREATED;
  }
  EXPECT_EQ(created, 1);
}

// Both bring the same numbers, each in the other's order: so both may hold what the other waits for.
TEST_F(ImportTest, TwoStreamsWithTheSameCaseNumbersMakeOneCaseOfEach) {
  constexpr int kCases = 60;
  std::vector<std::vector<v1::ImportCasesRequest>> streams(2);
  for (int stream = 0; stream < 2; ++stream) {
    for (int i = 0; i < kCases; ++i) {
      v1::ImportCasesRequest row = RingRow();
      const int number = stream == 0 ? i : kCases - 1 - i;
      row.set_row(StrCat(stream, ":", number));
      row.set_source(StrCat("ring-", stream, ".json"));
      row.mutable_bundle()->mutable_case_()->set_case_number(StrCat("PNH-", number));
      streams[stream].push_back(std::move(row));
    }
  }
  std::vector<absl::StatusOr<v1::ImportCasesResponse>> answers(2, absl::UnknownError("not asked"));
  std::vector<std::thread> callers;
  for (int i = 0; i < 2; ++i) callers.emplace_back([&, i] { answers[i] = Import(streams[i]); });
  for (std::thread& caller : callers) caller.join();
  int created = 0;
  int kept = 0;
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    created += answer->created();
    for (const v1::ImportResult& result : answer->results()) {
      if (result.outcome() != v1::IMPORT_OUTCOME_REJECTED) continue;
      EXPECT_EQ(result.reason(), errors::kAlreadyExists) << result.message();
      kept += result.fault().empty() ? 0 : 1;
    }
  }
  EXPECT_EQ(created, kCases);
  EXPECT_EQ(kept, kCases);
  EXPECT_EQ(Count("import_fault WHERE state = 1"), std::to_string(kCases));
  EXPECT_EQ(Count("\"case\" WHERE office = 'phnom-penh'"), std::to_string(kCases));
  EXPECT_EQ(Count("charge"), std::to_string(2 * kCases));
  EXPECT_EQ(Count("import_row"), std::to_string(kCases)) << "who was refused may come again under another number";
  EXPECT_EQ(service_.Sql("SELECT max(seq) - count(*) FROM outbox"), "0");
}

TEST_F(ImportTest, NothingIsLinkedWithAVenueThatWasWithdrawn) {
  const std::string venue = EnterVenue(v1::VENUE_KIND_BAR, "A closed bar", "phnom-penh");
  v1::WithdrawVenueRequest withdraw;
  withdraw.set_name(venue);
  withdraw.set_reason("entered twice");
  Done(*network_, &v1::NetworkService::Stub::WithdrawVenue, withdraw);
  v1::ImportCasesRequest row = RingRow();
  row.mutable_bundle()->mutable_links(0)->set_to(venue);
  EXPECT_EQ(ImportOne(row).reason(), "END_WITHDRAWN");
  // Nor when the row brings it: what is there already stays as it is.
  v1::ImportCasesRequest bringing = RingRow();
  v1::Venue& brought = *bringing.mutable_bundle()->add_venues();
  brought.set_name(venue);
  brought.set_kind(v1::VENUE_KIND_BAR);
  brought.set_pseudonym("A closed bar");
  bringing.mutable_bundle()->mutable_links(0)->set_to(venue);
  const v1::ImportResult refused = ImportOne(bringing);
  EXPECT_EQ(refused.reason(), "END_WITHDRAWN");
  EXPECT_NE(refused.fault(), "");
  EXPECT_EQ(Count("\"case\" WHERE office = 'phnom-penh'"), "0");
  // To speak of it without a link changes nothing.
  bringing.mutable_bundle()->clear_links();
  EXPECT_EQ(ImportOne(bringing).outcome(), v1::IMPORT_OUTCOME_CREATED);
}

TEST_F(ImportTest, CutOffInTheMiddleKeepsWholeRowsAndGoesOnWhenRepeated) {
  std::vector<v1::ImportCasesRequest> rows;
  for (int i = 0; i < 20; ++i) rows.push_back(RingRow());
  {
    grpc::ClientContext context;
    v1::ImportCasesResponse response;
    const auto imports = service_.StubOf<v1::ImportService>();
    const auto writer = imports->ImportCases(&context, &response);
    for (int i = 0; i < 10; ++i) writer->Write(rows[i]);
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (Count("\"case\" WHERE office = 'phnom-penh'") == "0") ASSERT_LT(absl::Now(), deadline);
    context.TryCancel();
    EXPECT_FALSE(writer->Finish().ok());
  }
  // No case without its charges, no charge without its case, whatever was under way.
  EXPECT_EQ(Count("\"case\" c WHERE office = 'phnom-penh' AND 2 <> (SELECT count(*) FROM charge WHERE case_id = c.id)"),
            "0");
  const auto response = Import(rows);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_GE(response->unchanged(), 1);
  EXPECT_EQ(response->created() + response->unchanged(), 20);
  EXPECT_EQ(Count("\"case\" WHERE office = 'phnom-penh'"), "20");
  EXPECT_EQ(Count("charge"), "40");
  EXPECT_EQ(service_.Sql("SELECT max(seq) - count(*) FROM outbox"), "0");
}

TEST_F(ImportTest, ManyRowsOfWhichSomeAreBadAreEnteredTogether) {
  std::vector<v1::ImportCasesRequest> rows;
  for (int i = 0; i < 70; ++i) rows.emplace_back(RingRow()).set_row(StrCat("ring.json:", i));
  // Wrong by itself, wrong beside what is in the database, wrong beside another row of the call, and the same twice.
  *rows[20].mutable_bundle()->mutable_charges(1)->mutable_verdict()->mutable_date() =
      DateOf(absl::CivilDay(2013, 1, 1));
  rows[33].mutable_bundle()->mutable_operations(0)->mutable_sites(0)->set_venue("offices/phnom-penh/venues/" + NewId());
  rows[41].mutable_bundle()->mutable_links(0)->set_name(rows[40].bundle().links(0).name());
  rows[55] = rows[54];
  const auto response = Import(rows);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->created(), 66);
  EXPECT_EQ(response->unchanged(), 1);
  EXPECT_EQ(response->rejected(), 3);
  EXPECT_EQ(response->results(20).reason(), errors::kInvalidArgument);
  EXPECT_EQ(response->results(33).reason(), errors::kNotFound);
  EXPECT_EQ(response->results(41).reason(), errors::kAlreadyExists);
  EXPECT_EQ(response->results(55).outcome(), v1::IMPORT_OUTCOME_UNCHANGED);
  EXPECT_EQ(Count("\"case\" WHERE office = 'phnom-penh'"), "66");
  EXPECT_EQ(Count("charge"), "132");
  EXPECT_EQ(service_.Sql("SELECT max(seq) - count(*) FROM outbox"), "0");
  EXPECT_EQ(Count("audit WHERE method LIKE '%ImportCases'"), std::to_string(66 * 14 + 3));
}

TEST_F(ImportTest, OnlyBatchClientsImport) {
  const auto stub = service_.StubOf<v1::ImportService>("intake");
  grpc::ClientContext context;
  v1::ImportCasesResponse response;
  const auto writer = stub->ImportCases(&context, &response);
  writer->WritesDone();
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(ImportTest, NoRowsIsAnEmptyAnswer) {
  const auto response = Import({});
  ASSERT_TRUE(response.ok());
  EXPECT_THAT(response->results(), IsEmpty());
}

}  // namespace
}  // namespace amparo::cases
