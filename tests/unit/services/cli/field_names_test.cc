// Fields that were refused, called by the options that gave them.
#include "services/cli/field_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace amparo::cli {
namespace {

// A program with a command that has some options.
class FieldNamesTest : public ::testing::Test {
 protected:
  FieldNamesTest() {
    for (const char* option : {"--code", "--date", "--crime-type", "--kind", "--reason", "--office"}) {
      close_->add_option(option, given_);
    }
    close_->add_option("case", given_);
  }

  std::string Called(const std::string& text) { return CalledByOptions(text, *close_); }

  std::string given_;
  CLI::App app_{"", "amparo"};
  CLI::App* const cases_ = app_.add_subcommand("case", "");
  CLI::App* const close_ = cases_->add_subcommand("close", "");
};

TEST_F(FieldNamesTest, ALineBeginsWithTheOptionThatGaveItsField) {
  EXPECT_EQ(Called("refused:\n  case.crime_type: must be a code\n  kinds[1]: must be one\n  reason: must be short"),
            "refused:\n  --crime-type: must be a code\n  --kind: must be one\n  --reason: must be short");
  EXPECT_EQ(Called("refused:\n  case.report.effective_date: must be a day\n  parent: must be an office"),
            "refused:\n  --date: must be a day\n  --office: must be an office");
}

TEST_F(FieldNamesTest, WhatAReportIsNarrowedDownByIsCalledByItsOptions) {
  CLI::App* const report = app_.add_subcommand("report", "");
  for (const char* option : {"--by", "--country", "--crime-type", "--office"}) report->add_option(option, given_);
  EXPECT_EQ(CalledByOptions("refused:\n  group_by[1]: must not be given twice\n  filter.countries[0]: must be a code\n"
                            "  filter.crime_types[0]: must be a code\n  filter.offices[2]: must be an office",
                            *report),
            "refused:\n  --by: must not be given twice\n  --country: must be a code\n"
            "  --crime-type: must be a code\n  --office: must be an office");
}

TEST_F(FieldNamesTest, ASentenceTellsOfTheOption) {
  EXPECT_EQ(Called("closing the case: it is closed for a coded reason, its closure_reason\n  [CLOSURE_REASON_NEEDED]"),
            "closing the case: it is closed for a coded reason, its --code\n  [CLOSURE_REASON_NEEDED]");
  EXPECT_EQ(Called("it has no closure_reason."), "it has no --code.");
}

TEST_F(FieldNamesTest, WhatNoOptionGivesKeepsItsName) {
  for (const std::string text :
       {"refused:\n  name: must be a name\n  case.stage: must be", "for a reason of its kind: none",
        "offices/cebu/crime_type is not there", "it has no update_mask", "\n  case: must be", ""}) {
    EXPECT_EQ(Called(text), text);
  }
  EXPECT_EQ(CalledByOptions("it has no closure_reason", *cases_), "it has no closure_reason");
}

TEST_F(FieldNamesTest, TheCommandIsTheOneGivenLast) {
  EXPECT_EQ(&CommandOf(app_), &app_);
  app_.parse("case close --code x");
  EXPECT_EQ(&CommandOf(app_), close_);
}

}  // namespace
}  // namespace amparo::cli
