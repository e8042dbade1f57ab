// All facts in memory, in columns. Not synchronised: see FactBoard for how the follower and the reports share it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/statistics/domain/columns.h"
#include "services/statistics/domain/fact.h"

namespace amparo::statistics {

// An office as the measures need it.
struct Office {
  OfficeFact fact;  // Version 0 until it has arrived; then only `office` is set.
  absl::TimeZone zone = absl::UTCTimeZone();
  Day open_day = kNoDay;
};

struct CaseColumns {
  void Resize(size_t n) {
    ResizeAll(n, crime_type, report_day, stage, stage_day, former_ends);
    merged_into.resize(n, kNoRow);
  }

  std::vector<TextCode> crime_type;
  std::vector<Day> report_day;
  std::vector<CaseStage> stage;
  std::vector<Day> stage_day;
  std::vector<Slice> former_ends;  // Into Facts::former_ends(), in order of their days.
  std::vector<Row> merged_into;    // The case that stands for it; kNoRow = itself.
};

struct PartyColumns {
  void Resize(size_t n) {
    ResizeAll(n, case_row, role, minor, testified);
    while (person.size() < n) person.push_back(static_cast<Row>(person.size()));
  }

  std::vector<Row> case_row;
  std::vector<PartyRole> role;
  std::vector<uint8_t> minor;
  std::vector<uint8_t> testified;
  // Who it is: a row of the parties again, since a person has the id of a party or one that no party has; itself until
  // something else is known.
  std::vector<Row> person;
};

// Somebody in a case, or in several that are one since they were merged: what a person is counted once by.
struct PersonInCase {
  Row case_row = kNoRow;  // The case that stands for it.
  Row person = kNoRow;

  friend auto operator<=>(const PersonInCase&, const PersonInCase&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const PersonInCase& value) {
    return H::combine(std::move(h), value.case_row, value.person);
  }
};

struct ChargeColumns {
  void Resize(size_t n) {
    ResizeAll(n, case_row, accused, crime_type, attempted, plea, bargain, charge_day, standings, sentences,
              superseded_day);
  }

  std::vector<Row> case_row;
  std::vector<Row> accused;
  std::vector<TextCode> crime_type;
  std::vector<uint8_t> attempted;
  std::vector<PleaKind> plea;
  std::vector<uint8_t> bargain;
  std::vector<Day> charge_day;
  std::vector<Slice> standings;  // Into Facts::standings(), in order of their days.
  std::vector<Slice> sentences;  // Into Facts::sentences(): those of its standings.
  std::vector<Day> superseded_day;
};

struct OperationColumns {
  void Resize(size_t n) { ResizeAll(n, case_row, state, start_time, sites); }

  std::vector<Row> case_row;
  std::vector<OperationState> state;
  std::vector<absl::Time> start_time;
  std::vector<Slice> sites;  // Into Facts::sites(), by number.
};

struct VenueColumns {
  void Resize(size_t n) { ResizeAll(n, kind, city); }

  std::vector<VenueKind> kind;
  std::vector<TextCode> city;
};

struct LinkColumns {
  void Resize(size_t n) { ResizeAll(n, kind, from_end, from, to_end, to, observed_day); }

  std::vector<LinkKind> kind;
  std::vector<LinkEnd> from_end;
  std::vector<Row> from;  // A row of the parties or of the venues.
  std::vector<LinkEnd> to_end;
  std::vector<Row> to;
  std::vector<Day> observed_day;
};

struct CourtColumns {
  void Resize(size_t n) { ResizeAll(n, city); }

  std::vector<TextCode> city;
};

struct HearingColumns {
  void Resize(size_t n) { ResizeAll(n, case_row, court, state, day, attendance); }

  std::vector<Row> case_row;
  std::vector<Row> court;
  std::vector<HearingState> state;
  std::vector<Day> day;
  std::vector<Slice> attendance;  // Into Facts::attendance().
};

// A site with its venue resolved.
struct Site {
  Row venue = kNoRow;
  SiteFact fact;
};

// A time in which a case was at its end, before it was reopened.
struct FormerEnd {
  CaseStage stage = CaseStage::kUnspecified;
  Day day = kNoDay;
  Day until = kNoDay;
};

// What stood on a charge from a day on.
struct Standing {
  Day day = kNoDay;
  Verdict verdict = Verdict::kNone;
  TextCode lesser_crime_type = 0;
  Row sentence = kNoRow;  // Into Facts::sentences().
  Completion lesser_completion = Completion::kUnspecified;
};

// Holds the facts and takes new ones in.
class Facts {
 public:
  // Takes a fact in. False, without an effect, when the same resource's fact of the same or a higher version is held.
  bool Apply(const Fact& fact);

