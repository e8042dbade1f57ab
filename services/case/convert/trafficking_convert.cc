#include "services/case/convert/trafficking_convert.h"

#include <vector>

#include "common/base/strings.h"
#include "services/case/convert/enums.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(TraffickingAct::kReceipt) == v1::TRAFFICKING_ACT_RECEIPT);
static_assert(static_cast<int>(MeansOfControl::kOther) == v1::MEANS_OF_CONTROL_OTHER);
static_assert(static_cast<int>(ExploitationType::kOther) == v1::EXPLOITATION_TYPE_OTHER);

template <typename E, typename Numbers>
std::vector<E> ValuesFrom(const Numbers& numbers, bool (*is_valid)(int), std::string_view field,
                          Violations& violations) {
  std::vector<E> values;
  for (int i = 0; i < numbers.size(); ++i) {
    values.push_back(EnumFrom<E>(numbers.Get(i), is_valid, StrCat(field, "[", i, "]"), violations));
  }
  return values;
}

}  // namespace

TraffickingElements ElementsFrom(const v1::TraffickingElements& told, Violations& violations) {
  TraffickingElements value;
  value.acts = ValuesFrom<TraffickingAct>(told.acts(), v1::TraffickingAct_IsValid, "elements.acts", violations);
  value.means = ValuesFrom<MeansOfControl>(told.means(), v1::MeansOfControl_IsValid, "elements.means", violations);
  value.purposes =
      ValuesFrom<ExploitationType>(told.purposes(), v1::ExploitationType_IsValid, "elements.purposes", violations);
  value.victims = EnumFrom<Minority>(told.victims(), v1::Minority_IsValid, "elements.victims", violations);
  return value;
}

void SetElements(const TraffickingElements& value, v1::TraffickingElements* out) {
  for (const TraffickingAct act : value.acts) out->add_acts(static_cast<v1::TraffickingAct>(act));
  for (const MeansOfControl means : value.means) out->add_means(static_cast<v1::MeansOfControl>(means));
  for (const ExploitationType purpose : value.purposes) out->add_purposes(static_cast<v1::ExploitationType>(purpose));
  out->set_victims(static_cast<v1::Minority>(value.victims));
}

}  // namespace amparo::cases
