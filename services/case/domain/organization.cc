#include "services/case/domain/organization.h"

namespace amparo::cases {

void CheckOrganization(const Organization& value, std::string_view details, Violations& violations) {
  violations.Require(value.kind != OrganizationKind::kUnspecified, "kind", "must be given");
  violations.RequireText(value.pseudonym, {.min = 1, .max = 100}, "pseudonym");
  violations.RequireText(details, {.min = 0, .max = 1000}, "details");
}

}  // namespace amparo::cases
