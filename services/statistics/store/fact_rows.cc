#include "services/statistics/store/fact_rows.h"

#include <functional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/base/status_macros.h"
#include "services/statistics/store/fact_tables.h"

namespace amparo::statistics {
namespace {

using pg::CopyRow;

// Fields are read in the order of the table's columns.
class Fields {
 public:
  explicit Fields(const CopyRow& row, int first = 0) : row_(row), next_(first) {}

  std::string Text() { return std::string(row_.Text(next_++)); }
  Uuid Id() { return row_.Uuid(next_++); }
  int64_t Int64() { return row_.Int64(next_++); }
  int32_t Int32() { return row_.Int32(next_++); }
  bool Bool() { return row_.Bool(next_++); }
  absl::Time Time() { return row_.Time(next_++); }
  absl::CivilDay Date() { return row_.Date(next_++); }
  std::optional<absl::CivilDay> OptionalDate() { return row_.OptionalDate(next_++); }
  template <typename Enum>
  Enum As() {
    return static_cast<Enum>(Int32());
  }
  std::optional<Money> OptionalMoney() {
    const std::optional<int64_t> minor_units = row_.OptionalInt64(next_++);
    const std::optional<std::string_view> currency = row_.OptionalText(next_++);
    if (!minor_units || !currency) return std::nullopt;
    return Money{*minor_units, std::string(*currency)};
  }
  void Head(FactHead& head) {
    head.office = Text();
    head.id = Id();
    head.version = Int64();
  }

