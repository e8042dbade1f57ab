// From a row of a file to a case, by a mapping; and every mistake a mapping or a row may have.
#include "services/cli/mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/cli/failure.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kMapping[] = R"({
  "amparo_mapping": 1,
  "name": "register",
  "missing": ["NA", ""],
  "replace": {"\u00a0": " "},
  "columns": ["number", "city", "opened", "closed", "result", "fine"],
  "office": {"$column": "city", "$table": "offices"},
  "fault_office": "cebu",
  "key": ["number"],
  "tables": {
    "offices": {"values": {"Cebu": "cebu", "La Paz": "la-paz"}},
    "verdicts": {"values": {"Free": "VERDICT_OUTCOME_ACQUITTED"}, "prefixes": {"Guilty": "VERDICT_OUTCOME_CONVICTED"}}
  },
  "checks": [{"column": "closed", "date": "dd/mm/yyyy", "not_before": {"column": "opened"}},
             {"column": "opened", "date": "dd/mm/yyyy", "not_after": "2020-03-31"}],
  "bundle": {
    "case": {
      "case_number": {"$column": "number"},
      "title": {"$join": ["Case ", {"$column": "number"}, " of ", {"$column": "city"}]},
      "crime_type": "0301",
      "reconstructed": true,
      "report_date": {"$column": "opened", "$date": "dd/mm/yyyy", "$required": true},
      "stage_changes": [{"stage": "CASE_STAGE_REPORTED", "effective_date": {"$column": "opened", "$date": "dd/mm/yyyy"}}]
    },
    "parties": [{"name": {"$name": "parties/accused"}, "role": "PARTY_ROLE_ACCUSED", "pseudonym": "A"}],
    "charges": [{
      "$when": {"column": "result", "present": true},
      "name": {"$name": "charges/first"},
      "accused": {"$name": "parties/accused"},
      "verdict": {"outcome": {"$column": "result", "$table": "verdicts"},
                  "date": {"$column": "closed", "$date": "dd/mm/yyyy"}}
    }]
  }
})";

const std::vector<std::string> kHeader = {"number", "city", "opened", "closed", "result", "fine"};

CsvRecord RecordOf(std::vector<std::string> fields) {
  CsvRecord record;
  record.line = 7;
  for (const std::string& field : fields) record.text += (record.text.empty() ? "" : ",") + field;
  record.fields = std::move(fields);
  return record;
}

MappedRow Mapped(std::vector<std::string> fields) {
  Mapping mapping(Json::parse(kMapping));
  mapping.Bind(kHeader);
  return mapping.Map(RecordOf(std::move(fields)), "register.csv");
}

// What is wrong with a mapping that has `value` in the place of `key`.
std::string ComplaintAbout(const std::string& pointer, const Json& value) {
  Json json = Json::parse(kMapping);
  json[Json::json_pointer(pointer)] = value;
  try {
    Mapping mapping(json);
    mapping.Bind(kHeader);
    return "";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), kUsage);
    return failure.what();
  }
}

TEST(Mapping, ARowBecomesACaseWithItsPeopleAndCharges) {
  const MappedRow row = Mapped({"C-1", "Cebu", "05/03/2014", "06/04/2015", "Guilty -\u00a0fined", "NA"});
  EXPECT_THAT(row.faults, IsEmpty());
  EXPECT_EQ(row.request.parent(), "offices/cebu");
  EXPECT_EQ(row.request.source(), "register.csv");
  EXPECT_THAT(row.request.row(), StartsWith("line 7/"));
  const cases::v1::CaseBundle& bundle = row.request.bundle();
  EXPECT_THAT(bundle.case_().name(), StartsWith("offices/cebu/cases/"));
  EXPECT_EQ(bundle.case_().title(), "Case C-1 of Cebu");
  EXPECT_TRUE(bundle.case_().reconstructed());
  EXPECT_EQ(TextOf(bundle.case_().report_date()), "2014-03-05");
  ASSERT_THAT(bundle.charges(), SizeIs(1));
  EXPECT_EQ(bundle.charges(0).accused(), bundle.parties(0).name());
  EXPECT_EQ(bundle.charges(0).verdict().outcome(), cases::v1::VERDICT_OUTCOME_CONVICTED);
  EXPECT_EQ(TextOf(bundle.charges(0).verdict().date()), "2015-04-06");
}

TEST(Mapping, WhatIsMissingStaysUnset) {
  const MappedRow row = Mapped({"C-2", "La Paz", "05/03/2014", "NA", "", "NA"});
  EXPECT_THAT(row.faults, IsEmpty());
  EXPECT_EQ(row.request.parent(), "offices/la-paz");
  EXPECT_THAT(row.request.bundle().charges(), IsEmpty());
}

