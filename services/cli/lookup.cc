#include "services/cli/lookup.h"

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "amparo/cases/v1/office.grpc.pb.h"
#include "amparo/cases/v1/party.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/values.h"

namespace amparo::cli {

std::string CaseName(Connection& connection, const std::string& given) {
  if (absl::StartsWith(given, "offices/")) {
    return given;
  }
  const std::pair<std::string, std::string> parts = absl::StrSplit(given, absl::MaxSplits('/', 1));
  if (parts.first.empty() || parts.second.empty()) {
    throw Failure(kUsage,
                  StrCat("\"", given, "\" names no case; write offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER"));
  }
  cases::v1::CaseService::Stub stub(connection.ChannelTo(Service::kCase));
  cases::v1::ListCasesRequest request;
  request.set_parent(OfficeName(parts.first));
  request.set_case_number(parts.second);
  // A case that was merged still has its number.
  request.set_show_merged(true);
  const auto response =
      connection.Call(stub, &cases::v1::CaseService::Stub::ListCases, request, "looking for the case");
  if (response.cases().empty()) {
    throw Failure(kNotFound, StrCat("office ", parts.first, " has no case with the number ", parts.second));
  }
  return response.cases(0).name();
}

namespace {

// The party of a role (PARTY_ROLE_UNSPECIFIED: any) that "O/NUMBER/PSEUDONYM" names; `what` is what such a party is
// called.
std::string PartyByPseudonym(Connection& connection, const std::string& given, cases::v1::PartyRole role,
                             const std::string& what) {
  const std::size_t slash = given.rfind('/');
  if (slash == std::string::npos || given.find('/') == slash || slash + 1 == given.size()) {
    throw Failure(kUsage, StrCat("\"", given, "\" names no ", what, "; write offices/OFFICE/cases/ID/parties/ID, or ",
                                 "OFFICE/CASE-NUMBER/PSEUDONYM"));
  }
  const std::string pseudonym = given.substr(slash + 1);
  cases::v1::PartyService::Stub stub(connection.ChannelTo(Service::kCase));
  cases::v1::ListPartiesRequest request;
  request.set_parent(CaseName(connection, given.substr(0, slash)));
  request.set_role(role);
  std::vector<std::string> found;
  EachPage(connection, stub, &cases::v1::PartyService::Stub::ListParties, request, 0, StrCat("looking for the ", what),
           [&](const cases::v1::ListPartiesResponse& page) {
             for (const auto& party : page.parties()) {
               if (party.pseudonym() == pseudonym) found.push_back(party.name());
             }
             return page.parties_size();
           });
  if (found.size() == 1) return found.front();
  if (found.empty()) throw Failure(kNotFound, StrCat("the case has no ", what, " called ", pseudonym));
  throw Failure(kUsage, StrCat("the case has more than one ", what, " called ", pseudonym,
                               "; name one of: ", absl::StrJoin(found, ", ")));
}

}  // namespace

std::string SurvivorName(Connection& connection, const std::string& given) {
  if (absl::StartsWith(given, "offices/")) return given;
  return PartyByPseudonym(connection, given, cases::v1::PARTY_ROLE_SURVIVOR, "survivor");
}

std::string NodeName(Connection& connection, const std::string& given) {
  if (std::count(given.begin(), given.end(), '/') < 2) return CaseName(connection, given);
  if (absl::StartsWith(given, "offices/")) return given;
  return PartyByPseudonym(connection, given, cases::v1::PARTY_ROLE_UNSPECIFIED, "party");
}

cases::v1::Office GetOffice(Connection& connection, const std::string& name) {
  cases::v1::OfficeService::Stub stub(connection.ChannelTo(Service::kCase));
  cases::v1::GetOfficeRequest request;
  request.set_name(name);
  return connection.Call(stub, &cases::v1::OfficeService::Stub::GetOffice, request, "reading the office");
}

}  // namespace amparo::cli