 private:
  const CopyRow& row_;
  int next_;
};

using Key = std::pair<std::string, Uuid>;
template <typename Part>
using Parts = absl::flat_hash_map<Key, std::vector<Part>>;

OfficeFact ReadOffice(const CopyRow& row) {
  Fields fields(row);
  OfficeFact fact;
  fact.office = fields.Text();
  fact.version = fields.Int64();
  fact.display_name = fields.Text();
  fact.country = fields.Text();
  fact.city = fields.Text();
  fact.currency = fields.Text();
  fact.time_zone = fields.Text();
  fact.open_date = fields.Date();
  return fact;
}

CaseFact ReadCase(const CopyRow& row) {
  Fields fields(row);
  CaseFact fact;
  fields.Head(fact);
  fact.crime_type = fields.Text();
  fact.report_date = fields.Date();
  fact.stage = fields.As<CaseStage>();
  fact.stage_date = fields.OptionalDate();
  return fact;
}

PartyFact ReadParty(const CopyRow& row) {
  Fields fields(row);
  PartyFact fact;
  fields.Head(fact);
  fact.case_id = fields.Id();
  fact.role = fields.As<PartyRole>();
  fact.minor = fields.Bool();
  fact.testified = fields.Bool();
  return fact;
}

Term ReadTerm(Fields& fields) {
  Term term;
  term.years = fields.Int32();
  term.months = fields.Int32();
  term.days = fields.Int32();
  return term;
}

std::optional<SentenceFact> ReadSentence(Fields& fields) {
  SentenceFact sentence;
  const std::optional<absl::CivilDay> date = fields.OptionalDate();
  sentence.custody = fields.As<Custody>();
  sentence.min = ReadTerm(fields);
  sentence.max = ReadTerm(fields);
  sentence.fine = fields.OptionalMoney();
  sentence.suspended = fields.Bool();
  if (!date) return std::nullopt;
  sentence.date = *date;
  return sentence;
}

ChargeFact ReadCharge(const CopyRow& row) {
  Fields fields(row);
  ChargeFact fact;
  fields.Head(fact);
  fact.case_id = fields.Id();
  fact.accused_id = fields.Id();
  fact.crime_type = fields.Text();
  fact.attempted = fields.Bool();
  fact.plea = fields.As<PleaKind>();
  fact.bargain = fields.Bool();
  fact.verdict = fields.As<Verdict>();
  fact.verdict_date = fields.OptionalDate();
  fact.lesser_crime_type = fields.Text();
  fact.sentence = ReadSentence(fields);
  return fact;
}

OperationFact ReadOperation(const CopyRow& row) {
  Fields fields(row);
  OperationFact fact;
  fields.Head(fact);
  fact.case_id = fields.Id();
  fact.state = fields.As<OperationState>();
  fact.start_time = fields.Time();
  return fact;
}

VenueFact ReadVenue(const CopyRow& row) {
  Fields fields(row);
  VenueFact fact;
  fields.Head(fact);
  fact.kind = fields.As<VenueKind>();
  fact.city = fields.Text();
  return fact;
}

LinkFact ReadLink(const CopyRow& row) {
  Fields fields(row);
  LinkFact fact;
  fields.Head(fact);
  fact.kind = fields.As<LinkKind>();
  fact.from_end = fields.As<LinkEnd>();
  fact.from_id = fields.Id();
  fact.to_end = fields.As<LinkEnd>();
  fact.to_id = fields.Id();
  fact.observed_date = fields.OptionalDate();
  return fact;
}

CourtFact ReadCourt(const CopyRow& row) {
  Fields fields(row);
  CourtFact fact;
  fields.Head(fact);
  fact.city = fields.Text();
  fact.time_zone = fields.Text();
  return fact;
}

HearingFact ReadHearing(const CopyRow& row) {
  Fields fields(row);
  HearingFact fact;
  fields.Head(fact);
  fact.case_id = fields.Id();
  fact.court_id = fields.Id();
  fact.state = fields.As<HearingState>();
  fact.reason = fields.Int32();
  fact.side = fields.Int32();
  fact.date = fields.Date();
  return fact;
}

// The columns of a part behind office, id, number and version.
constexpr int kFirstPartColumn = 4;

SiteFact ReadSite(const CopyRow& row) {
  Fields fields(row, kFirstPartColumn);
  SiteFact site;
  site.number = row.Int32(2);
  site.venue_id = fields.Id();
  site.outcome = fields.As<SiteOutcome>();
  site.adults_rescued = fields.Int32();
  site.minors_rescued = fields.Int32();
  site.arrests = fields.Int32();
  return site;
}

AttendanceFact ReadAttendance(const CopyRow& row) {
  Fields fields(row, kFirstPartColumn);
  AttendanceFact attendance;
  attendance.attendee = fields.As<Attendee>();
  attendance.half_days_lost = fields.Int32();
  attendance.wages_lost = fields.OptionalMoney();
  return attendance;
}

// Calls `take(row)` for every row of a table.
template <typename Take>
absl::Status ForEach(pg::CopyOut& copy, TableIndex table, Take take) {
  AMPARO_RETURN_IF_ERROR(copy.Start(StatementsOf(table).select));
  CopyRow row;
  while (true) {
    AMPARO_ASSIGN_OR_RETURN(const bool more, copy.Next(row));
    if (!more) return absl::OkStatus();
    take(row);
  }
}

template <typename Part>
absl::StatusOr<Parts<Part>> LoadParts(pg::CopyOut& copy, TableIndex table, Part (*read)(const CopyRow&)) {
  Parts<Part> parts;
  AMPARO_RETURN_IF_ERROR(
      ForEach(copy, table, [&](const CopyRow& row) { parts[Key(row.Text(0), row.Uuid(1))].push_back(read(row)); }));
  return parts;
}

template <typename FactType>
absl::Status LoadTable(pg::CopyOut& copy, TableIndex table, FactType (*read)(const CopyRow&), Facts& facts) {
  return ForEach(copy, table, [&](const CopyRow& row) { facts.Apply(read(row)); });
}

// A table whose facts have parts: `add(fact, parts)` puts them in.
template <typename FactType, typename Part>
absl::Status LoadWithParts(pg::CopyOut& copy, TableIndex table, FactType (*read)(const CopyRow&), Parts<Part> parts,
                           std::vector<Part> FactType::*member, Facts& facts) {
  return ForEach(copy, table, [&](const CopyRow& row) {
    FactType fact = read(row);
    const auto own = parts.find(Key(fact.office, fact.id));
    if (own != parts.end()) fact.*member = std::move(own->second);
    facts.Apply(fact);
  });
}

}  // namespace

absl::Status LoadFacts(pg::CopyOut& copy, Facts& facts) {
  AMPARO_RETURN_IF_ERROR(LoadTable(copy, kOfficeTable, ReadOffice, facts));
  AMPARO_RETURN_IF_ERROR(LoadTable(copy, kCaseTable, ReadCase, facts));
  AMPARO_RETURN_IF_ERROR(LoadTable(copy, kPartyTable, ReadParty, facts));
  AMPARO_RETURN_IF_ERROR(LoadTable(copy, kChargeTable, ReadCharge, facts));
  AMPARO_RETURN_IF_ERROR(LoadTable(copy, kVenueTable, ReadVenue, facts));
  AMPARO_RETURN_IF_ERROR(LoadTable(copy, kLinkTable, ReadLink, facts));
  AMPARO_RETURN_IF_ERROR(LoadTable(copy, kCourtTable, ReadCourt, facts));
  AMPARO_ASSIGN_OR_RETURN(Parts<SiteFact> sites, LoadParts(copy, kSiteTable, ReadSite));
  AMPARO_RETURN_IF_ERROR(
      LoadWithParts(copy, kOperationTable, ReadOperation, std::move(sites), &OperationFact::sites, facts));
  AMPARO_ASSIGN_OR_RETURN(Parts<AttendanceFact> attendance, LoadParts(copy, kAttendanceTable, ReadAttendance));
  return LoadWithParts(copy, kHearingTable, ReadHearing, std::move(attendance), &HearingFact::attendance, facts);
}

}  // namespace amparo::statistics
