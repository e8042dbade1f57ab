#include "services/cli/methods.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/strings.h"
#include "google/protobuf/descriptor_database.h"

namespace amparo::cli {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// Which process answers a package, and the word that stands for it in names.
struct Package {
  std::string name;
  std::string word;
  Service service;
};

const std::vector<Package>& Packages() {
  static const std::vector<Package> packages = {{"amparo.cases.v1", "cases", Service::kCase},
                                                {"amparo.scheduling.v1", "scheduling", Service::kScheduling},
                                                {"amparo.statistics.v1", "statistics", Service::kStatistics}};
  return packages;
}

const Package& PackageOf(const ServiceDescriptor& service) {
  const auto& packages = Packages();
  return *std::find_if(packages.begin(), packages.end(),
                       [&service](const Package& one) { return one.name == service.file()->package(); });
}

// The services of our packages, by full name.
const std::map<std::string, const ServiceDescriptor*>& AllServices() {
  static const std::map<std::string, const ServiceDescriptor*> all = [] {
    std::map<std::string, const ServiceDescriptor*> found;
    std::vector<std::string> files;
    DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
    for (const std::string& name : files) {
      if (!absl::StartsWith(name, "amparo/")) continue;
      const FileDescriptor& file = *DescriptorPool::generated_pool()->FindFileByName(name);
      for (int i = 0; i < file.service_count(); ++i) found[file.service(i)->full_name()] = file.service(i);
    }
    return found;
  }();
  return all;
}

bool IsOnly(const ServiceDescriptor& service) {
  return std::count_if(AllServices().begin(), AllServices().end(),
                       [&service](const auto& other) { return other.second->name() == service.name(); }) == 1;
}

// True when `given` is one of the names of the method.
bool IsNamed(const MethodDescriptor& method, const std::string& given) {
  const ServiceDescriptor& service = *method.service();
  const std::string bare = StrCat(service.name(), "/", method.name());
  return given == bare || given == StrCat(PackageOf(service).word, ".", bare) ||
         given == StrCat(service.full_name(), "/", method.name());
}

// Those whose name is like `given`: the same method of another service, or one whose name holds it.
std::string NearTo(const std::string& given) {
  const std::string wanted = absl::AsciiStrToLower(given.substr(given.rfind('/') + 1));
  std::string near;
  int count = 0;
  for (const Method& method : AllMethods()) {
    if (wanted.empty() || !absl::StrContains(absl::AsciiStrToLower(method.ShortName()), wanted)) continue;
    if (++count > 8) break;
    StrAppend(&near, near.empty() ? "" : ", ", method.ShortName());
  }
  return near;
}

}  // namespace

std::string Method::ShortName() const {
  const ServiceDescriptor& owner = *descriptor->service();
  const std::string bare = StrCat(owner.name(), "/", descriptor->name());
  return IsOnly(owner) ? bare : StrCat(PackageOf(owner).word, ".", bare);
}

std::vector<Method> AllMethods() {
  std::vector<Method> methods;
  for (const auto& [name, service] : AllServices()) {
    for (int i = 0; i < service->method_count(); ++i) {
      methods.push_back({service->method(i), PackageOf(*service).service});
    }
  }
  return methods;
}

Method FindMethod(const std::string& name) {
  std::vector<Method> found;
  for (const Method& method : AllMethods()) {
    if (IsNamed(*method.descriptor, name)) found.push_back(method);
  }
  if (found.size() == 1) return found.front();
  if (found.size() > 1) {
    throw Failure(kUsage, StrCat("several services have it: ", found[0].ShortName(), ", ", found[1].ShortName()));
  }
  const std::string near = NearTo(name);
  throw Failure(kUsage,
                StrCat("there is no RPC ", name,
                       near.empty() ? "; `amparo call --list` names them all" : StrCat("; do you mean ", near, "?")));
}

}  // namespace amparo::cli
