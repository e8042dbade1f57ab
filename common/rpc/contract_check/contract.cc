#include "common/rpc/contract_check/contract.h"

#include <set>
#include <string_view>

#include "amparo/options/v1/options.pb.h"
#include "common/base/strings.h"
#include "common/rpc/method.h"

namespace amparo::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

// Names that only fields about persons have in the case service.
const std::set<std::string, std::less<>>& PersonalNames() {
  static const std::set<std::string, std::less<>> names = {"full_name",  "given_name", "family_name", "other_names",
                                                           "address",    "contact",    "phone",       "email",
                                                           "birth_date", "narrative",  "reporter",    "statement"};
  return names;
}

bool Has(const Descriptor& message, const std::string& field) {
  return message.FindFieldByName(field) != nullptr;
}

void CheckMethod(const MethodDescriptor& method, std::vector<std::string>& faults) {
  const auto rule = RuleOf(method);
  if (!rule.ok()) {
    faults.emplace_back(rule.status().message());
    return;
  }
  const Descriptor& request = *method.input_type();
  const bool streams = method.client_streaming();
  if (!streams && rule->safe() == Has(request, "request_id")) {
    faults.push_back(StrCat(method.full_name(), rule->safe() ? " is safe but takes a request_id"
                                                             : " changes something but takes no request_id"));
  }
  if (Has(request, "page_size") != Has(request, "page_token")) {
    faults.push_back(StrCat(request.full_name(), " must have both page_size and page_token"));
  }
}

void CheckMessage(const Descriptor& message, std::vector<std::string>& faults) {
  const std::string& package = message.file()->package();
  for (int i = 0; i < message.field_count(); ++i) {
    const auto& field = *message.field(i);
    const bool sensitive = field.options().GetExtension(options::v1::sensitive);
    if (package.starts_with("amparo.cases.") && !sensitive && PersonalNames().count(field.name()) > 0) {
      faults.push_back(StrCat(field.full_name(), " speaks of a person and must be marked sensitive"));
    }
    // They keep digests of requests as they are, and payloads in the clear.
    const bool open = package.starts_with("amparo.scheduling.") || package.starts_with("amparo.statistics.");
    if (open && sensitive) {
      faults.push_back(StrCat(field.full_name(), " is sensitive: only the case service may have it"));
    }
  }
  for (int i = 0; i < message.nested_type_count(); ++i) CheckMessage(*message.nested_type(i), faults);
}

}  // namespace

std::vector<std::string> CheckContract(const FileDescriptor& file) {
  std::vector<std::string> faults;
  for (int i = 0; i < file.service_count(); ++i) {
    for (int j = 0; j < file.service(i)->method_count(); ++j) CheckMethod(*file.service(i)->method(j), faults);
  }
  for (int i = 0; i < file.message_type_count(); ++i) CheckMessage(*file.message_type(i), faults);
  return faults;
}

}  // namespace amparo::rpc
