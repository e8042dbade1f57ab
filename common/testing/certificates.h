// A certificate authority for tests: real certificates, made in memory when a test starts and gone when it ends.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "amparo/config/v1/service.pb.h"

namespace amparo::testing {

// An authority with a key of its own. Files lie in a private folder that is removed with it.
class TestCa {
 public:
  TestCa();
  ~TestCa();
  TestCa(const TestCa&) = delete;
  TestCa& operator=(const TestCa&) = delete;

  // A certificate for spiffe://amparo/<name>, good for servers on localhost and for clients, and the files that show
  // it.
  config::v1::Tls Issue(std::string_view name) const;

  // The same for any SAN extension in OpenSSL's notation, such as "URI:https://elsewhere/x,DNS:localhost".
  config::v1::Tls IssueFor(std::string_view file_stem, std::string_view subject_alt_names) const;

 private:
  struct Key;
  std::filesystem::path folder_;
  std::unique_ptr<Key> key_;
};

}  // namespace amparo::testing
