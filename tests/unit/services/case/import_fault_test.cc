// Faults of imports: what makes two of them one, who sees them, and how they end.
#include "services/case/domain/import_fault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/case/api/import_rows.h"
#include "services/case/convert/import_fault_convert.h"

namespace amparo::cases {
namespace {

const std::string kFaultId = "0190f3c2-7d1e-7abc-8def-0123456789ab";

ImportFault OpenFault() {
  ImportFault fault;
  fault.name = {"cebu", *Uuid::Parse(kFaultId)};
  fault.source = "cases.csv";
  fault.row = "line 12";
  fault.state = ImportFaultState::kOpen;
  fault.reason = "INVALID_FIELDS";
  fault.violations = {{"decided_on", "must not be before column registered_on"}};
  fault.importer = "spiffe://amparo/batch";
  return fault;
}

TEST(ImportFault, TheSameRowForTheSameReasonIsTheSameFault) {
  const auto id = [](const std::string& row, const std::string& content, const std::string& rule) {
    return ImportFaultId("cebu", ImportRowKey("cases.csv", row), content, "INVALID_FIELDS", {{"a", rule}});
  };
  EXPECT_EQ(id("line 1", "x", "r"), id("line 1", "x", "r"));
  EXPECT_NE(id("line 1", "x", "r"), id("line 2", "x", "r"));
  EXPECT_NE(id("line 1", "x", "r"), id("line 1", "y", "r"));
  EXPECT_NE(id("line 1", "x", "r"), id("line 1", "x", "s"));
  EXPECT_NE(ImportRowKey("a", "b/c"), ImportRowKey("a/b", "c"));
}

TEST(ImportFault, OnlyItsImporterSeesWhatTellsOfAnOperation) {
  ImportFault fault = OpenFault();
  EXPECT_TRUE(fault.VisibleTo("spiffe://amparo/anybody"));
  fault.importer_only = true;
  EXPECT_FALSE(fault.VisibleTo("spiffe://amparo/anybody"));
  EXPECT_TRUE(fault.VisibleTo("spiffe://amparo/batch"));
  EXPECT_EQ(ColumnsOf(fault).back(), Value(fault.importer));
}

TEST(ImportFault, IsResolvedOnceAndWithAWord) {
  const Decision<ImportFault> done = ResolveByWord(OpenFault(), "spiffe://amparo/someone", "a test entry");
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done.value().state, ImportFaultState::kResolved);
  EXPECT_EQ(done.value().resolver, "spiffe://amparo/someone");
  const Decision<ImportFault> again = ResolveByWord(done.value(), "spiffe://amparo/someone", "again");
  ASSERT_NE(again.refusal(), nullptr);
  EXPECT_EQ(again.refusal()->rule, "FAULT_RESOLVED");
  EXPECT_NE(ResolveByWord(OpenFault(), "spiffe://amparo/someone", "").violations(), nullptr);
}

TEST(ImportFault, IsKeptAsItIs) {
  ImportFault fault = ResolvedByEntry(OpenFault(), "spiffe://amparo/batch", {"cebu", *Uuid::Parse(kFaultId)});
  fault.content_omitted = true;
  v1::ImportFault kept;
  ToProto(fault, kept);
  const ImportFault back = ImportFaultFromStored(kept);
  EXPECT_EQ(back.name, fault.name);
  EXPECT_EQ(back.violations, fault.violations);
  EXPECT_EQ(back.state, fault.state);
  EXPECT_EQ(back.the_case, fault.the_case);
  EXPECT_TRUE(back.content_omitted);
  EXPECT_EQ(ColumnsOf(back), ColumnsOf(fault));
}

TEST(ImportGroup, HoldsRowsOfOneOfficeEachAnotherCase) {
  const auto row = [](const std::string& office, const std::string& name) {
    v1::ImportCasesRequest made;
    made.set_parent(office);
    made.mutable_bundle()->mutable_case_()->set_name(name);
    return made;
  };
  ImportGroup group;
  EXPECT_TRUE(group.Suits(row("offices/cebu", "a")));
  group.Add(row("offices/cebu", "a"));
  EXPECT_TRUE(group.Full(1));
  EXPECT_FALSE(group.Full(2));
  EXPECT_TRUE(group.Suits(row("offices/cebu", "b")));
  EXPECT_FALSE(group.Suits(row("offices/cebu", "a")));
  EXPECT_FALSE(group.Suits(row("offices/la-paz", "b")));
  v1::ImportCasesRequest long_row = row("offices/cebu", "b");
  long_row.mutable_bundle()->mutable_case_()->set_title(std::string(2 << 20, 'x'));
  group.Add(long_row);
  EXPECT_TRUE(group.Full(100));
}

}  // namespace
}  // namespace amparo::cases
