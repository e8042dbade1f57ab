#include "services/case/domain/party.h"

#include "common/base/civil.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr TextBounds kPseudonym{1, 100};
constexpr TextBounds kFullName{0, 200};
constexpr TextBounds kOtherName{1, 200};
constexpr TextBounds kAddress{0, 500};
constexpr TextBounds kContact{0, 500};
constexpr std::size_t kMostOtherNames = 20;
constexpr int kMajority = 18;

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

void DeriveMinor(const Identity& identity, absl::CivilDay report_date, Party& value) {
  if (!identity.birth_date) return;
  value.minor = AgeOn(*identity.birth_date, value.minor_date.value_or(report_date)) < kMajority;
}

}  // namespace amparo::cases
