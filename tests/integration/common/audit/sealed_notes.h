// A toy service (notes) whose audit trail is sealed and verified, for tests of the chains on a real database.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/audit/audit.h"
#include "common/audit/head_keeper.h"
#include "common/audit/pg_evidence.h"
#include "common/audit/sealer.h"
#include "common/audit/verify.h"
#include "common/testing/eventually.h"
#include "common/testing/temp_folder.h"
#include "tests/integration/common/feed/note_service.h"

namespace amparo::audit {

// How long a test waits for what happens within a second.
inline constexpr absl::Duration kSoon = absl::Seconds(60);

using testing::Eventually;

class SealedNotes {
 public:
  // A note of `office` is entered: a WRITE row.
  void Write(const std::string& office = "cebu");
  // A note is read: a READ row, in this compartment.
  void Read(const std::string& office = "cebu", const std::string& compartment = "");
  // A few of both, in two offices and a compartment.
  void WriteSome(int count);

  // The keeper of a file of heads of its own name.
  std::shared_ptr<HeadKeeper> MakeKeeper(const std::string& file = "heads.tsv");
  // A sealer that looks often.
  std::unique_ptr<Sealer> StartSealer(std::shared_ptr<HeadKeeper> keeper, SealerOptions options = {});
  // Seals what there is and ends.
  void SealNow() { StartSealer(keeper_); }
  // Waits until every row has its link.
  bool AwaitSealed() const;

  // Everything wrong with an office's trail; `keeper` writes its heads first.
  std::vector<Fault> Verify(const std::string& office = "cebu") { return Verify(office, keeper_); }
  std::vector<Fault> Verify(const std::string& office, std::shared_ptr<HeadKeeper> keeper);

  std::string Sql(const std::string& sql) const { return notes_.Sql(sql); }
  testing::NoteService& notes() { return notes_; }
  const std::shared_ptr<HeadKeeper>& keeper() const { return keeper_; }
  const testing::TempFolder& folder() const { return folder_; }
  const crypto::SigningKey& key() const { return key_; }

 private:
  testing::NoteService notes_;
  testing::TempFolder folder_;
  crypto::SigningKey key_ = *crypto::SigningKey::Generate();
  std::shared_ptr<HeadKeeper> keeper_ = MakeKeeper();
};

}  // namespace amparo::audit
