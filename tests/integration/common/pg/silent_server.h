// A server that takes connections as PostgreSQL does and then answers nothing more, or nothing at all.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>

#include "common/base/strings.h"

namespace amparo::pg {

// One client at a time. Clients must be gone before it goes.
class SilentServer {
 public:
  // `welcomes`: lets clients connect before it falls silent.
  explicit SilentServer(bool welcomes = true) : welcomes_(welcomes) {
    std::string pattern = (std::filesystem::temp_directory_path() / "amparo-silent-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::snprintf(address.sun_path, sizeof(address.sun_path), "%s/.s.PGSQL.5432", folder_.c_str());
    listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    ::listen(listening_, 8);
    thread_ = std::thread([this] { Serve(); });
  }
  ~SilentServer() {
    ::shutdown(listening_, SHUT_RDWR);
    thread_.join();
    ::close(listening_);
    std::filesystem::remove_all(folder_);
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  std::string conninfo() const { return StrCat("host=", folder_, " port=5432 dbname=none user=none"); }

  // A client waits for an answer that does not come.
  bool asked() const { return asked_; }

 private:
  void Serve() {
    for (int client; (client = ::accept(listening_, nullptr, nullptr)) >= 0; ::close(client)) {
      std::array<char, 1024> bytes;
      if (::read(client, bytes.data(), bytes.size()) <= 0) continue;
      // AuthenticationOk, ReadyForQuery.
      constexpr std::string_view kWelcome("R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I", 15);
      asked_ = !welcomes_;
      if (welcomes_ && ::write(client, kWelcome.data(), kWelcome.size()) < 0) continue;
      while (::read(client, bytes.data(), bytes.size()) > 0) asked_ = true;
    }
  }

  const bool welcomes_;
  std::string folder_;
  int listening_ = -1;
  std::atomic<bool> asked_{false};
  std::thread thread_;
};

}  // namespace amparo::pg
