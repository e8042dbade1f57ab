#include "services/statistics/store/fact_rows.h"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/base/status_macros.h"
#include "services/statistics/store/fact_tables.h"

namespace amparo::statistics {
namespace {

using pg::CopyRow;

// The fields of one row, taken in the order of the table's columns.
class Fields {
 public:
  explicit Fields(const CopyRow& row) : row_(row) {}

  // Fills these in from the next columns; the type of a value says how many and which.
  template <typename... Values>
  void Take(Values&... values) {
    (Next(values), ...);
  }

  // The same behind the office, id and version that every fact but an office's begins with.
  template <typename... Values>
  void TakeFact(FactHead& head, Values&... values) {
    Take(head.office, head.id, head.version, values...);
  }

 private:
  void Next(std::string& value) { value = std::string(row_.Text(next_++)); }
  void Next(Uuid& value) { value = row_.Uuid(next_++); }
  void Next(std::optional<Uuid>& value) { value = row_.OptionalUuid(next_++); }
  void Next(int64_t& value) { value = row_.Int64(next_++); }
  void Next(int32_t& value) { value = row_.Int32(next_++); }
  void Next(bool& value) { value = row_.Bool(next_++); }
  void Next(absl::Time& value) { value = row_.Time(next_++); }
  void Next(absl::CivilDay& value) { value = row_.Date(next_++); }
  void Next(std::optional<absl::CivilDay>& value) { value = row_.OptionalDate(next_++); }
  void Next(Term& value) { Take(value.years, value.months, value.days); }
  void Next(std::optional<Money>& value) {
    const std::optional<int64_t> minor_units = row_.OptionalInt64(next_++);
    const std::optional<std::string_view> currency = row_.OptionalText(next_++);
    if (minor_units && currency) value = Money{*minor_units, std::string(*currency)};
  }
  void Next(std::optional<SentenceFact>& value) {
    std::optional<absl::CivilDay> date;
    SentenceFact sentence;
    Take(date, sentence.custody, sentence.min, sentence.max, sentence.fine, sentence.suspended);
    if (!date) return;
    sentence.date = *date;
    value = std::move(sentence);
  }
  template <typename Enum, typename = std::enable_if_t<std::is_enum_v<Enum>>>
  void Next(Enum& value) {
    value = static_cast<Enum>(row_.Int32(next_++));
  }