TEST(Mapping, TheSameRowHasTheSameNamesAndAnotherOthers) {
  const auto name = [](const std::string& number) {
    return Mapped({number, "Cebu", "05/03/2014", "NA", "NA", "NA"}).request.bundle().case_().name();
  };
  EXPECT_EQ(name("C-1"), name("C-1"));
  EXPECT_NE(name("C-1"), name("C-2"));
}

TEST(Mapping, WhatANameIsByTellsRecordsOfOneCaseApart) {
  Json json = Json::parse(kMapping);
  json["rows"] = "together";
  json["bundle"]["parties"][0]["name"]["$by"] = Json::array({"fine"});
  Mapping mapping(json);
  mapping.Bind(kHeader);
  EXPECT_TRUE(mapping.together());
  const auto mapped = [&mapping](const std::string& fine) {
    return mapping.Map(RecordOf({"C-1", "Cebu", "05/03/2014", "NA", "NA", fine}), "register.csv");
  };
  const MappedRow one = mapped("1");
  const MappedRow two = mapped("2");
  EXPECT_EQ(one.key, two.key);
  EXPECT_EQ(one.request.bundle().case_().name(), two.request.bundle().case_().name());
  EXPECT_NE(one.request.bundle().parties(0).name(), two.request.bundle().parties(0).name());
  EXPECT_EQ(one.request.bundle().parties(0).name(), mapped("1").request.bundle().parties(0).name());
  EXPECT_THAT(mapped("NA").faults,
              ElementsAre(ColumnFault{"fine", "must not be missing: it names a record of the case"}));
}

TEST(Mapping, AFaultNamesColumnAndRuleAndKeepsTheRow) {
  const MappedRow row = Mapped({"C-3", "Cebu", "2014-03-05", "NA", "Hung jury", "NA"});
  EXPECT_THAT(row.faults, ElementsAre(ColumnFault{"opened", "must be a date that exists, written dd/mm/yyyy"},
                                      ColumnFault{"result", "must be one of the values that the mapping's table has"}));
  EXPECT_FALSE(row.request.has_bundle());
  EXPECT_EQ(row.request.unreadable().text(), "C-3,Cebu,2014-03-05,NA,Hung jury,NA");
  EXPECT_THAT(row.request.unreadable().violations(), SizeIs(2));
}

TEST(Mapping, ARejectedRowSaysThatItMayTellOfAnOperation) {
  EXPECT_FALSE(Mapped({"C-3", "Cebu", "soon", "NA", "NA", "NA"}).request.unreadable().tells_of_operation());
  Json json = Json::parse(kMapping);
  json["bundle"]["operations"] =
      Json::parse(R"([{"name": {"$name": "operations/raid"}, "plan": {"$column": "fine"}}])");
  Mapping mapping(json);
  mapping.Bind(kHeader);
  const MappedRow row = mapping.Map(RecordOf({"C-3", "Cebu", "soon", "NA", "NA", "at the pier"}), "register.csv");
  EXPECT_TRUE(row.request.unreadable().tells_of_operation());
  const MappedRow broken = mapping.Map(RecordOf({"C-3", "at the pier"}), "register.csv");
  EXPECT_TRUE(broken.request.unreadable().tells_of_operation());
}

TEST(Mapping, DatesAreHeldAgainstEachOther) {
  EXPECT_THAT(Mapped({"C-4", "Cebu", "05/03/2014", "04/03/2014", "Free", "NA"}).faults,
              ElementsAre(ColumnFault{"closed", "must not be before column opened"}));
  EXPECT_THAT(Mapped({"C-5", "Cebu", "01/04/2020", "NA", "NA", "NA"}).faults,
              ElementsAre(ColumnFault{"opened", "must not be after 2020-03-31"}));
  EXPECT_THAT(Mapped({"C-6", "Cebu", "05/03/2014", "05/03/2014", "Free", "NA"}).faults, IsEmpty());
}

TEST(Mapping, RowsWithoutOfficeOrKeyAreKeptSomewhere) {
  const MappedRow nowhere = Mapped({"C-7", "Atlantis", "05/03/2014", "NA", "NA", "NA"});
  EXPECT_EQ(nowhere.request.parent(), "offices/cebu");
  EXPECT_THAT(nowhere.faults, ElementsAre(::testing::Field(&ColumnFault::column, "city")));
  const MappedRow nameless = Mapped({"NA", "Cebu", "05/03/2014", "NA", "NA", "NA"});
  EXPECT_EQ(nameless.request.row(), "line 7");
  EXPECT_THAT(nameless.faults, ElementsAre(::testing::Field(&ColumnFault::column, "number")));
}

TEST(Mapping, RowsOfAnotherShapeAndBytesThatAreNoText) {
  EXPECT_THAT(Mapped({"C-8", "Cebu"}).faults, ElementsAre(ColumnFault{"", "has 2 fields, must have 6"}));
  EXPECT_THAT(Mapped({"C-8"}).faults, ElementsAre(ColumnFault{"", "has 1 field, must have 6"}));
  EXPECT_THAT(Mapped({"C-9", "Cebu\xff", "05/03/2014", "NA", "NA", "NA"}).faults,
              ElementsAre(ColumnFault{"city", "must be UTF-8 text"}));
}

