// Rows that an import rejects are kept with what is wrong with them until somebody has dealt with each.
#include "tests/integration/services/case/import_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::HasSubstr;

using ImportFaultTest = ImportFixture;

TEST_F(ImportFaultTest, RejectedRowsAreKeptWithTheirFault) {
  v1::ImportCasesRequest bad = RingRow();
  bad.mutable_bundle()->clear_operations();
  bad.set_source("ring.json");
  *bad.mutable_bundle()->mutable_charges(1)->mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2013, 1, 1));
  const v1::ImportResult result = ImportOne(bad);
  ASSERT_NE(result.fault(), "");
  EXPECT_EQ(ImportOne(bad).fault(), result.fault()) << "the same row for the same reason is the same fault";
  EXPECT_EQ(Count("import_fault"), "1");
  v1::GetImportFaultRequest get;
  get.set_name(result.fault());
  const auto basic = Done(*faults_, &v1::ImportFaultService::Stub::GetImportFault, get);
  EXPECT_FALSE(basic.has_content());
  EXPECT_EQ(basic.state(), v1::IMPORT_FAULT_STATE_OPEN);
  EXPECT_EQ(basic.violations(0).field(), "charges[1].verdict.date");
  get.set_view(amparo::types::v1::VIEW_FULL);
  const auto full = Done(*faults_, &v1::ImportFaultService::Stub::GetImportFault, get);
  EXPECT_EQ(full.content().bundle().SerializeAsString(), bad.bundle().SerializeAsString());
  EXPECT_EQ(Count("audit WHERE method LIKE '%GetImportFault' AND action = 'READ'"), "1");
  EXPECT_EQ(Count("import_fault WHERE position('canary'::bytea IN body) > 0"), "0");
  EXPECT_EQ(Count("outbox WHERE position('canary'::bytea IN payload) > 0"), "0");

  // The row comes again, mended.
  v1::ImportCasesRequest mended = bad;
  *mended.mutable_bundle()->mutable_charges(1)->mutable_verdict()->mutable_date() =
      DateOf(absl::CivilDay(2014, 11, 20));
  EXPECT_EQ(ImportOne(mended).outcome(), v1::IMPORT_OUTCOME_CREATED);
  const auto resolved = Done(*faults_, &v1::ImportFaultService::Stub::GetImportFault, get);
  EXPECT_EQ(resolved.state(), v1::IMPORT_FAULT_STATE_RESOLVED);
  EXPECT_EQ(resolved.case_(), mended.bundle().case_().name());
  EXPECT_FALSE(resolved.has_content()) << "who it told of is known as the case's people by now";
}

TEST_F(ImportFaultTest, ARowNoCaseCouldBeMadeOfIsKeptAsItIs) {
  v1::ImportCasesRequest row;
  row.set_row("line 7");
  row.set_source("cases.csv");
  row.set_parent("offices/phnom-penh");
  row.mutable_unreadable()->set_text("canary,31/02/2014,\xff");
  v1::ImportViolation& violation = *row.mutable_unreadable()->add_violations();
  violation.set_field("registered_on");
  violation.set_rule("must be a date that exists");
  const v1::ImportResult result = ImportOne(row);
  EXPECT_EQ(result.outcome(), v1::IMPORT_OUTCOME_REJECTED);
  EXPECT_THAT(result.message(), HasSubstr("registered_on must be a date that exists"));
  v1::GetImportFaultRequest get;
  get.set_name(result.fault());
  get.set_view(amparo::types::v1::VIEW_FULL);
  EXPECT_EQ(Done(*faults_, &v1::ImportFaultService::Stub::GetImportFault, get).content().text(),
            row.unreadable().text());
  v1::ListImportFaultsRequest list;
  list.set_parent("offices/phnom-penh");
  list.set_source("cases.csv");
  list.set_state(v1::IMPORT_FAULT_STATE_OPEN);
  EXPECT_EQ(Done(*faults_, &v1::ImportFaultService::Stub::ListImportFaults, list).import_faults_size(), 1);
  v1::ResolveImportFaultRequest resolve;
  resolve.set_name(result.fault());
  resolve.set_resolution("entered by hand");
  EXPECT_EQ(Done(*faults_, &v1::ImportFaultService::Stub::ResolveImportFault, resolve).resolution(), "entered by hand");
  EXPECT_FALSE(Done(*faults_, &v1::ImportFaultService::Stub::GetImportFault, get).has_content());
  EXPECT_EQ(Done(*faults_, &v1::ImportFaultService::Stub::ListImportFaults, list).import_faults_size(), 0);
  EXPECT_EQ(Call(*faults_, &v1::ImportFaultService::Stub::ResolveImportFault, resolve).status().code(), kRefused);
}

TEST_F(ImportFaultTest, ARowOfAFileThatTellsOfAnOperationIsThereForItsImporterOnly) {
  v1::ImportCasesRequest row;
  row.set_row("line 7");
  row.set_source("raids.csv");
  row.set_parent("offices/phnom-penh");
  row.mutable_unreadable()->set_text("canary,31/02/2014");
  row.mutable_unreadable()->set_tells_of_operation(true);
  row.mutable_unreadable()->add_violations()->set_rule("must be a date that exists");
  v1::GetImportFaultRequest get;
  get.set_name(ImportOne(row).fault());
  get.set_view(amparo::types::v1::VIEW_FULL);
  EXPECT_EQ(Done(*faults_, &v1::ImportFaultService::Stub::GetImportFault, get).content().text(),
            row.unreadable().text());
  const auto supervisor = service_.StubOf<v1::ImportFaultService>("supervisor");
  EXPECT_EQ(Call(*supervisor, &v1::ImportFaultService::Stub::GetImportFault, get).status().code(), kNotFound);
  v1::ListImportFaultsRequest list;
  list.set_parent("offices/phnom-penh");
  EXPECT_EQ(Done(*supervisor, &v1::ImportFaultService::Stub::ListImportFaults, list).import_faults_size(), 0);
}

TEST_F(ImportFaultTest, AFaultThatTellsOfAnOperationIsThereForItsImporterOnly) {
  v1::ImportCasesRequest bad = RingRow();
  *bad.mutable_bundle()->mutable_charges(1)->mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2013, 1, 1));
  v1::GetImportFaultRequest get;
  get.set_name(ImportOne(bad).fault());
  EXPECT_TRUE(Done(*faults_, &v1::ImportFaultService::Stub::GetImportFault, get).importer_only());
  const auto supervisor = service_.StubOf<v1::ImportFaultService>("supervisor");
  const absl::Status hidden = Call(*supervisor, &v1::ImportFaultService::Stub::GetImportFault, get).status();
  v1::GetImportFaultRequest never = get;
  never.set_name("offices/phnom-penh/importFaults/" + NewId());
  const absl::Status nothing = Call(*supervisor, &v1::ImportFaultService::Stub::GetImportFault, never).status();
  EXPECT_EQ(hidden.code(), kNotFound);
  EXPECT_EQ(errors::Reason(hidden), errors::Reason(nothing));
  v1::ListImportFaultsRequest list;
  list.set_parent("offices/phnom-penh");
  EXPECT_EQ(Done(*supervisor, &v1::ImportFaultService::Stub::ListImportFaults, list).import_faults_size(), 0);
  v1::ResolveImportFaultRequest resolve;
  resolve.set_name(get.name());
  resolve.set_resolution("x");
  EXPECT_EQ(Call(*supervisor, &v1::ImportFaultService::Stub::ResolveImportFault, resolve).status().code(), kNotFound);
}

}  // namespace
}  // namespace amparo::cases
