// Cases that the tests of their rules begin with.
#pragma once

#include <initializer_list>
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "services/case/domain/case.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {

inline const absl::CivilDay kReportDay(2013, 6, 3);

inline Case ReportedCase() {
  Case value;
  value.case_number = "PP-2013/0007";
  value.title = "Girls exploited at a coffee shop";
  value.crime_type = "02041";
  value.report_date = kReportDay;
  BeginCase(kNow, value);
  return value;
}

// A case that has gone through these acts, all on the day of its report.
inline Case CaseAfter(const std::vector<CaseAct>& acts) {
  Case value = ReportedCase();
  for (const CaseAct act : acts) {
    const auto refusal = ApplyCaseAct({act, kReportDay, "a reason"}, {1, 0}, kNow, value);
    EXPECT_FALSE(refusal.has_value()) << refusal->description;
  }
  return value;
}

// An act of today.
inline std::optional<Refusal> TryCaseAct(CaseAct act, Case& value, ChargeFacts facts = {1, 0}) {
  return ApplyCaseAct({act, kToday, "a reason"}, facts, kNow, value);
}

inline const std::vector<CaseAct> kToProsecution = {CaseAct::kScreen, CaseAct::kStartInvestigation,
                                                    CaseAct::kStartProsecution};

// These acts, and then some more.
inline std::vector<CaseAct> Longer(std::vector<CaseAct> acts, std::initializer_list<CaseAct> more) {
  acts.insert(acts.end(), more);
  return acts;
}

}  // namespace amparo::cases