  const CopyRow& row_;
  int next_ = 0;
};

// Each kind, column by column as FactTables() lists them.
void Read(Fields fields, OfficeFact& fact) {
  fields.Take(fact.office, fact.version, fact.display_name, fact.country, fact.city, fact.currency, fact.time_zone,
              fact.open_date);
}
void Read(Fields fields, CaseFact& fact) {
  fields.TakeFact(fact, fact.crime_type, fact.report_date, fact.stage, fact.stage_date, fact.merged_id);
}
void Read(Fields fields, PartyFact& fact) {
  std::optional<Uuid> person;
  fields.TakeFact(fact, fact.case_id, fact.role, fact.minor, fact.testified, person);
  fact.person_id = person.value_or(Uuid());
}
void Read(Fields fields, ChargeFact& fact) {
  fields.TakeFact(fact, fact.case_id, fact.accused_id, fact.crime_type, fact.attempted, fact.plea, fact.bargain,
                  fact.charge_date, fact.superseded_date);
}
void Read(Fields fields, OperationFact& fact) {
  fields.TakeFact(fact, fact.case_id, fact.state, fact.start_time);
}
void Read(Fields fields, VenueFact& fact) {
  fields.TakeFact(fact, fact.kind, fact.city);
}
void Read(Fields fields, LinkFact& fact) {
  fields.TakeFact(fact, fact.kind, fact.from_end, fact.from_id, fact.to_end, fact.to_id, fact.observed_date);
}
void Read(Fields fields, CourtFact& fact) {
  fields.TakeFact(fact, fact.city, fact.time_zone);
}
void Read(Fields fields, HearingFact& fact) {
  fields.TakeFact(fact, fact.case_id, fact.court_id, fact.state, fact.reason, fact.side, fact.date);
}

// What a row of parts belongs to.
using Whole = std::pair<std::string, Uuid>;

void Read(Fields fields, Whole& whole, FormerEndFact& end) {
  int32_t number = 0;
  int64_t version = 0;
  fields.Take(whole.first, whole.second, number, version, end.stage, end.date, end.until);
}
void Read(Fields fields, Whole& whole, StandingFact& standing) {
  int32_t number = 0;
  int64_t version = 0;
  fields.Take(whole.first, whole.second, number, version, standing.date, standing.verdict, standing.lesser_crime_type,
              standing.lesser_completion, standing.sentence);
}
void Read(Fields fields, Whole& whole, SiteFact& site) {
  int64_t version = 0;
  fields.Take(whole.first, whole.second, site.number, version, site.venue_id, site.outcome, site.adults_rescued,
              site.minors_rescued, site.arrests);
}
void Read(Fields fields, Whole& whole, AttendanceFact& attendance) {
  int32_t number = 0;
  int64_t version = 0;
  fields.Take(whole.first, whole.second, number, version, attendance.attendee, attendance.half_days_lost,
              attendance.wages_lost);
}

// Calls `take(fields)` for every row of a table.
template <typename Take>
absl::Status ForEach(pg::CopyOut& copy, TableIndex table, Take take) {
  AMPARO_RETURN_IF_ERROR(copy.Start(StatementsOf(table).select));
  CopyRow row;
  while (true) {
    AMPARO_ASSIGN_OR_RETURN(const bool more, copy.Next(row));
    if (!more) return absl::OkStatus();
    take(Fields(row));
  }
}

template <typename FactType>
absl::Status LoadTable(pg::CopyOut& copy, TableIndex table, Facts& facts) {
  return ForEach(copy, table, [&](Fields fields) {
    FactType fact;
    Read(fields, fact);
    facts.Apply(fact);
  });
}

// A table whose facts have parts, which stand in a table of their own and go into `member`.
template <typename FactType, typename Part>
absl::Status LoadWithParts(pg::CopyOut& copy, TableIndex table, TableIndex part_table,
                           std::vector<Part> FactType::*member, Facts& facts) {
  absl::flat_hash_map<Whole, std::vector<Part>> parts;
  AMPARO_RETURN_IF_ERROR(ForEach(copy, part_table, [&](Fields fields) {
    Whole whole;
    Part part;
    Read(fields, whole, part);
    parts[whole].push_back(std::move(part));
  }));
  return ForEach(copy, table, [&](Fields fields) {
    FactType fact;
    Read(fields, fact);
    const auto own = parts.find(Whole(fact.office, fact.id));
    if (own != parts.end()) fact.*member = std::move(own->second);
    facts.Apply(fact);
  });
}

}  // namespace

absl::Status LoadFacts(pg::CopyOut& copy, Facts& facts) {
  AMPARO_RETURN_IF_ERROR(LoadTable<OfficeFact>(copy, kOfficeTable, facts));
  AMPARO_RETURN_IF_ERROR(LoadWithParts(copy, kCaseTable, kFormerEndTable, &CaseFact::former_ends, facts));
  AMPARO_RETURN_IF_ERROR(LoadTable<PartyFact>(copy, kPartyTable, facts));
  AMPARO_RETURN_IF_ERROR(LoadWithParts(copy, kChargeTable, kStandingTable, &ChargeFact::standings, facts));
  AMPARO_RETURN_IF_ERROR(LoadTable<VenueFact>(copy, kVenueTable, facts));
  AMPARO_RETURN_IF_ERROR(LoadTable<LinkFact>(copy, kLinkTable, facts));
  AMPARO_RETURN_IF_ERROR(LoadTable<CourtFact>(copy, kCourtTable, facts));
  AMPARO_RETURN_IF_ERROR(LoadWithParts(copy, kOperationTable, kSiteTable, &OperationFact::sites, facts));
  return LoadWithParts(copy, kHearingTable, kAttendanceTable, &HearingFact::attendance, facts);
}

}  // namespace amparo::statistics
