// SHA-256 of bytes that come in pieces or at once.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace amparo {

// The digest of all that Update was given. Movable.
class Sha256 {
 public:
  Sha256();

  void Update(std::string_view bytes);

  // 32 bytes; only once, and nothing after it.
  std::string Finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// The digest of `bytes`: 32 bytes.
std::string Sha256Of(std::string_view bytes);

}  // namespace amparo
