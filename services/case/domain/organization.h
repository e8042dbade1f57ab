// Organizations of the suspects' network: who recruits, transports, employs, hides.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/case/domain/names.h"
#include "services/case/domain/network.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// What an organization is. The numbers are those of the protos and of the database.
enum class OrganizationKind {
  kUnspecified = 0,
  kBusiness = 1,
  kRecruitmentAgency = 2,
  kTransport = 3,
  kCriminalGroup = 4,
  kOther = 5,
};

// An organization. Its name and address are kept sealed and not here.
struct Organization {
  OrganizationName name = {};
  OrganizationKind kind = OrganizationKind::kUnspecified;
  std::string pseudonym = {};
  std::optional<Withdrawal> withdrawal = std::nullopt;
};

// Notes what is wrong with an organization; `details` is what will be sealed.
void CheckOrganization(const Organization& value, std::string_view details, Violations& violations);

}  // namespace amparo::cases
