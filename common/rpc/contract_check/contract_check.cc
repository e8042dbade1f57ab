// Proves the contract's rules over a descriptor set (protoc --include_imports --descriptor_set_out): run by the build,
// which fails with it.
#include <fstream>
#include <iostream>

#include "common/rpc/contract_check/contract.h"
#include "google/protobuf/descriptor.pb.h"

int main(int argc, char** argv) {
  google::protobuf::FileDescriptorSet set;
  std::ifstream input(argc == 2 ? argv[1] : "", std::ios::binary);
  if (!input || !set.ParseFromIstream(&input)) {
    std::cerr << "usage: contract_check DESCRIPTOR_SET\n";
    return 2;
  }
  google::protobuf::DescriptorPool pool;
  int faults = 0;
  for (const auto& proto : set.file()) {
    const auto* file = pool.BuildFile(proto);
    if (file == nullptr) {
      std::cerr << "contract: " << proto.name() << " cannot be read\n";
      return 2;
    }
    if (!file->package().starts_with("amparo.")) continue;
    for (const auto& fault : amparo::rpc::CheckContract(*file)) {
      std::cerr << "contract: " << proto.name() << ": " << fault << "\n";
      ++faults;
    }
  }
  return faults == 0 ? 0 : 1;
}
