#include "services/case/domain/office.h"

#include <array>

#include "common/base/money.h"
#include "common/base/zone.h"

namespace amparo::cases {
namespace {

constexpr TextBounds kDisplayName{1, 200};
constexpr TextBounds kCity{0, 200};

// ISO 3166-1 alpha-2, every code that is assigned, two letters each.
constexpr std::string_view kCountries =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDE"
    "DJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJP"
    "KEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZ"
    "OMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTW"
    "TZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";
static_assert(kCountries.size() == 2 * 249);

}  // namespace

bool IsCountryCode(std::string_view code) {
  if (code.size() != 2) return false;
  for (std::size_t i = 0; i < kCountries.size(); i += 2) {
    if (kCountries.substr(i, 2) == code) return true;
  }
  return false;
}

void CheckOffice(const Office& value, Violations& violations) {
  violations.RequireText(value.display_name, kDisplayName, "display_name");
  violations.Require(IsCountryCode(value.country_code), "country_code", "must be an ISO 3166-1 alpha-2 code");
  violations.RequireText(value.city, kCity, "city");
  violations.Require(MinorUnitDigits(value.currency_code).has_value(), "currency_code", "must be an ISO 4217 code");
  violations.Require(FindZone(value.time_zone).has_value(), "time_zone", "must be an IANA zone such as Asia/Manila");
}

absl::CivilDay TodayIn(const absl::TimeZone& zone, absl::Time now) {
  return absl::ToCivilDay(now, zone);
}

}  // namespace amparo::cases
