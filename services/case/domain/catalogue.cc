#include "services/case/domain/catalogue.h"

#include <algorithm>

namespace amparo::cases {
namespace {

// The last of `rows`, which are in order of their first day, that `fits`; null when none does.
template <typename T, typename Fits>
const T* LastOf(const std::vector<T>& rows, Fits fits) {
  const auto found = std::find_if(rows.rbegin(), rows.rend(), fits);
  return found == rows.rend() ? nullptr : &*found;
}

}  // namespace

std::string_view CareDomainWord(CareDomain domain) {
  static constexpr std::array<std::string_view, 7> kWords = {
      "UNSPECIFIED",          "SAFETY",         "LEGAL_PROTECTION",  "MENTAL_WELLBEING",
      "ECONOMIC_EMPOWERMENT", "SOCIAL_SUPPORT", "PHYSICAL_WELLBEING"};
  return kWords[static_cast<std::size_t>(domain)];
}

const SubDomain* Instrument::Find(std::string_view code) const {
  return LastOf(sub_domains, [code](const SubDomain& one) { return one.code == code; });
}

bool Instrument::IsComplete() const {
  return std::all_of(kCareDomains.begin(), kCareDomains.end(), [this](CareDomain domain) {
    return std::any_of(sub_domains.begin(), sub_domains.end(),
                       [domain](const SubDomain& one) { return one.domain == domain; });
  });
}

const Instrument* Catalogue::FindInstrument(std::string_view id) const {
  return LastOf(instruments, [id](const Instrument& one) { return one.id == id; });
}

const Instrument* Catalogue::InstrumentOn(absl::CivilDay day) const {
  return LastOf(instruments, [day](const Instrument& one) { return one.InUseOn(day); });
}

bool Catalogue::HasServiceKind(std::string_view code) const {
  return LastOf(service_kinds, [code](const ServiceKind& one) { return one.code == code; }) != nullptr;
}

const RestorationCriteria* Catalogue::FindCriteria(std::string_view id) const {
  return LastOf(criteria, [id](const RestorationCriteria& one) { return one.id == id; });
}

const RestorationCriteria* Catalogue::CriteriaOn(absl::CivilDay day) const {
  return LastOf(criteria, [day](const RestorationCriteria& one) { return one.effective_date <= day; });
}

}  // namespace amparo::cases
