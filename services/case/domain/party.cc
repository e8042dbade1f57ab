#include "services/case/domain/party.h"

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr TextBounds kPseudonym{1, 100};
constexpr TextBounds kFullName{0, 200};
constexpr TextBounds kOtherName{1, 200};
constexpr TextBounds kAddress{0, 500};
constexpr TextBounds kContact{0, 500};
constexpr std::size_t kMostOtherNames = 20;

}  // namespace

void CheckParty(const Party& value, absl::CivilDay today, Violations& violations) {
  violations.Require(value.role >= PartyRole::kAccused && value.role <= PartyRole::kComplainant, "role",
                     "must be one of the roles");
  violations.RequireText(value.pseudonym, kPseudonym, "pseudonym");
  if (value.minor_date) violations.Require(*value.minor_date <= today, "minor_date", "must not be in the future");
}

void CheckIdentity(const Identity& value, absl::CivilDay today, Violations& violations) {
  violations.RequireText(value.full_name, kFullName, "identity.full_name");
  violations.Require(value.other_names.size() <= kMostOtherNames, "identity.other_names", "must be at most 20");
  for (std::size_t i = 0; i < value.other_names.size() && i < kMostOtherNames; ++i) {
    violations.RequireText(value.other_names[i], kOtherName, StrCat("identity.other_names[", i, "]"));
  }
  violations.RequireText(value.address, kAddress, "identity.address");
  violations.RequireText(value.contact, kContact, "identity.contact");
  if (value.birth_date) {
    violations.Require(*value.birth_date <= today, "identity.birth_date", "must not be in the future");
  }
}

void DateMinor(absl::CivilDay report_date, Party& value) {
  if (!value.minor_date) value.minor_date = report_date;
}

void SettleMinor(const std::optional<Birth>& birth, absl::CivilDay report_date, Party& value) {
  DateMinor(report_date, value);
  const Minority minority = MinorityOn(birth, *value.minor_date);
  value.minor_derived = minority != Minority::kUnknown;
  if (value.minor_derived) value.minor = minority == Minority::kMinor;
}

void SettleMinor(const Identity& identity, absl::CivilDay report_date, Party& value) {
  std::optional<Birth> birth;
  if (identity.birth_date) birth = BirthOn(*identity.birth_date);
  SettleMinor(birth, report_date, value);
}

std::optional<Refusal> RefuseMinor(const Party& value) {
  if (!value.minor_derived) return std::nullopt;
  return Refusal{
      "MINOR_IS_DERIVED",
      "party.minor and party.minor_date follow from the birth date; they change together with party.identity"};
}

}  // namespace amparo::cases
