// Prints who may call what, by a descriptor set (protoc --include_imports --descriptor_set_out): protos/ACCESS.md.
#include <fstream>
#include <iostream>
#include <vector>

#include "common/rpc/contract_check/access_rules.h"
#include "google/protobuf/descriptor.pb.h"

int main(int argc, char** argv) {
  google::protobuf::FileDescriptorSet set;
  std::ifstream input(argc == 2 ? argv[1] : "", std::ios::binary);
  if (!input || !set.ParseFromIstream(&input)) {
    std::cerr << "usage: access_table DESCRIPTOR_SET\n";
    return 2;
  }
  google::protobuf::DescriptorPool pool;
  std::vector<const google::protobuf::FileDescriptor*> files;
  for (const auto& proto : set.file()) {
    const auto* file = pool.BuildFile(proto);
    if (file == nullptr) {
      std::cerr << "access_table: " << proto.name() << " cannot be read\n";
      return 2;
    }
    if (file->package().starts_with("amparo.")) files.push_back(file);
  }
  std::cout << amparo::rpc::AccessDocument(files);
  return 0;
}
