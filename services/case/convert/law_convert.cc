#include "services/case/convert/law_convert.h"

#include "common/base/civil.h"
#include "services/case/convert/values.h"

namespace amparo::cases {

void SetLawArticle(const LawArticle& value, v1::LawArticle* out) {
  out->set_country_code(std::string(value.country));
  out->set_code(std::string(value.code));
  out->set_citation(std::string(value.citation));
  out->set_title(std::string(value.title));
  out->set_crime_type(std::string(value.crime_type));
  if (const auto day = ParseDate(value.valid_from)) SetDate(*day, out->mutable_valid_from());
  if (const auto day = ParseDate(value.valid_to)) SetDate(*day, out->mutable_valid_to());
}

const LawArticle* LawArticleFrom(const v1::LawArticle& stored) {
  const auto from = DayFrom(stored.valid_from());
  return from ? LawArticleOf(stored.country_code(), stored.code(), *from) : nullptr;
}

}  // namespace amparo::cases
