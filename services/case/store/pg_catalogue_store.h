// Implements domain/catalogue.h's store over PostgreSQL.
#pragma once

#include "common/pg/reader.h"
#include "common/pg/statement.h"
#include "services/case/domain/catalogue.h"

namespace amparo::cases {

// Why the catalogue's statements name no office.
inline constexpr std::string_view kSameForAll = "what aftercare measures with is the same for every office";

// -> id, title, version, first day, last day.
inline constexpr pg::Statement kListInstruments{
    "instrument_list",
    "SELECT id, title, version, effective_date, retire_date FROM instrument ORDER BY effective_date, version, id",
    kSameForAll};

// -> instrument, code, domain, title.
inline constexpr pg::Statement kListInstrumentItems{
    "instrument_item_list", "SELECT instrument, code, domain, title FROM instrument_item ORDER BY instrument, position",
    kSameForAll};

// -> code, title.
inline constexpr pg::Statement kListServiceKinds{"service_kind_list",
                                                 "SELECT code, title FROM service_kind ORDER BY position", kSameForAll};

// -> id, title, first day, the two scores, months, days, whether flags count.
inline constexpr pg::Statement kListCriteria{
    "restoration_criteria_list",
    "SELECT id, title, effective_date, min_domain_hundredths, min_overall_hundredths, hold_months, max_age_days, "
    "no_open_safety_flag FROM restoration_criteria ORDER BY effective_date",
    kSameForAll};

class PgCatalogueStore final : public CatalogueStore {
 public:
  // `reads` must outlive it; rows are only added, so that reads may lag.
  explicit PgCatalogueStore(pg::Reader* reads) : reads_(reads) {}

  Task<absl::StatusOr<Catalogue>> LoadCatalogue(Limits limits) override;

 private:
  pg::Reader* const reads_;
};

}  // namespace amparo::cases
