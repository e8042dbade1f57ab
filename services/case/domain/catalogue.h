// What aftercare measures with: instruments of assessment, kinds of service, criteria of restoration. They are rows of
// the database, versioned and the same for every office; a new version needs no new program.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/base/limits.h"
#include "common/base/task.h"

namespace amparo::cases {

// The domains of a survivor's life. The numbers are those of the protos and of the database.
enum class CareDomain {
  kUnspecified = 0,
  kSafety = 1,
  kLegalProtection = 2,
  kMentalWellbeing = 3,
  kEconomicEmpowerment = 4,
  kSocialSupport = 5,
  kPhysicalWellbeing = 6,
};

// Every domain, in order.
inline constexpr std::array kCareDomains = {CareDomain::kSafety,          CareDomain::kLegalProtection,
                                            CareDomain::kMentalWellbeing, CareDomain::kEconomicEmpowerment,
                                            CareDomain::kSocialSupport,   CareDomain::kPhysicalWellbeing};

// "MENTAL_WELLBEING".
std::string_view CareDomainWord(CareDomain domain);

// Each sub-domain is scored from the first (most vulnerable) to the last.
inline constexpr int kLeastScore = 1;
inline constexpr int kMostScore = 4;

// One thing that an assessment scores.
struct SubDomain {
  std::string code = {};
  CareDomain domain = CareDomain::kUnspecified;
  std::string title = {};
};

// An instrument in one version.
struct Instrument {
  std::string id = {};
  std::string title = {};
  int version = 0;
  // The first and the last day it may be used.
  absl::CivilDay effective_date = {};
  std::optional<absl::CivilDay> retire_date = {};
  // In the order of asking.
  std::vector<SubDomain> sub_domains = {};

  bool InUseOn(absl::CivilDay day) const { return effective_date <= day && (!retire_date || day <= *retire_date); }
  // The sub-domain with this code, or null.
  const SubDomain* Find(std::string_view code) const;
  // True when it scores every domain: only then is there a mean of each.
  bool IsComplete() const;
};

// A kind of service.
struct ServiceKind {
  std::string code = {};
  std::string title = {};
};

// What must be so before a restoration is recorded.
struct RestorationCriteria {
  std::string id = {};
  std::string title = {};
  // They apply from this day until those with the next such day.
  absl::CivilDay effective_date = {};
  int32_t min_domain_hundredths = 0;
  int32_t min_overall_hundredths = 0;
  // For so many months every assessment must have reached the scores; 0 = the last one is enough.
  int32_t hold_months = 0;
  int32_t max_age_days = 0;
  bool no_open_safety_flag = false;
};

// All of it.
struct Catalogue {
  // In order of their first day; each is complete.
  std::vector<Instrument> instruments = {};
  // In the order of the table.
  std::vector<ServiceKind> service_kinds = {};
  // In order of their first day.
  std::vector<RestorationCriteria> criteria = {};

  // The instrument with this id, or null.
  const Instrument* FindInstrument(std::string_view id) const;
  // The newest instrument in use on a day, or null.
  const Instrument* InstrumentOn(absl::CivilDay day) const;
  bool HasServiceKind(std::string_view code) const;
  // The criteria with this id, or null.
  const RestorationCriteria* FindCriteria(std::string_view id) const;
  // The criteria that apply on a day, or null.
  const RestorationCriteria* CriteriaOn(absl::CivilDay day) const;
};

// Where the catalogue is kept. Safe to call from any thread.
class CatalogueStore {
 public:
  virtual ~CatalogueStore() = default;

  // All of it as it is now. Errors: what `common/pg` answers for a database that is away, slow or overloaded.
  virtual Task<absl::StatusOr<Catalogue>> LoadCatalogue(Limits limits) = 0;
};

}  // namespace amparo::cases
