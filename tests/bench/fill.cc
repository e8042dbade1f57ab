#include "tests/bench/fill.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "common/base/strings.h"
#include "tests/bench/bulk_session.h"
#include "tests/bench/case_rows.h"
#include "tests/bench/deferred_keys.h"

namespace amparo::bench {
namespace {

// Cases that are made, copied and committed together.
constexpr int64_t kChunk = 1000;
// A case, and each of its people as a person and as a party.
constexpr int64_t kEventsOfACase = 1 + 2 * Population::kPeopleOfACase;
// What a partition of the feed holds, and how many are wanted empty (common/feed/migrations/0001_feed.sql).
constexpr int64_t kEventsOfAPartition = 4'000'000;
constexpr int64_t kEmptyPartitions = 7;

// Runs `body` on so many threads; throws what the first that failed threw.
void OnThreads(int threads, const std::function<void(int)>& body) {
  std::mutex mutex;
  std::exception_ptr failure;
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      try {
        body(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  if (failure) std::rethrow_exception(failure);
}

class Filling {
 public:
  Filling(const FillOptions& options, const Population& population, const crypto::Envelope& envelope,
          const crypto::BlindIndex& index)
      : options_(options), population_(population), envelope_(envelope), index_(index), main_(options.conninfo) {}

  void Run() {
    if (main_.Run("SELECT EXISTS (SELECT FROM \"case\")")[0][0] != "f") {
      throw std::runtime_error("the database holds cases already; bench-fill takes an empty one");
    }
    const DeferredKeys deferred(main_);
    // The head is ours until the end: an act of the service would take the same numbers.
    main_.Run("BEGIN");
    const int64_t first = 1 + std::stoll(main_.Run("SELECT last FROM feed_head FOR UPDATE")[0][0]);
    MakePartitions((first + Events()) / kEventsOfAPartition);
    first_seq_ = EnterOffices(first);
    OnThreads(options_.threads, [this](int) { EnterChunks(); });
    main_.Run(StrCat("UPDATE feed_head SET last = last + ", Population::kOffices + Events()));
    main_.Run("COMMIT");
    MakePartitions(kEmptyPartitions);
    Finish(deferred);
  }

 private:
  int64_t Events() const { return population_.cases() * kEventsOfACase; }

  // On a session of its own: the main one holds the head in a transaction, and partitions are made in theirs.
  void MakePartitions(int64_t ahead) {
    BulkSession session(options_.conninfo);
    session.Run(StrCat("SELECT outbox_extend(", std::clamp<int64_t>(ahead, 1, 64), ")"));
  }

  // Answers the number of the next event.
  int64_t EnterOffices(int64_t first) {
    TermTokens tokens(index_);
    CaseRows rows(envelope_, tokens, first);
    for (int number = 0; number < Population::kOffices; ++number) {
      const cases::Office office = Population::OfficeAt(number);
      offices_[office.name.office] = office;
      rows.AddOffice(office, population_.EntryOf(0));
    }
    const int64_t next = rows.next_seq();
    BulkSession session(options_.conninfo);
    std::move(rows).Write(session);
    return next;
  }

  void EnterChunks() {
    BulkSession session(options_.conninfo);
    TermTokens tokens(index_);
    for (;;) {
      const int64_t from = next_case_.fetch_add(kChunk);
      if (from >= population_.cases()) return;
      const int64_t to = std::min(from + kChunk, population_.cases());
      CaseRows rows(envelope_, tokens, first_seq_ + from * kEventsOfACase);
      for (int64_t n = from; n < to; ++n) {
        rows.AddCase(population_.CaseAt(n), offices_.at(population_.NameOf(n).office), population_.EntryOf(n));
      }
      std::move(rows).Write(session);
      options_.on_progress(entered_ += to - from);
    }
  }

  // Makes the keys, and does what autovacuum would do in its time: without it, the first measurements would do it.
  void Finish(const DeferredKeys& deferred) {
    OnThreads(2, [&](int i) {
      BulkSession session(options_.conninfo);
      if (i == 0) {
        deferred.Restore(session);
        session.Run("VACUUM (ANALYZE) person");
      } else {
        session.Run("VACUUM (ANALYZE) outbox, data_key, \"case\", party, office");
      }
    });
  }

  const FillOptions& options_;
  const Population& population_;
  const crypto::Envelope& envelope_;
  const crypto::BlindIndex& index_;
  BulkSession main_;
  std::map<std::string, cases::Office> offices_;
  int64_t first_seq_ = 0;
  std::atomic<int64_t> next_case_{0};
  std::atomic<int64_t> entered_{0};
};

}  // namespace

void Fill(const FillOptions& options, const Population& population, const crypto::Envelope& envelope,
          const crypto::BlindIndex& index) {
  Filling(options, population, envelope, index).Run();
}

}  // namespace amparo::bench
