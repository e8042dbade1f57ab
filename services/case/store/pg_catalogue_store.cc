#include "services/case/store/pg_catalogue_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/pg/params.h"

namespace amparo::cases {
namespace {

Instrument InstrumentIn(const pg::Row& row) {
  Instrument instrument;
  instrument.id = row.Text(0);
  instrument.title = row.Text(1);
  instrument.version = row.Int32(2);
  instrument.effective_date = row.Date(3);
  instrument.retire_date = row.OptionalDate(4);
  return instrument;
}

void AddItem(const pg::Row& row, std::vector<Instrument>& instruments) {
  for (Instrument& instrument : instruments) {
    if (instrument.id != row.Text(0)) continue;
    instrument.sub_domains.push_back(
        {std::string(row.Text(1)), static_cast<CareDomain>(row.Int32(2)), std::string(row.Text(3))});
  }
}

RestorationCriteria CriteriaIn(const pg::Row& row) {
  RestorationCriteria criteria;
  criteria.id = row.Text(0);
  criteria.title = row.Text(1);
  criteria.effective_date = row.Date(2);
  criteria.min_domain_hundredths = row.Int32(3);
  criteria.min_overall_hundredths = row.Int32(4);
  criteria.hold_months = row.Int32(5);
  criteria.max_age_days = row.Int32(6);
  criteria.no_open_safety_flag = row.Bool(7);
  return criteria;
}

}  // namespace

Task<absl::StatusOr<Catalogue>> PgCatalogueStore::LoadCatalogue(Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows instruments, co_await reads_->Run(kListInstruments, pg::Params(), limits));
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows items, co_await reads_->Run(kListInstrumentItems, pg::Params(), limits));
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows kinds, co_await reads_->Run(kListServiceKinds, pg::Params(), limits));
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows criteria, co_await reads_->Run(kListCriteria, pg::Params(), limits));
  Catalogue catalogue;
  for (const pg::Row row : instruments) catalogue.instruments.push_back(InstrumentIn(row));
  for (const pg::Row row : items) AddItem(row, catalogue.instruments);
  // A row whose items are not all there yet is no instrument: nothing could be measured with it.
  std::erase_if(catalogue.instruments, [](const Instrument& one) { return !one.IsComplete(); });
  for (const pg::Row row : kinds) {
    catalogue.service_kinds.push_back({std::string(row.Text(0)), std::string(row.Text(1))});
  }
  for (const pg::Row row : criteria) catalogue.criteria.push_back(CriteriaIn(row));
  co_return catalogue;
}

}  // namespace amparo::cases
