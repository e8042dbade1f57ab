#include "services/cli/lookup.h"

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "amparo/cases/v1/office.grpc.pb.h"
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
  const auto response =
      connection.Call(stub, &cases::v1::CaseService::Stub::ListCases, request, "looking for the case");
  if (response.cases().empty()) {
    throw Failure(kNotFound, StrCat("office ", parts.first, " has no case with the number ", parts.second));
  }
  return response.cases(0).name();
}

cases::v1::Office GetOffice(Connection& connection, const std::string& name) {
  cases::v1::OfficeService::Stub stub(connection.ChannelTo(Service::kCase));
  cases::v1::GetOfficeRequest request;
  request.set_name(name);
  return connection.Call(stub, &cases::v1::OfficeService::Stub::GetOffice, request, "reading the office");
}

}  // namespace amparo::cli