// The row of `fields` by a mapping that replaces so.
MappedRow MappedReplacing(const Json& replace, std::vector<std::string> fields) {
  Json json = Json::parse(kMapping);
  json["replace"] = replace;
  Mapping mapping(json);
  mapping.Bind(kHeader);
  return mapping.Map(RecordOf(std::move(fields)), "register.csv");
}

TEST(Mapping, AChainOfReplacementsThatGrowsWithoutEndIsAFaultOfItsRow) {
  // Ten of them make 16 characters of one each: a million million bytes in all.
  Json chain = Json::object();
  for (char c = '!'; c < '+'; ++c) chain[std::string(1, c)] = std::string(16, static_cast<char>(c + 1));
  const MappedRow row = MappedReplacing(chain, {"C-1", "Cebu", "05/03/2014", "NA", "!", "NA"});
  EXPECT_THAT(row.faults,
              ElementsAre(ColumnFault{
                  "result", "must not grow by what the mapping replaces until the row has more than 1048576 bytes"}));
  EXPECT_FALSE(row.request.has_bundle());
  EXPECT_EQ(row.request.unreadable().text(), "C-1,Cebu,05/03/2014,NA,!,NA");
  EXPECT_EQ(row.request.unreadable().violations(0).field(), "result");
  // Others of the same file are mapped.
  EXPECT_THAT(MappedReplacing(chain, {"C-2", "Cebu", "05/03/2014", "NA", "NA", "NA"}).faults, IsEmpty());
}

TEST(Mapping, FieldsThatTogetherGrowTooLongAreAFaultToo) {
  const Json half = {{"#", std::string(std::size_t{600} << 10, '=')}};
  EXPECT_THAT(MappedReplacing(half, {"C-1", "Cebu", "05/03/2014", "NA", "NA", "#"}).faults, IsEmpty());
  EXPECT_THAT(MappedReplacing(half, {"C-1#", "Cebu", "05/03/2014", "NA", "NA", "#"}).faults,
              ElementsAre(::testing::Field(&ColumnFault::column, "fine")));
}

TEST(Mapping, WhatIsReplacedByLessFitsAlways) {
  const std::string blanks(std::size_t{1} << 20, '_');
  const Json less = {{"_", ""}};
  EXPECT_THAT(MappedReplacing(less, {"C-1", "Cebu", "05/03/2014", "NA", "NA", blanks}).faults, IsEmpty());
}

TEST(Mapping, AHeaderThatIsNoTextIsRefusedBeforeAnyRow) {
  Json json = Json::parse(kMapping);
  json.erase("columns");
  Mapping mapping(json);
  std::vector<std::string> header = kHeader;
  header.push_back("t\xe9moin");
  EXPECT_THROW(mapping.Bind(header), Failure);
}

TEST(Mapping, MistakesOfTheMappingAreNamedByTheirPlace) {
  EXPECT_THAT(ComplaintAbout("/amparo_mapping", 2), HasSubstr("amparo_mapping: must be 1"));
  EXPECT_THAT(ComplaintAbout("/offfice", "x"), HasSubstr("offfice: is no key"));
  EXPECT_THAT(ComplaintAbout("/key", Json::array({"nr"})), HasSubstr("key: the file has no column \"nr\""));
  EXPECT_THAT(ComplaintAbout("/bundle/case/tittle", "x"), HasSubstr("bundle.case.tittle: is no field of"));
  EXPECT_THAT(ComplaintAbout("/bundle/parties/0/role", "ACCUSED"),
              HasSubstr("bundle.parties[0].role: must be a value of"));
  EXPECT_THAT(ComplaintAbout("/bundle/case/report_date/$date", "dd/mm/yy"), HasSubstr("$date: must be a date format"));
  EXPECT_THAT(ComplaintAbout("/bundle/case/report_date/$clean", true), HasSubstr("report_date.$clean: is no key"));
  EXPECT_THAT(ComplaintAbout("/bundle/charges/0/verdict/outcome/$table", "x"),
              HasSubstr("none of the mapping's tables"));
  EXPECT_THAT(ComplaintAbout("/columns", Json::array({"a"})), HasSubstr("header is not the mapping's columns"));
  EXPECT_THAT(ComplaintAbout("/checks/0/not_before", "soon"), HasSubstr("checks[0].not_before: must be a day"));
  EXPECT_THAT(ComplaintAbout("/rows", "beside"), HasSubstr("rows: must be apart or together"));
  EXPECT_THAT(ComplaintAbout("/bundle/parties/0/name/$by", Json::array({"nr"})),
              HasSubstr("bundle.parties[0].name.$by: the file has no column \"nr\""));
}

}  // namespace
}  // namespace amparo::cli
