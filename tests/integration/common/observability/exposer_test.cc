// The scrape as Prometheus makes it, over HTTP.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "common/observability/registry.h"

namespace amparo::obs {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// The whole answer to GET `path`.
std::string Get(int port, const std::string& path) {
  const int connection = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  const std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(::send(connection, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
  std::string answer;
  char buffer[4096];
  for (ssize_t size; (size = ::recv(connection, buffer, sizeof(buffer), 0)) > 0;) {
    answer.append(buffer, static_cast<std::size_t>(size));
  }
  ::close(connection);
  return answer;
}

TEST(Exposer, ServesCountersAndCallbacks) {
  Registry registry;
  registry.AddCounter("amparo_acts_total", "Acts.").Increment(3);
  registry.AddGaugeCallback("amparo_open_cases", "Open cases.", {{"office", "cebu"}}, [] { return 7.0; });
  const auto exposer = Exposer::Start("127.0.0.1:0", registry);
  ASSERT_TRUE(exposer.ok()) << exposer.status();
  const std::string answer = Get((*exposer)->port(), "/metrics");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer, HasSubstr("amparo_acts_total 3"));
  EXPECT_THAT(answer, HasSubstr("amparo_open_cases{office=\"cebu\"} 7"));
  EXPECT_THAT(Get((*exposer)->port(), "/elsewhere"), StartsWith("HTTP/1.1 404"));
}

TEST(Exposer, AnAddressInUseIsNamed) {
  const Registry registry;
  const auto first = Exposer::Start("127.0.0.1:0", registry);
  ASSERT_TRUE(first.ok());
  const std::string address = "127.0.0.1:" + std::to_string((*first)->port());
  EXPECT_THAT(std::string(Exposer::Start(address, registry).status().message()), HasSubstr(address));
}

}  // namespace
}  // namespace amparo::obs
