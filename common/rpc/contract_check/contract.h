// The rules of the contract that protoc and buf cannot know, checked over descriptors.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace amparo::rpc {

// What is wrong with a file, one sentence each; nothing when it keeps the rules:
// - every RPC has an access rule with a role and a class of work;
// - every RPC that changes something takes a `request_id` (client streams carry one their own way), and no other does;
// - a request with one of page_size and page_token has both;
// - in the case service every field whose name speaks of a person (full_name, address, contact, ...) is marked
// sensitive;
// - scheduling and statistics have no sensitive field at all.
std::vector<std::string> CheckContract(const google::protobuf::FileDescriptor& file);

}  // namespace amparo::rpc