  // The office of this id, or nullopt.
  std::optional<OfficeCode> FindOffice(std::string_view id) const;
  // True when the office itself has arrived.
  bool KnowsOffice(OfficeCode office) const { return offices_[office].fact.version > 0; }

  const std::vector<Office>& offices() const { return offices_; }
  const Table<CaseColumns>& cases() const { return cases_; }
  const Table<PartyColumns>& parties() const { return parties_; }
  const Table<ChargeColumns>& charges() const { return charges_; }
  const Table<OperationColumns>& operations() const { return operations_; }
  const Table<VenueColumns>& venues() const { return venues_; }
  const Table<LinkColumns>& links() const { return links_; }
  const Table<CourtColumns>& courts() const { return courts_; }
  const Table<HearingColumns>& hearings() const { return hearings_; }
  const std::vector<FormerEnd>& former_ends() const { return former_ends_; }
  const std::vector<SentenceFact>& sentences() const { return sentences_; }
  const std::vector<Standing>& standings() const { return standings_; }
  const std::vector<Site>& sites() const { return sites_; }
  const std::vector<AttendanceFact>& attendance() const { return attendance_; }
  const Texts& texts() const { return texts_; }

  // The case that stands for one: itself, unless it was merged.
  Row StandingCase(Row case_row) const;
  // True for a case that is counted with another.
  bool IsMerged(Row case_row) const { return cases_.merged_into[case_row] != kNoRow; }
  // Who a party is, in the case that stands for its own; and the accused of a charge.
  PersonInCase PersonOf(Row party) const;
  PersonInCase AccusedOf(Row charge) const;

  // The day an operation began, in its office's zone.
  Day OperationDay(Row operation) const;

  // Resource names.
  std::string CaseName(Row row) const;
  std::string PartyName(Row row) const;
  std::string ChargeName(Row row) const;
  std::string OperationName(Row row) const;
  std::string LinkName(Row row) const;
  std::string HearingName(Row row) const;

  // How many facts of each kind are held, by the kind's name in the feed.
  std::vector<std::pair<std::string, int64_t>> Counts() const;

 private:
  OfficeCode OfficeOf(std::string_view id);
  template <typename Columns>
  Row Newer(Table<Columns>& table, const FactHead& head);
  template <typename T>
  static void Put(std::vector<T>& items, Slice& slice, std::vector<T> fresh);
  void PutStandings(Row charge, const std::vector<StandingFact>& standings);

  bool Take(const OfficeFact& fact);
  bool Take(const CaseFact& fact);
  bool Take(const PartyFact& fact);
  bool Take(const ChargeFact& fact);
  bool Take(const OperationFact& fact);
  bool Take(const VenueFact& fact);
  bool Take(const LinkFact& fact);
  bool Take(const CourtFact& fact);
  bool Take(const HearingFact& fact);

  std::string NameIn(OfficeCode office, std::string_view collection, const Uuid& id) const;
  std::string NameInCase(Row case_row, std::string_view collection, const Uuid& id) const;

  std::vector<Office> offices_;
  absl::flat_hash_map<std::string, OfficeCode> office_codes_;
  Texts texts_;
  Table<CaseColumns> cases_;
  Table<PartyColumns> parties_;
  Table<ChargeColumns> charges_;
  Table<OperationColumns> operations_;
  Table<VenueColumns> venues_;
  Table<LinkColumns> links_;
  Table<CourtColumns> courts_;
  Table<HearingColumns> hearings_;
  std::vector<FormerEnd> former_ends_;
  std::vector<SentenceFact> sentences_;
  std::vector<Standing> standings_;
  std::vector<Site> sites_;
  std::vector<AttendanceFact> attendance_;
};

}  // namespace amparo::statistics
