// The crime types the service knows: codes of the International Classification of Crime for Statistical Purposes (ICCS,
// UNODC 2015). The same table stands in the database for those who read it there; a test keeps the two equal.
#pragma once

#include <span>
#include <string_view>

namespace amparo::cases {

// One code, such as {"02041", "Trafficking in persons for sexual exploitation"}.
struct CrimeType {
  std::string_view code;
  std::string_view title;
};

// The version of the classification.
inline constexpr std::string_view kCrimeTypeVersion = "ICCS-1.0";

// Every code, in order.
std::span<const CrimeType> CrimeTypes();

// True for a code of the table.
bool IsCrimeType(std::string_view code);

// True for trafficking in persons, 0204 and the codes under it. Slavery and exploitation (0203) are crimes of other
// elements: of them neither act nor means nor purpose is charged.
bool IsTrafficking(std::string_view code);

}  // namespace amparo::cases
