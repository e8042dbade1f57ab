#include "services/case/domain/crime_type.h"

#include <algorithm>
#include <array>

namespace amparo::cases {
namespace {

// In order of code. Adding one means adding it to the database too, by a migration.
constexpr std::array kTable = std::to_array<CrimeType>({
    {"0101", "Intentional homicide"},
    {"0102", "Attempted intentional homicide"},
    {"0201", "Assaults and threats"},
    {"02011", "Assault"},
    {"02012", "Threat"},
    {"0202", "Acts against liberty"},
    {"02021", "Abduction of a minor"},
    {"02022", "Deprivation of liberty"},
    {"020221", "Kidnapping"},
    {"020222", "Illegal restraint"},
    {"020229", "Other deprivation of liberty"},
    {"02029", "Other acts against liberty"},
    {"0203", "Slavery and exploitation"},
    {"02031", "Slavery"},
    {"02032", "Forced labour"},
    {"02039", "Other acts of slavery and exploitation"},
    {"0204", "Trafficking in persons"},
    {"02041", "Trafficking in persons for sexual exploitation"},
    {"02042", "Trafficking in persons for forced labour or services"},
    {"02043", "Trafficking in persons for organ removal"},
    {"02044", "Trafficking in persons for other purposes"},
    {"0205", "Coercion"},
    {"02051", "Extortion or blackmail"},
    {"02059", "Other acts of coercion"},
    {"0208", "Acts intended to induce fear or emotional distress"},
    {"02081", "Harassment"},
    {"02082", "Stalking"},
    {"0219", "Other acts causing harm or intending to cause harm to the person"},
    {"0301", "Sexual violence"},
    {"03011", "Rape"},
    {"030111", "Rape with force"},
    {"030112", "Rape without force"},
    {"030113", "Statutory rape"},
    {"030119", "Other rape"},
    {"03012", "Sexual assault"},
    {"030121", "Physical sexual assault"},
    {"030122", "Non-physical sexual assault"},
    {"030129", "Other sexual assault"},
    {"03019", "Other acts of sexual violence"},
    {"0302", "Sexual exploitation"},
    {"03021", "Sexual exploitation of adults"},
    {"03022", "Sexual exploitation of children"},
    {"030221", "Child pornography"},
    {"030222", "Child prostitution"},
    {"030223", "Sexual grooming of children"},
    {"030229", "Other sexual exploitation of children"},
    {"03029", "Other acts of sexual exploitation"},
    {"0309", "Other injurious acts of a sexual nature"},
});

static_assert(std::is_sorted(kTable.begin(), kTable.end(),
                             [](const CrimeType& a, const CrimeType& b) { return a.code < b.code; }));

}  // namespace

std::span<const CrimeType> CrimeTypes() {
  return kTable;
}

bool IsCrimeType(std::string_view code) {
  return std::binary_search(kTable.begin(), kTable.end(), CrimeType{code, ""},
                            [](const CrimeType& a, const CrimeType& b) { return a.code < b.code; });
}

bool IsTrafficking(std::string_view code) {
  return code.starts_with("0204");
}

}  // namespace amparo::cases
