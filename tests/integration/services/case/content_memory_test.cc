// A content is never held whole in memory, neither by the service nor on its way: what eight times as much takes at
// most is not much more. Measured are client and server together, for they are one process here.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

#include "absl/time/clock.h"
#include "tests/integration/services/case/content_test.h"

#if defined(__SANITIZE_ADDRESS__)
// Of the sanitizer's interface; the compiler brings these functions without their header.
extern "C" {
int __sanitizer_install_malloc_and_free_hooks(void (*allocated)(const volatile void*, std::size_t),
                                              void (*freed)(const volatile void*));
std::size_t __sanitizer_get_allocated_size(const volatile void* block);
}
#else
#include <malloc.h>
#endif

namespace amparo::cases {
namespace {

#if defined(__SANITIZE_ADDRESS__)

// Counted as it happens: the sanitizer keeps what is freed for a while, and its own figures count that as allocated.
std::atomic<int64_t> live_bytes = 0;
std::atomic<int64_t> most_bytes = 0;

void CountAllocated(const volatile void*, std::size_t size) {
  const auto bytes = static_cast<int64_t>(size);
  const int64_t now = live_bytes.fetch_add(bytes) + bytes;
  int64_t most = most_bytes;
  while (now > most && !most_bytes.compare_exchange_weak(most, now)) {
  }
}

void CountFreed(const volatile void* block) {
  live_bytes -= static_cast<int64_t>(__sanitizer_get_allocated_size(block));
}

// How far above the beginning the allocated bytes were at most.
class HighWater {
 public:
  HighWater() {
    static const int installed = __sanitizer_install_malloc_and_free_hooks(&CountAllocated, &CountFreed);
    EXPECT_NE(installed, 0);
    before_ = live_bytes;
    most_bytes = before_;
  }

  int64_t Stop() const { return most_bytes - before_; }

 private:
  int64_t before_ = 0;
};

#else

int64_t LiveBytes() {
  // What is mapped for itself, as large blocks are, is counted apart.
  const struct mallinfo2 info = mallinfo2();
  return static_cast<int64_t>(info.uordblks + info.hblkhd);
}

// How far above the beginning the allocated bytes were at most, as far as a thread that looks all the time sees it.
class HighWater {
 public:
  HighWater() : before_(LiveBytes()), most_(before_), watcher_([this] { Watch(); }) {}
  ~HighWater() { Stop(); }

  int64_t Stop() {
    stopping_ = true;
    if (watcher_.joinable()) watcher_.join();
    return most_ - before_;
  }

 private:
  void Watch() {
    while (!stopping_) {
      most_ = std::max(most_.load(), LiveBytes());
      absl::SleepFor(absl::Milliseconds(1));
    }
  }

  const int64_t before_;
  std::atomic<int64_t> most_;
  std::atomic<bool> stopping_ = false;
  // Last: it uses the others.
  std::thread watcher_;
};

#endif

constexpr std::size_t kMessage = std::size_t{1} << 20;
constexpr std::size_t kSmall = 8 * kMessage;
constexpr std::size_t kBig = 64 * kMessage;
// Whatever held it whole, in one place only, would take all of the difference; windows and queues take a little of it.
constexpr auto kMostGrowth = static_cast<int64_t>((kBig - kSmall) / 2);

// The bytes of a content from `offset` on, made as they are asked for.
std::string BytesFrom(std::size_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t at = offset + i;
    bytes[i] = static_cast<char>(((at * 2654435761u) >> 13) ^ (at >> 20));
  }
  return bytes;
}

std::string DigestOfBytes(std::size_t size) {
  Sha256 digest;
  for (std::size_t at = 0; at < size; at += kMessage) digest.Update(BytesFrom(at, kMessage));
  return absl::BytesToHexString(digest.Finish());
}

class ContentMemoryTest : public ContentTest {
 protected:
  // What each step took at most.
  struct Peaks {
    int64_t uploading = 0;
    int64_t finishing = 0;
    int64_t downloading = 0;
  };

  // Sends a content of so many bytes up, finishes it and gets it back.
  void Pass(std::size_t size, Peaks& peaks) {
    const std::string sha256 = DigestOfBytes(size);
    v1::BeginUploadRequest begin = BeginRequest(document_, "x");
    begin.set_size(static_cast<int64_t>(size));
    begin.set_sha256(sha256);
    const std::string name = Done(*contents_, &ContentStub::BeginUpload, begin).name();
    ASSERT_NO_FATAL_FAILURE(Upload(name, size, peaks.uploading));

    HighWater finishing;
    const auto finished = Finish(name);
    peaks.finishing = finishing.Stop();
    ASSERT_THAT(finished, IsOk());
    EXPECT_EQ(finished->content().sha256(), sha256);

    HighWater downloading;
    Sha256 downloaded;
    int64_t expected = 0;
    const absl::Status status = DownloadTo(name, 0, [&](const v1::DownloadResponse& message) {
      EXPECT_EQ(message.offset(), expected);
      EXPECT_LE(message.data().size(), static_cast<std::size_t>(kChunk));
      expected += static_cast<int64_t>(message.data().size());
      downloaded.Update(message.data());
    });
    peaks.downloading = downloading.Stop();
    ASSERT_THAT(status, IsOk());
    EXPECT_EQ(absl::BytesToHexString(downloaded.Finish()), sha256);
  }

 private:
  void Upload(const std::string& name, std::size_t size, int64_t& peak) {
    HighWater uploading;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(5));
    v1::UploadResponse response;
    const auto writer = contents_->Upload(&context, &response);
    v1::UploadRequest request;
    request.set_name(name);
    for (std::size_t at = 0; at < size; at += kMessage) {
      request.set_offset(static_cast<int64_t>(at));
      request.set_data(BytesFrom(at, kMessage));
      if (!writer->Write(request)) break;
    }
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    peak = uploading.Stop();
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.committed_offset(), static_cast<int64_t>(size));
  }

  const std::string document_ = Enter().name();
};

TEST_F(ContentMemoryTest, WhatAContentTakesDoesNotGrowWithIt) {
  // The first pass fills pools and caches, which stay.
  Peaks ignored, small, big;
  ASSERT_NO_FATAL_FAILURE(Pass(kSmall, ignored));
  ASSERT_NO_FATAL_FAILURE(Pass(kSmall, small));
  ASSERT_NO_FATAL_FAILURE(Pass(kBig, big));
  EXPECT_LT(big.uploading - small.uploading, kMostGrowth) << small.uploading << " then " << big.uploading;
  EXPECT_LT(big.finishing - small.finishing, kMostGrowth) << small.finishing << " then " << big.finishing;
  EXPECT_LT(big.downloading - small.downloading, kMostGrowth) << small.downloading << " then " << big.downloading;
}

}  // namespace
}  // namespace amparo::cases
